"""``exporter send`` as a person uses it: a dry run that tells all and sends nothing, then the sending itself."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import msgspec
import pytest

from exporter.backends.newsletter.options import Options, Sender
from exporter.commands.send import Sent, send
from exporter.commands.wish import Wish
from exporter.errors import ExportError, UsageError
from exporter.mail.ledger import Ledger, LedgerError
from exporter.mail.letter import LetterError, Mould, token_for
from exporter.mail.mailing import UnseenError
from exporter.model.letter import TOKEN
from tests.backends.newsletter.samples import bind, post
from tests.mail.letters import SECRET, TOLD, config, eml, lay_out, letter, readers
from tests.mail.server import Keeping, port_of, serve, taken
from tests.mail.test_delivery import Waiting

replace = msgspec.structs.replace


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeping]:
    handler = Keeping(tmp_path / "log")
    controller = serve(handler)
    for name in os.environ:
        if name.startswith("EXPORTER_MAIL_"):
            monkeypatch.delenv(name)
    for key, value in {
        "HOST": "127.0.0.1",
        "PORT": port_of(controller),
        "TLS": "none",
        "SECRET": SECRET,
    }.items():
        monkeypatch.setenv(f"EXPORTER_MAIL_{key}", str(value))
    monkeypatch.setenv("EXPORTER_MAIL_RATE", "0")
    yield handler
    controller.stop()


def run(folder: Path, options: Options = TOLD, **wish: Any) -> Sent:
    given: dict[str, Any] = {
        "out": folder / "dist",
        "publication": "letter",
        "issue": "2026-W34",
        "to": folder / "readers.csv",
        "ledger": folder / "ledger",
    }
    said: list[str] = []
    return send(Wish(**(given | wish)), config(options), said.append, clock=Waiting())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    lay_out(tmp_path / "dist", main=letter())
    readers(tmp_path / "readers.csv", 5)
    return tmp_path


def test_a_dry_run_tells_all_and_sends_nothing(site: Path, server: Keeping) -> None:
    done = run(site, sample=site / "sample.eml")
    text = "\n".join(done.lines)
    sample = (site / "sample.eml").read_bytes()
    for shown in (
        "Notes, week 34",
        "Mei <mei@example.org>",
        "5 to send to",
        "r…@e….net (line 2)",
        "(line 6)",
    ):
        assert shown in text
    assert f"{len(sample):,} bytes" in text
    assert "reader0@" not in text
    assert done.code == 0
    assert server.mails == []
    run(site, yes=True)
    assert server.mails[0] == sample


def test_each_reader_gets_their_own_mail(site: Path, server: Keeping) -> None:
    assert run(site, yes=True).lines == ("5 accepted.",)
    messages = [message_from_bytes(mail, policy=policy.default) for mail in server.mails]
    assert [str(message["To"]) for message in messages] == [
        f"Reader {n} <reader{n}@example.net>" for n in range(5)
    ]
    assert len({message["Message-ID"] for message in messages}) == 5
    token = token_for(SECRET, "letter.example.org", "reader3@example.net")
    way = f"https://example.org/out/{token}"
    assert str(messages[3]["List-Unsubscribe"]).startswith(f"<{way}>, <mailto:")
    assert messages[3]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", "html"):
        assert messages[3].get_body((kind,)).get_content().count(way) >= 1  # type: ignore[union-attr]
    assert b"READERS-TOKEN" not in b"".join(server.mails)
    for mail in server.mails:
        assert mail.isascii()
        assert max(map(len, mail.split(b"\r\n"))) <= 998
        assert not message_from_bytes(mail, policy=policy.default).defects


def test_no_post_is_sent_a_readers_token(site: Path, server: Keeping) -> None:
    """Who has it can take the reader off the list."""
    spy = f'<p>{TOKEN}</p><p><a href="https://spy.example/{TOKEN}">x</a><img src="https://spy.example/?{TOKEN}" alt=""/></p>'
    hostile = bind(post(TOKEN, body=spy, title=f"A title with {TOKEN}"), options=TOLD)
    lay_out(site / "dist", main=eml(hostile))
    run(site, yes=True)
    token = token_for(SECRET, "letter.example.org", "reader3@example.net")
    message = message_from_bytes(server.mails[3], policy=policy.default)
    for kind in ("plain", "html"):
        said = message.get_body((kind,)).get_content()  # type: ignore[union-attr]
        assert "A title with READERS-TOKEN" in said
        assert said.count(token) == said.count(f"https://example.org/out/{token}") >= 1


def test_mails_are_dated_when_they_were_shown(site: Path, server: Keeping) -> None:
    noon = datetime(2026, 8, 24, 12, tzinfo=UTC)
    run(site, now=noon, sample=site / "sample.eml")
    run(site, now=noon + timedelta(hours=1), yes=True)
    assert server.mails[0] == (site / "sample.eml").read_bytes()
    assert b"\r\nDate: Mon, 24 Aug 2026 12:00:00 +0000\r\n" in server.mails[0]
    readers(site / "readers.csv", 6)
    run(site, now=noon + timedelta(days=1))
    run(site, now=noon + timedelta(days=9), yes=True)
    assert b"\r\nDate: Wed, 02 Sep 2026 12:00:00 +0000\r\n" in server.mails[5]


def test_message_ids_are_the_same_each_time(site: Path, server: Keeping) -> None:
    run(site, yes=True)
    run(site, yes=True, ledger=site / "another")
    assert server.mails[:5] == server.mails[5:]


def test_the_way_out_names_nobody() -> None:
    token = token_for(SECRET, "letter.example.org", "mei@example.net")
    assert re.fullmatch(r"[A-Za-z0-9_-]{24}", token)
    assert token != token_for(SECRET, "other.example.org", "mei@example.net")
    assert token != token_for("another secret than that", "letter.example.org", "mei@example.net")


def test_a_second_run_sends_nothing(site: Path, server: Keeping) -> None:
    run(site, yes=True)
    assert run(site, yes=True).lines == ("Nothing was left to send.",)
    assert "5 sent before" in "\n".join(run(site).lines)
    assert len(taken(site / "log")) == 5


def test_a_reader_who_comes_later_gets_the_issue_and_nobody_else(site: Path, server: Keeping) -> None:
    run(site, yes=True)
    readers(site / "readers.csv", 7)
    run(site)
    run(site, yes=True)
    assert sorted(Counter(taken(site / "log")).values()) == [1] * 7


def test_a_list_that_changed_since_the_dry_run_is_refused(site: Path, server: Keeping) -> None:
    run(site)
    readers(site / "readers.csv", 6)
    with pytest.raises(UnseenError):
        run(site, yes=True)
    assert server.mails == []


def test_a_letter_that_changed_since_the_dry_run_is_refused(site: Path, server: Keeping) -> None:
    run(site)
    lay_out(site / "dist", main=letter(body="<p>Other words.</p>"))
    with pytest.raises(UnseenError):
        run(site, yes=True)
    with pytest.raises(UnseenError):
        run(site, yes=True, ledger=site / "fresh", digest="0" * 32)


def test_a_letter_touched_after_the_build_is_refused(site: Path, server: Keeping) -> None:
    path = site / "dist/letter/2026-W34.eml"
    path.write_bytes(path.read_bytes().replace(b"week 34", b"week 35"))
    with pytest.raises(LetterError):
        run(site)


def test_lines_that_cannot_be_used_stop_the_sending(site: Path, server: Keeping) -> None:
    with (site / "readers.csv").open("a") as file:
        file.write("nobody,Nobody,en,2026-01-01\n")
    done = run(site, yes=True)
    assert done.code == 1
    assert [(d.code, d.span.line) for d in done.diagnostics] == [("N810", 7)]
    assert server.mails == []


def test_a_mailbox_that_is_listed_twice_is_told_and_gets_one_mail(site: Path, server: Keeping) -> None:
    with (site / "readers.csv").open("a") as file:
        file.write("Reader1+news@example.net,Reader 1,en,2026-01-01\n")
    done = run(site, yes=True)
    assert (done.code, done.lines) == (0, ("5 accepted.",))
    assert [(d.code, d.severity, d.message, str(d.span)) for d in run(site).diagnostics] == [
        ("N811", "warning", "the same mailbox as on line 3; it gets one mail", "readers.csv:7")
    ]
    assert len(taken(site / "log")) == 5


def test_the_suppressed_are_left_out_by_mailbox(site: Path, server: Keeping) -> None:
    (site / "out.txt").write_text("# gone\nREADER1@example.net\nreader2+news@Example.NET\n")
    assert "2 suppressed" in "\n".join(run(site, suppress=site / "out.txt").lines)
    run(site, yes=True, suppress=site / "out.txt")
    assert taken(site / "log") == [f"reader{n}@example.net" for n in (0, 3, 4)]


def test_a_suppression_list_that_cannot_be_read_stops_the_sending(site: Path, server: Keeping) -> None:
    (site / "out.txt").write_text("reader1 at example.net\n")
    with pytest.raises(ExportError, match=r"out\.txt:1"):
        run(site, yes=True, suppress=site / "out.txt")


@pytest.mark.parametrize(
    ("lacking", "change"),
    [
        ("from.name", {"from_": Sender("", "mei@example.org")}),
        ("from.address", {"from_": Sender("Mei", "")}),
        ("postal", {"postal": ""}),
        ("contact", {"contact": ""}),
        ("unsubscribe", {"unsubscribe": ""}),
    ],
)
def test_without_what_the_law_asks_nothing_is_sent(
    site: Path, server: Keeping, lacking: str, change: dict[str, Any]
) -> None:
    with pytest.raises(UsageError, match=lacking):
        run(site, replace(TOLD, **change), yes=True)


def test_a_letter_built_before_the_sender_was_set_is_refused(site: Path, server: Keeping) -> None:
    lay_out(site / "dist", main=letter(Options()))
    with pytest.raises(UsageError, match="before its sender was set"):
        run(site, yes=True)


@pytest.mark.parametrize(
    ("law", "code", "sent"), [(("jp",), 1, 0), (("eu",), 1, 0), (("us",), 0, 1), ((), 0, 1)]
)
def test_a_reader_without_consent(site: Path, server: Keeping, law: Any, code: int, sent: int) -> None:
    (site / "readers.csv").write_text("address\nmei@example.net\n")
    done = run(site, replace(TOLD, law=law), yes=True)
    assert (done.code, len(server.mails)) == (code, sent)
    assert ("N810" in {d.code for d in done.diagnostics}) == bool(code)


def test_readers_get_the_edition_of_their_language(site: Path, server: Keeping) -> None:
    japanese = bind(post(title="記事"), options=TOLD, title="週報", language="ja")
    lay_out(site / "dist", en=letter(), ja=eml(japanese))
    (site / "readers.csv").write_text(
        "address,language,consent\na@example.net,ja-JP,2026-01-01\nb@example.net,en,2026-01-01\n"
    )
    run(site, yes=True)
    subjects = [message_from_bytes(mail, policy=policy.default)["Subject"] for mail in server.mails]
    assert subjects == ["週報", "Notes, week 34"]
    (site / "readers.csv").write_text("address,language,consent\nc@example.net,fr,2026-01-01\n")
    assert run(site).diagnostics[0].message == "no edition in its language; there are en, ja"


@pytest.mark.parametrize(
    "name", ["日本" * 3 + "語", "é words of it and others", "Bo, of so many words", "(x" * 24]
)
def test_a_name_of_any_length_stands_in_the_field_of_its_address(name: str) -> None:
    mould = Mould(letter())
    for length in range(1, 60, 3):
        address = f"{'r' * length}@some.example.net"
        mail = message_from_bytes(mould.cast(address, name, "<1@x.example>"), policy=policy.default)
        (to,) = mail["To"].addresses
        assert (to.display_name, to.addr_spec) == (name, address)
        assert not mail["To"].defects


def test_a_test_mail_can_be_sent_again_and_again(site: Path, server: Keeping) -> None:
    assert "t…@e….org" in run(site, test="try@example.org").lines[0]
    assert server.mails == []
    for _ in range(2):
        assert run(site, test="try@example.org", yes=True).code == 0
    assert taken(site / "log") == ["try@example.org"] * 2
    run(site, yes=True)
    assert len(server.mails) == 7


def test_a_test_mail_of_each_language_and_each_outcome_is_told(site: Path, server: Keeping) -> None:
    japanese = bind(post(title="記事"), options=TOLD, title="週報", language="ja")
    lay_out(site / "dist", en=letter(), ja=eml(japanese))
    replies = iter(["550", ""])
    server._rcpt = lambda address: next(replies)
    done = run(site, test="try@example.org", yes=True)
    assert (done.code, done.lines) == (1, ("1 accepted, 1 refused.",))


def test_an_unknown_outcome_is_listed_and_left_until_somebody_decides(site: Path, server: Keeping) -> None:
    server._data = lambda address: "late" if address.startswith("reader2@") else ""
    done = run(site, yes=True)
    assert done.code == 1
    assert "r…@e….net (line 4)" in "\n".join(done.lines)
    server._data = lambda address: ""
    assert run(site, yes=True).code == 1
    assert len(server.mails) == 5
    assert "(line 4)" in "\n".join(run(site, resolve="list").lines)
    assert run(site, resolve="again", lines=(3,)).lines[0].startswith("0 mails")
    assert run(site, resolve="again", lines=(4,)).lines[0].startswith("1 mail counts as planned")
    left = "\n".join(run(site, sample=site / "left.eml").lines)
    assert "1 to send to (4 sent before)" in left
    assert "first       r…@e….net (line 4)" in left, "not the first of the list, who has the letter"
    assert b"reader2@example.net" in (site / "left.eml").read_bytes()
    assert run(site, yes=True).lines == ("1 accepted.",)
    assert run(site, resolve="list").lines == ("Every outcome is known.",)


def test_at_least_once_sends_the_unknown_again(site: Path, server: Keeping) -> None:
    server._data = lambda address: "late" if address.startswith("reader2@") else ""
    run(site, yes=True)
    server._data = lambda address: ""
    assert run(site, yes=True, again=True).lines == ("1 accepted.",)
    assert Counter(taken(site / "log"))["reader2@example.net"] == 2


def test_two_sends_at_once_are_refused(site: Path, server: Keeping) -> None:
    with Ledger(site / "ledger"), pytest.raises(LedgerError, match="in use"):
        run(site, yes=True)


def test_no_secret_and_no_address_is_in_the_ledger_or_in_what_is_said(
    site: Path, server: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPORTER_MAIL_PASSWORD", "geheim-geheim")
    server._rcpt = lambda address: "550" if "1@" in address else ""
    done = run(site, yes=True)
    stored = b"".join(path.read_bytes() for path in site.glob("ledger*"))
    said = repr(done)
    for secret in ("reader1@", "example.net", "geheim-geheim", SECRET):
        assert secret.encode() not in stored
        assert secret not in said


def test_without_a_secret_ways_out_cannot_be_made(
    site: Path, server: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EXPORTER_MAIL_SECRET")
    with pytest.raises(UsageError, match="secret"):
        run(site)
