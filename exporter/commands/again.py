"""``exporter build`` when nothing has changed: found out and said without importing what a build needs."""

from __future__ import annotations

import argparse
import time
from datetime import datetime
from typing import NamedTuple

from exporter.build.standing import Question, closing_line, look, recall
from exporter.commands.home import cache_place, is_ours
from exporter.world.survey import Survey
from exporter.world.url import Url


class Outcome(NamedTuple):
    """What a command prints, and its exit code."""

    text: str
    code: int


class Asked(NamedTuple):
    """What a build is asked, and the site as it was found before anything was done."""

    question: Question
    found: Survey


def ask(options: argparse.Namespace, now: datetime, *, width: int) -> Asked | None:
    """None where every build must look for itself."""
    if options.fresh or options.accept or not options.site.is_dir() or isinstance(options.out, Url):
        return None
    cache = cache_place(options.cache)
    words = [
        *sorted(options.publications), "/", *sorted(options.issue), "/",
        *(f"{name}={getattr(options, name)}" for name in ("all", "drafts", "future", "format", "config")),
        f"{now.utcoffset()} {width if options.format == 'text' else ''}",
    ]  # fmt: skip
    beside = options.config.parent if options.config else None
    question = Question(options.site, options.out, cache, beside, tuple(words))
    # A folder that is not known to be a cache may hold posts: it is looked at like all others.
    return Asked(question, look(question, passed=is_ours(cache)))


def said_before(asked: Asked, options: argparse.Namespace, now: datetime, begin: float) -> Outcome | None:
    """The report of the last build, if a build would make the same once more. ``begin`` is when this one began."""
    said = recall(asked.question, asked.found, now.timestamp())
    if said is None:
        return None
    seconds = time.perf_counter() - begin
    grave = {"error", "warning"} if options.strict else {"error"}
    text = said.body + closing_line(options.format, said.closing, seconds)
    return Outcome(text, int(said.worst in grave))
