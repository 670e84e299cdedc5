"""An archived feed: whoever follows it back meets every post, and what is closed stays as it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from exporter.build.plan import Order, plan
from exporter.model.issue import Issue
from exporter.model.post import Source
from exporter.model.publication import Publication
from exporter.model.site import Site

SITE = Site(title="Notes", url="https://example.org/", language="en")


def source(published: datetime) -> Source:
    url = f"https://example.org/{published.isoformat()}/"
    return Source(
        id=url, url=url, source=f"{published.isoformat()}.md", title="t", published=published, language="en"
    )


def daily(days: int, since: date = date(2026, 1, 1)) -> list[Source]:
    return [
        source(datetime(since.year, since.month, since.day, 9, tzinfo=UTC) + timedelta(days=n))
        for n in range(days)
    ]


def planned(
    sources: list[Source], now: datetime, *, issues: tuple[str, ...] = (), **fields: Any
) -> dict[str, Issue]:
    given: dict[str, Any] = {"name": "feed", "backend": "feeds", "every": "month", "latest": 20}
    publication = Publication(**(given | fields))
    bindings, _ = plan(publication, [SITE], sources, order=Order(issues=issues), now=now)
    return {binding.issue.id: binding.issue for binding in bindings}


NOW = datetime(2026, 4, 11, tzinfo=UTC)


def test_a_month_that_is_over_is_a_closed_issue_and_the_newest_posts_are_open() -> None:
    made = planned(daily(100), NOW)
    assert list(made) == ["2026-01", "2026-02", "2026-03", "latest"]
    assert [issue.closed for issue in made.values()] == [True, True, True, False]
    assert [issue.previous for issue in made.values()] == ["", "2026-01", "2026-02", "2026-03"]
    assert [len(issue.posts) for issue in made.values()] == [31, 28, 31, 20]


def test_all_documents_are_one_feed() -> None:
    assert len({issue.identifier for issue in planned(daily(100), NOW).values()}) == 1


@pytest.mark.parametrize("latest", [1, 20, 500])
@pytest.mark.parametrize("every", ["week", "month", "quarter", "year", "all"])
@pytest.mark.parametrize("days", [1, 45, 100])
def test_following_the_archive_meets_every_post(latest: int, every: str, days: int) -> None:
    sources = daily(days)
    made = planned(sources, NOW, latest=latest, every=every)
    issue, met, walked = made["latest"], {p.id for p in made["latest"].posts}, 0
    while issue.previous:
        issue = made[issue.previous]
        assert issue.closed
        met |= {p.id for p in issue.posts}
        walked += len(issue.posts)
    assert met == {p.id for p in sources}
    assert walked == sum(len(i.posts) for i in made.values() if i.closed)


def test_a_new_post_changes_no_closed_issue() -> None:
    before, after = planned(daily(100), NOW), planned(daily(130), NOW + timedelta(days=30))
    closed = [issue for issue in before.values() if issue.closed]
    assert closed
    assert [after[issue.id] for issue in closed] == closed


def test_a_span_stays_open_until_it_is_over_everywhere() -> None:
    """On 1 April in Tokyo it is still March in Hawaii, where the author may be."""
    west = timezone(timedelta(hours=-10))
    last = source(datetime(2026, 3, 31, 23, 59, tzinfo=west))
    made = planned([*daily(90), last], datetime(2026, 4, 1, 10, tzinfo=UTC))
    assert last.id in {p.id for p in made["latest"].posts}
    assert "2026-03" not in made


def test_offsets_that_contradict_the_calendar_lose_no_post() -> None:
    """A post of 1 April in Tokyo is older than one of 31 March in Hawaii."""
    east, west = timezone(timedelta(hours=9)), timezone(timedelta(hours=-10))
    april, march = (
        source(datetime(2026, 4, 1, 1, tzinfo=east)),
        source(datetime(2026, 3, 31, 20, tzinfo=west)),
    )
    made = planned([april, march], datetime(2026, 4, 2, tzinfo=UTC), latest=1)
    assert {p.id for p in made["latest"].posts} >= {april.id}
    assert [p.id for p in made["2026-03"].posts] == [march.id]


def test_an_archive_that_is_asked_for_by_name_is_the_same_document() -> None:
    everything = planned(daily(100), NOW)
    assert planned(daily(100), NOW, issues=("2026-02",)) == {"2026-02": everything["2026-02"]}


def test_only_feeds_are_archived() -> None:
    made = planned(daily(100), NOW, backend="epub")
    assert "latest" not in made
    assert not any(issue.closed or issue.previous for issue in made.values())


def test_the_end_of_the_calendar_is_no_trap() -> None:
    made = planned(
        [source(datetime(9999, 12, 31, tzinfo=UTC)), source(datetime(1900, 1, 1, tzinfo=UTC))], NOW
    )
    assert list(made) == ["1900-01", "latest"]
