"""``exporter build``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from exporter.build.plan import Order
from exporter.build.request import Request
from exporter.build.run import Built, build
from exporter.build.select import Moment
from exporter.build.standing import Said, forget, keep
from exporter.build.write import REPORT
from exporter.commands.again import Asked, Outcome
from exporter.commands.home import cache_for_a_while
from exporter.commands.progress import progress_for
from exporter.commands.show import show_report
from exporter.commands.site import closed_file, ledger_file, read_site_config
from exporter.config import Config
from exporter.errors import UsageError
from exporter.formats import FORMATS
from exporter.model.manifest import MANIFEST
from exporter.world.url import Url

# What may be otherwise the next time though nothing has changed: a defect may depend on memory or time.
_UNSTEADY = frozenset(["B901"])


def build_site(
    options: argparse.Namespace, asked: Asked | None, now: datetime, *, say: Callable[[str], None], width: int
) -> Outcome:
    """Raises ExportError."""
    config = read_site_config(options.site, options.config)
    if config.diagnostics:
        return Outcome(FORMATS[options.format](config.diagnostics), UsageError.exit_code)
    with cache_for_a_while(options.cache) as (cache, warning):
        if warning:
            say(f"exporter: {warning}")
        request = msgspec.structs.replace(
            request_of(options, config, cache, now),
            publications=tuple(options.publications),
            order=Order(issues=tuple(options.issue), every_issue=options.all),
            jobs=options.jobs,
            executor=options.executor,
            fresh=options.fresh,
            accept=options.accept,
            store=options.cache if isinstance(options.cache, Url) else None,
            survey=asked.found if asked else None,
        )
        with progress_for(options.format, sys.stderr, write=say) as progress:
            try:
                built = build(request, progress)
            except KeyboardInterrupt:
                raise KeyboardInterrupt(progress.where) from None
        report = built.report
        shown = show_report(report, options.format, width=width)
        if asked is not None:
            _remember(asked, built, shown.again)
    return Outcome(shown.text, report.exit_code(strict=options.strict))


def request_of(options: argparse.Namespace, config: Config, cache: Path, now: datetime) -> Request:
    """All of the site, by the arguments that all commands about it have."""
    return Request(
        root=options.site,
        out=options.out,
        cache=cache,
        config=config,
        moment=Moment(now=now, drafts=options.drafts, future=options.future),
        ledger=ledger_file(options.site, options.config),
        closed=closed_file(options.site, options.config),
    )


def _remember(asked: Asked, built: Built, again: Said) -> None:
    report = built.report
    if any(found.code in _UNSTEADY for found in report.diagnostics):
        forget(asked.question)
        return
    names = [row.name for row in report.artifacts]
    keep(
        asked.question,
        asked.found,
        again,
        holds=(built.since, built.until),
        outputs=[*names, MANIFEST, REPORT],
        removed=report.removed,
    )
