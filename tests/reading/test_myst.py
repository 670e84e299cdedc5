"""MyST's directives become what our Markdown has."""

from __future__ import annotations

import pytest

from exporter.reading.located import locate
from exporter.reading.myst import myst


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("```{note}\nA *b*\n```", "\n> [!NOTE]\n>\n> A *b*\n\n"),
        (":::{warning}\n:class: x\n\nW\n:::\nafter", "\n> [!WARNING]\n>\n> W\n\n\nafter"),
        (":::{note} On the line.\n:::", "\n> [!NOTE]\n>\n> On the line.\n\n"),
        ("```{admonition} Own title\nW\n```", "\n> [!NOTE] Own title\n>\n> W\n\n"),
        (
            "::::{note}\n```{tip}\nB\n```\n::::",
            "\n> [!NOTE]\n>\n>\n> > [!TIP]\n> >\n> > B\n>\n>\n\n",
        ),
        ("```{image} a b.png\n:alt: al]\n```", "\n![al\\]](<a b.png>)\n"),
        ("```{figure} a.png\n```", "\n![](<a.png>)\n"),
        (
            "- x\n  ```{code-block} python\n  :linenos:\n  :caption: a.py\n\n  print('```')\n  ```",
            "- x\n\n  **a.py**\n\n  ````python\n  print('```')\n  ````\n",
        ),
        ("```{math}\n:label: e\na\n\nb\n```", "\n$$\na\nb\n$$\n"),
        ("{math}`a^2` `{math}` ```{math}`b```", "$a^2$ `{math}` ```{math}`b```"),
        ("(there)=\n# T", "\n# T"),
        ("```{r}\nx\n```\n\n    (a)=\n", "```{r}\nx\n```\n\n    (a)=\n"),
        ("````md\n```{note}\nx\n```\n````", "````md\n```{note}\nx\n```\n````"),
        (":::{unknown}\nx\n:::", ":::{unknown}\nx\n:::"),
        ("```{note}\nno end", "\n> [!NOTE]\n>\n> no end\n\n"),
        ("{x} words", "{x} words"),
    ],
)
def test_directives(written: str, made: str) -> None:
    assert myst(locate(written)).text == made


def test_rows_keep_their_lines() -> None:
    found = myst(locate("a\n\n:::{note}\n:class: x\n\nW\n:::\nb"))
    assert [
        number
        for number, row in zip(found.numbers, found.text.split("\n"), strict=True)
        if row in {"> W", "b"}
    ] == [6, 8]


def test_a_picture_with_its_words_is_a_figure() -> None:
    found = myst(locate("```{figure} a.png\n:alt: x\n\n*Words*\n```")).text
    assert [row for row in found.split("\n") if row] == [
        "<figure>", "![x](<a.png>)", "<figcaption>", "*Words*", "</figcaption>", "</figure>",
    ]  # fmt: skip
