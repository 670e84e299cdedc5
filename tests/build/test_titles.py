"""What an issue is called."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from exporter.build.titles import period_of, title_of
from tests.build.posts import post, publication, site

POSTS = (post("p", "2025-12-29T09:00:00+09:00"),)


@pytest.mark.parametrize(
    ("issue", "japanese", "english"),
    [
        ("2026", "2026年", "2026"),
        ("2026-Q3", "2026年第3四半期", "2026, quarter 3"),
        ("2026-07", "2026年7月", "July 2026"),
        ("2026-W01", "2026年第1週", "2026, week 1"),
        ("all", "", ""),
        ("latest", "", ""),
    ],
)
def test_a_period_is_said_in_the_language_of_the_site(issue: str, japanese: str, english: str) -> None:
    assert (period_of(issue, "ja"), period_of(issue, "en-GB")) == (japanese, english)


def test_unless_told_it_is_the_site_and_the_period() -> None:
    assert title_of(publication(), site(), "2026-07", POSTS) == "夏 2026年7月"
    assert title_of(publication(), site(), "latest", POSTS) == "夏"
    assert title_of(publication(), site(), "latest", POSTS, term="紙") == "夏 — 紙"


def test_a_site_without_a_title_is_called_by_its_host() -> None:
    nameless = replace(site(), title="", url="https://www.example.org/blog/")
    assert title_of(publication(), nameless, "2026-07", POSTS) == "example.org 2026年7月"
    assert title_of(publication(), nameless, "all", POSTS, term="紙") == "example.org — 紙"
    nowhere = replace(nameless, url="https://example.invalid/")
    assert title_of(publication(), nowhere, "2026-07", POSTS) == "2026年7月"
    assert title_of(publication(), nowhere, "all", POSTS) == publication().name
    assert title_of(publication(title="{site} {year}"), nameless, "2025", POSTS) == "example.org 2025"


def test_a_single_post_has_its_own_title() -> None:
    assert title_of(publication(every="post"), site(), "p", POSTS) == "p"
    assert title_of(publication(every="post"), site(), "2025-12", POSTS) == "夏 2025年12月"


def test_braces_are_filled_once() -> None:
    made = title_of(
        publication(title="{site}|{term}|{issue}|{period}|{year}-{month}|{x}|{"),
        site(title="{issue}"),
        "2025-12",
        POSTS,
    )
    assert made == "{issue}||2025-12|2025年12月|2025-12|{x}|{"


def test_a_week_is_counted_in_its_own_year() -> None:
    assert title_of(publication(title="{year} W{week}"), site(), "2026-W01", POSTS) == "2026 W01"
