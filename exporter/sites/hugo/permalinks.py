"""Permalinks: the patterns of the configuration, expanded for a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import unquote_plus

from msgspec import Struct

from exporter.sites.fields import Table, table, tables, text
from exporter.sites.hugo.cascade import Target
from exporter.sites.hugo.globs import matches
from exporter.sites.hugo.paths import PathRules

_TOKEN: Final = re.compile(r":\w+(?:\[[^\]]+\])?")
_KINDS: Final = ("page", "section", "taxonomy", "term")
_NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)


class Rule(Struct, frozen=True):
    """``pattern`` holds for pages of ``kind`` (empty: any) whose path the glob ``path`` matches."""

    kind: str
    path: str
    pattern: str

    def holds(self, page: Target) -> bool:
        if self.kind and self.kind != page.kind:
            return False
        return not self.path or matches(self.path, page.path)


class Facts(Struct, frozen=True):
    """What the tokens of a pattern stand for. ``sections`` are the folders down to the nearest section of the page."""

    title: str
    slug: str
    filename: str
    basename: str
    section: str
    sections: tuple[str, ...]
    date: datetime | None


def rules(config: object) -> tuple[Rule, ...]:
    """The rules of ``permalinks``, those that win first: a list of targets, tables by kind, or the flat form."""
    listed = tuple(
        Rule(
            text(table(entry.get("target")).get("kind")).lower(),
            text(table(entry.get("target")).get("path")),
            text(entry["pattern"]),
        )
        for entry in (tables(config) if isinstance(config, list) else ())
        if text(entry.get("pattern"))
    )
    mapped = tuple(_mapped(table(config)))
    # The order of a table is nobody's wish: the longer path is the closer one.
    return listed + tuple(sorted(mapped, key=lambda rule: (-len(rule.path), rule.path)))


def _mapped(config: Table) -> Iterator[Rule]:
    for key, value in config.items():
        if isinstance(value, str):
            yield Rule("page", _below(key), value)
            yield Rule("term", _below(key), value)
        elif key in _KINDS:
            for section, pattern in table(value).items():
                yield Rule(key, _below(section), text(pattern))


def _below(section: str) -> str:
    section = section.strip(" /")
    return f"/{{{section},{section}/**}}" if section else "/*"


def expand(pattern: str, facts: Facts, spelling: PathRules) -> str:
    """``pattern`` with its tokens replaced; an unknown one stays as it stands."""

    def replacement(match: re.Match[str]) -> str:
        name, _, cut = match[0][1:].partition("[")
        if cut and name == "sections":
            return "/".join(_cut(facts.sections, cut.rstrip("]")))
        value = _TOKENS.get(name)
        if value is not None and not cut:
            return value(facts, spelling)
        return _go_date(match[0][1:], facts.date) or match[0]

    kept = pattern.replace(r"\:", "\0")
    return unquote_plus(_TOKEN.sub(replacement, kept)).replace("\0", ":")


def _go_date(form: str, date: datetime | None) -> str:
    """A date in the form of Go's reference time; empty where ``form`` holds nothing of it."""
    parts = _GO_WORDS.split(form)
    moment = date or _NEVER
    return "".join(_GO[part](moment) if part in _GO else part for part in parts) if len(parts) > 1 else ""


def _cut(sections: tuple[str, ...], cut: str) -> tuple[str, ...]:
    """Hugo's slices: ``[1:]``, ``[:last]``, ``[0]``, ``[last]``; what lies outside is nothing."""

    def index(word: str, default: int) -> int:
        if word == "last":
            return len(sections) - 1
        return int(word) if word.isdigit() else default

    low, colon, high = (word.strip() for word in cut.partition(":"))
    start = index(low, 0)
    if start < 0 or start >= len(sections):
        return ()
    return sections[start : index(high, len(sections))] if colon else sections[start : start + 1]


_Value = Callable[[Facts, PathRules], str]


def _date(form: Callable[[datetime], str]) -> _Value:
    return lambda facts, _: form(facts.date or _NEVER)


def _title(facts: Facts, spelling: PathRules) -> str:
    return spelling.segment(facts.title)


def _slug_or(other: _Value) -> _Value:
    return lambda facts, spelling: spelling.clean(facts.slug) if facts.slug else other(facts, spelling)


def _filename(facts: Facts, spelling: PathRules) -> str:
    return spelling.clean(facts.filename)


def _basename(facts: Facts, spelling: PathRules) -> str:
    return spelling.clean(facts.basename)


# English whatever the locale: strftime would ask the environment.
# fmt: off
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on
_DAYS: Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

# Go's reference time, as far as people put it into permalinks: ":2006/:01".
_GO: Final[Mapping[str, Callable[[datetime], str]]] = {
    "2006": lambda date: f"{date.year:04d}",
    "January": lambda date: _MONTHS[date.month - 1],
    "Jan": lambda date: _MONTHS[date.month - 1][:3],
    "01": lambda date: f"{date.month:02d}",
    "02": lambda date: f"{date.day:02d}",
    "06": lambda date: f"{date.year % 100:02d}",
    "15": lambda date: f"{date.hour:02d}",
    "04": lambda date: f"{date.minute:02d}",
}
_GO_WORDS: Final = re.compile("(" + "|".join(_GO) + ")")

_TOKENS: Final[Mapping[str, _Value]] = {
    "year": _date(lambda date: str(date.year)),
    "month": _date(lambda date: f"{date.month:02d}"),
    "monthname": _date(lambda date: _MONTHS[date.month - 1]),
    "day": _date(lambda date: f"{date.day:02d}"),
    "weekday": _date(lambda date: str(date.isoweekday() % 7)),
    "weekdayname": _date(lambda date: _DAYS[date.isoweekday() % 7]),
    "yearday": _date(lambda date: str(date.timetuple().tm_yday)),
    "section": lambda facts, _: facts.section,
    "sections": lambda facts, _: "/".join(facts.sections),
    "title": _title,
    "slug": _slug_or(_title),
    "filename": _filename,
    "slugorfilename": _slug_or(_filename),
    "contentbasename": _basename,
    "slugorcontentbasename": _slug_or(_basename),
}
