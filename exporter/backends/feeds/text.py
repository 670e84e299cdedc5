"""Plain text, dates and addresses in the only spellings that every feed reader takes."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

# All but XML 1.0's Char (2.2), and the C1 controls, which are allowed and never meant.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

# RFC 3986, 2: what may stand in a path, a query or a fragment; "%" only before two hexadecimal digits.
_URI_SAFE: Final = "!#$%&'()*+,/:;=?@~"
_UNSAFE: Final = re.compile(r"[\s<>\"{}|\\^`\[\]]|%(?![0-9A-Fa-f]{2})|[^\x00-\x7f]")
_NOT_IN_IRI: Final = re.compile(r"[\s<>\"{}|\\^`]")
_STRAY_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")


_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_LIKE_HTML: Final = re.compile(r"</\w|&#?\w")
_ELEMENT: Final = re.compile(r"<([A-Za-z][A-Za-z0-9]*)(?: [^<>]*)?>([^<>]*)</\1>")


def identifier(text: str) -> str:
    """An id to the letter, but for what no IRI can hold: that is percent-encoded, or dropped where XML forbids it."""
    return _NOT_IN_IRI.sub(lambda match: quote(match[0]), _FORBIDDEN.sub("", text))


def plain(text: str) -> str:
    """``text`` on one line without what XML forbids."""
    return " ".join(_FORBIDDEN.sub("", text).split())


def title(text: str) -> str:
    """``text`` as plain() gives it, without the tags of elements that begin and end in it: a title is no HTML."""
    text = plain(text)
    while (bare := _ELEMENT.sub(r"\2", text)) != text:
        text = plain(bare)
    return text


def statement(text: str) -> str:
    """What a site says of itself, as plain text: a configuration may hold ``&copy; <a href="/">Ann</a>``."""
    return title(html.unescape(title(text)))


def as_html(text: str) -> str:
    """Plain text as HTML that shows it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def looks_like_html(text: str) -> bool:
    """Whether a reader could take plain text for HTML: for the end of an element, or for a character reference."""
    return _LIKE_HTML.search(text) is not None


def uri(address: str) -> str:
    """An IRI as the URI it stands for (RFC 3987, 3.1): the host by IDNA, the rest percent-encoded. RSS knows no IRI."""
    address = _FORBIDDEN.sub("", address).strip()
    if not _UNSAFE.search(address):
        return address
    try:
        parts = urlsplit(address)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return _escape(address)
    rest = (_escape(part) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host, *rest))


def _escape(part: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_URI_SAFE)


def email(address: str) -> str:
    """``address`` where it can be one, else ""."""
    return address if _EMAIL.fullmatch(address) else ""


def language(tag: str) -> str:
    """``tag`` in BCP 47's spelling, "" where it is none: en_US is en-US, "Japanese!" is nothing."""
    tag = tag.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def instant(moment: datetime) -> datetime:
    """``moment`` in whole seconds, and in UTC where its offset is not of whole minutes, which no feed can write."""
    moment = moment.replace(microsecond=0)
    offset = moment.utcoffset()
    if offset is None or offset.total_seconds() % 60 == 0:
        return moment
    return moment.astimezone(UTC)


def rfc3339(moment: datetime) -> str:
    """As Atom and JSON Feed write it: 2026-07-01T09:00:00+09:00."""
    return moment.isoformat()


def apart(moment: datetime, name: str) -> datetime:
    """``moment`` some part of a second later, always the same part for the same ``name``, where it is of whole minutes.

    Such times are written by hand and mostly mean a day; several posts have the same one. But no two entries of an Atom
    feed should have changed at one instant: readers keep their order by it, and the W3C validator warns of it.
    """
    if moment.second:
        return moment
    digest = blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()
    return moment.replace(microsecond=1 + int.from_bytes(digest, "big") % 999_999)


def rfc822(moment: datetime) -> str:
    """As RSS writes it, with four digits of the year: Wed, 01 Jul 2026 09:00:00 +0900. English on every machine.

    In UTC where the offset is not of half hours (Nepal's): the W3C validator knows no others.
    """
    if (moment.utcoffset() or timedelta()) % timedelta(minutes=30):
        moment = moment.astimezone(UTC)
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment.year:04} {moment:%H:%M:%S} {moment:%z}"


_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
