from __future__ import annotations

from datetime import datetime

import pytest

from exporter.model.post import Author, Cover
from exporter.sites import open_site
from exporter.sites.base import SiteSettings
from exporter.world.memory import MemoryFiles
from tests.sites.support import HUGO_TOML, codes, hugo, sources


def header(**values: str) -> str:
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in values.items()) + "---\nbody\n"


def test_a_header_becomes_a_source() -> None:
    opened = hugo(
        {
            "content/posts/a.md": """\
                ---
                Title: "A  title"
                date: 2026-07-01T09:00:00+09:00
                lastmod: 2026-07-02
                expiryDate: 2027-01-01
                slug: slugged
                aliases: [/old/]
                draft: true
                description: What it is
                tags: [x, y, x]
                categories: one
                series: [S]
                author: '[Ann](https://ann.example) (Firm)'
                cover: {image: /img/a.png, alt: Alt, caption: Cap}
                ---
                """
        }
    )
    found = sources(opened)["content/posts/a.md"]

    assert (found.id, found.url) == ("https://example.org/posts/slugged/",) * 2
    assert (found.title, found.slug, found.section, found.language) == ("A title", "slugged", "posts", "en")
    assert found.published == datetime.fromisoformat("2026-07-01T09:00:00+09:00")
    assert found.updated == datetime.fromisoformat("2026-07-02T00:00:00+00:00")
    assert found.expires == datetime.fromisoformat("2027-01-01T00:00:00+00:00")
    assert (found.draft, found.page, found.aliases, found.description) == (
        True,
        False,
        ("/old/",),
        "What it is",
    )
    assert (found.tags, found.categories, found.series) == (("x", "y"), ("one",), ("S",))
    assert found.authors == (Author("Ann", url="https://ann.example"),)
    assert found.cover == Cover("https://example.org/img/a.png", "Alt", "Cap")
    assert opened.scan().diagnostics == ()


def test_dates_are_converted_to_the_zone_the_site_names_and_else_keep_their_offset() -> None:
    files = {
        "content/posts/a.md": header(title="A", date="2026-07-01T20:00:00Z"),
        "content/posts/b.md": header(title="B", date="2026-07-01"),
    }
    zoned = sources(hugo(files, HUGO_TOML.replace("[markup", 'timeZone = "Asia/Tokyo"\n[markup')))
    free = sources(hugo(files))

    assert [s.published.isoformat() for s in zoned.values() if s.published] == [
        "2026-07-02T05:00:00+09:00",
        "2026-07-01T00:00:00+09:00",
    ]
    assert [s.published.isoformat() for s in free.values() if s.published] == [
        "2026-07-01T20:00:00+00:00",
        "2026-07-01T00:00:00+00:00",
    ]


def test_what_lacks_a_title_or_a_date_is_listed_and_reported() -> None:
    opened = hugo(
        {"content/posts/no-title_here.md": "x", "content/posts/b.md": header(title="B", date="soon")}
    )

    assert [s.title for s in sources(opened).values()] == ["B", "No title here"]
    assert [(d.code, d.span.source, d.span.line) for d in opened.scan().diagnostics] == [
        ("S106", "content/posts/b.md", 3),
        ("S104", "content/posts/no-title_here.md", 0),
        ("S105", "content/posts/b.md", 0),
        ("S105", "content/posts/no-title_here.md", 0),
    ]


def test_a_date_that_cannot_be_understood_gives_way_to_the_next() -> None:
    opened = hugo({"content/posts/a.md": header(title="A", date="soon", publishDate="2026-07-01")})

    assert sources(opened)["content/posts/a.md"].published == datetime.fromisoformat(
        "2026-07-01T00:00:00+00:00"
    )
    assert codes(opened.scan().diagnostics) == ["S106"]


def test_a_table_of_dates_is_understood() -> None:
    opened = hugo(
        {"content/posts/a.md": "---\ntitle: A\ndate:\n  created: 2026-07-01\n  updated: 2026-07-03\n---\n"}
    )
    found = sources(opened)["content/posts/a.md"]

    assert found.published == datetime.fromisoformat("2026-07-01T00:00:00+00:00")


def test_files_that_cannot_be_read_are_named_and_the_others_are_listed() -> None:
    opened = hugo(
        {
            "content/posts/bytes.md": b"---\ntitle: \xff\n---\n",
            "content/posts/broken.md": "---\ntitle: A\nb: [\n---\n",
            "content/posts/open.md": "---\ntitle: A\n",
            "content/posts/twice.md": "---\ntitle: A\ntitle: B\ndate: 2026-07-01\n---\n",
            "content/posts/fine.md": header(title="F", date="2026-07-01"),
        }
    )
    scan = opened.scan()

    assert [s.title for s in scan.sources] == ["F", "B"]
    assert {(d.code, d.span.source.rpartition("/")[2], d.span.line) for d in scan.diagnostics} == {
        ("S102", "bytes.md", 2),
        ("S103", "broken.md", 4),
        ("S103", "open.md", 1),
        ("S110", "twice.md", 3),
    }


def test_a_file_that_may_not_be_read_is_named() -> None:
    class Locked(MemoryFiles):
        def read(self, name: str, limit: int = 2**28) -> bytes:
            if name.endswith("a.md"):
                raise PermissionError(13, "Permission denied")
            return super().read(name, limit)

    opened = open_site(
        Locked({"hugo.toml": HUGO_TOML, "content/a.md": "", "content/b.md": "x"}), SiteSettings(), {}
    )
    scan = opened.scan()

    assert [source.source for source in scan.sources] == ["content/b.md"]
    assert ("S101", "content/a.md", "Permission denied") in {
        (d.code, d.span.source, d.message) for d in scan.diagnostics
    }


