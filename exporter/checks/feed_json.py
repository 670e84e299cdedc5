"""JSON Feed 1.1, requirement by requirement (F4)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from exporter.checks.feed_dates import instant
from exporter.model.characters import FORBIDDEN

VERSION: Final = "https://jsonfeed.org/version/1.1"
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_URL: Final = re.compile(r"https?://[^/\s]\S*")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

Verdict = tuple[str, str]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_instant(value: object) -> bool:
    return _matches(_DATE)(value) and instant(str(value)) is not None


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_authors(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(author, dict) and any(author.get(key) for key in ("name", "url", "avatar"))
        for author in value
    )


def _is_hubs(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(hub, dict) and _is_text(hub.get("type")) and _matches(_URL)(hub.get("url"))
        for hub in value
    )


def _is_attachments(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and _matches(_URL)(one.get("url")) and "/" in str(one.get("mime_type"))
        for one in value
    )


# Member, rule, test. A member that is absent passes, one in _REQUIRED excepted.
_FEED: Final = (
    ("title", "F4.2", _is_text),
    ("home_page_url", "F4.3", _matches(_URL)),
    ("feed_url", "F4.3", _matches(_URL)),
    ("authors", "F4.7", _is_authors),
    ("language", "F4.11", _matches(_LANGUAGE)),
    ("next_url", "F4.13", _matches(_URL)),
    ("hubs", "F4.14", _is_hubs),
    ("icon", "F4.15", _matches(_URL)),
    ("favicon", "F4.15", _matches(_URL)),
)
_ITEM: Final = (
    ("id", "F4.5", _is_text),
    ("url", "F4.6", _matches(_URL)),
    ("external_url", "F4.6", _matches(_URL)),
    ("authors", "F4.7", _is_authors),
    ("date_published", "F4.8", _is_instant),
    ("date_modified", "F4.8", _is_instant),
    ("attachments", "F4.9", _is_attachments),
    ("image", "F4.10", _matches(_URL)),
    ("banner_image", "F4.10", _matches(_URL)),
    ("language", "F4.11", _matches(_LANGUAGE)),
    ("tags", "F4.12", _is_texts),
)
_REQUIRED: Final = frozenset({"title", "home_page_url", "feed_url", "id", "url"})
_RETIRED: Final = frozenset({"author"})


def judge_json(content: bytes) -> tuple[list[Verdict], list[str]]:
    """(rule, message) of each defect, and the items' HTML."""
    try:
        feed = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return [("F4.18", f"not JSON in UTF-8: {error}")], []
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return [("F4.4", "a feed is an object with a list of items")], []
    items = [item if isinstance(item, dict) else {} for item in feed["items"]]
    verdicts = [*_judge_feed(feed), *_judge_items(items), *_judge_characters(feed)]
    return verdicts, [str(item.get("content_html") or "") for item in items]


def _judge_feed(feed: dict[str, Any]) -> Iterator[Verdict]:
    if next(iter(feed), "") != "version" or feed["version"] != VERSION:
        yield "F4.1", f"the first member is version, {VERSION}"
    yield from _judge_members(feed, _FEED, "the feed")
    if feed.get("next_url") and feed["next_url"] == feed.get("feed_url"):
        yield "F4.13", "next_url leads back to the feed"


def _judge_items(items: list[dict[str, Any]]) -> Iterator[Verdict]:
    seen: set[object] = set()
    for number, item in enumerate(items, 1):
        yield from _judge_members(item, _ITEM, f"item {number}")
        if not isinstance(item.get("content_html", item.get("content_text")), str):
            yield "F4.5", f"item {number} has no content"
        if str(item.get("id")) in seen:
            yield "F4.4", f"item {number} has the id of another: {item.get('id')}"
        seen.add(str(item.get("id")))


def _judge_characters(value: object, where: str = "the feed") -> Iterator[Verdict]:
    """JSON may hold what no HTML and no XML can: readers that keep either lose the item (XML 1.0, 2.2)."""
    if isinstance(value, str):
        found = FORBIDDEN.search(value)
        if found:
            yield "F1.21", f"{where} holds U+{ord(found[0]):04X}"
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _judge_characters(member, name)
    elif isinstance(value, list):
        for member in value:
            yield from _judge_characters(member, where)


def _judge_members(
    members: dict[str, Any], rules: tuple[tuple[str, str, Callable[[object], bool]], ...], where: str
) -> Iterator[Verdict]:
    for name, rule, test in rules:
        if name in members or name in _REQUIRED:
            value = members.get(name)
            if not test(value):
                yield rule, f"{where}: {name} is {value!r}"[:200]
    for name in sorted(members):
        if name in _RETIRED or (name.startswith("_") and "." in name):
            yield ("F4.7" if name in _RETIRED else "F4.16"), f"{where}: no member is called {name}"
        elif name.startswith("_") and not isinstance(members[name], dict):
            yield "F4.16", f"{where}: the extension {name} is no object"
