from __future__ import annotations

from pathlib import Path

import pytest

from exporter.sites import open_site
from exporter.sites.base import Scan, SiteSettings
from exporter.sites.notes import Notes
from exporter.world.files import LARGEST, DiskFiles
from exporter.world.memory import MemoryFiles
from tests.sites.support import codes, post, read, site, sources

SETTINGS = SiteSettings(
    base_url="https://example.org/notes", title="Notes", language="en", timezone="Asia/Tokyo"
)


def test_the_path_is_the_address() -> None:
    found = sources(site({"a/b c.md": "# T", "a/index.md": "# I", "日.md": "# N"}, SETTINGS))

    assert {path: s.url for path, s in found.items()} == {
        "a/b c.md": "https://example.org/notes/a/b%20c/",
        "a/index.md": "https://example.org/notes/a/",
        "日.md": "https://example.org/notes/%E6%97%A5/",
    }


def test_the_title_comes_from_the_header_a_heading_or_the_file_name() -> None:
    opened = site(
        {
            "a.md": "---\ntitle: Said\n---\n# Heading",
            "b.md": "text\n\n# Heading *here* #\n",
            "2026-07-01-from_the-name.md": "text",
        },
        SETTINGS,
    )

    assert [s.title for s in sources(opened).values()] == ["From the name", "Said", "Heading here"]
    assert codes(opened.scan().diagnostics).count("S104") == 1


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Using `git *x*` and [a link](https://x.example/)", "Using git *x* and a link"),
        ("**５月**の日記", "５月の日記"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("_All_ of ``a ` b`` #", "All of a ` b"),
    ],
)
def test_a_title_from_a_heading_is_words_alone(heading: str, title: str) -> None:
    opened = site({"a.md": f"# {heading}\n\ntext\n"}, SETTINGS)
    assert [each.title for each in sources(opened).values()] == [title]


def test_dates_come_from_the_header_or_the_file_name_and_never_from_a_clock() -> None:
    opened = site(
        {
            "a.md": "---\ntitle: A\ndate: 2026-07-02 08:00\nupdated: 2026-07-03\n---\n",
            "2026-07-01-b.md": "# B",
            "c.md": "# C",
            "d.md": "---\ntitle: D\ndate:\n  created: 2026-07-04\n---\n",
            "e.md": "---\ntitle: E\ndate: soon\n---\n",
        },
        SETTINGS,
    )
    found = {path: s.published.isoformat() if s.published else None for path, s in sources(opened).items()}

    assert found == {
        "2026-07-01-b.md": "2026-07-01T00:00:00+09:00",
        "a.md": "2026-07-02T08:00:00+09:00",
        "c.md": None,
        "d.md": "2026-07-04T00:00:00+09:00",
        "e.md": None,
    }
    assert sorted(codes(opened.scan().diagnostics)) == ["S105", "S105", "S106"]


def test_without_a_base_url_addresses_are_absolute_all_the_same() -> None:
    opened = site({"a.md": "# A"})

    assert codes(opened.diagnostics) == ["S111"]
    assert sources(opened)["a.md"].url == "https://example.invalid/a/"


def test_images_and_links_are_relative_to_the_file() -> None:
    opened = site(
        {
            "a/b.md": """\
                ---
                title: B
                date: 2026-07-01
                cover: pic.png
                ---
                ![x](pic.png) ![y](/img/y.png) ![z](../img/y.png) ![gone](gone.png) ![out](../../etc/passwd)
                ![far](https://far.example/p.png) [c](../c.md#part) [no](no.md) [pdf](paper.pdf)
                """,
            "a/pic.png": b"x",
            "a/paper.pdf": b"x",
            "img/y.png": b"x",
            "c.md": "# C",
        },
        SETTINGS,
    )
    reading = read(opened, "a/b.md")

    assert reading.post is not None
    assert [(i.url.removeprefix("https://example.org/notes/"), i.path) for i in reading.post.images] == [
        ("a/pic.png", "a/pic.png"),
        ("img/y.png", "img/y.png"),
        ("a/gone.png", ""),
        ("https://example.org/etc/passwd", ""),
        ("https://far.example/p.png", ""),
    ]
    assert 'href="https://example.org/notes/c/#part"' in reading.post.body.text
    assert 'href="https://example.org/notes/a/paper.pdf"' in reading.post.body.text
    assert sorted(codes(reading.diagnostics)) == ["A401", "A402", "A405", "R205"]


