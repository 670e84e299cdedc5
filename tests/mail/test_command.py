"""The commands from end to end: a site is built, its letter judged, shown and sent."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from exporter.cli import main
from tests.mail.letters import SECRET
from tests.mail.server import Keeping, port_of, serve

CONFIG = """
[site]
base_url = "https://example.org/"
title = "Notes"

[publications.letter]
backend = "newsletter"
every = "week"
from = { name = "Mei", address = "mei@example.org" }
unsubscribe = "https://example.org/out/{token}"
postal = "1 Long Street, Springfield"
contact = "mei@example.org"
foreword = "Dear **reader**, see [the site](https://example.org/)."
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    (root / "exporter.toml").write_text(CONFIG)
    for day in (17, 18):
        title = f"What happened on day {day}"
        body = f"Words of the post of day {day}, and enough of them for a text that is no stub. " * 4
        (root / f"post-{day}.md").write_text(f"---\ntitle: {title}\ndate: 2026-08-{day}\n---\n\n{body}\n")
    return root


def call(site: Path, *arguments: str) -> int:
    return main([*arguments, "--site", str(site), "--out", str(site.parent / "dist")])


def test_built_judged_shown_and_sent(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EXPORTER_MAIL_SECRET", SECRET)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "readers.csv").write_text("address,consent\nken@example.net,2026-04-01\n")
    assert call(site, "build", "letter", "--cache", str(tmp_path / "cache"), "--now", "2026-09-01") == 0
    assert call(site, "check", "letter", "--strict") == 0
    asked = ("send", "letter", "--issue", "latest", "--to", str(tmp_path / "readers.csv"))
    capsys.readouterr()
    assert call(site, *asked) == 0
    shown = capsys.readouterr().out
    assert "1 to send to" in shown
    assert "ken@" not in shown
    handler = Keeping(tmp_path / "log")
    controller = serve(handler)
    for name, value in {"HOST": "127.0.0.1", "PORT": str(port_of(controller)), "TLS": "none"}.items():
        monkeypatch.setenv(f"EXPORTER_MAIL_{name}", value)
    try:
        assert call(site, *asked, "--yes") == 0
        assert call(site, *asked, "--yes") == 0
    finally:
        controller.stop()
    [mail] = handler.mails
    message = message_from_bytes(mail, policy=policy.default)
    assert message["To"] == "ken@example.net"
    assert "Dear <strong" in message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert (tmp_path / "data/exporter/sent.sqlite").is_file()


def test_a_letter_that_was_not_built_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(site, "send", "letter", "--issue", "2026-W34") == 1
    assert "Run `exporter build` first" in capsys.readouterr().err
