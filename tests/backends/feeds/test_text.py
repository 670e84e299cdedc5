from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from exporter.backends.feeds.text import (
    apart,
    email,
    identifier,
    instant,
    language,
    plain,
    rfc822,
    rfc3339,
    statement,
    uri,
)

JST = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("https://example.org/a/?b=1&c=%20#d", "https://example.org/a/?b=1&c=%20#d"),
        ("https://example.org/日本/", "https://example.org/%E6%97%A5%E6%9C%AC/"),
        ("https://例え.jp/é", "https://xn--r8jz45g.jp/%C3%A9"),
        ("https://example.org/a b[1].png", "https://example.org/a%20b%5B1%5D.png"),
        ("https://example.org/100%/é", "https://example.org/100%25/%C3%A9"),
        ("https://[::1]:8000/é", "https://[::1]:8000/%C3%A9"),
        ("https://[broken/é", "https://%5Bbroken/%C3%A9"),
    ],
)
def test_an_iri_becomes_its_uri(iri: str, expected: str) -> None:
    assert uri(iri) == expected
    assert uri(expected) == expected


def test_plain_text_is_one_line_of_what_xml_allows() -> None:
    assert plain(" a\x00\n\tb\ud800\x0c \x85c\ufffe\U0001f600 ") == "a b c\U0001f600"


def test_dates_have_four_digits_of_the_year_and_their_own_offset() -> None:
    moment = datetime(987, 7, 1, 9, 5, tzinfo=JST)
    assert rfc822(moment) == "Sun, 01 Jul 0987 09:05:00 +0900"
    assert rfc3339(moment) == "0987-07-01T09:05:00+09:00"


def test_an_offset_that_is_not_of_half_hours_is_written_in_utc() -> None:
    nepal = timezone(timedelta(hours=5, minutes=45))
    assert rfc822(datetime(2026, 7, 1, 5, 45, tzinfo=nepal)) == "Wed, 01 Jul 2026 00:00:00 +0000"


def test_posts_of_one_day_have_changed_one_after_another_and_always_so() -> None:
    day = datetime(2026, 7, 1, tzinfo=JST)
    found = [apart(day, f"https://example.org/{n}/") for n in range(100)]

    assert len(set(found)) == 100
    assert all(day < moment < day + timedelta(seconds=1) for moment in found)
    assert found[0] == apart(day, "https://example.org/0/")
    assert apart(day.replace(second=1), "x") == day.replace(second=1)


def test_what_a_site_says_of_itself_is_no_html() -> None:
    assert statement('&copy; 2026 <a href="/">Ann</a> &amp; Bob') == "© 2026 Ann & Bob"
    assert statement("Feeds &lt;b&gt;now&lt;/b&gt;") == "Feeds now"


def test_an_instant_has_whole_seconds_and_an_offset_of_whole_minutes() -> None:
    """Local mean time, as zoneinfo gives it before 1888, has seconds in its offset; RFC 822 and RFC 3339 have not."""
    local_mean = timezone(timedelta(hours=9, minutes=18, seconds=59))
    assert instant(datetime(1880, 1, 1, 9, 18, 59, 5, tzinfo=local_mean)) == datetime(1880, 1, 1, tzinfo=UTC)
    assert instant(datetime(2026, 1, 1, 0, 0, 0, 5, tzinfo=JST)).isoformat() == "2026-01-01T00:00:00+09:00"


def test_only_real_addresses_and_tags_are_passed_on() -> None:
    assert [email("a@b.org"), email("a at b"), email("a@b.org (x)")] == ["a@b.org", "", ""]
    assert [language("en_US"), language("ja"), language("日本語"), language("")] == ["en-US", "ja", "", ""]


def test_an_id_stays_to_the_letter_unless_no_iri_can_hold_it() -> None:
    assert identifier("tag:例え.jp,2026:/é%20?[a]") == "tag:例え.jp,2026:/é%20?[a]"
    assert identifier("https://example.org/a b\x00<c>") == "https://example.org/a%20b%3Cc%3E"
