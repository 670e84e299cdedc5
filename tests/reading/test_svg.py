"""An inline drawing becomes an image of its own: well-formed, safe, and of the size it had."""

from __future__ import annotations

from base64 import b64decode

import pytest
from hypothesis import given, settings
from lxml import etree

from exporter.model.markup import thaw
from exporter.passes.images import Refusal, inspect
from exporter.reading.svg import SVG, XLINK
from tests.reading.resolving import read
from tests.reading.soup import soup


def content(html: str) -> bytes:
    (image,) = thaw(read(html).markup).iter("img")
    return b64decode(image.get("src", "").partition(",")[2])


def drawn(html: str) -> etree._Element:
    return etree.fromstring(content(html))


def test_names_of_svg_keep_their_capitals() -> None:
    root = drawn(
        '<svg viewbox="0 0 1 1"><lineargradient id="g" gradientunits="userSpaceOnUse"/><clippath/></svg>'
    )
    assert [etree.QName(e).localname for e in root.iter()] == ["svg", "linearGradient", "clipPath"]
    assert root[0].get("gradientUnits") == "userSpaceOnUse"
    assert root.get("viewBox") == "0 0 1 1"


def test_it_is_as_large_as_its_view_box_where_it_says_nothing() -> None:
    assert dict(drawn('<svg viewBox="0,0 30 20"><rect/></svg>').items()) == {
        "viewBox": "0,0 30 20",
        "width": "30",
        "height": "20",
    }
    assert drawn('<svg viewBox="0 0 30 20" width="3"><rect/></svg>').get("height") is None
    assert drawn("<svg viewBox='none'><rect/></svg>").get("width") is None


def test_it_is_called_what_it_calls_itself() -> None:
    images = thaw(
        read('<svg aria-label="a"><g/></svg><svg><title> b </title><g/></svg><svg><g/></svg>').markup
    ).iter("img")
    assert [image.get("alt") for image in images] == ["a", "b", ""]


def test_words_stay_in_their_places() -> None:
    root = drawn("<svg><text>a &lt; b<tspan>c</tspan>d&#1;</text>e</svg>")
    assert root.xpath("string()") == "a < bcde"
    assert root[0][0].tail == "d"


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>", "<foreignObject><p>x</p></foreignObject>", '<set attributeName="href" to="javascript:x"/>',
        '<animate attributeName="href" values="javascript:x"/>', "<style>@import url(https://e.org/x.css)</style>",
        "<style>rect{fill:url(https://e.org/x.svg#a)}</style>", '<rect onload="alert(1)"/>', '<rect style="fill:url(//e.org/#a)"/>',
        '<use href="https://e.org/x.svg#a"/>', '<use xlink:href="other.svg#a"/>', '<image href="https://e.org/a.png"/>',
        '<image xlink:href="data:image/svg+xml,<svg onload=x>"/>', '<a href="javascript:x"><rect/></a>', '<rect fill="url( \'http://e.org\')"/>',
    ],
)  # fmt: skip
def test_nothing_in_it_runs_or_fetches(part: str) -> None:
    text = content(f"<svg>{part}<circle/></svg>").decode()
    for forbidden in ("alert", "javascript", "e.org", "other.svg", "import", "onload", "<p"):
        assert forbidden not in text
    assert "<circle" in text


def test_what_points_into_itself_stays() -> None:
    root = drawn(
        '<svg><style>.a{fill:url(#g)}</style><use href="#g"/><image href="data:image/png;base64,AA=="/></svg>'
    )
    assert root[0].text == ".a{fill:url(#g)}"
    assert [e.get(f"{{{XLINK}}}href") for e in list(root)[1:]] == ["#g", "data:image/png;base64,AA=="]


def test_a_link_in_a_drawing_leaves_what_it_holds() -> None:
    root = drawn('<svg><a xlink:href="https://e.org/"><text>node</text></a></svg>')
    assert root[0].tag == f"{{{SVG}}}g"
    assert root.xpath("string()") == "node"


def test_text_borrowed_from_html_is_told() -> None:
    (found,) = read("<svg><rect/><foreignObject>x</foreignObject></svg>").diagnostics
    assert (found.code, "borrows" in found.message) == ("H301", True)


def test_deep_drawings_end_somewhere() -> None:
    assert len(list(drawn("<svg>" + "<g>" * 500 + "<rect/>").iter())) < 100


@settings(max_examples=150)
@given(soup())
def test_any_drawing_is_well_formed_and_understood_by_the_next_stage(inner: str) -> None:
    for image in thaw(read(f'<svg viewBox="0 0 9 9">{inner}</svg>').markup).iter("img"):
        url = image.get("src", "")
        if url.startswith("data:image/svg"):
            etree.fromstring(b64decode(url.partition(",")[2]))
            seen = inspect(url, "", b64decode(url.partition(",")[2]))
            assert not isinstance(seen, Refusal)
