"""What WordPress leaves in exported Markdown."""

from __future__ import annotations

import pytest

from exporter.reading.located import locate
from exporter.reading.wordpress import wordpress

FIGURE = "<figure>\n\n![](a.jpg)\n\n<figcaption>\n\nWords.\n\n</figcaption>\n</figure>"


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ('[caption id="a" width="300"]![](a.jpg) Words.[/caption]', FIGURE),
        (r'\[caption id="a"\]![](a.jpg) Words.\[/caption\]', FIGURE),
        ('[caption]<img src="a.jpg">[/caption]', '<figure>\n\n<img src="a.jpg">\n\n</figure>'),
        ("[youtube https://youtu.be/a?b=c]", "<https://youtu.be/a?b=c>"),
        ("[embed]https://x.example/a[/embed]", "<https://x.example/a>"),
        ('a [gallery ids="1,2"] b', "a  b"),
        ("<!-- wp:paragraph -->\n<p>x</p>\n<!-- /wp:paragraph -->\n", "<p>x</p>\n"),
        ("`[gallery]` [video] [embed](x) [caption](y)", "`[gallery]` [video] [embed](x) [caption](y)"),
    ],
)
def test_leavings(written: str, made: str) -> None:
    assert wordpress(locate(written)).text == made
