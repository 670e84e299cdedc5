"""The command line: arguments to calls, results to text or JSON, outcomes to exit codes. The only file that prints.

Exit codes: 0 fine; 1 something could not be exported, or --strict and warnings; 2 usage or configuration.
"""

from __future__ import annotations

import argparse
import errno
import gc
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from exporter.commands.arguments import parse
from exporter.errors import ExportError, UsageError

_UNWRITABLE: Final = {errno.EBADF, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    if sys.stdout is None or sys.stderr is None:  # closed by who started us
        nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a title must not end a build on a terminal of ASCII
    # Modules, thousands of headers and the boxes of a post are no garbage, and to look through them takes time. What
    # tasks leave is looked for between them (build/executors.py).
    gc.set_threshold(1_000_000, 50, 100)
    options = parse(arguments)
    try:
        code = _run(options)
        sys.stdout.flush()  # what cannot be written is told here, and not by Python as it ends
    except ExportError as error:
        print(f"exporter: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt as stop:
        where = f" while {stop}" if str(stop) else ""
        print(
            f"\nexporter: interrupted{where}; what was finished is kept, the output is as it was",
            file=sys.stderr,
        )
        return 130
    except BrokenPipeError:
        # The reader of our output has gone; keep Python from complaining when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.filename is not None or error.errno not in _UNWRITABLE:
            raise  # a defect of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"exporter: its output cannot be written: {error.strerror}", file=sys.stderr)
        return ExportError.exit_code
    return code


def _run(options: argparse.Namespace) -> int:
    if options.run == "build" or "out" not in options:
        return _RUN[options.run](options)
    from exporter.commands.fetched import at_hand

    with at_hand(options.out) as options.out:
        return _RUN[options.run](options)


def _now() -> datetime:
    """The only look at a clock: what is a draft, future or expired now. SOURCE_DATE_EPOCH stands in for it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        hint = "Set it to the seconds since 1970-01-01, or unset it."
        raise UsageError(f"SOURCE_DATE_EPOCH is no instant: {epoch[:40]!r}", hint) from None


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
    done = send(wish_of(options, options.now or _now()), config, _say)
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
    from exporter.commands.why import Why

    config = read_site_config(options.site, options.config)
    with cache_for_a_while(options.cache) as (cache, _):
        request = request_of(options, config, cache, options.now or _now())
        why = Why(request, options.out)
        lines = why.explain(options.artifact, every=options.all) if options.artifact else why.survey()
    print("\n".join(lines))
    return 0


def _cache(options: argparse.Namespace) -> int:
    from exporter.commands.cache import cache_clear, cache_info

    print("\n".join(cache_info(options.cache) if options.action == "info" else cache_clear(options.cache)))
    return 0


def _preview(options: argparse.Namespace) -> int:
    from exporter.commands.preview import preview

    preview(options, options.now or _now(), _say)
    return 0


def _init(options: argparse.Namespace) -> int:
    if options.schema:
        import json

        from exporter.schema import schema

        print(json.dumps(schema(), indent=1))
        return 0
    from exporter.commands.init import write_config

    print(write_config(options.site))
    return 0


def _doctor(_: argparse.Namespace) -> int:
    from exporter.commands.doctor import examine

    lines, healthy = examine()
    print("\n".join(lines))
    return 0 if healthy else 1


_RUN: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "build": _build,
    "check": _check,
    "list": _list,
    "adopt": _adopt,
    "ping": _ping,
    "close": _close,
    "send": _send,
    "push": _push,
    "why": _why,
    "cache": _cache,
    "preview": _preview,
    "init": _init,
    "doctor": _doctor,
}


def script() -> int:
    """``main`` of a process of its own, which ends with it."""
    code = main()
    gc.freeze()  # Python looks for garbage once more when it ends: a tenth of the time of an edit
    return code


if __name__ == "__main__":
    sys.exit(script())
