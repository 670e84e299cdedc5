from __future__ import annotations

import pytest
from lxml import etree

from exporter.backends.pdf.announced import keep_announced


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("<p><strong>docs/page.md</strong></p><pre>x</pre>", ["docs/page.md"]),
        ("<p><strong>結論</strong>：</p><ul><li>x</li></ul>", ["結論："]),
        ("<p><strong>Bold</strong> and more.</p><p>x</p>", []),
        ("<p>x</p><p><strong>The last</strong></p>", []),
        (f"<p><strong>{'bold words ' * 9}</strong></p><p>x</p>", []),
        ("<h2>Trivia</h2><p>First published in <em>May</em>.</p><p>x</p>", ["First published in May."]),
        (f"<h2>Trivia</h2><p>{'紙' * 29}</p><p>x</p>", []),
        ("<h2>Trivia</h2><p><img src='x'/></p><p>x</p>", []),
        ("<p>A line.</p><p>x</p>", []),
        ("<p>These are:</p><ul><li>x</li></ul>", ["These are:"]),
        ("<p>次の<em>三つ</em>：</p><pre>x</pre>", ["次の三つ："]),
        ("<p>These are:</p><p>x</p>", []),
        (f"<p>{'words ' * 12}:</p><ul><li>x</li></ul>", []),
    ],
)
def test_a_title_in_bold_and_a_line_below_a_heading_stay_with_what_follows(
    body: str, kept: list[str]
) -> None:
    root = etree.fromstring(f"<body>{body}</body>")
    keep_announced(root)
    marked = root.iterfind(".//*[@class='announces']")
    assert ["".join(map(str, each.itertext())) for each in marked] == kept
