"""The file of ids: a person can read and edit it, git can merge it, and what is no ledger is refused."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import ConfigError
from exporter.ledger.file import load, save
from exporter.ledger.rows import Ledger, Row, place, read_ledger, write_rows

JST = timezone(timedelta(hours=9))
OLD = Row("https://example.org/a/", "https://example.org/a/", "posts/a.md", datetime(2025, 1, 1, tzinfo=JST))
NEW = Row("tag:example.org,2026:b", "https://example.org/b/", "posts/b.md", datetime(2026, 1, 1, tzinfo=JST))
GONE = Row("urn:x")

TEXT = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters="#"), min_size=1, max_size=20
)
ROWS = st.lists(
    st.builds(Row, TEXT, TEXT, st.just("") | TEXT, st.none() | st.datetimes(timezones=st.just(JST))),
    unique_by=lambda row: row.id,
    max_size=5,
)


def test_the_file_is_a_line_a_post_with_the_oldest_first() -> None:
    assert write_rows([NEW, OLD]).splitlines()[2:] == [
        "https://example.org/a/\thttps://example.org/a/\tposts/a.md\t2025-01-01T00:00:00+09:00",
        "tag:example.org,2026:b\thttps://example.org/b/\tposts/b.md\t2026-01-01T00:00:00+09:00",
    ]


@given(ROWS)
def test_what_is_written_is_read_again(rows: list[Row]) -> None:
    read = read_ledger(write_rows(rows))
    assert sorted(read.rows, key=lambda row: row.id) == sorted(rows, key=lambda row: row.id)


@given(st.text(), st.text(), st.text())
def test_no_text_breaks_out_of_its_field(known: str, url: str, source: str) -> None:
    lines = write_rows([Row(known, url, source)]).splitlines()
    assert len(lines) == 3
    assert lines[2].count("\t") == 3


@pytest.mark.parametrize(
    "line",
    [
        "only an id",
        "a\tb\tc",
        "a\tb\tc\tyesterday",
        "a\tb\tc\t2026-01-01T00:00:00",
        "\tb\tc\t",
        "x\t\t\t\nx\t\t\t",
    ],
)
def test_a_broken_file_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(ConfigError, match=r"exporter\.ids:\d"):
        read_ledger(f"# head\n{line}\n")


def test_the_file_is_replaced_only_when_it_says_something_else(tmp_path: Path) -> None:
    path = tmp_path / "exporter.ids"
    assert load(path) is None
    assert save(path, Ledger((OLD, NEW)))
    assert not save(path, Ledger((NEW, OLD)))
    assert load(path) == Ledger((OLD, NEW))
    assert [file.name for file in tmp_path.iterdir()] == ["exporter.ids"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a/", "https://example.org/a"),
        ("https://www.example.org/a/index.html", "https://example.org/a/"),
        ("https://EXAMPLE.org/%E7%B4%99/", "https://example.org/紙/"),
        ("https://example.org/a/#one", "https://example.org/a/"),
    ],
)
def test_spellings_of_one_address_are_one(one: str, other: str) -> None:
    assert place(one) == place(other)


def test_other_addresses_are_others() -> None:
    places = {
        place(f"https://{rest}") for rest in ("e.org/a", "e.org/b", "e.org/a?p=1", "e.org/A", "f.org/a", "[x")
    }
    assert len(places) == 6


def test_an_empty_ledger_knows_nothing_newer_than_the_beginning_of_time() -> None:
    assert Ledger().newest < Ledger((GONE, OLD)).newest == OLD.published