def test_other_formats_are_reported_once_a_kind() -> None:
    scan = hugo({"content/posts/a.org": "", "content/posts/b.org": "", "content/c.adoc": ""}).scan()

    assert scan.sources == ()
    assert [(d.code, d.severity) for d in scan.diagnostics] == [("S112", "info")] * 2
    assert "2 .org files" in scan.diagnostics[1].message


MIXED = {
    "content/posts/a.md": header(title="A", date="2026-07-01"),
    "content/posts/b.md": header(title="B", date="2026-07-01"),
    "content/posts/_index.md": header(title="Posts"),
    "content/notes/n.md": header(title="N", date="2026-07-01"),
    "content/about.md": header(title="About"),
    "content/search.md": header(title="Search", layout="search"),
}


@pytest.mark.parametrize(
    ("params", "posts"),
    [
        ("", ["posts/a.md", "posts/b.md"]),
        ("[params]\nmainSections = ['notes']", ["notes/n.md"]),
        ("[params]\nmainSections = ['posts', 'notes']", ["notes/n.md", "posts/a.md", "posts/b.md"]),
    ],
)
def test_posts_are_what_lies_in_the_main_sections(params: str, posts: list[str]) -> None:
    found = sources(hugo(MIXED, HUGO_TOML + params))

    assert [path.removeprefix("content/") for path, source in found.items() if not source.page] == posts
    assert len(found) == len(MIXED)


def test_dated_pages_that_are_no_posts_are_told_unless_the_site_said_so() -> None:
    said = HUGO_TOML + "[params]\nmainSections = ['posts']\n"
    (finding,) = hugo(MIXED).scan().diagnostics

    assert (finding.code, finding.severity, finding.message) == ("S114", "info", "dated pages in notes (1)")
    assert hugo(MIXED, said).scan().diagnostics == ()


def test_a_blog_without_sections_has_its_posts_at_the_root() -> None:
    found = sources(
        hugo({"content/a.md": header(title="A", date="2026-07-01"), "content/about.md": header(title="B")})
    )

    assert [source.page for source in found.values()] == [False, False]


@pytest.mark.parametrize(
    ("files", "cover"),
    [
        (
            {"index.md": header(title="A", cover="{image: c.png, relative: true}"), "c.png": b"x"},
            "https://example.org/posts/b/c.png",
        ),
        ({"index.md": header(title="A", image="c.png"), "c.png": b"x"}, "https://example.org/posts/b/c.png"),
        (
            {"index.md": header(title="A", image="img/c.png"), "../../../static/img/c.png": b"x"},
            "https://example.org/img/c.png",
        ),
        (
            {"index.md": header(title="A"), "featured.jpg": b"x", "z.png": b"x"},
            "https://example.org/posts/b/featured.jpg",
        ),
        (
            {"index.md": header(title="A", images="['https://far.example/x?y=1']")},
            "https://far.example/x?y=1",
        ),
        (
            {"index.md": header(title="A", image="/日本 x.png")},
            "https://example.org/%E6%97%A5%E6%9C%AC%20x.png",
        ),
    ],
)
def test_a_cover_has_the_url_under_which_hugo_publishes_it(files: dict[str, str | bytes], cover: str) -> None:
    placed = {
        f"content/posts/b/{name}".replace("content/posts/b/../../../", ""): text
        for name, text in files.items()
    }
    found = sources(hugo(placed))["content/posts/b/index.md"]

    assert found.cover is not None
    assert found.cover.url == cover


def test_the_authors_of_the_site_stand_in_for_those_of_a_post() -> None:
    config = HUGO_TOML + "[params]\nauthor = 'Site'\n"
    found = sources(
        hugo(
            {"content/posts/a.md": header(title="A"), "content/posts/b.md": header(title="B", author="Own")},
            config,
        )
    )

    assert [source.authors for source in found.values()] == [(Author("Site"),), (Author("Own"),)]


def test_keys_of_authors_are_looked_up_in_data_and_in_content() -> None:
    opened = hugo(
        {
            "data/authors/ann.yaml": "name: Ann Lee\nurl: https://ann.example\n",
            "content/authors/bob/_index.md": header(title="Bob Ray"),
            "content/posts/a.md": header(title="A", date="2026-07-01", authors="[ann, bob, 'Cy Doe', ../x]"),
        }
    )

    assert sources(opened)["content/posts/a.md"].authors == (
        Author("Ann Lee", url="https://ann.example"),
        Author("Bob Ray"),
        Author("Cy Doe"),
        Author("../x"),
    )


def test_many_posts_on_one_url_are_told_once_with_all_names() -> None:
    files = {
        f"content/posts/{name}.md": header(title=name, slug="same", date=f"2026-07-0{day}")
        for day, name in enumerate("cab", 1)
    }
    scan = hugo(files).scan()

    assert [(s.source[-4], s.id.removeprefix("https://example.org/posts/same/")) for s in scan.sources] == [
        ("a", "#a"),
        ("b", "#b"),
        ("c", ""),
    ]
    assert codes(scan.diagnostics) == ["S107"]
