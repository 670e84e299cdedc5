"""The front matter of a volume: its cover and its contents, laid out when the page of every post is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from exporter.backends.pdf.document import document
from exporter.passes import strings

if TYPE_CHECKING:
    from exporter.model.issue import Issue
    from exporter.model.post import Source
    from exporter.model.site import Site

# Links of the front matter to the post of that index: no post can write such a URL, its schemes are few.
POST: Final = "exporter-post:"
# What folios are made of.
DIGITS: Final = "0123456789ivxlc"
_TILES: Final = (12, 9, 6)


class Entry(NamedTuple):
    """A line of the contents."""

    post: Source
    page: int
    position: int


def front_html(issue: Issue, site: Site, entries: Sequence[Entry], pictures: Sequence[str]) -> str:
    """``pictures`` are private URLs of posts' covers, in order."""
    words = strings.words(issue.language)
    root = etree.Element("div")
    root.append(_cover(issue, site, pictures))
    contents = etree.SubElement(root, "section", {"class": "contents"})
    etree.SubElement(contents, "h1", {"id": "contents"}).text = words.contents
    for title, group in _groups(entries, issue.language):
        if title:
            etree.SubElement(contents, "h2").text = title
        _list(contents, list(group), issue.language)
    etree.SubElement(root, "div", {"class": "head"}).text = " ".join(filter(None, names(issue, site)))
    etree.SubElement(root, "div", {"class": "folios", "dir": "ltr", "lang": "en"}).text = DIGITS
    return document(root, language=issue.language, title=issue.title, head="")


def _cover(issue: Issue, site: Site, pictures: Sequence[str]) -> etree._Element:
    words = strings.words(issue.language)
    count = next((n for n in _TILES if len(pictures) >= n), 0)
    cover = etree.Element("section", {"class": "front mosaic" if count else "front plain"})
    if count:
        tiles = etree.SubElement(cover, "div", {"class": f"tiles tiles{count}"})
        for url in _spread(pictures, count):
            etree.SubElement(tiles, "img", {"src": url, "alt": ""})
    text = etree.SubElement(cover, "div", {"class": "title"})
    above, title = names(issue, site)
    if above:
        etree.SubElement(text, "p", {"class": "site"}).text = above
    etree.SubElement(text, "p", {"class": "issue"}).text = title
    etree.SubElement(text, "p", {"class": "count"}).text = " · ".join(
        part for part in (_period(issue), words.posts.format(n=len(issue.posts))) if part
    )
    return cover


def names(issue: Issue, site: Site) -> tuple[str, str]:
    """The site's title and the issue's, which often begins with the site's: each word once."""
    if not site.title or site.title == issue.title:
        return "", issue.title
    rest = issue.title.removeprefix(site.title).lstrip(" 　:：—–-,、")
    return site.title, rest or issue.title


def _spread(pictures: Sequence[str], count: int) -> list[str]:
    """``count`` of them, evenly from first to last."""
    return [pictures[index * len(pictures) // count] for index in range(count)]


def _period(issue: Issue) -> str:
    dates = [post.published for post in issue.posts if post.published]
    if not dates:
        return ""
    first, last = (strings.format_day(day, issue.language) for day in (min(dates), max(dates)))
    return first if first == last else f"{first} – {last}"


def _groups(entries: Sequence[Entry], language: str) -> Iterator[tuple[str, Iterator[Entry]]]:
    """By day within a month, by month beyond; a short list is not divided."""
    months = {_month(entry.post.published) for entry in entries}
    if len(entries) < 12:
        return iter([("", iter(entries))])
    if len(months) > 1:
        return groupby(entries, lambda entry: _format(entry.post.published, language, by_month=True))
    return groupby(entries, lambda entry: _format(entry.post.published, language, by_month=False))


def _month(day: datetime | None) -> tuple[int, int]:
    return (day.year, day.month) if day else (0, 0)


def _format(day: datetime | None, language: str, *, by_month: bool) -> str:
    if day is None:
        return ""
    return strings.format_month(day, language) if by_month else strings.format_day(day, language)


def _list(parent: etree._Element, entries: Sequence[Entry], language: str) -> None:
    nav = etree.SubElement(parent, "nav")
    for post, page, position in entries:
        entry = etree.SubElement(nav, "div", {"class": "entry"})
        link = etree.SubElement(
            entry, "a", {"class": "ref", "href": f"{POST}{position}", "data-page": str(page)}
        )
        title = etree.SubElement(link, "span", {"class": "words"})
        title.text = post.title
        if post.language != language:
            title.set("lang", post.language)
            title.set("dir", strings.direction(post.language))
        etree.SubElement(link, "span", {"class": "number"}).text = str(page)
