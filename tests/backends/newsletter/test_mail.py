"""The message: what Python's own parser reads back, and what no title can put into it."""

from __future__ import annotations

import re
import subprocess
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.backends.newsletter.message import sent_size
from exporter.backends.newsletter.options import Options, Sender
from exporter.backends.newsletter.plain import one_line
from exporter.model.letter import TOKEN
from exporter.model.site import Site
from tests.backends.newsletter.samples import SENDER, artifact, bind, body, mail, post


def test_it_reads_back_with_the_same_text_and_html() -> None:
    rendered = bind(post(title="日本語の題名"), post("second"))
    message = mail(rendered)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert body(message, "plain") == artifact(rendered, ".txt").decode()
    assert "日本語の題名" in body(message, "html")
    assert not message.defects
    assert all(not header.defects for header in message.values())


def test_another_program_reads_the_same_parts_and_text(tmp_path: Path) -> None:
    rendered = bind(
        post(title="日本語の題名", body="<p>本文 &amp; <code>x = 1</code></p>" * 40), post("second")
    )
    (tmp_path / "mail.eml").write_bytes(artifact(rendered, ".eml"))
    subprocess.run(["ripmime", "-i", "mail.eml", "-d", "parts"], cwd=tmp_path, check=True)
    texts = [
        path.read_bytes().decode().replace("\r\n", "\n") for path in sorted((tmp_path / "parts").iterdir())
    ]
    assert texts[:2] == ["", artifact(rendered, ".txt").decode()], (
        "what stands before the parts, and the first"
    )
    assert len(texts) == 3
    assert texts[2].rstrip() == body(mail(rendered), "html").rstrip()


def test_its_headers() -> None:
    message = mail(bind(post()))
    assert message["From"] == "Mei <mei@example.org>"
    assert message["Subject"] == "Notes, week 34"
    assert message["Date"].datetime.isoformat() == "2026-08-23T12:00:00+09:00"
    assert message["List-Id"] == "<letter.example.org>"
    assert message["List-Unsubscribe"] == "<mailto:mei@example.org?subject=unsubscribe>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["MIME-Version"] == "1.0"
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", message["Message-ID"])


def test_one_click_is_offered_where_the_address_names_the_reader_only() -> None:
    options = Options(from_=SENDER.from_, unsubscribe="https://example.org/out?id={token}")
    message = mail(bind(post(), options=options))
    by_mail = "<mailto:mei@example.org?subject=unsubscribe>"
    assert message["List-Unsubscribe"] == f"<https://example.org/out?id={TOKEN}>, {by_mail}"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    same_for_all = Options(from_=SENDER.from_, unsubscribe="https://example.org/out")
    assert mail(bind(post(), options=same_for_all))["List-Unsubscribe-Post"] is None
    assert mail(bind(post()))["List-Unsubscribe-Post"] is None


def test_a_long_address_is_never_broken_into_encoded_words() -> None:
    options = Options(from_=SENDER.from_, unsubscribe="https://example.org/" + "a" * 200)
    assert mail(bind(post(), options=options))["List-Unsubscribe"].startswith(f"<{options.unsubscribe}>,")


def test_it_is_ascii_with_short_crlf_lines() -> None:
    data = artifact(
        bind(post(title="とても長い題名" * 12, body=f"<p>{'長い文。' * 500}</p>"), title="週報" * 30), ".eml"
    )
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert max(len(line) for line in lines[: lines.index(b"")]) <= 78


def test_without_an_address_it_bears_one_that_cannot_exist_and_says_so() -> None:
    site = Site(title="T", url="", language="en")
    rendered = bind(post(), options=Options(), site=site)
    assert mail(rendered)["From"].addresses[0].domain == "newsletter.invalid"
    assert [d.code for d in rendered.diagnostics] == ["N806"]


@pytest.mark.parametrize("length", range(55, 100))
def test_a_field_begins_in_its_first_line_and_keeps_to_the_width(length: int) -> None:
    words = ("Words of a name that go on and on for a very long time, really they do, and do " * 2)[:length]
    options = Options(subject=words, from_=Sender(words[:60], "mei@letters.example.org"))
    raw = artifact(bind(post(), options=options), ".eml").partition(b"\r\n\r\n")[0]
    assert not re.search(rb"(?m)^[\w-]+:\s*\r$", raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    message = mail(bind(post(), options=options))
    assert message["Subject"] == words.strip()
    assert message["From"].addresses[0].display_name == words[:60].strip()


def test_subject_preheader_and_sender_take_placeholders_and_no_others() -> None:
    options = Options(
        subject="{lead} ({count}) {__class__} {0}",
        preheader="{site}: {titles}",
        from_=Sender("Mei of {site}, {id}", "mei@example.org"),
    )
    message = mail(bind(post("a"), post("b"), options=options))
    assert message["Subject"] == "Title of a (2) {__class__} {0}"
    assert message["From"].addresses[0].display_name == "Mei of Notes & more, 2026-W34"
    assert "From: Mei of Notes & more, 2026-W34\n" in body(message, "plain")
    assert "Notes &amp; more: Title of a · Title of b" in body(message, "html")


HOSTILE = st.text(
    st.sampled_from("a日\r\n\t\0\x0b\x1c\x85\u2028\u202e:, <>@\"'é=?")
    | st.characters(exclude_categories=["Cs"]),
    max_size=120,
)


@pytest.mark.parametrize(
    ("contact", "header"),
    [
        ("help@example.org", "<mailto:help@example.org?subject=help>"),
        (" https://example.org/help ", "<https://example.org/help>"),
        ("+81 3 0000 0000", None),
        ("a@example.org>\r\nBcc: b@example.org", None),
        ("https://example.org/>, <https://evil.example/", None),
    ],
)
def test_who_can_be_asked_for_help_is_in_the_headers(contact: str, header: str | None) -> None:
    assert mail(bind(post(), options=Options(contact=contact)))["List-Help"] == header


@settings(max_examples=40, deadline=None)
@given(HOSTILE, HOSTILE)
def test_nothing_a_post_or_a_site_is_called_can_begin_a_header(title: str, name: str) -> None:
    rendered = bind(
        post(title=f"x{title}\r\nBcc: a@b.example"),
        title=f"y{title}\nX-Evil: 1",
        options=Options(from_=Sender(f"z{name}\r\nX-Evil: 1", "a@b.example"), subject="{title}{lead}"),
    )
    message = mail(rendered)
    assert set(message.keys()) == {
        "Date", "From", "To", "Subject", "Message-ID", "List-Id", "List-Post", "List-Archive", "List-Unsubscribe",
        "Precedence", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert message["From"].addresses[0].addr_spec == "a@b.example"
    assert len(message.get_all("Subject", [])) == 1


@pytest.mark.parametrize("text", ["a\r\nb", "a\u2028b", "a\x00b", "a\x85b"])
def test_one_line_is_one_line(text: str) -> None:
    assert one_line(text) == "a b"


@pytest.mark.parametrize("text", ["plain\n" * 900, "日本語の文。\n" * 900, "café & thé = 1\n" * 400])
def test_the_size_as_sent_is_counted_to_a_line(text: str) -> None:
    message = EmailMessage(SMTP)
    message.set_content(text, subtype="html", cte="quoted-printable" if text.isascii() else "base64")
    sent = len(message.as_bytes().partition(b"\r\n\r\n")[2])
    assert abs(sent - sent_size(text)) <= 78
