"""What the command line asks of ``exporter send``, as a value."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct

Resolve = Literal["", "list", "sent", "again"]


class Wish(Struct, frozen=True, kw_only=True):
    """What the command line asks for. ``now`` is the mails' Date; None keeps the letter's own."""

    out: Path
    publication: str
    issue: str
    to: Path | None = None
    suppress: Path | None = None
    ledger: Path | None = None
    settings: Path | None = None
    sample: Path | None = None
    test: str = ""
    digest: str = ""
    yes: bool = False
    again: bool = False
    resolve: Resolve = ""
    lines: tuple[int, ...] = ()
    now: datetime | None = None


def wish_of(options: argparse.Namespace, now: datetime) -> Wish:
    """The command line as a Wish."""
    return Wish(
        out=options.out,
        publication=options.publication,
        issue=options.issue,
        to=options.to,
        suppress=options.suppress,
        ledger=options.ledger,
        settings=options.settings,
        sample=options.sample,
        test=options.test,
        digest=options.digest,
        yes=options.yes,
        again=options.at_least_once,
        resolve=options.resolve,
        lines=tuple(options.line),
        now=now,
    )
