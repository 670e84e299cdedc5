from __future__ import annotations

from datetime import UTC, datetime

from exporter.model.post import Source
from exporter.sites.identity import identify


def source(path: str, url: str, day: int | None) -> Source:
    published = datetime(2026, 7, day, tzinfo=UTC) if day else None
    return Source(id="", source=path, url=url, title=path, published=published, language="en")


def test_the_oldest_of_several_posts_keeps_the_url_as_its_id() -> None:
    """Feeds and mail ledgers key on ids: a newer namesake must not take the old one's."""
    named, findings = identify(
        [source("a/new.md", "u", 9), source("a/old.md", "u", 1), source("b.md", "v", None)]
    )

    assert {s.source: s.id for s in named} == {"a/new.md": "u#new", "a/old.md": "u", "b.md": "v"}
    assert [d.code for d in findings] == ["S107"]
    assert "a/new.md, a/old.md" in findings[0].message


def test_ids_stay_unique_among_equal_stems_and_do_not_depend_on_the_order_given() -> None:
    group = [source("c/x.md", "u", 1), source("b/x.md", "u", 1), source("a/x.md", "u", 1)]

    named, _ = identify(group)

    assert [(s.source, s.id) for s in named] == [("a/x.md", "u"), ("b/x.md", "u#x"), ("c/x.md", "u#x-2")]
    assert identify(reversed(group)) == identify(group)


def test_a_page_without_a_url_is_known_by_its_path() -> None:
    named, findings = identify([source("a.md", "", 1), source("b.md", "", 1)])

    assert [s.id for s in named] == ["a.md", "b.md"]
    assert not findings


def test_a_bundle_is_told_apart_by_its_folder() -> None:
    named, _ = identify([source("a/index.md", "u", 1), source("b/index.md", "u", 2)])

    assert [s.id for s in named] == ["u", "u#b"]
