from __future__ import annotations

import pytest
from lxml import etree

from exporter.passes.vertical import set_across


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>7月12日</p>", '<p><span class="upright">7</span>月<span class="tcy">12</span>日</p>'),
        ("<p>第100回!?</p>", '<p>第<span class="tcy">100</span>回<span class="tcy">!?</span></p>'),
        ("<p>2026年、3.14、RSS、v12</p>", "<p>2026年、3.14、RSS、v12</p>"),
        (
            "<p>A案と<b>12</b>個34</p>",
            '<p><span class="upright">A</span>案と<b><span class="tcy">12</span></b>個<span class="tcy">34</span></p>',
        ),
        ("<p><code>12</code><a>12</a></p>", "<p><code>12</code><a>12</a></p>"),
    ],
)
def test_short_numbers_lie_across_and_single_letters_stand(text: str, expected: str) -> None:
    root = etree.fromstring(text)
    set_across(root)

    assert etree.tostring(root, encoding="unicode") == expected
