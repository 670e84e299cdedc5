"""Headers hold no character that XML forbids."""

from __future__ import annotations

from datetime import UTC, datetime

from exporter.model.post import Author, Cover, Source
from exporter.sites.identity import identify
from exporter.sites.scrub import scrub


def source(**fields: object) -> Source:
    known = {"id": "i", "source": "p.md", "url": "https://x.org/p/", "title": "T", "language": "en"}
    return Source(**{**known, "published": datetime(2026, 7, 1, tzinfo=UTC), **fields})  # type: ignore[arg-type]


def test_a_clean_header_is_the_same_value() -> None:
    clean = source(tags=("a\tb", "日本語 😀"))

    assert scrub(clean) == (clean, ())


def test_characters_go_from_every_field_and_are_told_once() -> None:
    dirty = source(
        title="Con\x01trol",
        tags=("a\x0bb",),
        authors=(Author("N\x08ame"),),
        cover=Cover("https://x.org/c.png", "al\x7ft\ufffe"),
        extra={"k\x00": "v\x02"},
    )

    clean, found = scrub(dirty)

    assert clean.title == "Control"
    assert clean.tags == ("ab",)
    assert clean.authors == (Author("Name"),)
    assert clean.cover == Cover("https://x.org/c.png", "al\x7ft")
    assert clean.extra == {"k": "v"}
    assert [(d.code, d.message) for d in found] == [
        ("R206", "removed from the header: title, authors, tags, cover, extra")
    ]


def test_every_site_reader_gets_it_with_its_ids() -> None:
    (named,), found = identify([source(title="a\x0c")])

    assert named.title == "a"
    assert [d.code for d in found] == ["R206"]
