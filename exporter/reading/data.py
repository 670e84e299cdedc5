"""YAML, TOML and JSON text to plain values: dates stay text, errors and repeated keys are located, bombs
refused.

Scalars are read as the YAML 1.2 core schema has it, with Hugo's additions (``0123`` and ``0o17`` octal,
``1_000``): ``yes``, ``on``, ``12:30`` and ``1e3`` are text. Dates stay text because their zone is the
site's, which is not known here.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time

from exporter.reading.flat import read_flat
from exporter.reading.parsed import Parsed, Problem, first_line

Parse = Callable[[str], Parsed]


def parse_yaml(text: str) -> Parsed:
    """One YAML document. Characters that YAML forbids are left out rather than refused: readers of XML
    never see them."""
    flat = read_flat(text)
    if flat is not None:
        return Parsed(flat)
    # 13 ms that a blog with plain headers does without.
    from exporter.reading.any_yaml import parse_any_yaml  # noqa: PLC0415

    return parse_any_yaml(text)


_TOML_PLACE = re.compile(r" \(at (?:line ([0-9]+), column [0-9]+|end of document)\)\Z")


def parse_toml(text: str) -> Parsed:
    """One TOML document; its dates and times as ISO 8601 text."""
    try:
        return Parsed(_undated(tomllib.loads(text)))
    except (ValueError, RecursionError) as error:
        message = first_line(error)
        place = _TOML_PLACE.search(message)
        line = int(place[1]) if place and place[1] else (text.rstrip().count("\n") + 1 if place else 1)
        return Parsed(None, Problem(line, _TOML_PLACE.sub("", message)))


def _undated(value: object) -> object:
    if isinstance(value, dict):
        return {key: _undated(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_undated(child) for child in value]
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def parse_json(text: str) -> Parsed:
    """One JSON text (RFC 8259)."""
    return parse_json_prefix(text)[0]


def parse_json_prefix(text: str) -> tuple[Parsed, int]:
    """The JSON value with which ``text`` begins, and the offset at which it ends."""
    repeated: list[Problem] = []

    def mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
        result = dict(pairs)
        if len(result) < len(pairs):
            repeated.append(Problem(1, "a key occurs twice"))
        return result

    try:
        value, end = json.JSONDecoder(object_pairs_hook=mapping).raw_decode(text)
    except json.JSONDecodeError as error:
        return Parsed(None, Problem(error.lineno, error.msg)), len(text)
    except (ValueError, RecursionError) as error:
        return Parsed(None, Problem(1, first_line(error))), len(text)
    return Parsed(value, repeated=tuple(repeated)), end
