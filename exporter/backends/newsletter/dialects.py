"""How mail services write what differs from reader to reader: a table of data, and the one function that applies it.

Marks of a service's language that a post happens to hold are broken, so that no post can run in its templates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

Service = Literal["", "mailchimp", "buttondown", "listmonk", "kit", "brevo", "ghost", "sendgrid"]

_STYLE: Final = re.compile(r"(<style\b.*?</style>)", re.DOTALL)
_JOINER: Final = "\u2060"  # shows as nothing, and parts two characters


class Dialect(Struct, frozen=True, kw_only=True):
    """``unsubscribe`` and ``web`` stand where an address would; ``postal`` is what the service puts the sender's postal
    address for, empty where it has none. ``marks`` begin its tags; the first character of each is broken off."""

    unsubscribe: str
    web: str = ""
    postal: str = ""
    marks: tuple[str, ...]


DIALECTS: Final[Mapping[str, Dialect]] = {
    "mailchimp": Dialect(
        unsubscribe="*|UNSUB|*", web="*|ARCHIVE|*", postal="*|LIST:ADDRESSLINE|*", marks=("*|",)
    ),
    "buttondown": Dialect(
        unsubscribe="{{ unsubscribe_url }}", web="{{ email_url }}", marks=("{{", "{%", "{#")
    ),
    "listmonk": Dialect(
        unsubscribe="{{ UnsubscribeURL }}", web="{{ MessageURL }}", marks=("{{", "@TrackLink")
    ),
    "kit": Dialect(unsubscribe="{{ unsubscribe_url }}", postal="{{ address }}", marks=("{{", "{%", "{#")),
    "brevo": Dialect(unsubscribe="{{ unsubscribe }}", web="{{ mirror }}", marks=("{{", "{%", "{#")),
    "ghost": Dialect(unsubscribe="%%{unsubscribe_url}%%", marks=("%%{",)),
    "sendgrid": Dialect(
        unsubscribe="{{{unsubscribe}}}", web="{{{weblink}}}", marks=("{{", "<%", "[%", "[unsubscribe]")
    ),
}


def in_html(page: str, dialect: Dialect, values: Mapping[str, str]) -> str:
    """``page`` with the marks in it written as references, then ``values``, placeholder to tag, put in."""
    parts = _STYLE.split(page)  # every other one is a style, which knows no references
    for mark in dialect.marks:
        broken = f"&#{ord(mark[0])};", f"{mark[0]} "
        parts = [_broken(part, mark, broken[number % 2]) for number, part in enumerate(parts)]
    return _filled("".join(parts), values)


def in_text(page: str, dialect: Dialect, values: Mapping[str, str]) -> str:
    """The same of plain text, which has no references: a joiner parts each mark."""
    for mark in dialect.marks:
        page = _broken(page, mark, mark[0] + _JOINER)
    return _filled(page, values)


def _broken(page: str, mark: str, first: str) -> str:
    """``first`` in the place of the first character of each ``mark``; "{{{" holds two."""
    return re.sub(f"{re.escape(mark[0])}(?={re.escape(mark[1:])})", lambda _: first, page)


def _filled(page: str, values: Mapping[str, str]) -> str:
    for placeholder, tag in values.items():
        page = page.replace(placeholder, tag)
    return page
