"""What a volume has before its posts, as WeasyPrint gets it: the cover, and lines that are set on other pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from lxml import etree

from exporter.backends.pdf.document import document
from exporter.passes import strings
from exporter.passes.columns import width
from exporter.passes.titles import behind

if TYPE_CHECKING:
    from exporter.model.issue import Issue
    from exporter.model.post import Source
    from exporter.model.site import Site

# What folios are made of.
DIGITS: Final = "0123456789ivxlc"
_TILES: Final = (12, 9, 6, 4, 3, 2)
# In columns: what four lines of the smallest page hold of the largest type, and of the next.
_LONG: Final = 60
_LONGEST: Final = 150


def cover_html(issue: Issue, site: Site, pictures: Sequence[str]) -> str:
    """The cover. ``pictures`` are private URLs of those posts' covers that are on it."""
    return document(_cover(issue, site, pictures), language=issue.language, extra=())


def head_html(issue: Issue, site: Site) -> str:
    """The running head, apart from the labels: it alone changes with the title."""
    line = _line("head", " ".join(filter(None, names(issue, site))))
    return document(line, language=issue.language, extra=())


def digits_html(issue: Issue) -> str:
    """A page that shows what folios are made of."""
    line = _line("folios", DIGITS)
    line.set("dir", "ltr")
    line.set("lang", "en")
    return document(line, language=issue.language, extra=())


def labels_html(issue: Issue, headings: Sequence[str], groups: Sequence[str]) -> str:
    """A page each: ``headings``, which are large, and ``groups``."""
    lines = [_line("line heading", text) for text in headings] + [
        _line("line group", text) for text in groups
    ]
    return document(lines[0], language=issue.language, extra=lines[1:])


def terms_html(issue: Issue, terms: Sequence[str]) -> str:
    """A page for each of the ``terms`` of an index."""
    lines = [_line("term entry", term) for term in terms]
    for line in lines:
        line.set("dir", strings.direction(issue.language))
    return document(lines[0], language=issue.language, extra=lines[1:])


def _line(name: str, text: str) -> etree._Element:
    line = etree.Element("div", {"class": name})
    line.text = text
    return line


def spread(pictures: Sequence[int]) -> list[int]:
    """As many of them as a cover shows, evenly from first to last."""
    count = next((n for n in _TILES if len(pictures) >= n), 0)
    return [pictures[index * len(pictures) // count] for index in range(count)]


def group_of(posts: Sequence[Source], language: str) -> list[str]:
    """The heading under which each post stands: its day within a month, its month beyond, its year where most months
    have one post; none in a short list, nor where headings would be as many as posts.
    """
    days = [post.published for post in posts if post.published]
    if len(posts) < 12:
        return [""] * len(posts)
    months = {(day.year, day.month) for day in days}
    for name in (strings.format_day,) if len(months) == 1 else (strings.format_month, strings.format_year):
        names = [name(post.published, language) if post.published else "" for post in posts]
        if 1 < len(set(names)) <= len(posts) / 2:
            return names
    return [""] * len(posts)


def _cover(issue: Issue, site: Site, pictures: Sequence[str]) -> etree._Element:
    words = strings.words(issue.language)
    cover = etree.Element("section", {"class": "front mosaic" if pictures else "front plain"})
    if pictures:
        tiles = etree.SubElement(cover, "div", {"class": f"tiles tiles{len(pictures)}"})
        for url in pictures:
            etree.SubElement(tiles, "img", {"src": url, "alt": ""})
    text = etree.SubElement(cover, "div", {"class": "title"})
    above, title = names(issue, site)
    if above:
        etree.SubElement(text, "p", {"class": "site"}).text = above
    etree.SubElement(text, "p", {"class": f"issue {_size(title)}".strip()}).text = title
    etree.SubElement(text, "p", {"class": "count"}).text = " · ".join(
        part for part in (_period(issue), words.count(len(issue.posts))) if part
    )
    return cover


def _size(title: str) -> str:
    """The class of a title that must be set smaller, or the cover takes two pages."""
    columns = width(title)
    return "smallest" if columns > _LONGEST else "smaller" if columns > _LONG else ""


def names(issue: Issue, site: Site) -> tuple[str, str]:
    """The site's title and the issue's, which often begins with the site's: each word once."""
    if not site.title or site.title == issue.title:
        return "", issue.title
    rest = behind(site.title, issue.title)
    # A volume's number alone is no title.
    if rest.startswith("(") or (not rest and issue.title.startswith(site.title)):
        return "", issue.title
    return site.title, rest or issue.title


def _period(issue: Issue) -> str:
    dates = [post.published for post in issue.posts if post.published]
    if not dates:
        return ""
    first, last = (strings.format_day(day, issue.language) for day in (min(dates), max(dates)))
    return first if first == last else f"{first} – {last}"
