"""RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1: the whole text of the newest posts, every address absolute."""

from __future__ import annotations

from typing import Final

from exporter.backends.contract import Backend
from exporter.backends.feeds.options import Options

BACKEND: Final = Backend(
    name="feeds",
    version=8,
    options=Options,
    libraries=("feedgen", "lxml", "pygments", "msgspec", "brotli"),
    lists=True,
)
