"""An EPUB as a reading system opens it: its contents, and its files one by one."""

from __future__ import annotations

import re
from mimetypes import guess_type
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from exporter.checks.epub_book import OPS, XHTML, Book
from exporter.preview.scheme import Scheme, in_scheme

_HEAD: Final = re.compile(rb"</head\s*>", re.IGNORECASE)
_TYPES: Final = {".xhtml": "application/xhtml+xml", ".opf": "text/xml", ".ncx": "text/xml"}
# The page of a reading system: its colours, and margins around the text.
_PAGE: Final = (
    "<style>html { color-scheme: %s; background: Canvas; color: CanvasText; padding: 2rem }</style>"
)


class Place(NamedTuple):
    """A line of the contents: ``file`` is inside the book and may end with a fragment; ``depth`` from 0."""

    title: str
    file: str
    depth: int


class OpenBook(NamedTuple):
    """``spine`` is the reading order; ``turns`` is ltr or rtl, empty where the book does not say."""

    title: str
    contents: tuple[Place, ...]
    spine: tuple[str, ...]
    turns: str


def open_book(path: Path) -> OpenBook:
    """Raises ExportError for a book that cannot be opened."""
    book = Book(path)
    nav = next((item.file for item in book.items if "nav" in item.properties), "")
    title = next((e.text or "" for e in book.package.iter("{*}title")), path.stem)
    spine = next(book.package.iter("{*}spine"), None)
    turns = spine.get("page-progression-direction", "") if spine is not None else ""
    return OpenBook(title, _contents(book, nav), tuple(book.spine), turns)


def _contents(book: Book, nav: str) -> tuple[Place, ...]:
    if not nav:
        return ()
    lists = (e for e in book.tree(nav).iter(f"{XHTML}nav") if e.get(f"{OPS}type") == "toc")
    found = next(lists, None)
    return tuple(
        Place("".join(map(str, link.itertext())).strip(), _target(nav, link.get("href", "")), _depth(link))
        for link in (found.iter(f"{XHTML}a") if found is not None else ())
    )


def _target(nav: str, href: str) -> str:
    fragment = href.partition("#")[2]
    return Book.resolve(nav, href) + (f"#{fragment}" if fragment else "")


def _depth(link: etree._Element) -> int:
    return sum(1 for _ in link.iterancestors(f"{XHTML}ol")) - 1


def file_of(path: Path, name: str, scheme: Scheme) -> tuple[bytes, str]:
    """A file of the book and its media type, light or dark. Raises ExportError."""
    content = Book(path).read(name)
    suffix = f".{name.rpartition('.')[2]}"
    media_type = _TYPES.get(suffix) or guess_type(name)[0] or "application/octet-stream"
    if suffix in {".xhtml", ".css"}:
        content = in_scheme(content, scheme)
    if suffix == ".xhtml":
        content = _HEAD.sub((_PAGE % scheme).encode() + rb"\g<0>", content, count=1)
    return content, media_type
