"""The files of a site whose names, sizes and times are known from one walk: no question is asked of the disk twice."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from exporter.errors import ExportError
from exporter.world.files import LARGEST, DiskFiles, Stat, plain
from exporter.world.survey import Survey


class SurveyedFiles(DiskFiles):
    """As DiskFiles, at the instant of the survey. What the survey does not hold is looked for on the disk."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        super().__init__(Path(survey.root))

    def stat(self, name: str) -> Stat | None:
        known = self.survey.files.get(name)
        if known is None and self.survey.lacks(name):
            return None
        # A link is judged by where it leads.
        return super().stat(name) if known is None or name in self.survey.links else Stat(*known)

    def read(self, name: str, limit: int = LARGEST) -> bytes:
        if name not in self.survey.files or name in self.survey.links:
            return super().read(name, limit)
        # The walk met no link on the way to it: its place need not be resolved, which costs more than reading it.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        # Four calls to the system for a file; a file object makes nine, which a scan of headers feels.
        file = os.open(f"{self.survey.root}/{name}", flags)
        try:
            size = os.fstat(file).st_size
            if size > limit:
                raise ExportError(f"{name} has {size:,} bytes; the limit is {limit:,}")
            return _whole(file, size)
        finally:
            os.close(file)

    def walk(self, under: str = "") -> Iterator[str]:
        prefix = f"{plain(under)}/" if under else ""
        names = self._names
        for i in range(bisect_left(names, prefix), len(names)):
            name = names[i]
            if not name.startswith(prefix):
                return
            hidden = "/." in f"/{name[len(prefix) :]}"
            if not hidden and (name not in self.survey.links or super().stat(name)):
                yield name

    def missed(self) -> Iterator[tuple[str, str]]:
        """(name, why) of all that ``walk`` passes over and does not find hidden, in code point order."""
        links = {name: why for name in self.survey.links if (why := self._blocked(name))}
        unnamed = {name: "its name is not UTF-8" for name in self.survey.files if not _is_text(name)}
        closed = dict.fromkeys(self.survey.closed, "the folder cannot be listed")
        for name, why in sorted({**links, **unnamed, **closed}.items()):
            if "/." not in f"/{name}":
                yield name, why

    def _blocked(self, link: str) -> str:
        """Why a link is not followed; empty where it is."""
        if super().stat(link):
            return ""
        place = Path(self.root, link)
        if not place.exists():
            return "a link that leads nowhere"
        return "a link to a folder" if place.is_dir() else "a link that leads out of the site"

    @cached_property
    def _names(self) -> list[str]:
        return sorted(name for name in self.survey.files if _is_text(name))


def _whole(file: int, size: int) -> bytes:
    """What is left of a file that had ``size`` bytes; it may have grown or shrunk since."""
    content = os.read(file, size + 1)
    if len(content) == size:
        return content
    pieces = [content]
    while piece := os.read(file, 2**20):
        pieces.append(piece)
    return b"".join(pieces)


def _is_text(name: str) -> bool:
    return name.isascii() or not any("\ud800" <= c <= "\udfff" for c in name)
