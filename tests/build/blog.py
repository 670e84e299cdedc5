"""A small blog on disk, and builds of it through the command line."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

from exporter.cli import main

ROOT = Path(__file__).parent.parent.parent
NOW = "2026-07-20T00:00:00Z"
OLD = 1_700_000_000  # seconds: files of the blog are older than any build


def png(shade: int) -> bytes:
    """A picture of 4 by 4 pixels."""
    raw = b"".join(b"\0" + bytes([shade] * 4) for _ in range(4))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(raw)),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def post(title: str, day: str, body: str = "", header: str = "") -> str:
    return f"---\ntitle: {title}\ndate: {day}T09:00:00Z\n{header}---\n{body or 'Words of ' + title}.\n"


class Blog:
    """``root`` is the site, ``out`` and ``cache`` lie beside it."""

    def __init__(self, folder: Path, posts: int = 4) -> None:
        self.folder = folder
        self.root = folder / "site"
        self.out = folder / "dist"
        self.cache = folder / "cache"
        self.write("hugo.toml", 'baseURL = "https://blog.example/"\ntitle = "Blog"\nlanguageCode = "en"\n')
        for n in range(1, posts + 1):
            self.write(f"content/posts/p{n}.md", post(f"Post {n}", f"2026-07-{n:02}"))

    def write(self, name: str, content: str | bytes, *, age: int = 0) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        # Each writing is older than a tick, and has a time of its own.
        Blog.clock += 1
        os.utime(path, (OLD + Blog.clock - age,) * 2)

    def write_all(self, files: dict[str, str]) -> None:
        for name, content in files.items():
            self.write(name, content)

    clock = 0

    def arguments(self, *more: str, now: str = NOW) -> list[str]:
        places = ["--site", str(self.root), "--out", str(self.out), "--cache", str(self.cache)]
        return ["build", *more, *places, "--jobs", "1", *(["--now", now] if now else [])]

    def build(self, *more: str, now: str = NOW) -> int:
        """In this process."""
        return main(self.arguments(*more, now=now))

    def run(
        self, *more: str, now: str = NOW, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """In a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "exporter.cli", *self.arguments(*more, now=now)],
            capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, **(env or {})},
        )  # fmt: skip

    def read(self, name: str) -> str:
        return (self.out / name).read_text("utf-8")

    def manifest(self) -> dict[str, dict[str, Any]]:
        return manifest_of(self.out)


def manifest_of(out: Path) -> dict[str, dict[str, Any]]:
    stored = json.loads((out / "manifest.json").read_bytes())
    return {entry["name"]: entry for entry in stored["artifacts"]}


def digests(out: Path, *, history: bool = False) -> dict[str, str]:
    """Of every file of an output; ``history``: with what the manifest says of the builds before."""
    found = {}
    for path in sorted(out.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            if path.name == "manifest.json" and not history:
                stored = json.loads(content)
                for entry in stored["artifacts"]:
                    entry.pop("before", None)
                content = json.dumps(stored).encode()
            found[path.relative_to(out).as_posix()] = hashlib.sha256(content).hexdigest()
    return found


def is_consistent(out: Path) -> bool:
    """Every artifact of the manifest lies there and is what it says."""
    if not out.exists() or not (out / "manifest.json").exists():
        return not list(out.rglob("*.xml")) if out.exists() else True
    return all(
        hashlib.sha256((out / name).read_bytes()).hexdigest() == entry["digest"]
        for name, entry in manifest_of(out).items()
    )
