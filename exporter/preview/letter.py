"""A letter as its readers meet it: the line in the inbox, the page in light and dark, with and without pictures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

from exporter.checks.letters import inbox_line
from exporter.preview.scheme import Scheme, in_scheme

CLIP: Final = 102_000  # bytes of HTML that Gmail shows before it cuts
_PICTURE: Final = re.compile(rb"(<img\b[^>]*?\s)src=", re.IGNORECASE)


class Cover(NamedTuple):
    """What is seen of a letter before it is opened, and how heavy it is: bytes of its page, and of the whole mail."""

    inbox: str
    page: int
    mail: int


def cover_of(page: Path, mail: Path | None) -> Cover:
    """Of the page of a letter, and of the mail that carries it."""
    content = mail.read_bytes() if mail else b""
    return Cover(inbox_line(content) if content else "", page.stat().st_size, len(content))


def page_of(path: Path, scheme: Scheme, *, pictures: bool) -> bytes:
    """The page; without pictures as clients show it that ask first: their alternative texts stand for them."""
    content = in_scheme(path.read_bytes(), scheme)
    return content if pictures else _PICTURE.sub(rb"\1data-src=", content)
