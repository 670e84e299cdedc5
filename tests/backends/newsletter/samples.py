"""Posts, sites and issues for the tests of this folder."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from lxml import etree

from exporter.backends.contract import BindJob, PartJob
from exporter.backends.newsletter import BACKEND
from exporter.backends.newsletter.options import Options, Sender
from exporter.backends.newsletter.piece import Piece, decode
from exporter.model.artifact import Part, Rendered
from exporter.model.asset import Asset
from exporter.model.issue import Issue
from exporter.model.markup import Markup, freeze
from exporter.model.post import Post
from exporter.model.site import Site
from exporter.model.theme import Theme

ROOT = Path(__file__).parents[3]
JST = timezone(timedelta(hours=9))
NOON = datetime(2026, 8, 23, 12, tzinfo=JST)
FOLDER = ROOT / "themes/default"
THEME = Theme(
    "default",
    {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in {".toml", ".css", ".j2"}
    },
)
SITE = Site(title="Notes & more", url="https://example.org/", language="en")
SENDER = Options(from_=Sender("Mei", "mei@example.org"), postal="1 Long Street", contact="mei@example.org")


def markup(inner: str) -> Markup:
    return freeze(etree.fromstring(f"<body>{inner}</body>"))


def post(name: str = "first", body: str = "<p>Hello.</p>", **fields: Any) -> Post:
    given: dict[str, Any] = {
        "id": name,
        "source": f"{name}.md",
        "url": f"https://example.org/{name}/",
        "title": f"Title of {name}",
        "published": NOON,
        "language": "en",
    }
    return Post(**(given | fields), body=markup(body))


def picture(url: str, width: int = 1200, height: int = 600, media_type: str = "image/png") -> Asset:
    return Asset(
        url=url, path="a", media_type=media_type, width=width, height=height, digest="00", content=b""
    )


def part(one: Post, options: Options = SENDER, *assets: Asset) -> Part:
    held = {asset.url: asset for asset in assets}
    return BACKEND.part(PartJob(post=one, site=SITE, theme=THEME, options=options, assets=held))


def piece(body: str, options: Options = SENDER, *assets: Asset, **fields: Any) -> Piece:
    return decode(part(post(body=body, **fields), options, *assets))


def full(body: str, options: Options = SENDER, *assets: Asset, **fields: Any) -> str:
    """The full HTML of a post with that body."""
    view = piece(body, options, *assets, **fields).full
    assert view is not None
    return view.html


def tree(html: str) -> etree._Element:
    return etree.fromstring(f"<r>{html}</r>", etree.HTMLParser())


def issue(*posts: Post, **fields: Any) -> Issue:
    given: dict[str, Any] = {
        "publication": "letter",
        "folder": "letter",
        "id": "2026-W34",
        "title": "Notes, week 34",
        "identifier": "urn:uuid:6ba7b810-9dad-51d1-80b4-00c04fd430c8",
        "language": "en",
        "updated": NOON,
    }
    return Issue(**(given | fields), posts=posts)


def bind(*posts: Post, options: Options = SENDER, site: Site = SITE, **fields: Any) -> Rendered:
    parts = tuple(part(one, options) for one in posts)
    job = BindJob(issue=issue(*posts, **fields), site=site, theme=THEME, options=options, parts=parts)
    return BACKEND.bind(job)


def artifact(rendered: Rendered, end: str) -> bytes:
    return next(one.content for one in rendered.artifacts if one.name.endswith(end))


def mail(rendered: Rendered) -> EmailMessage:
    message = message_from_bytes(artifact(rendered, ".eml"), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert isinstance(found, EmailMessage)
    content: str = found.get_content()
    return content.replace("\r\n", "\n")
