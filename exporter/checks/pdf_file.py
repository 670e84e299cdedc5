"""A finished PDF as its judges see it. With the gate of the PDF backend the only place that sees pikepdf."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from pikepdf.models.metadata import decode_pdf_date

from exporter.errors import ExportError


class Finding(NamedTuple):
    """What is wrong: the requirement's number in the list of requirements, words, and the page from 1, or 0."""

    rule: str
    message: str
    page: int = 0


class Jump(NamedTuple):
    """A link within the file: the page it stands on, from 1, its words, the page it leads to (0: to none)."""

    page: int
    text: str
    target: int


class Element(NamedTuple):
    """An element of the structure: its type, the types of its kids, its attributes' names, its page (0: not told), the
    text that stands for it, its id, and whether it holds an annotation.
    """

    kind: str
    kids: frozenset[str]
    attributes: frozenset[str]
    page: int
    text: str
    id: str
    clicked: bool

    def has(self, *names: str) -> bool:
        return not self.attributes.isdisjoint(names)


class PdfFile:
    """Raises ExportError where nothing can be read."""

    def __init__(self, path: Path) -> None:
        try:
            self.pdf = pikepdf.open(path)
        except (pikepdf.PdfError, OSError) as error:
            raise ExportError(f"{path.name} cannot be read: {error}") from None
        self.root: Any = self.pdf.Root
        self.pages: list[Any] = list(self.pdf.pages)
        self._numbers = {page.objgen: number for number, page in enumerate(self.pages, 1)}

    def close(self) -> None:
        self.pdf.close()

    def page_of(self, number: int) -> int:
        """The page, from 1, of a page, an annotation or the first content of a structure element; 0 for all else."""
        found: Any = self.pdf.get_object(number, 0)
        for _ in range(_DEPTH):
            if not isinstance(found, pikepdf.Dictionary):
                return 0
            if found.get("/Type") == "/Page":
                return self._numbers.get(found.objgen, 0)
            found = found.get("/Pg") or found.get("/P" if "/Subtype" in found else "/K")
            if isinstance(found, pikepdf.Array):
                found = next((kid for kid in found if isinstance(kid, pikepdf.Dictionary)), None)
        return 0

    @cached_property
    def facts(self) -> dict[str, str]:
        """The XMP packet, by prefixed names."""
        # By default pikepdf writes what XMP says over what Info says.
        with self.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as found:
            return {name: _said(found.get(name, "")) for name in _FACTS}

    def instant(self, name: str) -> datetime | None:
        """A date of the Info dictionary; None where there is none, or what is there is no date."""
        try:
            return decode_pdf_date(str(self.pdf.docinfo[name]))
        except (KeyError, ValueError):
            return None

    @cached_property
    def annotations(self) -> list[tuple[int, Any]]:
        """Every link, with the page it stands on."""
        return [
            (number, note)
            for number, page in enumerate(self.pages, 1)
            for note in page.get("/Annots", [])
            if note.get("/Subtype") == "/Link"
        ]

    def jumps(self) -> Iterator[Jump]:
        """The links that stay within the file."""
        for page, note in self.annotations:
            target = note.get("/Dest")
            action = note.get("/A")
            if target is None and action is not None and action.get("/S") == "/GoTo":
                target = action.get("/D")
            if target is not None:
                yield Jump(page, str(note.get("/Contents", "")), self.number(target))

    def number(self, destination: Any) -> int:
        """The page, from 1, that an explicit destination shows; 0 for one that is not in the file."""
        try:
            return self._numbers.get(destination[0].objgen, 0)
        except (TypeError, ValueError, AttributeError, IndexError):
            return 0

    def elements(self) -> Iterator[Element]:
        """Every element of the structure, in no order."""
        todo = [self.root.get("/StructTreeRoot")]
        seen: set[tuple[int, int]] = set()
        while todo:
            found = todo.pop()
            if _again(found, seen):
                continue
            kids = _listed(found.get("/K") if found is not None else None)
            inner = [kid for kid in kids if "/S" in kid]
            todo += inner
            if found is not None and "/S" in found:
                yield self._element(found, kids, inner)

    def _element(self, found: Any, kids: list[Any], inner: list[Any]) -> Element:
        page = found.get("/Pg") or next((kid["/Pg"] for kid in kids if "/Pg" in kid), None)
        return Element(
            str(found["/S"])[1:],
            frozenset(str(kid["/S"])[1:] for kid in inner),
            frozenset(name for one in _listed(found.get("/A")) for name in one.keys()),  # noqa: SIM118
            self._numbers.get(page.objgen, 0) if page is not None else 0,
            (str(found.get("/Alt", "")) + str(found.get("/ActualText", ""))).strip(),
            str(found.get("/ID", "")),
            any(kid.get("/Type") == "/OBJR" for kid in kids),
        )

    def fonts(self) -> dict[str, Any]:
        """Every font that a page names, by its base name."""
        found: dict[str, Any] = {}
        seen = set()
        for page in self.pages:
            fonts = page.get("/Resources", {}).get("/Font", {})
            if not len(fonts) or fonts.objgen in seen:
                continue
            seen.add(fonts.objgen)
            found.update({str(font.get("/BaseFont", "")): font for _, font in fonts.items()})
        return found

    def bookmarks(self) -> Iterator[tuple[str, int]]:
        """Every line of the outline and the page, from 1, it leads to."""
        todo = [self.root.get("/Outlines", {}).get("/First")]
        seen: set[tuple[int, int]] = set()
        while todo:
            item = todo.pop()
            if item is None or _again(item, seen):
                continue
            yield str(item.get("/Title", "")), self.number(item.get("/Dest"))
            todo += [item.get("/Next"), item.get("/First")]

    def attachment(self, name: str) -> bytes | None:
        """The bytes of an embedded file, None where there is no such file."""
        if name not in self.pdf.attachments:
            return None
        return bytes(self.pdf.attachments[name].get_file().read_bytes())


def _said(value: Any) -> str:
    """A property as Info would say it: names one after the other."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _again(found: Any, seen: set[tuple[int, int]]) -> bool:
    """Whether it has been met before: what holds itself, which without a number it cannot, has no end."""
    if found is None or not found.is_indirect:
        return False
    met = found.objgen in seen
    seen.add(found.objgen)
    return met


def _listed(found: Any) -> list[Any]:
    """The dictionaries of a value that may be one or an array of them."""
    several = found if isinstance(found, pikepdf.Array) else [found]
    return [one for one in several if isinstance(one, pikepdf.Dictionary)]


# Elements within elements, as deep as they are followed.
_DEPTH = 64
_FACTS = (
    *("dc:title", "dc:language", "dc:creator", "pdfuaid:part", "pdfaid:part", "pdfaid:conformance"),
    *("xmp:CreateDate", "xmp:ModifyDate"),
)
