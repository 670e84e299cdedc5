"""``exporter issue``: issues are closed, and stay as they are."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from exporter.build.cache import Cache
from exporter.build.closed import LATER, name_of
from exporter.build.digests import Digests
from exporter.build.plan import Binding, Order, plan
from exporter.build.select import Moment, choose_live
from exporter.build.standing import counted
from exporter.commands.site import cache_folder, closed_file, read_site_config
from exporter.errors import UsageError
from exporter.ledger.closed import Closed, load_closed, write_closed
from exporter.ledger.file import replace_text
from exporter.sites import open_site
from exporter.world.files import DiskFiles


def close_issue(options: argparse.Namespace, moment: Moment) -> list[str]:
    """Writes down which posts the issue has now, in every language; a closed one is closed anew. Raises ExportError."""
    config = read_site_config(options.site, options.config)
    (publication,) = config.chosen([options.publication])
    files = DiskFiles(options.site)
    site = open_site(files, config.site, config.shortcodes)
    live, _ = choose_live(site.scan().sources, moment)
    order = Order(issues=(options.issue,))
    bindings, _ = plan(publication, site.sites, live, order=order, now=moment.now)
    if not bindings:
        raise UsageError(
            f"no post belongs to issue {options.issue}", "`exporter list issues` names those there are."
        )
    digests = Digests(files, Cache(cache_folder(None)), str(Path(options.site).resolve()))
    path = closed_file(options.site, options.config)
    closed = load_closed(path)
    for binding in bindings:
        posts = {post.id: digests.of(post.source) for post in binding.issue.posts}
        closed[name_of(binding)] = Closed(_modified(binding, posts, closed.get(name_of(binding))), posts)
    written = replace_text(path, write_closed(closed))
    lines = [f"{name_of(b)}: {counted(len(b.issue.posts), 'posts')}" for b in bindings]
    return [*lines, f"{path}{': commit it' if written else ', as before'}"]


def _modified(binding: Binding, posts: dict[str, str], before: Closed | None) -> datetime:
    """Never before what readers have: a revision is newer than the one it replaces."""
    if before is None:
        return binding.issue.updated
    return before.modified if before.posts == posts else max(binding.issue.updated, before.modified + LATER)
