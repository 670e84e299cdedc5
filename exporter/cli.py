"""The command line: arguments to calls, results to text or JSON, outcomes to exit codes. The only file that prints.

Exit codes: 0 fine; 1 something could not be exported, or --strict and warnings; 2 usage or configuration.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exporter import __version__
from exporter.commands import examples, posting
from exporter.errors import ExportError, UsageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except ExportError as error:
        print(f"exporter: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("\nexporter: interrupted; what was finished is kept, the output is as it was", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output has gone; keep Python from complaining when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "exporter", description=examples.DESCRIPTION, formatter_class=form, usage="exporter COMMAND …"
    )
    parser.add_argument("--version", action="version", version=f"exporter {__version__}")
    commands = parser.add_subparsers(
        prog="exporter", metavar="COMMAND", help=argparse.SUPPRESS, required=True, dest="command"
    )

    build = commands.add_parser(
        "build", epilog=examples.BUILD, formatter_class=form, help="build publications"
    )
    build.add_argument("publications", nargs="*", metavar="PUBLICATION", help="default: all of them")
    _site_options(build)
    build.add_argument(
        "--issue",
        action="append",
        default=[],
        metavar="ID",
        help="only this issue (2026, 2026-Q3, 2026-07, 2026-W34, latest, a slug); repeatable",
    )
    build.add_argument("--all", action="store_true", help="every issue, past letters too")
    build.add_argument(
        "--jobs",
        type=_positive,
        default=os.cpu_count() or 1,
        metavar="N",
        help="worker processes (default: cores)",
    )
    build.add_argument(
        "--executor", default="", metavar="URL", help="a cluster that makes the parts: dask://HOST:PORT"
    )
    build.add_argument(
        "--cache", type=Path, default=None, metavar="DIR", help="default: the user's cache folder"
    )
    build.add_argument(
        "--accept", action="store_true", help="let feeds change ids that readers know, and record them"
    )
    build.add_argument("--fresh", action="store_true", help="ignore the cache")
    build.add_argument("--strict", action="store_true", help="warnings are errors")
    build.add_argument(
        "--format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="how diagnostics are printed",
    )
    build.set_defaults(run=_build)

    check = commands.add_parser(
        "check", epilog=examples.CHECK, formatter_class=form, help="judge what lies in --out"
    )
    check.add_argument("publications", nargs="*", metavar="PUBLICATION", help="default: all of them")
    _site_options(check)
    check.add_argument(
        "--against",
        metavar="DIR|FILE|URL",
        help="compare feeds with these (default: with the ones that the last build replaced)",
    )
    check.add_argument(
        "--cache", type=Path, default=None, metavar="DIR", help="default: the user's cache folder"
    )
    check.add_argument("--allow-private", action="store_true", help="ask hosts of this network, too")
    check.add_argument("--strict", action="store_true", help="warnings are errors")
    check.add_argument(
        "--format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="how findings are printed",
    )
    check.set_defaults(run=_check)

    listing = commands.add_parser(
        "list", epilog=examples.LIST, formatter_class=form, help="list posts, issues or publications"
    )
    listing.add_argument("what", choices=("posts", "issues", "publications"))
    _site_options(listing)
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    listing.set_defaults(run=_list)

    _feed_commands(
        commands.add_parser("feed", epilog=examples.FEED, formatter_class=form, help="ids and hubs")
    )

    _issue_commands(
        commands.add_parser("issue", epilog=examples.ISSUE, formatter_class=form, help="close issues")
    )

    send = commands.add_parser("send", epilog=examples.SEND, formatter_class=form, help="send a letter")
    posting.send_arguments(send)
    _site_options(send)
    send.set_defaults(run=_send)

    _cache_commands(commands)

    push = commands.add_parser("push", epilog=examples.PUSH, formatter_class=form, help="draft a letter")
    posting.push_arguments(push)
    _site_options(push)
    push.set_defaults(run=_push)

    init = commands.add_parser(
        "init", epilog=examples.INIT, formatter_class=form, help="write a commented exporter.toml"
    )
    init.add_argument("site", nargs="?", default=Path(), type=Path, metavar="DIR")
    init.set_defaults(run=_init)

    doctor = commands.add_parser(
        "doctor", epilog=examples.DOCTOR, formatter_class=form, help="say what this machine lacks"
    )
    doctor.set_defaults(run=_doctor)
    return parser


def _cache_commands(commands: Any) -> None:
    form = argparse.RawDescriptionHelpFormatter
    why = commands.add_parser(
        "why", epilog=examples.WHY, formatter_class=form, help="what an artifact is made of"
    )
    why.add_argument("artifact", metavar="ARTIFACT", help="its name in the output folder, or its path")
    _site_options(why)
    why.add_argument(
        "--cache", type=Path, default=None, metavar="DIR", help="default: the user's cache folder"
    )
    why.add_argument("--all", action="store_true", help="list every post")
    why.set_defaults(run=_why)

    cache = commands.add_parser(
        "cache", epilog=examples.CACHE, formatter_class=form, help="size of the cache; empty it"
    )
    cache.add_argument("action", choices=("info", "clear"))
    cache.add_argument(
        "--cache", type=Path, default=None, metavar="DIR", help="default: the user's cache folder"
    )
    cache.set_defaults(run=_cache)


def _feed_commands(feed: argparse.ArgumentParser) -> None:
    form = argparse.RawDescriptionHelpFormatter
    actions = feed.add_subparsers(metavar="adopt|ping", required=True, dest="action")
    adopt = actions.add_parser(
        "adopt", description=examples.ADOPT, epilog=examples.FEED, formatter_class=form, help="record ids"
    )
    adopt.add_argument("feeds", nargs="+", metavar="FILE|URL", help="the feeds your site publishes now")
    ping = actions.add_parser(
        "ping", description=examples.PING, epilog=examples.FEED, formatter_class=form, help="tell hubs"
    )
    ping.add_argument("publications", nargs="*", metavar="PUBLICATION", help="default: all of them")
    for action, run in ((adopt, _adopt), (ping, _ping)):
        _site_options(action)
        action.add_argument("--allow-private", action="store_true", help="ask hosts of this network, too")
        action.set_defaults(run=run)


def _issue_commands(issue: argparse.ArgumentParser) -> None:
    form = argparse.RawDescriptionHelpFormatter
    actions = issue.add_subparsers(metavar="close", required=True, dest="action")
    close = actions.add_parser(
        "close", description=examples.CLOSE, epilog=examples.ISSUE, formatter_class=form, help="freeze one"
    )
    close.add_argument("publication", metavar="PUBLICATION")
    close.add_argument("issue", metavar="ID", help="2026, 2026-Q3, 2026-07, 2026-W34, latest, a slug")
    _site_options(close)
    close.set_defaults(run=_close)


def _site_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--site", type=Path, default=Path(), metavar="DIR", help="root of the site (default: .)"
    )
    parser.add_argument("--out", type=Path, default=Path("dist"), metavar="DIR", help="default: dist/")
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


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 2026-07-01T09:00:00+09:00") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _now() -> datetime:
    """The only look at a clock: what is a draft, future or expired now. SOURCE_DATE_EPOCH stands in for it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)


