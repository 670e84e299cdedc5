"""The order of a book above its chapters: which posts stand under one heading of the contents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from exporter.backends.epub.document import plain
from exporter.backends.epub.options import Sections
from exporter.model.issue import Issue
from exporter.model.post import Source
from exporter.passes.strings import format_day, format_month

# A dozen titles fit a phone's screen; more want headings to find one's way by.
_FEW: Final = 12
_TWO_MONTHS: Final = 62


class Section(NamedTuple):
    """Posts ``[first, last)`` of the issue under one title; the title is empty where the book has no sections."""

    title: str
    first: int
    last: int


def divide(issue: Issue, wish: Sections) -> tuple[Section, ...]:
    """The sections of ``issue``: runs of neighbouring posts, so the reading order never changes."""
    rule = _RULES[_decide(issue, wish)]
    titles = [rule(post, issue.language) for post in issue.posts]
    starts = [i for i, title in enumerate(titles) if i == 0 or title != titles[i - 1]]
    ends = [*starts[1:], len(titles)]
    if len(starts) < 2:
        return (Section("", 0, len(titles)),)
    return tuple(Section(titles[start], start, end) for start, end in zip(starts, ends, strict=True))


def _decide(issue: Issue, wish: Sections) -> Sections:
    if wish != "auto":
        return wish
    days = [post.published for post in issue.posts if post.published]
    if len(issue.posts) <= _FEW or not days:
        return "none"
    return "month" if (max(days) - min(days)).days > _TWO_MONTHS else "day"


def _no_title(_post: Source, _language: str) -> str:
    return ""


def _day(post: Source, language: str) -> str:
    return format_day(post.published, language) if post.published else ""


def _month(post: Source, language: str) -> str:
    return format_month(post.published, language) if post.published else ""


def _category(post: Source, _language: str) -> str:
    return plain(post.categories[0]) if post.categories else ""


_RULES: Final[dict[str, Callable[[Source, str], str]]] = {
    "none": _no_title,
    "day": _day,
    "month": _month,
    "category": _category,
}
