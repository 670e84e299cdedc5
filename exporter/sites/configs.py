"""Configuration files of generators: YAML and TOML by their parsers; of programs, what they plainly assign."""

from __future__ import annotations

import ast
import json
import posixpath
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.errors import ConfigError, ExportError, SiteError
from exporter.reading.data import parse_toml, parse_yaml
from exporter.sites.fields import lowered, merged, table
from exporter.world.files import Files

# !ENV, !!python/name:… and their like: what they stand for, a program would have to be asked.
_TAG: Final = re.compile(r"(?<=[\s:\[,-])!{1,2}[A-Za-z][\w./:!-]*")
_COMMENT: Final = re.compile(r"(?m)^\s*//[^\n]*$|/\*(?s:.*?)\*/")


def configuration(files: Files, names: Sequence[str]) -> str:
    """The first of ``names`` that is there. Raises SiteError: exporter.toml may name a generator that is another's."""
    found = next((name for name in names if files.stat(name) is not None), "")
    if not found:
        raise SiteError(
            f"no {names[0]} was found here, which the generator's site would have",
            "Name the site's folder with --site; without `generator` in exporter.toml it is found by its files.",
        )
    return found


def written(files: Files, name: str) -> str:
    """The text of a file; empty where there is none that can be read."""
    try:
        return files.read(name).decode("utf-8-sig")
    except (OSError, ExportError, UnicodeDecodeError):
        return ""


def included(files: Files, name: str, path: str, folder: str) -> str | None:
    """The text that the page ``path`` includes from ``folder``, or from beside it (``./``); None without one."""
    start = posixpath.dirname(path) if name.startswith("./") else folder
    place = posixpath.normpath(posixpath.join(start, name))
    return written(files, place) if files.stat(place) else None


def read_table(files: Files, name: str) -> dict[str, Any]:
    """A configuration in YAML, TOML or JSON, its keys in lower case. Raises ConfigError where it is broken."""
    source = written(files, name)
    if name.endswith(".json"):
        try:
            return lowered(table(json.loads(source or "{}")))  # type: ignore[no-any-return]
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{name}: {error}", "Mend it: the generator reads it too.") from None
    parsed = parse_toml(source) if name.endswith(".toml") else parse_yaml(_TAG.sub("", source))
    if parsed.error:
        raise ConfigError(
            f"{name}:{parsed.error.line}: {parsed.error.message}", "Mend it: the generator reads it too."
        )
    return lowered(table(parsed.value))  # type: ignore[no-any-return]


def loose_table(files: Files, name: str) -> dict[str, Any]:
    """The same; empty for one that is broken: data that a page can do without."""
    try:
        return read_table(files, name)
    except ConfigError:
        return {}


def above(files: Files, path: str, name: str) -> dict[str, Any]:
    """What the files ``name`` of the folders above ``path`` say, the nearest last."""
    found: dict[str, Any] = {}
    for folder in reversed(PurePosixPath(path).parents):
        place = posixpath.normpath(f"{folder}/{name}")
        if files.stat(place) is not None:
            found = merged(found, loose_table(files, place))
    return found


def loose_data(files: Files, name: str) -> Any:
    """What a file of data in YAML or JSON holds, its keys as they are written; None where it is broken."""
    source = written(files, name)
    if name.endswith(".json"):
        try:
            return json.loads(source)
        except (ValueError, RecursionError):
            return None
    return parse_yaml(_TAG.sub("", source)).value


def assigned(source: str, *keys: str) -> str:
    """The text that a script (JavaScript) gives the first of ``keys`` that it gives one; it is never run."""
    plain = _COMMENT.sub("", source)
    for sign in ":=":  # a property before a variable of the same name
        for key in keys:
            pattern = rf"""(?<![\w.-]){re.escape(key)}['"]?\s*{sign}\s*(['"`])((?:(?!\1)[^\\\n])*)\1"""
            found = re.search(pattern, plain)
            if found and "${" not in found[2]:
                return found[2]
    return ""


def constants(source: str) -> dict[str, Any]:
    """The constants that a Python file assigns at its top, by name; it is parsed and never run."""
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Any] = {}
    for statement in module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                _assign(found, name, value)
    return found


class _Known(ast.NodeTransformer):
    """Puts what is known of a name in its place."""

    def __init__(self, found: dict[str, Any]) -> None:
        self._found = found

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Constant(self._found[node.id]) if node.id in self._found else node


def _assign(found: dict[str, Any], name: str, value: ast.expr) -> None:
    try:
        found[name] = ast.literal_eval(_Known(found).visit(value))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return
