"""What reading makes is valid XHTML by the strictest judge there is: W3C's EPUBCheck, on one book of all bodies."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import Phase, given, settings
from lxml import etree

from exporter.checks.epubcheck import check_epubs
from exporter.model.markup import Markup, thaw
from exporter.passes.ids import strip_lines
from tests.cases import read_cases
from tests.reading.resolving import read
from tests.reading.soup import soup

CASES = read_cases(Path(__file__).parent / "fixtures" / "body.md")
PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">urn:x:y</dc:identifier>'
    "<dc:title>t</dc:title><dc:language>en</dc:language>"
    '<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta></metadata><manifest>'
    '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="img" href="i.png" media-type="image/png"/>{items}</manifest><spine>{spine}</spine></package>'
)
ITEM = '<item id="c{0}" href="c{0}.xhtml" media-type="application/xhtml+xml"/>'
NAVIGATION = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head>'
    '<body><nav epub:type="toc"><ol><li><a href="c0.xhtml">c</a></li></ol></nav></body></html>'
)
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head>{}</html>'


def book(path: Path, bodies: Sequence[Markup]) -> None:
    numbers = range(len(bodies))
    items, spine = "".join(map(ITEM.format, numbers)), "".join(map('<itemref idref="c{}"/>'.format, numbers))
    with ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/epub+zip")
        file.writestr("META-INF/container.xml", CONTAINER)
        file.writestr("p.opf", PACKAGE.format(items=items, spine=spine))
        file.writestr("nav.xhtml", NAVIGATION)
        file.writestr("i.png", PIXEL)
        for number, body in zip(numbers, bodies, strict=True):
            file.writestr(f"c{number}.xhtml", PAGE.format(page(body)))


def page(body: Markup) -> str:
    """``body`` as a chapter: its images are the book's one, and what EPUB narrows HTML by is left out."""
    root = thaw(body)
    strip_lines(root)
    for element in root.iter():
        element.attrib.pop("abbr", "")  # EPUBCheck 5.3 has not heard of th@abbr (HTML 4.9.10)
        if element.get("cite", "").startswith("http:"):
            del element.attrib["cite"]  # RSC-031: a book's resources come by https
        if element.tag == "img":
            element.set("src", "i.png")
    return etree.tostring(root, encoding="unicode")


def faults(folder: Path, bodies: Sequence[Markup]) -> list[str]:
    book(folder / "all.epub", bodies)
    return [f"{d.span}: {d.message}" for d in check_epubs({"all.epub": folder / "all.epub"})]


def many(examples: int) -> list[Markup]:
    made: list[Markup] = []

    @settings(max_examples=examples, phases=[Phase.generate])
    @given(soup(tokens=50))
    def collect(html: str) -> None:
        markup = read(html).markup
        if markup:
            made.append(markup)

    collect()
    return made


# The last chapter is wrong on purpose: a judge that sleeps is noticed.
WRONG = Markup("<p><bdo>no direction</bdo></p>")


def check(folder: Path, bodies: Sequence[Markup]) -> None:
    found = faults(folder, [*bodies, WRONG])
    assert [fault for fault in found if f"c{len(bodies)}.xhtml" not in fault] == []
    assert len(found) == 1


def test_every_case_and_much_tag_soup_is_valid(tmp_path: Path) -> None:
    check(tmp_path, [*(Markup(case.expected) for case in CASES if case.expected), *many(300)])


@pytest.mark.slow
def test_a_great_deal_of_tag_soup_is_valid(tmp_path: Path) -> None:
    check(tmp_path, many(4_000))
