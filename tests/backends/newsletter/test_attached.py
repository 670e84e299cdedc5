"""Pictures sent along: the mail points at them, the web copy does not, each is there once."""

from __future__ import annotations

from email.message import EmailMessage
from io import BytesIO

from PIL import Image

from exporter.backends.contract import BindJob
from exporter.backends.newsletter import BACKEND
from exporter.backends.newsletter.options import Options, Sender
from exporter.model.artifact import Rendered
from exporter.model.asset import Asset
from tests.backends.newsletter.samples import SITE, THEME, artifact, body, issue, mail, part, post

A, B = "https://example.org/a.webp?x=1&y=2", "https://example.org/b.png"
CID = Options(from_=Sender("Mei", "mei@example.org"), images="cid")


def asset(url: str, kind: str, size: tuple[int, int] = (1600, 800)) -> Asset:
    data = BytesIO()
    Image.new("RGB", size, "#884422").save(data, kind)
    return Asset(
        url=url,
        path="a",
        media_type=f"image/{kind.lower()}",
        width=size[0],
        height=size[1],
        digest="00",
        content=data.getvalue(),
    )


def bound() -> Rendered:
    image = A.replace("&", "&amp;")
    posts = [post("a", f'<p><img alt="x" src="{image}"/></p>'), post("b", f'<p><img alt="y" src="{B}"/></p>')]
    parts = tuple(part(one, CID, asset(A, "WEBP"), asset(B, "PNG", (20, 10))) for one in posts)
    return BACKEND.bind(BindJob(issue=issue(*posts), site=SITE, theme=THEME, options=CID, parts=parts))


def test_the_mail_shows_its_own_pictures_and_the_web_copy_the_sites() -> None:
    rendered = bound()
    html = body(mail(rendered), "html")
    assert html.count('src="cid:') == 2
    assert "example.org/a.webp" not in html
    assert b'src="https://example.org/a.webp?x=1&amp;y=2"' in artifact(rendered, ".html")


def test_webp_becomes_jpeg_no_wider_than_twice_the_column() -> None:
    message = mail(bound())
    pictures = [part for part in message.walk() if part.get_content_maintype() == "image"]
    assert [part.get_content_type() for part in pictures] == ["image/jpeg", "image/png"]
    assert isinstance(pictures[0], EmailMessage)
    with Image.open(BytesIO(pictures[0].get_content())) as picture:
        assert picture.size == (1104, 552)


def test_every_picture_shown_is_in_the_same_related_part() -> None:
    message = mail(bound())
    related = message.get_payload(1)
    assert isinstance(related, EmailMessage)
    assert related.get_content_type() == "multipart/related"
    names = {str(part["Content-ID"]).strip("<>") for part in message.walk() if part["Content-ID"]}
    assert all(f'src="cid:{name}"' in body(message, "html") for name in names)
    assert len(names) == 2


def test_the_message_is_the_same_each_time() -> None:
    assert artifact(bound(), ".eml") == artifact(bound(), ".eml")
