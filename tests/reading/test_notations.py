"""What other generators' Markdown has and ours has not becomes the Markdown that is read here."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.diagnostics import Diagnostic
from exporter.reading.admonitions import admonitions
from exporter.reading.directives import directives
from exporter.reading.keys import keys
from exporter.reading.kramdown import kramdown
from exporter.reading.located import Text, locate
from exporter.reading.markdown import Dialect, render
from exporter.reading.marks import marks
from exporter.reading.mdx import plain_markdown
from exporter.reading.python_lists import python_lists
from tests.cases import Case, read_cases, write_case
from tests.reading.resolving import read

FOLDER = Path(__file__).parent / "fixtures" / "notations"
PASSES: dict[str, Callable[[Text], Text]] = {
    "admonitions": admonitions,
    "directives": directives,
    "kramdown": kramdown,
    "marks": marks,
    "python_lists": python_lists,
    "keys": keys,
    "mdx": lambda body: plain_markdown(body)[0],
}
CASES = [(name, case) for name in PASSES for case in read_cases(FOLDER / f"{name}.md")]


def told(name: str, body: Text) -> tuple[Diagnostic, ...]:
    return plain_markdown(body, "a.mdx")[1] if name == "mdx" else ()


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case.title}" for name, case in CASES])
def test_a_notation_becomes_markdown(name: str, case: Case, update_golden: bool) -> None:
    body = locate(f"{case.given}\n")
    made = PASSES[name](body)
    codes = tuple(sorted({finding.code for finding in told(name, body)}))
    found = Case(case.title, case.given, made.text.rstrip("\n"), codes)
    if update_golden:
        write_case(FOLDER / f"{name}.md", found)
    else:
        assert found == case


PLAIN = """Title
=====

A paragraph! with *marks*, a [link](x) and `code`.

- a list

    indented: well

> a quote

| a | b |
|---|---|
| c | d |

```python
x = {":": 1}
```
"""


@pytest.mark.parametrize("name", PASSES)
def test_text_without_the_notation_is_the_same_object(name: str) -> None:
    body = locate(PLAIN)
    assert PASSES[name](body) is body


# Every piece shows the word that is put in it.
_LINES = {
    "admonitions": ['!!! note "{}"', "!!! tip\n    {}", '??? "{}"', '=== "{}"', '???+ bug ""\n\n    {}'],
    "directives": [":::note {}", ":::tip[{}]", "::::info\n{}", ":::box\n{}", ":::", "::::", "::: details\n{}", "::: {{.x}}\n{}"],
    "kramdown": ["{}\n{{:.x #y}}", "{{:#z}}\n{}", "*{}*{{:.c}}", '<div markdown="1">\n{}', "</div>", "# {}\n{{:.no_toc}}", "{{::nomarkdown}}{}"],
    "marks": [":octicons-x-16: {}", "{}\n{{ .annotate }}", "![{}](a b.png)", "    :::c\n    {}", "[TOC]\n\n{}", "[:simple-x: {}](y)"],
    "python_lists": ["-     {}", "  1.  {}", "1.   {}"],
    "keys": ["++ctrl+a++ {}", "++{}"],
    "mdx": ["<Tabs>\n{}", '<TabItem label="{}">', "</TabItem>", "</Tabs>", "<Foo>{}</Foo>", "{{/* c */}}{}", "<div>\n  {}", "</div>", "{{'{}'}}", "import x from 'y'\n\n{}", "<X/>{}", "{{{}", "</Foo>", "<Note>\n{}", "</Note>"],
}  # fmt: skip
_COMMON = [
    "{}",
    "\n{}",
    "- {}",
    "  {}",
    "    {}",
    "> {}",
    "```\n{}\n```",
    "`{}`",
    "1. {}",
    "\t{}",
    "~~~\n{}",
    "**{}**",
]


@st.composite
def written(draw: st.DrawFn, name: str) -> str:
    """Lines of the notation and of Markdown, indented at random, each with a word of its own."""
    lines = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["", "", "    ", "  ", "- ", "> "]), st.sampled_from(_LINES[name] + _COMMON)
            ),
            max_size=14,
        )
    )
    made = (line.format(f"word{i}") for i, (_, line) in enumerate(lines))
    margins = [margin for margin, _ in lines]
    return "\n".join(
        "\n".join(
            margin + part if i == 0 else " " * len(margin) + part for i, part in enumerate(text.split("\n"))
        )
        for margin, text in zip(margins, made, strict=True)
    )


@pytest.mark.parametrize("name", PASSES)
@given(data=st.data())
@settings(max_examples=80)
def test_every_word_survives_and_knows_its_line(name: str, data: st.DataObject) -> None:
    text = data.draw(written(name))
    body = locate(text, first=5)
    made = PASSES[name](body)
    assert len(made.numbers) == made.text.count("\n") + 1
    lines = {word: i for i, line in enumerate(text.split("\n"), 5) for word in re.findall(r"word\d+", line)}
    found = {
        word: number
        for number, line in zip(made.numbers, made.text.split("\n"), strict=True)
        for word in re.findall(r"word\d+", line)
    }
    assert lines.keys() <= found.keys()
    assert all(abs(found[word] - lines[word]) <= 1 for word in lines), (lines, found)


@pytest.mark.parametrize("name", PASSES)
@given(text=st.one_of(st.text(max_size=80), st.text("!?=:{}<>/\"'`~[]()#.-_* \n\taAT1$\\", max_size=120)))
@settings(max_examples=100)
def test_any_text_is_read(name: str, text: str) -> None:
    made = PASSES[name](locate(text))
    assert len(made.numbers) == made.text.count("\n") + 1
    read(render(made, Dialect()).html)


@pytest.mark.parametrize("name", PASSES)
@pytest.mark.parametrize(
    "piece", ["{", "{/*", "<A>\n", "export const a = {\n\n", ":::a\n", "    !!! a\n", "`` ` ", "![](a "]
)
def test_what_is_repeated_without_end_is_read(name: str, piece: str) -> None:
    body = locate(piece * 2000)
    assert len(PASSES[name](body).numbers) == PASSES[name](body).text.count("\n") + 1


def test_what_is_left_out_of_mdx_is_told_with_its_line() -> None:
    text = "a\n\n<Chart data={d} />\n\nb {f(x)} c\n\n<Box>\nd\n</Box>\n"
    found = [(d.code, d.span.line, d.message) for d in plain_markdown(locate(text), "a.mdx")[1]]
    assert found == [
        ("R201", 3, "the component <Chart> is unknown"),
        ("R209", 5, "the expression {f(x)} was left out"),
        ("R201", 7, "the component <Box> is unknown"),
    ]
