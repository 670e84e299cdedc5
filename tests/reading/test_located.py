"""Text keeps the source line of every line through edits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exporter.reading.located import Text, constant, join, locate


def lines(text: Text) -> list[tuple[int, str]]:
    return list(zip(text.numbers, text.text.split("\n"), strict=True))


def test_a_bom_and_carriage_returns_are_removed() -> None:
    assert lines(locate("\ufeffa\r\nb\rc\n")) == [(1, "a"), (2, "b"), (3, "c"), (4, "")]


def test_line_of_an_offset_is_that_of_the_source() -> None:
    text = locate("one\ntwo\nthree", first=7)
    assert [text.line(text.text.index(word)) for word in ("one", "two", "three")] == [7, 8, 9]


def test_a_string_takes_the_line_at_which_its_span_starts() -> None:
    text = locate("a\nb {{< x >}}\nc {{< /x >}} d\ne")
    start, end = text.text.index("{{< x"), text.text.index(" d")
    assert lines(text.replaced(start, end, "X\nY\nZ")) == [
        (1, "a"),
        (2, "b X"),
        (2, "Y"),
        (2, "Z d"),
        (4, "e"),
    ]


def test_a_text_keeps_its_own_lines() -> None:
    text = locate("a\n<\ninner\nmore\n>\nz")
    inner = text.part(text.text.index("inner"), text.text.index(">"))
    got = text.replaced(text.text.index("<"), text.text.index("\nz"), inner)
    assert lines(got) == [(1, "a"), (3, "inner"), (4, "more"), (5, ""), (6, "z")]


def test_a_span_that_leaves_nothing_keeps_the_count_of_lines() -> None:
    text = locate("a\nb\nc\nd")
    assert lines(text.replaced(2, 6, "")) == [(1, "a"), (4, "d")]


def test_many_edits_at_once() -> None:
    text = locate("1\n2\n3\n4")
    assert lines(text.edited([(0, 1, "x\ny"), (4, 5, "z")])) == [
        (1, "x"),
        (1, "y"),
        (2, "2"),
        (3, "z"),
        (4, "4"),
    ]


@given(st.lists(st.text("ab\n", max_size=6), max_size=5))
def test_joining_keeps_one_number_a_line(pieces: list[str]) -> None:
    joined = join(constant(piece, number) for number, piece in enumerate(pieces, 1))
    assert joined.text == "".join(pieces)
    assert len(joined.numbers) == joined.text.count("\n") + 1
    assert list(joined.numbers) == sorted(joined.numbers)


@given(st.text("ab\n", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_parts_put_together_again_are_the_text(text: str, i: int, j: int) -> None:
    whole = locate(text)
    start, end = sorted((min(i, len(text)), min(j, len(text))))
    assert whole.replaced(start, end, whole.part(start, end)) == whole
