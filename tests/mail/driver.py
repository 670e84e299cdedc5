"""A process that sends, to be killed: ``python -m tests.mail.driver FOLDER``. It waits a thousandth of what it should."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from exporter.commands.send import send
from exporter.commands.wish import Wish
from tests.mail.letters import config


class Hurried:
    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / 1000)


def main(folder: Path) -> int:
    wish = Wish(
        out=folder / "dist",
        publication="letter",
        issue="2026-W34",
        to=folder / "readers.csv",
        ledger=folder / "ledger",
        yes=True,
    )
    print("ready", flush=True)  # noqa: T201
    done = send(wish, config(), lambda line: None, clock=Hurried())
    print("\n".join(done.lines))  # noqa: T201
    return done.code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
