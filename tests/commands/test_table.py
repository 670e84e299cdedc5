"""Columns of a terminal, of which a Japanese character takes two."""

from __future__ import annotations

from exporter.commands.table import aligned


def test_columns_begin_under_each_other_whatever_the_script() -> None:
    rows = [["余白", "1", "last"], ["a long name", "12", "and more"]]
    assert list(aligned(rows)) == ["余白         1   last", "a long name  12  and more"]
    assert list(aligned([])) == []
