"""A preview that runs: the real command, and its answers over loopback HTTP."""

from __future__ import annotations

import json
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any


class Running:
    """``base`` is its address; ``site`` the copy, to be edited."""

    def __init__(self, process: subprocess.Popen[str], site: Path) -> None:
        self.process = process
        self.site = site
        assert process.stderr is not None
        self.base = process.stderr.readline().split("/  ")[0]

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """The exit code."""
        self.process.send_signal(how)
        self.process.communicate(timeout=30)
        return self.process.returncode

    def get(self, path: str, **headers: str) -> tuple[int, Message, bytes]:
        """Status, headers and body."""
        request = urllib.request.Request(self.base + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.headers, refusal.read()

    def news(self, until: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first news of which ``until`` is true."""
        deadline = time.monotonic() + 90
        with urllib.request.urlopen(f"{self.base}/events", timeout=90) as stream:
            for line in stream:
                if line.startswith(b"data: "):
                    news: dict[str, Any] = json.loads(line[6:])
                    if until(news):
                        return news
                assert time.monotonic() < deadline, "no such news"
        raise AssertionError("the stream has ended")

    def settled(self) -> dict[str, Any]:
        """The news when the last build is done."""
        return self.news(lambda news: not news["busy"] and bool(news["works"]))
