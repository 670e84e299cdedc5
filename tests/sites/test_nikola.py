"""Nikola: posts by the folders that conf.py names, in several languages, headers as comments."""

from __future__ import annotations

from exporter.sites import detect
from exporter.world.memory import MemoryFiles
from tests.sites.support import codes, read, site, sources

CONF = """\
    import time
    DEFAULT_LANG = "en"
    BLOG_TITLE = {DEFAULT_LANG: "Notes", "es": "Notas"}
    BLOG_AUTHOR = "Ann"
    SITE_URL = "https://n.example/"
    TRANSLATIONS = {DEFAULT_LANG: "", "es": "./es"}
    POSTS = (("posts/*.md", "blog", "post.tmpl"), ("posts/*.rst", "blog", "post.tmpl"))
    PAGES = (("pages/*.md", "", "page.tmpl"),)
    TIMEZONE = "UTC"
    """
HEAD = "<!--\n.. title: A\n.. slug: {}\n.. date: 2020-02-04 22:48:51 UTC+01:00\n.. tags: {}\n-->\n"
FILES: dict[str, str | bytes] = {
    "conf.py": CONF,
    "posts/a.md": HEAD.format("first", "x, y")
    + "\nOne.\n<!-- TEASER_END -->\n\n{{% media url=https://m.example/1 %}} and [two](link://slug/b)\n\n"
    '{{% thumbnail "/images/p.png" alt="P" %}}{{% /thumbnail %}} {{% nobody %}}\n\n`{{% media %}}`\n',
    "posts/2021/b.rst": ".. title: B\n.. date: 2021-01-01\n\nSee `a <link://slug/a>`_.\n",
    "posts/a.es.md": HEAD.format("primera", "x"),
    "posts/c.md": HEAD.format("c", "draft"),
    "pages/about.md": "---\ntitle: About\n---\nx\n",
    "drafts/d.md": HEAD.format("d", ""),
    "images/p.png": b"",
}


def test_posts_pages_languages_and_drafts() -> None:
    opened = site(FILES)
    assert [(one.title, one.language) for one in opened.sites] == [("Notes", "en"), ("Notes", "es")]
    assert {path: (one.url, one.page, one.draft) for path, one in sources(opened).items()} == {
        "posts/a.md": ("https://n.example/blog/first/", False, False),
        "posts/2021/b.rst": ("https://n.example/blog/2021/b/", False, False),
        "posts/a.es.md": ("https://n.example/es/blog/primera/", False, False),
        "posts/c.md": ("https://n.example/blog/c/", False, True),
        "pages/about.md": ("https://n.example/about/", True, False),
    }
    assert codes(opened.scan().diagnostics) == []
    assert str(sources(opened)["posts/a.md"].published) == "2020-02-04 21:48:51+00:00"


def test_a_body() -> None:
    reading = read(site(FILES), "posts/a.md")
    assert reading.post is not None
    assert reading.post.tags == ("x", "y")
    assert reading.post.summary is not None
    assert "two" not in reading.post.summary.text
    made = reading.post.body.text
    assert 'href="https://m.example/1"' in made
    assert 'href="https://n.example/blog/2021/b/"' in made
    assert "{{% media %}}</code>" in made
    assert [(image.path, image.url) for image in reading.post.images] == [
        ("images/p.png", "https://n.example/images/p.png")
    ]
    assert [(found.code, found.span.line) for found in reading.diagnostics] == [("R201", 13)]
    other = read(site(FILES), "posts/2021/b.rst").post
    assert other is not None
    assert 'href="https://n.example/blog/first/"' in other.body.text


def test_sphinx_has_a_conf_py_too() -> None:
    sphinx = {"conf.py": b"project = 'x'\nextensions = []\n", "index.md": b"x"}
    assert detect(MemoryFiles(sphinx)) == "plain"