def test_the_summary_ends_at_the_mark() -> None:
    found = post(site({"a.md": "# A\n\nfirst\n\n<!--more-->\n\nsecond\n"}, SETTINGS), "a.md")

    assert found.summary is not None
    assert "first" in found.summary.text
    assert "second" not in found.summary.text


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_listed() -> None:
    opened = site({"a.md": b"\xff\xfe", "b.md": "---\ntitle: [\n---\n", "c.md": "# C"}, SETTINGS)
    scan = opened.scan()

    assert [s.source for s in scan.sources] == ["c.md"]
    assert {(d.code, d.span.source) for d in scan.diagnostics if d.severity == "error"} == {
        ("S102", "a.md"),
        ("S103", "b.md"),
    }


def test_what_is_said_of_a_locked_file_does_not_depend_on_where_the_site_lies() -> None:
    class Locked(MemoryFiles):
        def read(self, name: str, limit: int = LARGEST) -> bytes:
            if name == "a.md":
                raise PermissionError(13, "Permission denied", "/home/mei/blog/a.md")
            return super().read(name, limit)

    scan = open_site(Locked({"a.md": "", "b.md": "# B"}), SETTINGS, {}).scan()
    assert [(d.code, d.span.source, d.message) for d in scan.diagnostics if d.severity == "error"] == [
        ("S101", "a.md", "Permission denied")
    ]


def test_files_about_the_repository_are_pages() -> None:
    assert [s.page for s in sources(site({"README.md": "# Read", "a.md": "# A"}, SETTINGS)).values()] == [
        True,
        False,
    ]


