from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from msgspec.structs import replace

from exporter.backends.contract import BindJob
from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.engine import lay_out
from exporter.backends.pdf.gate import check
from exporter.backends.pdf.losses import lost_text
from exporter.backends.pdf.options import PdfOptions
from exporter.backends.pdf.part import DECODER, ENCODER
from exporter.model.artifact import Part
from tests.backends.pdf import samples

FRONT = 2


def test_a_whole_volume_passes() -> None:
    posts = samples.three()
    fragments = [DECODER.decode(samples.part(each).content) for each in posts]
    assert check(samples.volume(posts), FRONT, posts, fragments, after=1) == ()


@pytest.mark.parametrize("fault", ["page", "text", "link", "picture", "heading"])
def test_a_post_that_lost_something_is_named(fault: str) -> None:
    posts = samples.three()[:2]
    fragments = [DECODER.decode(samples.part(each).content) for each in posts]
    with pikepdf.open(BytesIO(samples.volume(posts))) as pdf:
        if fault == "page":
            del pdf.pages[FRONT]
        elif fault == "text":
            pdf.pages[FRONT].Contents[0].write(b"q Q")
        elif fault == "picture":
            del pdf.pages[FRONT].Resources["/XObject"]
        elif fault == "heading":
            first = fragments[0].headings[0]
            heading = replace(first, text="quite another")
            fragments[0] = replace(fragments[0], headings=(heading,))
        else:
            del pdf.pages[FRONT].Annots
        broken = BytesIO()
        pdf.save(broken)
    found = check(broken.getvalue(), FRONT, posts, fragments, after=1)
    assert {each.code for each in found} == {"P703"}
    assert found[0].span.source == "posts/ja.md"
    assert "紙を裁つ朝" in found[0].message


def test_a_title_that_the_file_does_not_show_stops_the_volume() -> None:
    each = samples.three()[1]
    fragment = DECODER.decode(samples.part(each).content)
    other = replace(each, title="Quite another post")
    job = BindJob(
        issue=samples.issue([other]),
        site=samples.SITE,
        theme=samples.theme(),
        options=PdfOptions(),
        parts=(Part(ENCODER.encode(fragment)),),
    )
    assert [found.code for found in BACKEND.bind(job).diagnostics] == ["P703"]


def test_text_that_no_page_shows_is_told() -> None:
    painted = lay_out(
        "<html lang=en><body><p>one two</p><p>three 3</p>", ["@page{size:90pt 60pt;margin:9pt}"], {}
    )
    assert len(painted.pages) > 1
    assert lost_text(painted, [""]) == ""
    assert lost_text(painted._replace(pages=painted.pages[:1]), [""]) == "3eehrt"


def test_a_character_without_a_glyph_is_replaced_and_named_with_its_line() -> None:
    each = samples.post("x", "題", '<p data-line="8">文</p><p data-line="12">字\ue123</p>')
    part = samples.part(each)
    found = [diagnostic for diagnostic in part.diagnostics if diagnostic.code == "P702"]
    assert [(diagnostic.span.line, "U+E123" in diagnostic.message) for diagnostic in found] == [(12, True)]
    shown = {text for face in DECODER.decode(part.content).faces for text in face.glyphs.values()}
    assert "〓" in shown
