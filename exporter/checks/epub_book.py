"""A finished EPUB as a judge opens it: its files, its package, its documents. Nothing in it is trusted."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any, Final, NamedTuple
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from exporter.errors import ExportError

XHTML: Final = "{http://www.w3.org/1999/xhtml}"
OPS: Final = "{http://www.idpf.org/2007/ops}"
OPF: Final = "{http://www.idpf.org/2007/opf}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
CONTAINER: Final = "META-INF/container.xml"
_LARGEST: Final = 64 * 2**20


class Finding(NamedTuple):
    """``rule`` is the requirement's id; ``file`` is inside the book, "" for the book itself; line 0: unknown."""

    rule: str
    message: str
    file: str = ""
    line: int = 0


def line_of(element: etree._Element) -> int:
    """The line of an element in its file; 0 where it is not known."""
    line: Any = element.sourceline
    return int(line or 0)


class Item(NamedTuple):
    """A row of the manifest; ``file`` is its place in the container."""

    id: str
    file: str
    media_type: str
    properties: frozenset[str]


class Book:
    """Raises ExportError where the file is no ZIP or has no package document that can be read."""

    def __init__(self, path: Path) -> None:
        try:
            self.zip = ZipFile(path)
        except (OSError, BadZipFile) as error:
            raise ExportError(f"{path.name} cannot be opened: {error}") from None
        self.names = self.zip.namelist()

    @property
    def entries(self) -> list[ZipInfo]:
        """The container's entries in their order."""
        return self.zip.infolist()

    def read(self, name: str) -> bytes:
        """Raises ExportError for a file that is missing, damaged or too large to look at."""
        if name not in self.names or self.zip.getinfo(name).file_size > _LARGEST:
            raise ExportError(f"{name} is missing or too large")
        try:
            return self.zip.read(name)
        except (OSError, EOFError, RuntimeError, ValueError, BadZipFile, zlib.error) as error:
            raise ExportError(f"{name} cannot be read: {error}") from None

    def tree(self, name: str) -> etree._Element:
        """The document ``name``. Raises ExportError where it is not well-formed."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise ExportError(f"{name} is not well-formed: {error.msg}") from None

    @cached_property
    def package_file(self) -> str:
        """Where the package document lies."""
        root = self.tree(CONTAINER)
        return next((str(e.get("full-path")) for e in root.iter("{*}rootfile")), "")

    @cached_property
    def package(self) -> etree._Element:
        """The package document."""
        return self.tree(self.package_file)

    @cached_property
    def items(self) -> list[Item]:
        """The manifest."""
        return [
            Item(
                row.get("id", ""),
                self.resolve(self.package_file, row.get("href", "")),
                row.get("media-type", ""),
                frozenset((row.get("properties") or "").split()),
            )
            for row in self.package.iter(f"{OPF}item")
        ]

    @cached_property
    def spine(self) -> list[str]:
        """The documents in reading order."""
        files = {item.id: item.file for item in self.items}
        return [files.get(row.get("idref", ""), "") for row in self.package.iter(f"{OPF}itemref")]

    def meta(self, name: str) -> list[str]:
        """The values of ``<meta property=name>`` that refine nothing."""
        rows = self.package.iter(f"{OPF}meta")
        return [row.text or "" for row in rows if row.get("property") == name and not row.get("refines")]

    @cached_property
    def profile(self) -> str:
        """The profile that the book says it was made for; "" where it says none."""
        rows = self.package.iter(f"{OPF}meta")
        return next((row.get("content", "") for row in rows if row.get("name") == "exporter:profile"), "")

    @cached_property
    def documents(self) -> dict[str, etree._Element]:
        """The XHTML documents that are well-formed, by their places."""
        return dict(self._documents())

    def _documents(self) -> Iterator[tuple[str, etree._Element]]:
        for item in self.items:
            if item.media_type == "application/xhtml+xml":
                try:
                    yield item.file, self.tree(item.file)
                except ExportError:
                    continue

    @staticmethod
    def resolve(base: str, href: str) -> str:
        """The place in the container that ``href`` in the file ``base`` leads to, without its fragment."""
        path = unquote(href.partition("#")[0])
        return normpath(join(dirname(base), path)) if path else base
