from __future__ import annotations

import pytest

from exporter.reading.distill import distill
from exporter.reading.located import locate


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "One.<d-footnote>A\nnote.</d-footnote> Two.<d-footnote>B</d-footnote>",
            "One.[^distill-1] Two.[^distill-2]\n\n[^distill-1]: A note.\n\n[^distill-2]: B",
        ),
        (
            "`<d-cite>` x<d-footnote>See <d-cite key='a'></d-cite>.</d-footnote>",
            "`<d-cite>` x[^distill-1]\n\n[^distill-1]: See \\[a\\].",
        ),
        ('As <d-cite key="a,b2"></d-cite> says', "As \\[a, b2\\] says"),
        ("<d-cite></d-cite>x", "x"),
        ("<d-math>a &lt; b</d-math>", "$$a < b$$"),
        ("<d-code>x</d-code>", "`x`"),
        ('<d-code block language="js">\n  var x;\n</d-code>', "\n\n~~~~js\nvar x;\n~~~~\n\n"),
        ("`<d-cite>`\n\n```\n<d-code>x</d-code>\n```", "`<d-cite>`\n\n```\n<d-code>x</d-code>\n```"),
        ("plain", "plain"),
    ],
)
def test_elements(written: str, read: str) -> None:
    assert distill(locate(written)).text == read
