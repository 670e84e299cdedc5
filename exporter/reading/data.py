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
from collections.abc import Callable, Hashable
from datetime import date, datetime, time
from typing import Any

import yaml
from msgspec import Struct

try:
    from yaml import CSafeLoader as _SafeLoader  # eight times faster: 0.14 s against 1.1 s for 1,860 headers
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

# How many values an alias-laden document may stand for; a header of a few dozen lines needs a few hundred.
MOST_VALUES = 10_000


class Problem(Struct, frozen=True):
    """What is wrong and at which line of the text, from 1."""

    line: int
    message: str


class Parsed(Struct, frozen=True):
    """``value`` is meaningless when there is an ``error``; ``repeated`` tells of keys that a mapping names
    twice."""

    value: object
    error: Problem | None = None
    repeated: tuple[Problem, ...] = ()


Parse = Callable[[str], Parsed]

_TEXT = "tag:yaml.org,2002:str"
_LIST = "tag:yaml.org,2002:seq"
_MAPPING = "tag:yaml.org,2002:map"


class _Loader(_SafeLoader):
    """Remembers repeated keys; makes every key text."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.repeated: list[Problem] = []
        self.aliased = "*" in stream

    def get_single_data(self) -> object:
        node = self.get_single_node()
        if node is None:
            return None
        if self.aliased and _weight(node, {}) > MOST_VALUES:
            raise yaml.composer.ComposerError(
                None, None, "aliases stand for too many values", node.start_mark
            )
        return self.construct_document(node)

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        """What a scalar is by its looks, unless it is quoted."""
        if kind is not yaml.ScalarNode:
            return _LIST if kind is yaml.SequenceNode else _MAPPING
        if implicit[0]:
            known: list[tuple[str, re.Pattern[str]]] = self.yaml_implicit_resolvers.get(value[:1], [])
            for tag, pattern in known:
                if pattern.match(value):
                    return tag
        return _TEXT

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: ARG002
        """What headers are made of, at once: PyYAML makes lists and mappings in two steps, for the sake of those that
        hold themselves, which ``_weight`` has refused.
        """
        if node.tag == _TEXT and isinstance(node, yaml.ScalarNode):
            return node.value
        if node.tag == _LIST and isinstance(node, yaml.SequenceNode):
            return [self.construct_object(child) for child in node.value]
        if node.tag == _MAPPING and isinstance(node, yaml.MappingNode):
            return self.construct_mapping(node)
        return super().construct_object(node, deep=True)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: ARG002
        self._note_repeated(node)
        self.flatten_mapping(node)
        construct = self.construct_object
        return {
            key.value if key.tag == _TEXT else self._key(key): construct(value) for key, value in node.value
        }

    def _key(self, node: yaml.Node) -> str:
        key = self.construct_object(node)
        if isinstance(key, str):
            return key
        if not isinstance(key, Hashable):
            raise yaml.constructor.ConstructorError(None, None, "found unhashable key", node.start_mark)
        return _spelled(key)

    def _note_repeated(self, node: yaml.MappingNode) -> None:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key.value, str):
                continue
            if key.value in seen and key.value != "<<":
                self.repeated.append(Problem(key.start_mark.line + 1, f"the key “{key.value}” occurs twice"))
            seen.add(key.value)


def _spelled(key: object) -> str:
    """A key as YAML writes it: ``true``, ``null``, ``2024``."""
    return json.dumps(key) if key is None or isinstance(key, bool) else str(key)


def _weight(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values ``node`` stands for when each alias is written out; above MOST_VALUES for one that
    holds itself."""
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = MOST_VALUES + 1
    weight = 1
    if isinstance(node, yaml.SequenceNode):
        weight += sum(_weight(child, known) for child in node.value)
    elif isinstance(node, yaml.MappingNode):
        weight += sum(_weight(key, known) + _weight(value, known) for key, value in node.value)
    known[id(node)] = weight
    return weight


def _text(_: _Loader, node: yaml.ScalarNode) -> str:
    return str(node.value)


def _integer(loader: _Loader, node: yaml.ScalarNode) -> object:
    text: str = node.value
    if text.lstrip("+-").startswith("0o"):
        return int(text.replace("_", ""), 8)
    number = loader.construct_yaml_int(node)
    return number if -(2**63) <= number < 2**64 else text


_INTEGER = r"[-+]?(?:0b[01_]+|0o?[0-7_]+|(?:0|[1-9][0-9_]*)|0x[0-9a-fA-F_]+)"
_FLOAT = (
    r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_RESOLVERS = {
    "bool": ("true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": (_INTEGER, "-+0123456789"),
    "float": (_FLOAT, "-+0123456789."),
    "null": ("~|null|Null|NULL|", ["~", "n", "N", ""]),
    "merge": ("<<", "<"),
}

_Loader.yaml_implicit_resolvers = {}
for _name, (_pattern, _firsts) in _RESOLVERS.items():
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_name}", re.compile(rf"(?:{_pattern})\Z"), list(_firsts)
    )
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _text)
_Loader.add_constructor("tag:yaml.org,2002:int", _integer)

# What YAML 1.2, production [1] c-printable, leaves out of a stream.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def parse_yaml(text: str) -> Parsed:
    """One YAML document. Characters that YAML forbids are left out rather than refused: readers of XML
    never see them."""
    try:
        loader = _Loader(_UNPRINTABLE.sub("", text))
        try:
            value = loader.get_single_data()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        return Parsed(None, Problem(_marked_line(error), _reason(error)))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Parsed(None, Problem(1, _first_line(error)))
    return Parsed(value, repeated=tuple(loader.repeated))


def _marked_line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _reason(error: yaml.MarkedYAMLError) -> str:
    return " ".join(part for part in (error.problem, error.context) if part)


_TOML_PLACE = re.compile(r" \(at (?:line ([0-9]+), column [0-9]+|end of document)\)\Z")


def parse_toml(text: str) -> Parsed:
    """One TOML document; its dates and times as ISO 8601 text."""
    try:
        return Parsed(_undated(tomllib.loads(text)))
    except (ValueError, RecursionError) as error:
        message = _first_line(error)
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
        return Parsed(None, Problem(1, _first_line(error))), len(text)
    return Parsed(value, repeated=tuple(repeated)), end


def _first_line(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "values are nested too deeply"
    return (str(error).splitlines() or [type(error).__name__])[0]
