"""The newsletter that a command names."""

from __future__ import annotations

from exporter.backends.newsletter.options import Options
from exporter.config import Config
from exporter.diagnostics import printable
from exporter.errors import UsageError


def newsletter_options(config: Config, name: str) -> Options:
    """Raises UsageError for a name that no newsletter has, with those there are."""
    known = {key: p.options for key, p in config.publications.items() if isinstance(p.options, Options)}
    if name in known:
        return known[name]
    hint = f"There are {', '.join(known)}." if known else 'Configure one with backend = "newsletter".'
    raise UsageError(f"no newsletter is called {printable(name)!r}", hint)
