"""A small Hugo blog on disk, the program run on it, and a server that publishes what it made."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

ROOT = Path(__file__).parent.parent.parent
NOW = "2026-07-20T00:00:00Z"


class Blog:
    """``root`` is the site, ``out`` what is built of it."""

    def __init__(self, folder: Path, base: str = "https://example.org/", config: str = "") -> None:
        self.root = folder / "site"
        self.out = folder / "dist"
        self.cache = folder / "cache"
        self.write("hugo.toml", f'baseURL = "{base}"\ntitle = "Notes"\nlanguageCode = "en"\n')
        if config:
            self.write("exporter.toml", config)

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)

    def post(self, name: str, day: date | str, body: str = "Hello.", **header: Any) -> None:
        """A post of this header; values are written as JSON, which YAML reads."""
        lines = [f"{key}: {json.dumps(value)}" for key, value in {"title": name, **header}.items()]
        self.write(f"content/posts/{name}.md", "\n".join(["---", f"date: {day}", *lines, "---", body, ""]))

    def daily(self, posts: int, since: int = 0) -> None:
        """A post a day from 1 January 2026 on, from the one of number ``since``."""
        for n in range(since, since + posts):
            self.post(f"post-{n:03}", date(2026, 1, 1) + timedelta(days=n), f"The text of number {n}.")

    def run(self, *arguments: str, now: str = NOW) -> subprocess.CompletedProcess[str]:
        """``exporter ARGUMENTS`` on the site."""
        places = ["--site", str(self.root), "--out", str(self.out), "--now", now]
        cache = ["--cache", str(self.cache)] if arguments[0] in {"build", "check"} else []
        command = [sys.executable, "-m", "exporter.cli", *arguments, *places, *cache]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    def build(self, *arguments: str, now: str = NOW) -> subprocess.CompletedProcess[str]:
        done = self.run("build", "feed", *arguments, now=now)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def feed(self, name: str) -> bytes:
        return (self.out / "feed" / name).read_bytes()

    def items(self, name: str = "feed.json") -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = json.loads(self.feed(name))["items"]
        return items

    def files(self) -> Mapping[str, bytes]:
        """The built feeds by their names."""
        paths = sorted(path for path in self.out.rglob("*") if path.suffix in {".xml", ".json"})
        return {str(path.relative_to(self.out)): path.read_bytes() for path in paths}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def published(folder: Path) -> Iterator[str]:
    """The address under which ``folder`` is served on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