def _moment(options: argparse.Namespace) -> Any:
    from exporter.build.select import Moment

    return Moment(now=options.now or _now(), drafts=options.drafts, future=options.future)


def _build(options: argparse.Namespace) -> int:
    from exporter.commands.again import ask, said_before

    begin, now = time.perf_counter(), options.now or _now()
    asked = ask(options, now, width=_width())
    outcome = said_before(asked, options, now, begin) if asked else None
    if outcome is None:
        from exporter.commands.build import build_site

        outcome = build_site(options, asked, now, say=_say, width=_width())
    sys.stdout.write(outcome.text)
    return outcome.code


def _print_diagnostics(diagnostics: Any, form: str, *, code: int = 0) -> int:
    from exporter.formats import FORMATS

    sys.stdout.write(FORMATS[form](diagnostics))
    return code


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _width() -> int:
    import shutil

    return max(72, min(shutil.get_terminal_size((100, 24)).columns, 140))


def _check(options: argparse.Namespace) -> int:
    from exporter.commands.check import check

    findings, judged = check(options)
    _print_diagnostics(findings, options.format)
    if options.format == "text":
        print(f"{judged} artifacts judged, {len(findings) or 'no'} findings")
    grave = {"error", "warning"} if options.strict else {"error"}
    return int(any(finding.severity in grave for finding in findings))


def _adopt(options: argparse.Namespace) -> int:
    from exporter.commands.feed import adopt_feeds

    moment = _moment(options)
    lines = adopt_feeds(options.site, options.config, moment, options.feeds, private=options.allow_private)
    print("\n".join(lines))
    return 0


def _ping(options: argparse.Namespace) -> int:
    from exporter.commands.feed import ping_hubs

    lines, failed = ping_hubs(options.out, tuple(options.publications), private=options.allow_private)
    print("\n".join(lines))
    return int(failed)


def _close(options: argparse.Namespace) -> int:
    from exporter.commands.issue import close_issue

    print("\n".join(close_issue(options, _moment(options))))
    return 0


def _send(options: argparse.Namespace) -> int:
    from exporter.commands.send import send
    from exporter.commands.site import read_site_config
    from exporter.commands.wish import wish_of

    config = read_site_config(options.site, options.config)
    if config.diagnostics:
        return _print_diagnostics(config.diagnostics, "text", code=UsageError.exit_code)
    done = send(wish_of(options), config, _say)
    print("\n".join(done.lines))
    return _print_diagnostics(done.diagnostics, "text", code=done.code)


def _push(options: argparse.Namespace) -> int:
    from exporter.commands.push import push
    from exporter.commands.site import read_site_config

    print("\n".join(push(options, read_site_config(options.site, options.config))))
    return 0


def _list(options: argparse.Namespace) -> int:
    from exporter.commands.listing import list_lines
    from exporter.commands.site import read_site_config
    from exporter.formats import as_text

    config = read_site_config(options.site, options.config)
    if config.diagnostics:
        _say(as_text(config.diagnostics))
        return UsageError.exit_code
    moment = _moment(options)
    lines, diagnostics = list_lines(options.what, options.site, config, moment, as_json=options.json)
    for line in lines:
        print(line)
    for found in diagnostics:
        if found.severity == "error":
            _say(f"{found.span}: {found.severity}: {found.message}")
    return int(any(found.severity == "error" for found in diagnostics))


def _why(options: argparse.Namespace) -> int:
    from exporter.commands.build import request_of
    from exporter.commands.home import cache_for_a_while
    from exporter.commands.site import read_site_config
    from exporter.commands.why import explain

    config = read_site_config(options.site, options.config)
    with cache_for_a_while(options.cache) as (cache, _):
        request = request_of(options, config, cache, options.now or _now())
        print("\n".join(explain(options.artifact, request, every=options.all)))
    return 0


def _cache(options: argparse.Namespace) -> int:
    from exporter.commands.cache import cache_clear, cache_info

    print("\n".join(cache_info(options.cache) if options.action == "info" else cache_clear(options.cache)))
    return 0


def _init(options: argparse.Namespace) -> int:
    from exporter.commands.init import write_config

    print(write_config(options.site))
    return 0


def _doctor(_: argparse.Namespace) -> int:
    from exporter.commands.doctor import examine

    lines, healthy = examine()
    print("\n".join(lines))
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main())
