from __future__ import annotations

import pytest

from exporter.reading.located import locate
from exporter.sites.titles import heading


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("# Why `a` and ``b`c``", "Why a and b`c"),
        ("# [Named](https://e.org) *well* __so__", "Named well so"),
        ("# An open ` mark", "An open ` mark"),
        ("# Runs ``a` of marks", "Runs ``a` of marks"),
    ],
)
def test_a_heading_is_said_without_its_marks(line: str, said: str) -> None:
    assert heading(locate(f"\n{line}\n\ntext")) == said


@pytest.mark.parametrize("line", ["{" + "`" * 50_000, "`a" * 50_000, "[a" * 50_000, "_a" * 50_000])
def test_a_line_of_nothing_but_marks_is_left_as_it_is(line: str) -> None:
    assert heading(locate(f"# {line}")) == line
