"""A PDF as pictures of its pages: so it looks the same in every browser, with none of them asked to show a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

import pypdfium2

from exporter.errors import ExportError

# PDFium may be entered by one thread at a time, whatever the document.
_TURN: Final = Lock()
_SCALE: Final = 1.6  # 115 dots per inch: sharp at the width of half a window


class Line(NamedTuple):
    """A bookmark; ``page`` counts from 0."""

    title: str
    page: int
    depth: int


class Paper(NamedTuple):
    """``width`` and ``height`` are those of the first page, in points."""

    pages: int
    width: float
    height: float
    outline: tuple[Line, ...]


@contextmanager
def _document(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Raises ExportError for what is no PDF."""
    with _TURN:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise ExportError(f"{path.name} cannot be opened: {error}") from None
        with closing(document):
            yield document


def open_paper(path: Path) -> Paper:
    """Its measures and its outline. Raises ExportError."""
    with _document(path) as document:
        width, height = document.get_page_size(0)
        outline = tuple(_outline(document))
        return Paper(len(document), width, height, outline)


def _outline(document: pypdfium2.PdfDocument) -> Iterator[Line]:
    for bookmark in document.get_toc():
        target = bookmark.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            yield Line(bookmark.get_title(), page, bookmark.level)


def picture_of(path: Path, page: int) -> bytes:
    """A page, counted from 0, as JPEG. Raises IndexError for one that is not there, ExportError."""
    with _document(path) as document:
        if not 0 <= page < len(document):
            raise IndexError(page)
        image = document[page].render(scale=_SCALE).to_pil()
    out = BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()
