"""The network as it may be used, against a real server on loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs

import pytest

from exporter.errors import NetworkError, RefusedError
from exporter.world.http import fetch, post_form
from exporter.world.policy import Policy

HERE = Policy(private=True, seconds=5)


class Handler(BaseHTTPRequestHandler):
    posted: ClassVar[list[dict[str, list[str]]]] = []

    def do_GET(self) -> None:
        where = {"/moved": "/feed", "/loop": "/loop", "/away": "file:///etc/passwd"}.get(self.path, "")
        self.send_response(302 if where else 404 if self.path == "/none" else 200)
        if where:
            self.send_header("Location", where)
        self.end_headers()
        if self.path == "/feed":
            self.wfile.write(b"<rss/>")
        for _ in range({"/large": 100, "/slow": 30}.get(self.path, 0)):
            with suppress(OSError):  # the other side has heard enough
                self.wfile.write(b"x" * 1000)
            time.sleep(0.1 if self.path == "/slow" else 0)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.posted.append(parse_qs(body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def root() -> Iterator[str]:
    with serving() as address:
        yield address


def test_a_file_is_fetched_and_redirects_are_followed(root: str) -> None:
    assert fetch(f"{root}/feed", HERE).content == b"<rss/>"
    assert fetch(f"{root}/moved", HERE).url == f"{root}/feed"


def test_this_machine_is_asked_only_on_demand(root: str) -> None:
    with pytest.raises(RefusedError, match="not public"):
        fetch(f"{root}/feed", Policy())


@pytest.mark.parametrize(
    ("path", "error"),
    [("/none", "404"), ("/loop", "redirects"), ("/large", "larger")],
)
def test_what_is_no_good_answer_is_an_error(root: str, path: str, error: str) -> None:
    with pytest.raises(NetworkError, match=error):
        fetch(root + path, Policy(private=True, size=10_000))


def test_a_redirect_is_decided_anew(root: str) -> None:
    with pytest.raises(RefusedError):
        fetch(f"{root}/away", HERE)


def test_a_slow_answer_does_not_hold_us(root: str) -> None:
    begin = time.monotonic()
    with pytest.raises(NetworkError):
        fetch(f"{root}/slow", Policy(private=True, seconds=0.5))
    assert time.monotonic() - begin < 2


def test_nobody_there_is_an_error() -> None:
    with serving() as gone:
        pass
    with pytest.raises(NetworkError):
        fetch(gone, HERE)


def test_a_form_is_posted(root: str) -> None:
    answer = post_form(f"{root}/hub", {"hub.mode": "publish", "hub.url": "https://e.org/?a=b&c"}, HERE)
    assert answer.status == 204
    assert Handler.posted[-1] == {"hub.mode": ["publish"], "hub.url": ["https://e.org/?a=b&c"]}
