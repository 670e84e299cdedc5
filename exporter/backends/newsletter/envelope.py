"""What a mail says of itself: sender, subject, the line an inbox shows below it, the ways out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from exporter.backends.contract import BindJob
from exporter.backends.newsletter.options import Options
from exporter.backends.newsletter.plain import clip, one_line
from exporter.model.letter import TOKEN
from exporter.model.post import Source

_FIELD: Final = re.compile(r"\{(site|title|id|lead|titles|count)\}")
_INBOX: Final = 100  # columns of a preheader that inboxes show at most
_NAME: Final = 64  # columns of a sender, who stands in a line of the inbox with the subject
_LIST: Final = re.compile(r"[^a-z0-9-]+")
_URI: Final = "!#$%&'()*+,/:;=?@[]~-._"


class Envelope(NamedTuple):
    """``address`` is a placeholder unless ``real``. URLs are ASCII; ``help`` may be empty."""

    name: str
    address: str
    real: bool
    subject: str
    preheader: str
    list_id: str
    unsubscribe: str
    unsubscribe_by_mail: str
    web: str
    archive: str
    help: str


def envelope(job: BindJob, posts: Sequence[Source]) -> Envelope:
    """The envelope of an issue whose ``posts`` are in the mail's order."""
    options: Options = job.options
    host = _host(job.site.url)
    address = options.from_.address or next((a.email for a in job.site.authors if _is_address(a.email)), "")
    fields = _fields(job, posts)
    shown = address or f"newsletter@{host}"
    by_mail = f"mailto:{options.reply_to or shown}?subject=unsubscribe"
    unsubscribe = options.unsubscribe.replace("{token}", TOKEN) or by_mail
    web = options.web.replace("{id}", quote(job.issue.id)) if options.web else job.site.url
    return Envelope(
        name=clip(_fill(options.from_.name, fields), _NAME) or one_line(job.site.title) or host,
        address=shown,
        real=bool(address),
        subject=clip(_fill(options.subject, fields) or fields["title"], 200),
        preheader=clip(_fill(options.preheader, fields), _INBOX),
        list_id=options.list_id
        or f"{_LIST.sub('-', job.issue.publication.lower()).strip('-') or 'list'}.{host}",
        unsubscribe=_ascii(unsubscribe),
        unsubscribe_by_mail=_ascii(by_mail),
        web=_ascii(web) or "#",
        archive=_ascii(job.site.url),
        help=_ascii(_help(options.contact.strip())),
    )


def _help(contact: str) -> str:
    """Where a reader asks for help (RFC 2369, 3.1); empty where the contact is a telephone number or words."""
    if _is_address(contact):
        return f"mailto:{contact}?subject=help"
    return contact if re.fullmatch(r"(https?://|mailto:)[^\s<>,]+", contact) else ""


def _fields(job: BindJob, posts: Sequence[Source]) -> dict[str, str]:
    titles = [one_line(post.title) for post in posts]
    return {
        "site": one_line(job.site.title),
        "title": one_line(job.issue.title),
        "id": job.issue.id,
        "lead": titles[0] if titles else "",
        "titles": " · ".join(titles[:4]),
        "count": str(len(posts)),
    }


def _fill(pattern: str, fields: dict[str, str]) -> str:
    return one_line(_FIELD.sub(lambda match: fields[match[1]], pattern))


def _is_address(text: str) -> bool:
    return bool(re.fullmatch(r"[^\s<>,;:\"()\[\]@]+@[A-Za-z0-9.-]+", text)) and text.isascii()


def _host(url: str) -> str:
    """The host of the site in ASCII; one that can never exist (RFC 2606) when it has none."""
    try:
        host = (urlsplit(url).hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        host = ""
    return host if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) else "newsletter.invalid"


def _ascii(url: str) -> str:
    return quote(url, safe=_URI)
