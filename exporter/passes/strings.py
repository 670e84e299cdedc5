"""The words that exports add to a post's own, by language, and how each language writes a date.

They lie in words/, a file a language. A language that has none gets English words and dates as 2026-07-01, which
every reader can tell.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec
from msgspec import Struct


class MailWords(Struct, frozen=True, kw_only=True):
    """What a mail alone adds; {braces} are filled by the caller. ``also`` heads the posts that got a line only."""

    web: str
    unsubscribe: str
    read_on: str
    contents: str
    also: str
    rest: str
    more: str
    more_one: str
    posts: str
    posts_one: str
    picture: str
    sender: str
    contact: str
    notes: str
    quote: tuple[str, str]


class Words(Struct, frozen=True, kw_only=True):
    """One language's words. ``language`` is the tag they are written in; {braces} are filled by the caller.

    ``day``, ``month``, ``quarter`` and ``week`` take {y}, {m}, {d}, {q}, {w} and {month}, the name from ``months``; in
    ``day`` it is from ``genitives`` where a language has them (1 июля), and the first day is ``first`` (1er juillet).
    """

    language: str
    day: str
    month: str
    months: tuple[str, ...]
    year: str
    quarter: str
    week: str
    cover: str
    contents: str
    title_page: str
    body: str
    colophon: str
    notes: str
    original: str
    image: str
    published: str
    updated: str
    authors: str
    categories: str
    tags: str
    source: str
    sources: str
    rights: str
    made_with: str
    posts: str
    accessible: str
    undescribed: str
    back: str
    table: str
    done: str
    to_do: str
    issued: str
    site: str
    identifier: str
    production: str
    landmarks: str
    foreword: str
    index: str
    other: str
    pages: str
    audio: str
    video: str
    transcript: str
    comma: str
    genitives: tuple[str, ...] = ()
    first: str = "1"
    mail: MailWords

    def count(self, posts: int) -> str:
        """How many posts there are, in words."""
        return self.mail.posts_one if posts == 1 else self.posts.format(n=posts)


# Scripts written from right to left, by the languages that use them (CLDR likely subtags).
_RIGHT_TO_LEFT: Final = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]
)


_FOLDER: Final = files("exporter.passes") / "words"

# Where Chinese is written in traditional characters unless the tag says otherwise (CLDR likely subtags).
_TRADITIONAL: Final = frozenset(["hant", "tw", "hk", "mo", "yue"])


def words(language: str) -> Words:
    """The words for a BCP 47 tag: of its first subtag (and script, in Chinese), else English."""
    return _known(language) or _read("en")


@cache
def languages() -> tuple[str, ...]:
    """The languages that have words, sorted."""
    return tuple(
        sorted(file.name.removesuffix(".toml") for file in _FOLDER.iterdir() if file.name.endswith(".toml"))
    )


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The base direction of text in ``language``; a script subtag decides before the language does."""
    subtags = language.lower().split("-")
    if "latn" in subtags or "cyrl" in subtags:
        return "ltr"
    return "rtl" if subtags[0] in _RIGHT_TO_LEFT or "arab" in subtags or "hebr" in subtags else "ltr"


def format_day(day: date, language: str) -> str:
    """2026年7月1日, 1 July 2026, 1 يوليو 2026; elsewhere 2026-07-01. A datetime is shown in its own zone."""
    known = _known(language)
    return _fill_day(known, day) if known else f"{day:%Y-%m-%d}"


def format_month(day: date, language: str) -> str:
    """2026年7月, July 2026, يوليو 2026; elsewhere 2026-07."""
    known = _known(language)
    return _fill(known.month, known, day) if known else f"{day:%Y-%m}"


def format_year(day: date, language: str) -> str:
    """2026年, 2026, 2026 г."""
    known = _known(language)
    return known.year.format(y=day.year) if known else f"{day:%Y}"


def format_week(day: date, language: str) -> str:
    """2026年第27週, 2026, week 27; elsewhere 2026-W27 (ISO 8601)."""
    year, week, _ = day.isocalendar()
    known = _known(language)
    return known.week.format(y=year, w=week) if known else f"{year}-W{week:02}"


def _fill_day(known: Words, day: date) -> str:
    name = (known.genitives or known.months)[day.month - 1]
    return known.day.format(y=day.year, m=day.month, d=known.first if day.day == 1 else day.day, month=name)


def _fill(pattern: str, known: Words, day: date) -> str:
    return pattern.format(y=day.year, m=day.month, month=known.months[day.month - 1])


@cache
def _known(language: str) -> Words | None:
    subtags = language.lower().replace("_", "-").split("-")
    name = subtags[0]
    if name in ("zh", "cmn", "yue"):
        name = "zh-Hant" if "hans" not in subtags and _TRADITIONAL.intersection(subtags) else "zh-Hans"
    return _read(name) if name in languages() else None


@cache
def _read(name: str) -> Words:
    return msgspec.toml.decode((_FOLDER / f"{name}.toml").read_bytes(), type=Words)
