"""Headers hold no character that XML forbids."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from exporter.model.post import Author, Cover, Source
from exporter.sites import open_site
from exporter.sites.base import SiteSettings
from exporter.sites.scrub import scrub
from exporter.world.files import DiskFiles


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


@pytest.mark.parametrize("generator", ["hugo", "plain"])
def test_every_site_reader_scrubs(tmp_path: Path, generator: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "hugo.toml").write_text('baseURL = "https://x.org/"\n')
    for name, title in (("a", r"a\u0001"), ("b", r"b\ud800"), ("c", "c")):
        (tmp_path / f"content/{name}.md").write_text(f'{{"title": "{title}", "date": "2026-07-01"}}\n')

    scan = open_site(DiskFiles(tmp_path), SiteSettings(generator=generator), {}).scan()

    assert [source.title for source in scan.sources] == ["a", "b", "c"]
    assert [d.code for d in scan.diagnostics].count("R206") == 2
