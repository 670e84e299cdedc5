"""The arguments of ``exporter send`` and ``exporter push``."""

from __future__ import annotations

import argparse
from pathlib import Path


def send_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom to write to, and what became of it."""
    parser.add_argument("publication", metavar="PUBLICATION")
    parser.add_argument("--issue", required=True, metavar="ID", help="2026-W34, a post's slug, latest")
    parser.add_argument("--to", type=Path, metavar="FILE", help="the readers: CSV or JSON Lines")
    parser.add_argument("--yes", action="store_true", help="send; without it nothing leaves this machine")
    parser.add_argument("--suppress", type=Path, metavar="FILE", help="addresses that are not written to")
    parser.add_argument("--test", default="", metavar="ADDRESS", help="one mail to this address only")
    parser.add_argument(
        "--sample", type=Path, metavar="FILE", help="write the first mail here, byte for byte"
    )
    parser.add_argument("--digest", default="", metavar="HEX", help="send only what the dry run called so")
    parser.add_argument(
        "--ledger", type=Path, metavar="FILE", help="default: sent.sqlite in the user's data folder"
    )
    parser.add_argument(
        "--settings", type=Path, metavar="FILE", help="the mail server: a file with a [mail] table"
    )
    parser.add_argument(
        "--resolve",
        nargs="?",
        const="list",
        default="",
        choices=("list", "sent", "again"),
        help="mails whose outcome is unknown: list them, or say what to make of them",
    )
    parser.add_argument(
        "--line", type=int, action="append", default=[], metavar="N", help="only these, for --resolve"
    )
    parser.add_argument("--at-least-once", action="store_true", help="send those of unknown outcome again")


def push_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the draft is made."""
    parser.add_argument("publication", metavar="PUBLICATION")
    parser.add_argument("--to", required=True, choices=("buttondown", "listmonk", "mailchimp"))
    parser.add_argument("--issue", default="latest", metavar="ID", help="default: latest")
    parser.add_argument(
        "--list", default="", metavar="ID", help="listmonk's lists (1,2) or Mailchimp's audience"
    )
    parser.add_argument("--url", default="", metavar="URL", help="where listmonk is")
    parser.add_argument("--allow-private", action="store_true", help="let that be a host of this network")
