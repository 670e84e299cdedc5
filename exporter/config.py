"""exporter.toml to frozen values. Every key that is unknown or of the wrong type is a Diagnostic with its line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct

from exporter import backends
from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import ConfigError, UsageError
from exporter.model.markup import Markup
from exporter.model.publication import Publication
from exporter.sites.base import ShortcodeRule, SiteSettings

FILE: Final = "exporter.toml"
# Of a publication: it is a folder's name.
NAME: Final = "[a-z0-9][a-z0-9_-]*"

DEFAULTS: Final = """\
[publications.feed]
backend = "feeds"
latest = 20

[publications.digest]
backend = "epub"
every = "month"

[publications.archive]
backend = "pdf"
every = "year"

[publications.letter]
backend = "newsletter"
every = "week"
"""

S = TypeVar("S", bound=Struct)


class Config(Struct, frozen=True, kw_only=True):
    """All of exporter.toml over the defaults."""

    site: SiteSettings = SiteSettings()
    shortcodes: dict[str, ShortcodeRule] = {}
    publications: dict[str, Publication] = {}
    diagnostics: tuple[Diagnostic, ...] = ()

    def chosen(self, names: Iterable[str] = ()) -> list[Publication]:
        """Those of the ``names``, in their order; all of them for none. Raises UsageError for one that there is not."""
        asked = tuple(names) or tuple(self.publications)
        for name in asked:
            if name not in self.publications:
                there = ", ".join(self.publications)
                raise UsageError(f"no publication is called {name!r}", f"There are {there}.")
        return [self.publications[name] for name in asked]


def read_config(text: str, name: str = FILE) -> Config:
    """The configuration in ``text``; mistakes in single keys are its diagnostics. Raises ConfigError for
    broken TOML.
    """
    try:
        raw = tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{name}: {error}", "Mend the line; see https://toml.io for the syntax.") from None
    reader = _Reader(text, name)
    reader.expect_keys(raw, {"site", "shortcodes", "publications"}, ())
    tables = {key: reader.table(raw, key) for key in ("site", "shortcodes", "publications")}
    site = reader.struct(SiteSettings, tables["site"], ("site",))
    rules = {
        key: reader.struct(
            ShortcodeRule, reader.table(tables["shortcodes"], key, "shortcodes"), ("shortcodes", key)
        )
        for key in tables["shortcodes"]
    }
    defaults: dict[str, dict[str, Any]] = tomllib.loads(DEFAULTS)["publications"]
    publications = {}
    for key in {**defaults, **tables["publications"]}:
        own = reader.table(tables["publications"], key, "publications")
        publication = reader.publication(key, {**defaults.get(key, {}), **own})
        if publication.enabled:
            publications[key] = publication
    return Config(
        site=site, shortcodes=rules, publications=publications, diagnostics=tuple(reader.diagnostics)
    )


def _with_prose(kind: type[Struct], table: dict[str, Any]) -> dict[str, Any]:
    """``table`` with Markup for the Markdown of every field of ``kind`` that is a Markup."""
    prose = {f.encode_name for f in msgspec.structs.fields(kind) if f.type == Markup | None}
    written = {key: value for key, value in table.items() if key in prose and isinstance(value, str)}
    if not written:
        return table
    from exporter.reading.prose import read_prose  # noqa: PLC0415 - the parser costs 50 ms, and few write one

    return {**table, **{key: msgspec.to_builtins(read_prose(value)) for key, value in written.items()}}


def _way_out(key: str, known: set[str], common: set[str]) -> str:
    """The nearest key; the channel that knows it; or all keys. Those that every publication has are ``common``."""
    near = difflib.get_close_matches(key, [*known, *common], 1)
    if near:
        return f"Did you mean {near[0]!r}?"
    others = [name for name in backends.NAMES if common and key in _keys(backends.load(name).options)]
    if others:
        return f'It is an option of backend = "{others[0]}".'
    return f"Known keys: {', '.join(sorted(known))}."


def _keys(kind: type[Struct]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(kind)}


class _Reader:
    """Collects the diagnostics of one file."""

    def __init__(self, text: str, name: str) -> None:
        self._lines = text.splitlines()
        self._name = name
        self.diagnostics: list[Diagnostic] = []

    def table(self, parent: Mapping[str, Any], key: str, *path: str) -> dict[str, Any]:
        """The table at ``key``; empty, with a diagnostic, where something else stands there."""
        value = parent.get(key, {})
        if isinstance(value, dict):
            return value
        self._report("C002", (*path, key), f"{'.'.join((*path, key))} must be a table")
        return {}

    def struct(self, kind: type[S], table: Mapping[str, Any], path: tuple[str, ...]) -> S:
        """``table`` as a ``kind``; the default value where it cannot be."""
        names = _keys(kind)
        self.expect_keys(table, names, path)
        try:
            return msgspec.convert({k: v for k, v in table.items() if k in names}, kind)
        except msgspec.ValidationError as error:
            key, message = _problem(error)
            self._report("C002", (*path, key), f"{'.'.join((*path, key))}: {message}")
            return kind()

    def publication(self, name: str, table: dict[str, Any]) -> Publication:
        """[publications.NAME]: the keys that every publication has, the others the backend's options."""
        path = ("publications", name)
        backend = table.get("backend")
        if backend not in backends.NAMES:
            self._report(
                "C002",
                (*path, "backend"),
                f"publications.{name}.backend must be one of {', '.join(backends.NAMES)}",
            )
            return Publication(name=name, backend="", enabled=False)
        if not re.fullmatch(NAME, name):
            self._report(
                "C002", path, f"a publication's name is a folder name: a-z, 0-9, - and _, not {name!r}"
            )
            return Publication(name=name, backend="", enabled=False)
        kind = backends.load(backend).options
        common = _keys(Publication) - {"name", "options"}
        extra = {key: value for key, value in table.items() if key not in common}
        known = _keys(kind)
        self.expect_keys(extra, known, path, also=common)
        options = self.struct(kind, _with_prose(kind, {k: v for k, v in extra.items() if k in known}), path)
        shared = {key: value for key, value in table.items() if key in common}
        try:
            return msgspec.convert({**shared, "name": name, "options": options}, Publication)
        except msgspec.ValidationError as error:
            key, message = _problem(error)
            self._report("C002", (*path, key), f"{'.'.join((*path, key))}: {message}")
            return Publication(name=name, backend=backend, options=options, enabled=False)

    def expect_keys(
        self,
        table: Mapping[str, Any],
        known: set[str],
        path: tuple[str, ...],
        *,
        also: set[str] = frozenset(),  # type: ignore[assignment]
    ) -> None:
        """One diagnostic for each key that is not ``known``, with the nearest known one."""
        for key in table:
            if key not in known:
                hint = _way_out(key, known, also)
                self._report("C001", (*path, key), f"unknown key {'.'.join((*path, key))}", hint)

    def _report(self, code: str, path: tuple[str, ...], message: str, hint: str = "") -> None:
        self.diagnostics.append(diagnose(code, message, self._name, self._line(path), hint=hint))

    def _line(self, path: tuple[str, ...]) -> int:
        """The line where the key at ``path`` is written, or that of the table that lacks it; 0 where neither is
        found. tomllib keeps no positions.
        """
        header: tuple[str, ...] = ()
        table = 0
        for number, line in enumerate(self._lines, 1):
            if match := re.match(r"\s*\[\[?([^\]]+)\]", line):
                header = _parts(match[1])
                if header == path:
                    return number
                table = number if header == path[:-1] else table
            match = re.match(r"\s*([^=#]+?)\s*=", line)
            if match and (*header, *_parts(match[1])) == path:
                return number
        return table


def _parts(key: str) -> tuple[str, ...]:
    """The parts of a dotted key, without their quotes."""
    return tuple(part.strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.\s]+", key))


# What TOML calls what msgspec names otherwise.
_WORDS: Final = {"`object`": "`table`", "`str`": "`string`", "`int`": "`integer`", "`bool`": "`boolean`"}


def _problem(error: msgspec.ValidationError) -> tuple[str, str]:
    """The key that holds the mistake, and what is wrong with its value."""
    message, _, place = str(error).partition(" - at `$.")
    for ours, word in _WORDS.items():
        message = message.replace(ours, word)
    return re.split(r"[`.\[]", place)[0], message
