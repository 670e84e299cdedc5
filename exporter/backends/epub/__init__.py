"""EPUB 3.3: an issue as one book, valid, accessible, the same bytes from the same posts."""

from __future__ import annotations

from typing import Final

from exporter.backends.contract import Backend
from exporter.backends.epub.options import EpubOptions

BACKEND: Final = Backend(
    name="epub",
    version=23,
    options=EpubOptions,
    libraries=(
        "EbookLib",
        "latex2mathml",
        "lxml",
        "msgspec",
        "pillow",
        "Pygments",
        "resvg-py",
        "uharfbuzz",
        "ziamath",
    ),
    lists=True,
    sets_type=True,
)
