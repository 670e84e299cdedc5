"""The preview as a browser asks it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.preview.running import Running

FEED = "feed/ja/feed.json"


def test_every_work_has_a_page(running: Running) -> None:
    names = running.settled()["works"]
    kinds = {name.partition("/")[0] for name in names}
    assert kinds == {"feed", "letter", "digest"}
    for name in names:
        status, headers, body = running.get(f"/show/{name}")
        assert status == 200
        assert headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert name.partition("/")[0].encode() in body


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"/item/light/0/{FEED}", "紙の目を聞く"),
        ("/letter/dark/plain/letter/en/2026-W37.html", "What fell out of the books"),
        ("/book/dark/digest/2026-09.epub!/EPUB/nav.xhtml", "What fell out of the books"),
        ("/raw/letter/en/2026-W37.eml", "List-Unsubscribe"),
        ("/findings", "S108"),
    ],
)
def test_what_is_shown(running: Running, path: str, expected: str) -> None:
    status, _, body = running.get(path)
    assert status == 200
    assert expected in body.decode()


def test_what_posts_brought_along_runs_and_fetches_nothing(running: Running) -> None:
    for path in (f"/item/light/0/{FEED}", "/letter/light/pictures/letter/en/2026-W37.html", f"/raw/{FEED}"):
        headers = running.get(path)[1]
        policy = headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "default-src 'none'" in policy
        assert "sandbox allow-same-origin" in policy
        assert "allow-scripts" not in policy
        assert "http" not in policy


def test_pictures_come_from_the_site(running: Running) -> None:
    _, _, body = running.get(f"/item/light/0/{FEED}")
    address = body.decode().partition('src="/site/')[2].partition('"')[0]
    status, headers, picture = running.get(f"/site/{address}")
    assert status == 200
    assert headers["Content-Type"].startswith("image/")
    assert len(picture) > 1000


@pytest.mark.parametrize(
    "path",
    [
        "/raw/../exporter.toml",
        "/raw/%2e%2e/%2e%2e/etc/passwd",
        "/raw/manifest.json",
        "/site/exporter.toml",
        "/site/hugo.toml",
        "/site/%2e%2e/%2e%2e/secret.png",
        "/book/light/digest/2026-09.epub!/../../etc/passwd",
        f"/item/light/999/{FEED}",
        "/show/nothing.epub",
        "/sheet/0/feed/ja/rss.xml",
    ],
)
def test_nothing_else_is_served(running: Running, path: str) -> None:
    assert running.get(path)[0] == 404


def test_another_name_for_this_machine_is_refused(running: Running) -> None:
    assert running.get("/", Host="evil.example")[0] == 400
    assert running.get("/", Host="localhost:4000")[0] == 200


def test_an_edit_is_seen(running: Running) -> None:
    before = running.settled()["works"][FEED]
    post = next(path for path in running.site.rglob("*.md") if "紙の目を聞く" in path.read_text())
    post.write_text(post.read_text() + "\n追記です。\n")
    running.news(lambda news: news["works"].get(FEED) not in {None, before})
    assert "追記です。" in running.get(f"/item/light/0/{FEED}")[2].decode()


def test_a_mistake_is_told_and_mended(running: Running) -> None:
    config = running.site / "exporter.toml"
    good = config.read_text()
    config.write_text(good.replace('"epub"', '"book"'))
    assert "exporter.toml:10" in running.news(lambda news: bool(news["trouble"]))["trouble"]
    config.write_text(good)
    running.news(lambda news: not news["trouble"] and not news["busy"])


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_told_and_leaves_nothing(tmp_path: Path, how: signal.Signals) -> None:
    site, temporary = tmp_path / "site", tmp_path / "temporary"
    site.mkdir()
    temporary.mkdir()
    (site / "post.md").write_text("---\ntitle: One\ndate: 2026-01-01\n---\nText.\n")
    command = [sys.executable, "-m", "exporter.cli", "preview", "digest", "--site", str(site)]
    command += ["--cache", str(tmp_path / "cache")]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    preview = Running(process, site)
    preview.settled()
    assert preview.end(how) == 0
    assert list(temporary.iterdir()) == []


def test_a_port_that_is_taken(running: Running, tmp_path: Path) -> None:
    port = running.base.rpartition(":")[2]
    (tmp_path / "post.md").write_text("text")
    command = [sys.executable, "-m", "exporter.cli", "preview", "--site", str(tmp_path), "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert f"port {port} cannot be used" in done.stderr
