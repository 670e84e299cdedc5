"""The command line: arguments to calls, results to text or JSON, outcomes to exit codes. The only file that prints.

Exit codes: 0 fine; 1 something could not be exported, or --strict and warnings; 2 usage or configuration.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from exporter import __version__
from exporter.errors import ExportError, UsageError

_DESCRIPTION: Final = """\
Make feeds, EPUB books, PDF archives and newsletters from the repository that
already makes your site.

  build    build publications              list    posts, issues, publications
  check    judge what was built            init    write a commented exporter.toml
  doctor   say what this machine lacks

Examples:
  exporter build --site ~/blog
  exporter build feed letter --site ~/blog --out public/exports
  exporter build digest archive --issue 2026-07
  exporter list posts --json

exporter COMMAND --help tells the rest. The site is never written to."""

_BUILD: Final = """\
Examples:
  exporter build                               all publications of the site here, to dist/
  exporter build feed letter --site ~/blog     two of them, of a site elsewhere
  exporter build archive --issue 2026-07       one issue; any span will do
  exporter build --strict --format github      for CI: warnings fail, as annotations
"""
_CHECK: Final = """\
Examples:
  exporter check              judge everything in dist/
  exporter check digest       only the EPUBs
"""
_LIST: Final = """\
Examples:
  exporter list posts         a line a post: date, URL, file
  exporter list posts --json  one JSON object a line
  exporter list issues        what a build would make
"""
_INIT: Final = """\
Examples:
  exporter init               write ./exporter.toml for the site here
  exporter init ~/blog
"""
_DOCTOR: Final = """\
Examples:
  exporter doctor             libraries, fonts and programs, with the command that installs what is missing
"""


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
        "exporter", description=_DESCRIPTION, formatter_class=form, usage="exporter COMMAND …"
    )
    parser.add_argument("--version", action="version", version=f"exporter {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", help=argparse.SUPPRESS, required=True, dest="command")

    build = commands.add_parser("build", epilog=_BUILD, formatter_class=form, help="build publications")
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
        "--cache", type=Path, default=None, metavar="DIR", help="default: the user's cache folder"
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

    check = commands.add_parser("check", epilog=_CHECK, formatter_class=form, help="judge what lies in --out")
    check.add_argument("publications", nargs="*", metavar="PUBLICATION", help="default: all of them")
    _site_options(check)
    check.add_argument("--strict", action="store_true", help="warnings are errors")
    check.add_argument(
        "--format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="how findings are printed",
    )
    check.set_defaults(run=_check)

    listing = commands.add_parser(
        "list", epilog=_LIST, formatter_class=form, help="list posts, issues or publications"
    )
    listing.add_argument("what", choices=("posts", "issues", "publications"))
    _site_options(listing)
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    listing.set_defaults(run=_list)

    init = commands.add_parser(
        "init", epilog=_INIT, formatter_class=form, help="write a commented exporter.toml"
    )
    init.add_argument("site", nargs="?", default=Path(), type=Path, metavar="DIR")
    init.set_defaults(run=_init)

    doctor = commands.add_parser(
        "doctor", epilog=_DOCTOR, formatter_class=form, help="say what this machine lacks"
    )
    doctor.set_defaults(run=_doctor)
    return parser


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


def _build(options: argparse.Namespace) -> int:
    from exporter.build.plan import Order
    from exporter.build.run import Request, run
    from exporter.build.select import Moment
    from exporter.commands.show import progress_for, show_report
    from exporter.commands.site import cache_folder, read_site_config

    config = read_site_config(options.site, options.config)
    if config.diagnostics:
        return _print_diagnostics(config.diagnostics, options.format, code=UsageError.exit_code)
    request = Request(
        root=options.site,
        out=options.out,
        cache=cache_folder(options.cache),
        config=config,
        moment=Moment(now=options.now or _now(), drafts=options.drafts, future=options.future),
        publications=tuple(options.publications),
        order=Order(issues=tuple(options.issue), every_issue=options.all),
        jobs=options.jobs,
        fresh=options.fresh,
    )
    with progress_for(options.format, sys.stderr, write=_say) as progress:
        report = run(request, progress)
    sys.stdout.write(show_report(report, options.format, width=_width()))
    return report.exit_code(strict=options.strict)


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
    from exporter.checks import check_output
    from exporter.commands.site import read_site_config

    read_site_config(options.site, options.config)
    findings, judged = check_output(options.out, tuple(options.publications))
    _print_diagnostics(findings, options.format)
    if options.format == "text":
        print(f"{judged} artifacts judged, {len(findings) or 'no'} findings")
    grave = {"error", "warning"} if options.strict else {"error"}
    return int(any(finding.severity in grave for finding in findings))


def _list(options: argparse.Namespace) -> int:
    from exporter.build.select import Moment
    from exporter.commands.listing import list_lines
    from exporter.commands.site import read_site_config

    config = read_site_config(options.site, options.config)
    moment = Moment(now=options.now or _now(), drafts=options.drafts, future=options.future)
    lines, diagnostics = list_lines(options.what, options.site, config, moment, as_json=options.json)
    for line in lines:
        print(line)
    for found in diagnostics:
        if found.severity == "error":
            _say(f"{found.span}: {found.severity}: {found.message}")
    return int(any(found.severity == "error" for found in diagnostics))


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
