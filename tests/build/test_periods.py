"""Which issue a day belongs to, and when an issue is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.build.periods import ID_OF, last_day, span_of


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2025-12-28", "2025-W52"),
        ("2025-12-29", "2026-W01"),
        ("2026-01-01", "2026-W01"),
        ("2026-12-31", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2021-01-03", "2020-W53"),
    ],
)
def test_a_week_belongs_to_the_year_that_holds_its_thursday(day: str, week: str) -> None:
    assert ID_OF["week"](date.fromisoformat(day)) == week


def test_every_span_names_the_same_day_in_its_own_way() -> None:
    day = date(2026, 8, 20)
    assert {span: name(day) for span, name in ID_OF.items()} == {
        "year": "2026", "quarter": "2026-Q3", "month": "2026-08", "week": "2026-W34", "all": "all",
    }  # fmt: skip


@given(st.dates(min_value=date(1, 1, 8), max_value=date(9999, 12, 24)), st.sampled_from(sorted(ID_OF)))
def test_an_issue_is_of_its_span_and_ends_on_the_last_day_that_has_its_name(day: date, span: str) -> None:
    issue = ID_OF[span](day)
    assert span_of(issue) == span
    end = last_day(issue)
    if span == "all":
        assert end is None
    else:
        assert end is not None
        assert end >= day
        assert ID_OF[span](end) == issue
        assert end.year == 9999 or ID_OF[span](end + timedelta(days=1)) != issue


@pytest.mark.parametrize(
    "name",
    ["", "latest", "26", "20260", "2026-13", "2026-00", "2026-7", "2026-Q0", "2026-Q5", "2026-W00", "2026-W54", "2026-W7",
     "2026-07-01", "２０２６", "2026-07\n", "ALL", "a-post"],
)  # fmt: skip
def test_other_names_are_of_no_span(name: str) -> None:
    assert span_of(name) == ""
    assert last_day(name) is None
