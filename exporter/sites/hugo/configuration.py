"""Finds and reads the configuration files of a Hugo site and merges them as Hugo does into one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from msgspec import Struct

from exporter.errors import ConfigError, ExportError
from exporter.reading.data import parse_json, parse_toml, parse_yaml
from exporter.reading.located import locate
from exporter.reading.parsed import Parsed
from exporter.sites.fields import Table, lowered, merged, table
from exporter.world.files import Files

_PARSERS: Final[Mapping[str, Callable[[str], Parsed]]] = {
    ".toml": parse_toml,
    ".yaml": parse_yaml,
    ".yml": parse_yaml,
    ".json": parse_json,
}
# Hugo takes the first of these and no other: hugo.* since 0.110, config.* before.
MAIN: Final = tuple(f"{name}{ending}" for name in ("hugo", "config") for ending in _PARSERS)
FOLDER: Final = "config"
# The environment of `hugo build`; its files override those of _default.
_ENVIRONMENTS: Final = ("_default", "production")


class Configuration(Struct, frozen=True):
    """``table`` has lower-case keys throughout; ``files`` are what it was read from, with their bytes."""

    table: dict[str, Any]
    files: Mapping[str, bytes]


def main_file(files: Files) -> str:
    """The site's one configuration file at its root, or the empty string."""
    return next((name for name in MAIN if files.stat(name)), "")


def folder_files(files: Files) -> tuple[str, ...]:
    """The files of the configuration folder in the order in which they override each other."""
    return tuple(
        name
        for environment in _ENVIRONMENTS
        for name in files.walk(f"{FOLDER}/{environment}")
        if PurePosixPath(name).suffix in _PARSERS
    )


def read_configuration(files: Files) -> Configuration:
    """Raises ConfigError with the line where a file cannot be read or parsed."""
    read: dict[str, bytes] = {}
    result: dict[str, Any] = {}
    for name, place in _places(files):
        read[name] = _bytes(files, name)
        value = lowered(_parse(name, read[name]))
        for key in reversed(place):
            value = {key: value}
        result = merged(result, table(value))
    return Configuration(result, read)


def _places(files: Files) -> Iterator[tuple[str, tuple[str, ...]]]:
    if main := main_file(files):
        yield main, ()
    for name in folder_files(files):
        yield name, _place(PurePosixPath(name).stem.lower())


def _place(name: str) -> tuple[str, ...]:
    """Where the content of a file of the folder belongs: ``params.ja`` is the params of the language ja, and what
    ``languages.ja`` says is that language's own; https://gohugo.io/configuration/introduction/.
    """
    if name in {"hugo", "config"}:
        return ()
    key, _, language = name.partition(".")
    key = "menus" if key == "menu" else key
    if not language:
        return (key,)
    return ("languages", language, key) if key in {"menus", "params"} else ("languages", language)


def _bytes(files: Files, name: str) -> bytes:
    try:
        return files.read(name)
    except (OSError, ExportError) as error:
        raise ConfigError(f"{name} cannot be read: {error}") from error


def _parse(name: str, content: bytes) -> Table:
    try:
        text = locate(content.decode("utf-8")).text
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{name} is not UTF-8: {error.reason} at byte {error.start}", "Save it as UTF-8."
        ) from error
    parsed = _PARSERS[PurePosixPath(name).suffix](text)
    if parsed.error:
        raise ConfigError(
            f"{name}:{parsed.error.line}: {parsed.error.message}", "Hugo cannot read it either."
        )
    return table(parsed.value)
