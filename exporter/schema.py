"""The JSON Schema (2020-12) of exporter.toml, made from the types that read it, for editors that complete and mark."""

from __future__ import annotations

import inspect
import tomllib
from typing import Any, Final

import msgspec
from msgspec import Struct

from exporter import backends
from exporter.config import DEFAULTS, NAME
from exporter.model.markup import Markup
from exporter.model.publication import Publication
from exporter.sites.base import ShortcodeRule, SiteSettings

_Schema = dict[str, Any]
_PROSE: Final = {"anyOf": [{"$ref": "#/$defs/Markup"}, {"type": "null"}], "default": None}


def schema() -> _Schema:
    """The whole of it. A publication's keys are those that all have and those of its backend."""
    parts: dict[str, _Schema] = {}
    common = _keys(Publication, parts)
    del common["name"], common["options"]
    tables = {}
    for name in backends.NAMES:
        options = backends.load(name).options
        own = {**common, "backend": {"const": name}, **_keys(options, parts)}
        tables[name] = _table(own, options)
    chosen = {"allOf": [_if_backend(name) for name in tables]}
    defaults = tomllib.loads(DEFAULTS)["publications"]
    publications = {
        "type": "object",
        "properties": {
            name: {"if": {"required": ["backend"]}, "then": chosen, "else": _reference(table["backend"])}
            for name, table in defaults.items()
        },
        "propertyNames": {"pattern": f"^{NAME}$"},
        "additionalProperties": {
            "required": ["backend"],
            "properties": {"backend": {"enum": list(tables)}},
            **chosen,
        },
    }
    shortcode = _table(_keys(ShortcodeRule, parts), ShortcodeRule)
    whole = {
        "site": _table(_keys(SiteSettings, parts), SiteSettings),
        "shortcodes": {"type": "object", "additionalProperties": shortcode},
        "publications": publications,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "exporter.toml",
        **_table(whole),
        "$defs": {**parts, **tables},
    }


def _keys(kind: type[Struct], parts: dict[str, _Schema]) -> dict[str, _Schema]:
    """The schema of each key of ``kind``; what they refer to goes to ``parts``."""
    made = msgspec.json.schema(kind)
    known = made["$defs"]
    own = known.pop(made["$ref"].rpartition("/")[2])["properties"]
    known.pop(Markup.__name__, None)
    parts |= known
    # What is Markup once it is read is written as Markdown.
    return {key: {"type": "string"} if each == _PROSE else each for key, each in own.items()}


def _table(keys: dict[str, _Schema], kind: type[Struct] | None = None) -> _Schema:
    """A table of these keys and no other, described as ``kind`` is."""
    text = inspect.cleandoc(kind.__doc__ or "").replace("``", "`") if kind else ""
    told = {"description": text} if text else {}
    return {"type": "object", **told, "properties": keys, "additionalProperties": False}


def _if_backend(name: str) -> _Schema:
    return {"if": {"properties": {"backend": {"const": name}}}, "then": _reference(name)}


def _reference(name: str) -> _Schema:
    return {"$ref": f"#/$defs/{name}"}
