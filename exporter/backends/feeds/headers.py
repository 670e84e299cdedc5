"""``_headers``: what static hosts (Netlify, Cloudflare Pages and those that copy them) send with each feed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from exporter.backends.contract import Listed
from exporter.backends.feeds.channel import MEDIA_TYPES, NAMES, folder, public_folder
from exporter.backends.feeds.options import Format, Options
from exporter.backends.feeds.text import uri

# Half an hour between two looks costs no reader news; what is closed does not change.
_OPEN: Final = "public, max-age=1800"
_CLOSED: Final = "public, max-age=604800"
_CHARSETS: Final[dict[Format, str]] = {"rss": "; charset=utf-8", "atom": "; charset=utf-8", "json": ""}


def write_headers(listed: Sequence[Listed]) -> bytes:
    """One rule a kind of address, for hosts take a hundred or so: ``:term`` and ``:issue`` stand for any folder."""
    rules: dict[str, list[str]] = {}
    for one in listed:
        options: Options = one.options
        if not options.headers:
            continue
        for form in dict.fromkeys(options.formats):
            rules.setdefault(_path(one, form), _headers(one, form, _OPEN))
            if one.issue.previous:
                rules.setdefault(_path(one, form, "/:issue"), _headers(one, form, _CLOSED))
    lines = (line for path, said in rules.items() for line in (path, *(f"  {one}" for one in said)))
    return "".join(f"{line}\n" for line in lines).encode()


def _path(one: Listed, form: Format, below: str = "") -> str:
    name = folder(one.issue)
    if one.issue.term:
        name = f"{name.rpartition('/')[0]}/:term"
    path = urlsplit(public_folder(name, one.issue, one.site, one.options)).path
    return f"{path.rstrip('/')}{below}/{NAMES[form]}"


def _headers(one: Listed, form: Format, caching: str) -> list[str]:
    """WebSub, 4: a feed that many addresses share a rule for names itself in its own links only."""
    lines = [
        f"Content-Type: {MEDIA_TYPES[form]}{_CHARSETS[form]}",
        f"Cache-Control: {caching}",
        "Access-Control-Allow-Origin: *",
        "X-Content-Type-Options: nosniff",
    ]
    hub = uri(one.options.hub)
    if hub and caching == _OPEN and not one.issue.term:
        own = public_folder(folder(one.issue), one.issue, one.site, one.options) + NAMES[form]
        lines.append(f'Link: <{hub}>; rel="hub", <{own}>; rel="self"')
    return lines
