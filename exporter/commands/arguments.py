"""What may stand on the command line; ``run`` of the result names the command."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exporter import __version__
from exporter.commands import examples, posting
from exporter.world.url import place_of

_FORMATS = ("text", "json", "github", "sarif")
_ISSUES = "2026, 2026-Q3, 2026-07, 2026-W34, latest, a slug"


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """``arguments``, or those of the process. Ends it with 2 where they are wrong, with 0 after help."""
    parser = argparse.ArgumentParser(
        "exporter", description=examples.DESCRIPTION, formatter_class=_Plain, usage="exporter COMMAND …"
    )
    parser.add_argument("--version", action="version", version=f"exporter {__version__}")
    commands = parser.add_subparsers(
        prog="exporter", metavar="COMMAND", help=argparse.SUPPRESS, required=True, dest="command"
    )
    _build(_command(commands, "build", examples.BUILD, "build publications"))
    _check(_command(commands, "check", examples.CHECK, "judge what lies in --out"))
    _list(_command(commands, "list", examples.LIST, "list posts, issues or publications"))
    _feed(commands.add_parser("feed", epilog=examples.FEED, formatter_class=_Plain, help="ids and hubs"))
    _issue(commands.add_parser("issue", epilog=examples.ISSUE, formatter_class=_Plain, help="close issues"))
    _mail(commands)
    _why(_command(commands, "why", examples.WHY, "what an artifact is made of"))
    _cache(_command(commands, "cache", examples.CACHE, "size of the cache; empty it"))
    _preview(_command(commands, "preview", examples.PREVIEW, "all channels, live in a browser"))
    init = _command(commands, "init", examples.INIT, "write a commented exporter.toml")
    init.add_argument("site", nargs="?", default=Path(), type=Path, metavar="DIR")
    init.add_argument(
        "--schema", action="store_true", help="print the JSON Schema of exporter.toml, for editors"
    )
    _command(commands, "doctor", examples.DOCTOR, "say what this machine lacks")
    options, more = parser.parse_known_args(arguments)
    # argparse takes a list of names in one go: those that stand after an option are left over.
    if more and (not hasattr(options, "publications") or any(name.startswith("-") for name in more)):
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    if more:
        options.publications = [*options.publications, *more]
    return options


_Plain = argparse.RawDescriptionHelpFormatter


def _command(commands: Any, name: str, epilog: str, about: str, **more: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, epilog=epilog, formatter_class=_Plain, help=about, **more
    )
    parser.set_defaults(run=name)
    return parser


def _build(parser: argparse.ArgumentParser) -> None:
    _publications(parser)
    _site(parser)
    _issues(parser)
    parser.add_argument("--all", action="store_true", help="every issue, past letters too")
    _jobs(parser)
    parser.add_argument(
        "--executor", default="", metavar="URL", help="a cluster that makes the parts: dask://HOST:PORT"
    )
    _cache_folder(parser)
    parser.add_argument(
        "--accept", action="store_true", help="let feeds change ids that readers know, and record them"
    )
    parser.add_argument("--fresh", action="store_true", help="ignore the cache")
    _told(parser, "how diagnostics are printed")


def _preview(parser: argparse.ArgumentParser) -> None:
    _publications(parser)
    _source(parser)
    _issues(parser)
    _jobs(parser)
    parser.add_argument(
        "--port",
        type=_positive,
        default=0,
        metavar="N",
        help="default: 4000, or a free one where that is taken",
    )
    _cache_folder(parser)


def _check(parser: argparse.ArgumentParser) -> None:
    _publications(parser)
    _site(parser)
    parser.add_argument(
        "--against",
        metavar="DIR|FILE|URL",
        help="compare feeds with these (default: with the ones that the last build replaced)",
    )
    _cache_folder(parser)
    _private(parser)
    _told(parser, "how findings are printed")


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("posts", "issues", "publications"))
    _site(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def _feed(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="adopt|ping", required=True, dest="action")
    adopt = _command(actions, "adopt", examples.FEED, "record ids", description=examples.ADOPT)
    adopt.add_argument("feeds", nargs="+", metavar="FILE|URL", help="the feeds your site publishes now")
    ping = _command(actions, "ping", examples.FEED, "tell hubs", description=examples.PING)
    _publications(ping)
    for action in (adopt, ping):
        _site(action)
        _private(action)


def _issue(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="close", required=True, dest="action")
    close = _command(actions, "close", examples.ISSUE, "freeze one", description=examples.CLOSE)
    close.add_argument("publication", metavar="PUBLICATION")
    close.add_argument("issue", metavar="ID", help=_ISSUES)
    _site(close)


def _mail(commands: Any) -> None:
    send = _command(commands, "send", examples.SEND, "send a letter")
    posting.send_arguments(send)
    _site(send)
    push = _command(commands, "push", examples.PUSH, "draft a letter")
    posting.push_arguments(push)
    _site(push)


def _why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "artifact", nargs="?", default="", metavar="ARTIFACT",
        help="its name in the output folder, or its path (default: all that a build would do)",
    )  # fmt: skip
    _site(parser)
    _cache_folder(parser)
    parser.add_argument("--all", action="store_true", help="list every post")


def _cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("info", "clear"))
    _cache_folder(parser)


def _publications(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("publications", nargs="*", metavar="PUBLICATION", help="default: all of them")


def _issues(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--issue", action="append", default=[], metavar="ID", help=f"only this issue ({_ISSUES}); repeatable"
    )


def _jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jobs",
        type=_positive,
        default=os.cpu_count() or 1,
        metavar="N",
        help="worker processes (default: cores)",
    )


def _site(parser: argparse.ArgumentParser) -> None:
    _source(parser)
    parser.add_argument(
        "--out",
        type=place_of,
        default=Path("dist"),
        metavar="DIR|URL",
        help="default: dist/; s3://, gs:// or az:// too",
    )


def _source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--site", type=Path, default=Path(), metavar="DIR", help="root of the site (default: .)"
    )
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="default: exporter.toml at the site's root"
    )
    parser.add_argument("--drafts", action="store_true", help="drafts too")
    parser.add_argument("--future", action="store_true", help="posts dated in the future too")
    parser.add_argument(
        "--now",
        type=_instant,
        metavar="TIME",
        help="the instant at which drafts, future and expired are judged",
    )


def _cache_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cache", type=place_of, default=None, metavar="DIR|URL", help="default: the user's cache folder"
    )


def _private(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--allow-private", action="store_true", help="ask hosts of this network, too")


def _told(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("--strict", action="store_true", help="warnings are errors")
    parser.add_argument("--format", choices=_FORMATS, default="text", help=about)


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 2026-07-01T09:00:00+09:00") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
