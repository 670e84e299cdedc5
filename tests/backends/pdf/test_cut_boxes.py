"""Boxes at the end of a page take what room there is, and no more."""

from __future__ import annotations

import pytest
from lxml import etree

from exporter.backends.pdf.engine import lay_out
from exporter.backends.pdf.long_lines import hang_long_lines
from exporter.backends.pdf.options import PdfOptions, page
from exporter.backends.pdf.part import stylesheets
from tests.backends.pdf import samples

# A page holds 480 pixels: of a box that is cut, 460 of its lines.
SHEET = """
@page { size: 300px 500px; margin: 10px }
html { font: 10px/20px "Noto Sans"; orphans: 1; widows: 1 } body { margin: 0 }
p, div { margin: 0 } pre, aside { margin: 0 0 15px; padding: 10px; box-decoration-break: clone }
pre { white-space: pre-wrap }
"""


def lines(body: str, *sheets: str) -> list[list[str]]:
    """What stands on each page, line by line."""
    painted = lay_out(samples.xhtml(f"<html lang=en><body>{body}</body></html>"), sheets or [SHEET], {})
    return [[leaf.text.strip() for leaf in each.leaves if leaf.text] for each in painted.pages]


@pytest.mark.parametrize(
    "box",
    [
        "<pre>{}</pre>".format("\n".join(map(str, range(40)))),
        "<aside>{}</aside>".format("<br>".join(map(str, range(40)))),
        "<aside>{}</aside>".format("".join(f"<p>{n}</p>" for n in range(40))),
    ],
)
def test_a_box_that_is_cut_fills_the_page(box: str) -> None:
    assert list(map(len, lines(box))) == [23, 17]


@pytest.mark.parametrize(("above", "pages"), [(360, 1), (361, 2)])
def test_a_box_that_has_just_room_stays_whole_and_its_margin_is_not_asked_for(above: int, pages: int) -> None:
    box = "<aside>" + "<br>".join("12345") + "</aside>"
    assert len(lines(f'<div style="height:{above}px"></div>{box}')) == pages


def test_neither_the_first_nor_the_last_line_of_code_stands_alone() -> None:
    code = ["first", "second", "long " * 16, "fourth", "last"]
    sheets = stylesheets(samples.theme(), page(PdfOptions()))
    pre = etree.fromstring("<pre><code>{}</code></pre>".format("\n".join(code)))
    hang_long_lines(pre)
    said = etree.tostring(pre, encoding="unicode")
    cuts = set()
    for above in range(400, 640, 6):
        last = lines(f'<div style="height:{above}px"></div>{said}', *sheets)[-1]
        cuts.add(tuple(name for name in ("first", "second", "fourth", "last") if name in last))
    assert cuts == {("first", "second", "fourth", "last"), ("fourth", "last")}


def test_no_box_without_a_line_of_its_code_is_left_on_a_page() -> None:
    sheets = stylesheets(samples.theme(), page(PdfOptions()))
    pre = etree.fromstring(f"<pre><code>first\n{'long ' * 16}\nlast</code></pre>")
    hang_long_lines(pre)
    for above in range(540, 620, 10):
        body = f'<html lang="en"><body><div style="height:{above}px"></div><p>Before.</p>'
        alone = lay_out(samples.xhtml(body), sheets, {}).pages[0]
        first = lay_out(samples.xhtml(body + etree.tostring(pre, encoding="unicode")), sheets, {}).pages[0]
        assert (first.operators == alone.operators) == (len(first.leaves) == len(alone.leaves))


@pytest.mark.parametrize(("words", "parted"), [(30, False), (600, True)])
def test_a_line_of_code_is_parted_by_a_page_only_where_it_is_very_long(words: int, parted: bool) -> None:
    sheets = stylesheets(samples.theme(), page(PdfOptions()))
    pre = etree.fromstring(f"<pre><code>first\nsecond\n{'word ' * words}\nfourth\nlast</code></pre>")
    hang_long_lines(pre)
    said = etree.tostring(pre, encoding="unicode")
    found = set()
    for above in range(400, 640, 6):
        pages = lines(f'<div style="height:{above}px"></div>{said}', *sheets)
        found.add(sum(any("word" in line for line in each) for each in pages) > 1)
    assert (True in found) == parted


def test_a_card_is_not_cut() -> None:
    sheets = stylesheets(samples.theme(), page(PdfOptions()))
    card = f"<div class='card'>{'<p>A line.</p>' * 6}</div>"
    for above in range(400, 640, 20):
        found = lines(f'<div style="height:{above}px"></div>{card}', *sheets)
        assert len([each for each in found if each]) == 1
