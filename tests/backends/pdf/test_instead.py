"""What is put in the place of WeasyPrint's functions finds what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from weasyprint.css import ComputedStyle
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.formatting_structure.boxes import Box
from weasyprint.images import RasterImage
from weasyprint.layout import inline, percent

from exporter.backends.pdf import cascade, clear_lines, lengths, rasters, shaping, struts
from exporter.backends.pdf.engine import lay_out
from exporter.backends.pdf.instead import put_instead
from exporter.backends.pdf.pictures import Resource
from tests.backends.pdf import samples

SHEET = """
@page { size: 300pt 400pt; margin: 20pt }
html { --space: 7px; font: 12px/1.5 serif; text-indent: 10% }
em { white-space: nowrap }
p { margin: 0 0 var(--space); padding-inline-start: 3%; border-block-end: 2px solid }
p.a { width: calc(50% + 10px); min-width: 20%; font-size: 1.2em; line-height: 140% }
em { color: inherit; border: inherit; text-decoration: underline; margin: initial }
div.box { box-sizing: border-box; width: 150px; padding: 10px; border: 3px solid }
div.left { float: left; width: 30% } table { border-collapse: collapse } td { border: 1px solid }
section { direction: rtl; margin-inline-start: 20px } ul { padding-inline-start: 2em }
table.apart { border-collapse: separate; width: 80% }
"""
WORDS = "朝のうちに紙を裁つ。湿り気のある日は刃がよく入らない。A few Latin words, <em>set in</em> a line. "
HTML = f"""<html lang=ja><body><p class=a>{WORDS * 4}</p><div class=left>{WORDS}</div><p>{WORDS * 3}</p>
<div class=box><p>{WORDS}</p></div><section><p>שלום עולם {WORDS}</p><ul><li>{WORDS}</ul></section>
<table><tr><td>{WORDS}<td>1</table><table class=apart><tr><td>{WORDS}<td>2</table><p>{WORDS * 6}</p>"""


def pages(held: dict[str, Resource] | None = None, html: str = HTML) -> list[list[bytes]]:
    return [page.operators for page in lay_out(samples.xhtml(html), [SHEET], held or {}).pages]


@pytest.fixture
def without() -> Iterator[Callable[[Any, Any], None]]:
    """Takes our function out, WeasyPrint's put back, until the test ends."""
    taken: list[tuple[Any, Any]] = []

    def take(ours: Any, theirs: Any) -> None:
        put_instead(ours, theirs)
        taken.append((theirs, ours))

    yield take
    for theirs, ours in taken:
        put_instead(theirs, ours)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (lengths._resolve, lengths._by_weasyprint),
        (struts._known_strut, struts._strut),
        (clear_lines._place, clear_lines._by_weasyprint),
        (shaping._measure, shaping._metrics),
    ],
)
def test_pages_are_the_same_by_weasyprints_own(
    ours: Any, theirs: Any, without: Callable[[Any, Any], None]
) -> None:
    found = pages()
    assert len(found) > 1
    without(ours, theirs)
    assert pages() == found


def test_each_property_of_each_style_is_what_weasyprint_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ComputedStyle] = []
    begin = ComputedStyle.__init__

    def note(style: Any, *arguments: Any) -> None:
        begin(style, *arguments)
        made.append(style)

    monkeypatch.setattr(ComputedStyle, "__init__", note)
    pages()
    ours = [{name: style[name] for name in INITIAL_VALUES} for style in made]
    made.clear()
    monkeypatch.setattr(ComputedStyle, "__missing__", cascade._missing)
    pages()
    assert ours == [{name: style[name] for name in INITIAL_VALUES} for style in made]
    assert len(made) > 20


def test_a_style_in_percents_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Box] = []
    by_weasyprint = lengths._by_weasyprint

    def note(box: Box, around: Any) -> None:
        asked.append(box)
        by_weasyprint(box, around)

    monkeypatch.setattr(lengths, "_by_weasyprint", note)
    pages()
    tags = {box.element_tag for box in asked}
    assert {"p", "div", "table"} <= tags
    assert not {"em", "li", "ul", "tr", "td"} & tags
    assert percent.resolve_percentages is inline.resolve_percentages is lengths._resolve


def test_what_weasyprint_no_longer_has_cannot_be_replaced() -> None:
    with pytest.raises(LookupError):
        put_instead(test_what_weasyprint_no_longer_has_cannot_be_replaced, print)


def png(mode: str, **options: Any) -> bytes:
    content = BytesIO()
    picture = Image.linear_gradient("L").resize((90, 60)).convert(mode)
    picture.save(content, "PNG", **options)
    return content.getvalue()


def opened(content: bytes) -> Any:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_the_rows_of_a_png_are_taken_as_they_are(mode: str) -> None:
    content = png(mode, compress_level=9)
    data = RasterImage._get_png_data(opened(content))
    assert data in content
    assert len(data) > 50


@pytest.mark.parametrize(
    "content",
    [
        png("RGB")[:-40],  # cut short
        png("RGB").replace(b"IDAT\x78", b"IDAT\x00"),  # its data is none
        png("L", bits=4),
        png("RGB", transparency=(0, 0, 0)),
        png("L", transparency=0),
    ],
)
def test_of_another_png_pillow_makes_one(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    assert RasterImage._get_png_data(opened(content)) == rasters._by_weasyprint(opened(content))


def test_pages_show_the_same_picture_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    html = '<html lang=ja><body><p><img src="image:0" alt="灰">'
    held = {"image:0": Resource(png("RGB", compress_level=9), "image/png")}
    found = pages(held, html)
    monkeypatch.setattr(RasterImage, "_get_png_data", staticmethod(rasters._by_weasyprint))
    assert pages(held, html) == found
