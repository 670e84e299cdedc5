"""Closed issues keep the posts they had: an edit makes a new revision, a late post is told of and not slipped in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final

import msgspec

from exporter.build.plan import Binding
from exporter.diagnostics import Diagnostic, diagnose
from exporter.ledger.closed import Closed
from exporter.model.post import Source

# What makes a revision newer than the one before where no post says when it was edited: the least that
# dcterms:modified can tell apart.
LATER: Final = timedelta(seconds=1)


def name_of(binding: Binding) -> str:
    """What a binding is called in the list of closed issues."""
    return f"{binding.issue.folder}/{binding.issue.id}"


def hold(
    bindings: Iterable[Binding],
    closed: Mapping[str, Closed],
    live: Sequence[Source],
    digest_of: Callable[[str], str],
) -> tuple[list[Binding], list[Diagnostic]]:
    """``bindings``, the closed ones among them as they were closed."""
    held, told = [], []
    posts = {source.id: source for source in live} if closed else {}
    for binding in bindings:
        record = closed.get(name_of(binding))
        if record is None:
            held.append(binding)
            continue
        kept, found = _hold(binding, record, posts, digest_of)
        told += found
        held += [kept] if kept.issue.posts else []
    return held, told


def _hold(
    binding: Binding, record: Closed, live: Mapping[str, Source], digest_of: Callable[[str], str]
) -> tuple[Binding, list[Diagnostic]]:
    issue = binding.issue
    posts = tuple(live[post_id] for post_id in record.posts if post_id in live)
    late = [post for post in issue.posts if post.id not in record.posts]
    told = [
        diagnose("B905", f"{name_of(binding)} is closed; this post is not in it", post.source)
        for post in late
    ]
    gone = [post_id for post_id in record.posts if post_id not in live]
    told += [diagnose("B906", f"{name_of(binding)} is closed and held {post_id}") for post_id in gone]
    changed = gone or any(digest_of(post.source) != record.posts[post.id] for post in posts)
    newest = max(
        (post.updated or post.published for post in posts if post.published), default=record.modified
    )
    modified = max(newest, record.modified + LATER) if changed else record.modified
    return msgspec.structs.replace(
        binding, issue=msgspec.structs.replace(issue, posts=posts, updated=modified)
    ), told
