"""What pandoc's Markdown has besides."""

from __future__ import annotations

import pytest

from exporter.reading.located import locate
from exporter.reading.pandoc import pandoc


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("![](a.png){width=672}\n", '<img src="a.png" alt="" width="672">\n'),
        ('x ![a](a.png){width="50%"} y\n', 'x <img src="a.png" alt="a" width="50%"> y\n'),
        ("![](a.png)\n", "![](a.png)\n"),
        ("[small]{.smallcaps} [a](b){.c}\n", "small [a](b){.c}\n"),
        ("$$\nx\n$$ {#eq-a}\n", "$$\nx\n$$\n"),
        (": Words {#tbl-a}\n\nSee @tbl-a, @tbl-b.\n", "Table\u00a01: Words\n\nSee Table\u00a01, @tbl-b.\n"),
        ("see `@fig-a` and a@fig-a.example\n", "see `@fig-a` and a@fig-a.example\n"),
        ("## Two *words* {#sec-a}\n\n[@sec-a]\n", "## Two *words* {#sec-a}\n\n[Two *words*](#sec-a)\n"),
    ],
)
def test_notations(written: str, made: str) -> None:
    assert pandoc(locate(written), "en").text == made


def test_a_picture_alone_is_a_figure() -> None:
    made = pandoc(locate('![A *view*](a.png){#fig-v fig-alt="Hills"}\n\n@fig-v\n'), "de").text
    assert made.startswith(
        '<figure>\n<img src="a.png" alt="Hills">\n<figcaption>\n\nAbbildung\u00a01: A *view*\n'
    )
    assert made.endswith("</figure>\n\nAbbildung\u00a01\n")
