"""The tree of a post's HTML, and what is taken from it before the parser's time grows with its square."""

from __future__ import annotations

import pytest

from exporter.reading.html import parse


@pytest.mark.parametrize("name", ["div", "ul", "b", "DETAILS", "my-tag"])
def test_of_elements_that_none_ends_so_many_are_opened_and_no_word_is_lost(name: str) -> None:
    body = parse(f"<{name}>word " * 20_000)
    assert len(body.css(name.lower())) == 5_000
    assert body.text().split() == ["word"] * 20_000


@pytest.mark.parametrize("one", ["<br>", "<img src=a>", "<p>a", "<div>a</div>", "<b>a</B>", "</b>"])
def test_of_what_is_closed_there_may_be_any_number(one: str) -> None:
    name = one.strip("</>").partition(" ")[0].partition(">")[0]
    assert len(parse(one * 20_000).css(name)) == (0 if one == "</b>" else 20_000)
