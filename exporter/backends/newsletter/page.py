"""The page around the posts: the theme's templates filled, its styles inlined, and only then the posts put in.

The posts come from their parts inlined already, so a mail of sixty costs one inlining of an almost empty page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from exporter.backends.contract import BindJob
from exporter.backends.newsletter.envelope import Envelope
from exporter.backends.newsletter.inline import inline_page
from exporter.backends.newsletter.looks import dark_sheet, face, narrow_sheet, settings, sheet
from exporter.backends.newsletter.options import Options, Size
from exporter.backends.newsletter.piece import Piece, View
from exporter.backends.newsletter.plain import one_line, own_line
from exporter.backends.newsletter.prose import set_prose
from exporter.backends.newsletter.standins import disarm
from exporter.backends.newsletter.templates import COLUMNS, render, safe
from exporter.backends.newsletter.words import count
from exporter.model.post import Source
from exporter.passes.columns import width
from exporter.passes.strings import direction, format_day, words
from exporter.passes.titles import behind

_HTML_SLOT: Final = re.compile(r"<!--(\d+)-->")
_TEXT_SLOT: Final = re.compile("\0(\\d+)\0")
_GAPS: Final = re.compile(r"\n{3,}")
# After a short preheader inboxes go on with whatever comes next; this shows as nothing.
_FILLER: Final = "\u034f\u200c\u00a0"
_INBOX: Final = 100
_LISTED: Final = 8  # titles in the contents: what a phone shows at once


class Row(NamedTuple):
    """One post of the mail; ``size`` None: it is left to the web. Posts of one ``section`` stand together."""

    post: Source
    piece: Piece
    size: Size | None
    section: str = ""

    @property
    def view(self) -> View | None:
        """What of it the mail shows."""
        views = {"full": self.piece.full, "excerpt": self.piece.excerpt, "line": self.piece.line}
        return views[self.size] if self.size else None


def html_page(job: BindJob, mail: Envelope, rows: Sequence[Row], *, mailed: bool) -> str:
    """The HTML part, or its copy for the web: without the links and words that only a subscriber wants."""
    options: Options = job.options
    theme, language = job.theme, job.issue.language
    values = _values(job, mail, rows, slot=lambda number: safe(f"<!--{number}-->"))
    gap = max(_INBOX - width(mail.preheader), 0)
    values |= {
        "direction": direction(language),
        "foreword": safe(set_prose(options.foreword, job).html),
        "closing": safe(set_prose(options.closing, job).html),
        "mail": mailed,
        "preheader": mail.preheader if mailed else "",
        "filler": _FILLER * gap,
        "web_url": mail.web if mailed else mail.archive or "#",
        "outlook": options.outlook,
        "outlook_face": safe(face(settings(theme).outlook, language)),
        "narrow_css": safe(narrow_sheet(theme)),
        "dark_css": safe(dark_sheet(theme)),
        "width": settings(theme).layout.width,
    }
    page = inline_page(render(theme, "email.html.j2", values), sheet(theme, language))
    return _HTML_SLOT.sub(lambda match: _view(rows, match).html, page)


def text_page(job: BindJob, mail: Envelope, rows: Sequence[Row]) -> str:
    """The text part: the same posts in the same sizes."""
    values = _values(job, mail, rows, slot=lambda number: f"\0{number}\0")
    options: Options = job.options
    values |= {
        "rule": "-" * COLUMNS,
        "web_url": mail.web,
        "foreword": set_prose(options.foreword, job).text,
        "closing": set_prose(options.closing, job).text,
    }
    page = _GAPS.sub("\n\n", render(job.theme, "email.txt.j2", values)).strip("\n") + "\n"
    return _TEXT_SLOT.sub(lambda match: _view(rows, match).text, page)


def _values(
    job: BindJob, mail: Envelope, rows: Sequence[Row], *, slot: Callable[[int], str]
) -> dict[str, object]:
    options: Options = job.options
    language = job.issue.language
    terms = words(language).mail
    shown = [(number, row) for number, row in enumerate(rows) if row.size in {"full", "excerpt"}]
    left = sum(row.size is None for row in rows)
    return {
        "language": language,
        "words": terms,
        "subject": mail.subject,
        "site": one_line(job.site.title),
        "site_url": mail.archive or "#",
        "title": one_line(job.issue.title),
        "heading": _heading(job, rows),
        "period": _period(job, rows),
        "contents": _contents(options, [row for _, row in shown]),
        "contents_rest": terms.rest.format(n=len(rows) - _LISTED) if len(rows) > _LISTED else "",
        "posts": _entries(shown, slot),
        "lines": _entries([(number, row) for number, row in enumerate(rows) if row.size == "line"], slot),
        "left": count(left, terms.more_one, terms.more) if left else "",
        "sender": _apart(mail.name, language),
        "postal": _apart(own_line(options.postal), language),
        "contact": _apart(own_line(options.contact), language),
        "unsubscribe": mail.unsubscribe,
    }


def _apart(text: str, language: str) -> str:
    """Between isolates (UAX #9, 2.4) in a mail from right to left: "1 Long Street" would end in its number."""
    return f"\u2068{text}\u2069" if text and direction(language) == "rtl" else text


def _heading(job: BindJob, rows: Sequence[Row]) -> str:
    """The issue's title without the site's, which stands above it; the site's for a mail of one post."""
    title = one_line(job.issue.title)
    if len(rows) == 1 and title == one_line(rows[0].post.title):
        return one_line(job.site.title)
    return behind(one_line(job.site.title), title) or title


def _contents(options: Options, shown: Sequence[Row]) -> list[dict[str, object]]:
    """Titles that lead to the web: links within a mail are dead in Gmail on iOS, Yahoo and Samsung."""
    if not options.contents or len(shown) < options.contents:
        return []
    return [_entry(row, "") for row in shown[:_LISTED]]


def section_of(post: Source, by: str) -> str:
    """The first of the post's categories, tags or series, or the folder it lies in."""
    if by == "section":
        return one_line(post.section)
    names = {"category": post.categories, "tag": post.tags, "series": post.series}.get(by, ())
    return one_line(names[0]) if names else ""


def _entries(rows: Sequence[tuple[int, Row]], slot: Callable[[int], str]) -> list[dict[str, object]]:
    """Each section is named at the first of its posts."""
    entries: list[dict[str, object]] = []
    before = ""
    for number, row in rows:
        entries.append(_entry(row, slot(number)) | {"section": row.section if row.section != before else ""})
        before = row.section
    return entries


def _entry(row: Row, slot: str) -> dict[str, object]:
    return {
        "url": disarm(row.post.url),
        "title": one_line(row.post.title) or row.post.url,
        "slot": slot,
    }


def _period(job: BindJob, rows: Sequence[Row]) -> str:
    language = job.issue.language
    terms = words(language).mail
    days = sorted(row.post.published.date() for row in rows if row.post.published)
    number = count(len(rows), terms.posts_one, terms.posts)
    if not days:
        return number
    first, last = format_day(days[0], language), format_day(days[-1], language)
    return f"{first if first == last else f'{first} – {last}'} · {number}"


def _view(rows: Sequence[Row], slot: re.Match[str]) -> View:
    view = rows[int(slot[1])].view
    assert view is not None, "the page has slots for shown posts only"  # noqa: S101
    return view
