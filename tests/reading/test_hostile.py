"""No text makes the reader hang, overflow the stack or grow beyond its size: cost is counted, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from exporter.reading.located import locate
from exporter.reading.markdown import HUGO, render

DIALECT = replace(
    HUGO,
    unsafe=True,
    emoji=True,
    mark=True,
    superscript=True,
    inline_footnotes=True,
    block_attributes=True,
    math_inline=(("$", "$"), (r"\(", r"\)")),
    math_block=(("$$", "$$"),),
)

REPEATED = [
    "[", "![", "*a ", "**a", "_a_ ", "*", ">", "> ", "<", "<a ", "<!--", "<?", "[^a]", "^[", "$a ", "$$a", "==a ", "~~a~ ",
    ":a", "\"a' ", "[a](", "[a](<b>", "[a][", "&", "\\", "# a\n\n", "# {", "{#a ", "a\n: b\n", "a\n", "<<", "> [!NOTE]\n", "**「",
    "「**", "-", "a.b-", "_a", "*a _b ", "<div>\n", "\t", "$$\na\n", r"\(a ", "https://a.b/(", "[https://a.bc ", "|a", "- ",
    "[a]: x\n", "[^a]: [^b]\n", "`", "```\n", "| a |\n|---|\n", "x^2^ ", "日本\n",
]  # fmt: skip


def calls(action: Callable[[], object]) -> int:
    """How many functions are called, C ones included."""
    count = 0

    def tally(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tally)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", REPEATED)
def test_twice_the_text_is_not_much_more_than_twice_the_work(piece: str) -> None:
    render(locate("warm"), DIALECT)
    small, large = (calls(lambda n=n: render(locate(piece * n), DIALECT)) for n in (400, 800))  # type: ignore[misc]
    assert large < 2.7 * small + 2000


@pytest.mark.slow
@pytest.mark.parametrize("piece", REPEATED)
def test_a_hundred_kilobytes_of_it_come_to_an_end(piece: str) -> None:
    assert len(render(locate(piece * (100_000 // len(piece))), DIALECT).html) < 20_000_000


def test_a_line_of_five_megabytes() -> None:
    assert len(render(locate("あ" * 1_700_000), DIALECT).html) > 1_700_000


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{'  ' * i}- a\n" for i in range(400)),
        "".join(f"{'>' * i} a\n" for i in range(400)),
        "[" * 3000 + "a" + "](b)" * 3000,
        "*a " * 2000 + "b*" * 2000,
        " ".join("`" * i for i in range(1, 400)),
        "".join(f"[^{i}]: x[^{i + 1}]\n" for i in range(1500)) + "[^0]",
        "[^" + "a" * 50_000,
        "[^" + " " * 50_000,
        "|a" * 1000 + "\n" + "|-" * 1000 + "\n" + "|x\n" * 1000,
    ],
)
def test_deep_and_wide_texts(text: str) -> None:
    assert render(locate(text), DIALECT).html
