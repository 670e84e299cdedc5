from __future__ import annotations

from datetime import UTC, datetime

import pytest

from exporter.sites.dates import understand, zone

TOKYO = zone("Asia/Tokyo")


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("2026-07-01", "2026-07-01T00:00:00+09:00"),
        ("2026-7-1", "2026-07-01T00:00:00+09:00"),
        ("2026/07/01", "2026-07-01T00:00:00+09:00"),
        ("2026.07.01", "2026-07-01T00:00:00+09:00"),
        ("01.07.2026", "2026-07-01T00:00:00+09:00"),
        ("1. 7. 2026 8:30", "2026-07-01T08:30:00+09:00"),
        ("2026. 7. 1.", "2026-07-01T00:00:00+09:00"),
        ("20260701", "2026-07-01T00:00:00+09:00"),
        ("20260701T083000Z", "2026-07-01T08:30:00+00:00"),
        ("2026-07-01 08:30", "2026-07-01T08:30:00+09:00"),
        ("2026-07-01T08:30", "2026-07-01T08:30:00+09:00"),
        ("2026-07-01 8:30:05", "2026-07-01T08:30:05+09:00"),
        ("2026-07-01T08:30:05Z", "2026-07-01T08:30:05+00:00"),
        ("2026-07-01T08:30:05+02:00", "2026-07-01T08:30:05+02:00"),
        ("2026-07-01T08:30:05-0330", "2026-07-01T08:30:05-03:30"),
        ("2026-07-01 08:30:05 +02", "2026-07-01T08:30:05+02:00"),
        ("2026-07-01 08:30:05 +0200", "2026-07-01T08:30:05+02:00"),
        ("2026-07-01T08:30:05.123456789Z", "2026-07-01T08:30:05.123456+00:00"),
        ("2026-07-01 08:30:05.5", "2026-07-01T08:30:05.500000+09:00"),
        ("2026-07-01 08:30:05 UTC", "2026-07-01T08:30:05+00:00"),
        ("2026-07-01 08:30:05 UTC+11:00", "2026-07-01T08:30:05+11:00"),
        ("2026-07-01 08:30:05 CEST", "2026-07-01T08:30:05+02:00"),
        ("2026-07-01 08:30 PM", "2026-07-01T20:30:00+09:00"),
        ("2026-07-01, 12:05 am", "2026-07-01T00:05:00+09:00"),
        ("July 1, 2026", "2026-07-01T00:00:00+09:00"),
        ("Jul 1st, 2026 8:30pm", "2026-07-01T20:30:00+09:00"),
        ("1 July 2026", "2026-07-01T00:00:00+09:00"),
        ("01-Jul-2026", "2026-07-01T00:00:00+09:00"),
        ("Wed, 01 Jul 2026 08:30:05 +0200", "2026-07-01T08:30:05+02:00"),
        ("Wed, 01 Jul 2026 08:30:05 EST", "2026-07-01T08:30:05-05:00"),
        ("Fri Sep  3 11:21:31 CEST 2021", "2021-09-03T11:21:31+02:00"),
        ("2026年7月1日", "2026-07-01T00:00:00+09:00"),
        ("1782888605", "2026-07-01T06:50:05+00:00"),
    ],
)
def test_a_date_is_understood_in_every_spelling_that_blogs_use(written: str, understood: str) -> None:
    value: object = int(written) if written.isdigit() and len(written) == 10 else written

    moment = understand(value, TOKYO or UTC)

    assert moment is not None
    assert moment.time.isoformat() == understood
    assert moment.exact


@pytest.mark.parametrize(
    "written", ["2026-07-01 00:10::00", "2026-07-01 25:61", "2026-07-01 soon", "2026-07-01 08:00 XYZ"]
)
def test_a_malformed_time_leaves_the_date_and_says_so(written: str) -> None:
    moment = understand(written)

    assert moment is not None
    assert not moment.exact
    assert moment.time.date().isoformat() == "2026-07-01"


@pytest.mark.parametrize(
    "written", ["", None, "soon", "2026-13-40", "yesterday at noon", [], {}, True, "10 foo 2026", 1e30]
)
def test_what_is_no_date_is_none(written: object) -> None:
    assert understand(written) is None


def test_an_aware_datetime_keeps_its_zone_and_a_naive_one_takes_the_sites() -> None:
    aware, naive = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 1)  # noqa: DTZ001

    assert [understand(value, TOKYO or UTC) for value in (aware, naive)] == [
        understand("2026-07-01T00:00:00Z"),
        understand("2026-07-01", TOKYO or UTC),
    ]


def test_an_unknown_zone_is_none() -> None:
    assert zone("Asia/Atlantis") is None
    assert zone("../../etc/passwd") is None
    assert zone("") is None
