"""The order of a book above its chapters: which posts stand under one heading of the contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from exporter.backends.epub.document import plain
from exporter.backends.epub.options import Sections
from exporter.model.issue import Issue
from exporter.model.post import Source
from exporter.passes.strings import format_day, format_month, format_week, words

# A dozen titles fit a phone's screen; more want headings to find one's way by.
_FEW: Final = 12
_TWO_MONTHS: Final = 62


class Section(NamedTuple):
    """Posts ``[first, last)`` of the issue under one title; the title is empty where the book has no sections."""

    title: str
    first: int
    last: int


def arrange(issue: Issue, wish: Sections) -> list[int]:
    """The order of the posts, as their indices: by date as they are, but those of one category, tag or series together.

    Groups come in the order of their first posts; posts that belong to none come last.
    """
    order = list(range(len(issue.posts)))
    if wish not in _GROUPS:
        return order
    names = [_GROUPS[wish](post, issue) for post in issue.posts]
    return sorted(order, key=lambda i: names.index(names[i]) if names[i] else len(names))


def divide(issue: Issue, wish: Sections) -> tuple[Section, ...]:
    """The sections of ``issue``, its posts arranged: runs of neighbours under one title."""
    rule = _RULES[_decide(issue, wish)]
    titles = [rule(post, issue) for post in issue.posts]
    starts = [i for i, title in enumerate(titles) if i == 0 or title != titles[i - 1]]
    ends = [*starts[1:], len(titles)]
    if len(starts) < 2:
        return (Section("", 0, len(titles)),)
    other = words(issue.language).other
    return tuple(Section(titles[start] or other, start, end) for start, end in zip(starts, ends, strict=True))


def _decide(issue: Issue, wish: Sections) -> Sections:
    if wish != "auto":
        return wish
    days = [post.published for post in issue.posts if post.published]
    if len(issue.posts) <= _FEW or not days:
        return "none"
    return "month" if (max(days) - min(days)).days > _TWO_MONTHS else "day"


def _no_title(_post: Source, _issue: Issue) -> str:
    return ""


def _by_date(write: Callable[[date, str], str]) -> Callable[[Source, Issue], str]:
    return lambda post, issue: write(post.published, issue.language) if post.published else ""


def _category(post: Source, _issue: Issue) -> str:
    return plain(post.categories[0]) if post.categories else ""


def _series(post: Source, _issue: Issue) -> str:
    return plain(post.series[0]) if post.series else ""


def _tag(post: Source, issue: Issue) -> str:
    """That of its tags which most posts of the issue have, for a post has many and a book has few sections."""
    count = Counter(tag for other in issue.posts for tag in other.tags)
    return plain(max(post.tags, key=lambda tag: count[tag])) if post.tags else ""


_GROUPS: Final[dict[str, Callable[[Source, Issue], str]]] = {
    "category": _category,
    "tag": _tag,
    "series": _series,
}
_RULES: Final[dict[str, Callable[[Source, Issue], str]]] = {
    "none": _no_title,
    "day": _by_date(format_day),
    "week": _by_date(format_week),
    "month": _by_date(format_month),
    **_GROUPS,
}