def test_what_is_remembered_is_read_again_only_where_it_would_be_another(tmp_path: Path) -> None:
    texts = {"a.md": "---\ntitle: A\naudio: /a.mp3\n---\n", "b.md": "# B", "c.md": "# C"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    files = Counted(tmp_path)

    def scan(known: Notes | None = None) -> Scan:
        files.asked.clear()
        return open_site(files, SETTINGS, {}).scan(known)

    first = scan()
    assert files.asked == ["a.md", "b.md", "c.md"]
    assert (scan(first.notes), files.asked) == (first, [])

    (tmp_path / "b.md").write_text("# Another title")
    (tmp_path / "a.mp3").write_bytes(b"a recording that was missing")
    (tmp_path / "c.md").unlink()
    second = scan(first.notes)
    assert files.asked == ["a.md", "b.md"]
    assert second == scan()
    assert [(s.title, s.extra.get("enclosure_length")) for s in second.sources] == [
        ("A", "28"),
        ("Another title", None),
    ]


class Counted(DiskFiles):
    """Notes which files are read."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.asked: list[str] = []

    def read(self, name: str, limit: int = LARGEST) -> bytes:
        self.asked.append(name)
        return super().read(name, limit)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["docs/_config.yml", "docs/_posts/2026-07-01-a.md"], ["read it with --site …/docs"]),
        (["blog/hugo.yaml", "blog/content/a.md"], ["read it with --site …/blog"]),
        (["apps/web/astro.config.mjs", "a.md"], ["read it with --site …/apps/web"]),
        (["docs/_config.yml", "docs/a.md"], []),
        (["themes/x/hugo.toml", "a.md"], []),
        ([".cache/x/hugo.toml", "a.md"], []),
    ],
)
def test_a_site_in_a_folder_of_this_one_is_told(names: list[str], told: list[str]) -> None:
    files: dict[str, str | bytes] = dict.fromkeys(names, "")
    settings = SiteSettings(base_url="https://example.org/")
    found = [d for d in site(files, settings).diagnostics if d.code == "S119"]
    assert [d.message for d in found] == told
    plain = SiteSettings(base_url="https://example.org/", generator="plain")
    assert site(files, plain).diagnostics == ()


def test_a_site_without_a_title_is_called_by_its_host() -> None:
    assert (
        site({"a.md": "x"}, SiteSettings(base_url="https://notes.example/x/")).sites[0].title
        == "notes.example"
    )
    assert site({"a.md": "x"}, SiteSettings()).sites[0].title == ""


def test_a_generator_without_a_reader_is_named() -> None:
    files: dict[str, str | bytes] = {"book.toml": "[book]\n", "src/2024-05-01 a.md": "# A\n"}
    (found,) = site(files, SETTINGS).diagnostics
    assert (found.code, found.message) == ("S121", "a site of mdBook")
    settled = SiteSettings(base_url="https://x.example/", permalink="/{slug}/")
    assert site(files, settled).diagnostics == ()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"book.toml": "[book]\ntitle = 'A'\nauthors = ['Jo', 'Mei']\nlanguage = 'ja'\n[output.html]\nsite-url = '/n/'\n"},
            ("A", "https://example.invalid/", "ja", ["Jo"]),
        ),
        (
            {"_cobalt.yml": "site:\n  title: A\n  base_url: https://x.example\n"},
            ("A", "https://x.example/", "en", []),
        ),
        (
            {
                "_layout/head.html": "",
                "config.md": '<!-- Words -->\n+++\nauthor = "Jo"\nwebsite_title = "A"\nwebsite_url = "https://x.example/n/"\n+++\n',
            },
            ("A", "https://x.example/n/", "en", ["Jo"]),
        ),
        (
            {"metalsmith.json": '{"metadata": {"site": {"title": "A", "url": "https://x.example"}}}'},
            ("A", "https://x.example/", "en", []),
        ),
        (
            {"conf.py": "project = 'P'\nauthor = 'Jo'\nextensions = ['ablog']\nblog_title = 'A'\nblog_baseurl = 'https://x.example'\n"},
            ("A", "https://x.example/", "en", ["Jo"]),
        ),
        ({"conf.py": "project = 'P'\n"}, ("", "https://example.invalid/", "en", [])),
        ({"nanoc.yaml": "base_url: [broken"}, ("", "https://example.invalid/", "en", [])),
        ({"site.hs": "main = hakyll"}, ("", "https://example.invalid/", "en", [])),
    ],
)  # fmt: skip
def test_what_a_generator_without_a_reader_says_of_its_site(
    files: dict[str, str | bytes], said: tuple[str, str, str, list[str]]
) -> None:
    found = site({**files, "a.md": "x"}, SiteSettings()).sites[0]
    assert (found.title, found.url, found.language, [author.name for author in found.authors]) == said


def test_headers_in_the_words_of_most_programs() -> None:
    opened = site(
        {
            "a.md": "---\ntitle: A\npublished_date: 2026-07-01\ntags: a, b c\npermalink: /x/y/\n---\n",
            "b/c.md": "---\ntitle: C\ndate: 1646360000000\nslug: d\nis_draft: true\n---\n",
            "b/2026_03_04.md": "words",
            "e.md": "---\ntitle: E\ndate: 2026-07-01\npublished: false\npermalink: '/{{year}}/{{slug}}/'\n---\n",
            "f.md": "---\ntitle: F\ndate: 2026-07-01\nupdatedAt: 2026-07-02\n---\n![p](/p.png)\n",
            "Resources/p.png": b"",
        },
        SETTINGS,
    )
    found = sources(opened)
    assert {path: (source.url, source.draft) for path, source in found.items()} == {
        "a.md": ("https://example.org/notes/x/y/", False),
        "b/2026_03_04.md": ("https://example.org/notes/b/2026_03_04/", False),
        "b/c.md": ("https://example.org/notes/b/d/", True),
        "e.md": ("https://example.org/notes/e/", True),
        "f.md": ("https://example.org/notes/f/", False),
    }
    assert found["a.md"].tags == ("a", "b c")
    assert [str(found[path].published)[:10] for path in ("b/2026_03_04.md", "b/c.md")] == [
        "2026-03-04",
        "2022-03-04",
    ]
    assert str(found["f.md"].updated)[:10] == "2026-07-02"
    assert [image.path for image in post(opened, "f.md").images] == ["Resources/p.png"]


def test_pictures_lie_where_exporters_and_programs_put_them() -> None:
    opened = site(
        {
            "posts/a.md": "---\ndate: 2026-07-01\ncoverImage: head.jpg\n---\n![p](/images/p.png)\n\n![q](/q.png)\n",
            "posts/images/head.jpg": b"",
            "Resources/images/p.png": b"",
            "q.png": b"",
        },
        SETTINGS,
    )
    assert {image.path: image.url for image in post(opened, "posts/a.md").images} == {
        "posts/images/head.jpg": "https://example.org/notes/posts/images/head.jpg",
        "Resources/images/p.png": "https://example.org/notes/images/p.png",
        "q.png": "https://example.org/notes/q.png",
    }
