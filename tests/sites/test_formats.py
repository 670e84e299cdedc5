"""Posts of Pelican in reStructuredText, of Jekyll in HTML; files in what is not read."""

from __future__ import annotations

from tests.sites.support import codes, read, site, sources

CONFIG = "SITENAME = 'N'\nSITEURL = 'https://p.example'\nTIMEZONE = 'UTC'\n"


def test_a_post_with_its_fields_links_and_pictures() -> None:
    post = (
        "My title\n########\n\n:date: 2010-10-03 10:20\n:tags: a, b\n:slug: mine\n\nSee `it <{filename}b.md>`__.\n\n"
        ".. image:: {static}/images/p.png\n   :alt: P\n\n.. nobody:: x\n"
    )
    files: dict[str, str | bytes] = {
        "pelicanconf.py": CONFIG,
        "content/a.rst": post,
        "content/b.md": "Title: B\nDate: 2010-10-04\n\nx\n",
        "content/images/p.png": b"",
    }
    found = sources(site(files))
    assert (found["content/a.rst"].title, found["content/a.rst"].url) == (
        "My title",
        "https://p.example/mine.html",
    )
    assert found["content/a.rst"].tags == ("a", "b")
    reading = read(site(files), "content/a.rst")
    assert reading.post is not None
    assert 'href="https://p.example/b.html"' in reading.post.body.text
    assert [image.path for image in reading.post.images] == ["content/images/p.png"]
    assert [(one.code, one.span.line) for one in reading.diagnostics] == [("R201", 13)]
    assert codes(site(files).scan().diagnostics) == []


def test_jekyll_s_posts_in_html() -> None:
    """Liquid is carried out in them, Markdown is not read."""
    files: dict[str, str | bytes] = {
        "_config.yml": "url: https://j.example\n",
        "_posts/2010-05-01-old.html": (
            "---\ntitle: Old\ntags: [x]\n---\n<p>It is *so*, {{ page.title }}.</p>\n\n    <p>Indented</p>\n<!--more--><p><img src='/p.png'></p>\n"
        ),
        "_posts/2010-06-01-new.md": "---\ntitle: New\n---\nSee [it]({% post_url 2010-05-01-old %}).\n",
        "index.html": "---\n---\n<p>x</p>\n",
        "p.png": b"",
    }
    assert {path: one.url for path, one in sources(site(files)).items()} == {
        "_posts/2010-05-01-old.html": "https://j.example/2010/05/01/old.html",
        "_posts/2010-06-01-new.md": "https://j.example/2010/06/01/new.html",
    }
    made = read(site(files), "_posts/2010-05-01-old.html").post
    assert made is not None
    assert "<p>It is *so*, Old.</p>" in made.body.text
    assert "<p>Indented</p>" in made.body.text
    assert [image.path for image in made.images] == ["p.png"]
    assert made.summary is not None
    other = read(site(files), "_posts/2010-06-01-new.md").post
    assert other is not None
    assert 'href="https://j.example/2010/05/01/old.html"' in other.body.text


def test_files_among_the_posts_that_are_not_read_are_told() -> None:
    files: dict[str, str | bytes] = {
        "_config.yml": "url: https://j.example\n",
        "_posts/2010-05-01-a.adoc": "= A\n",
        "_posts/2010-05-02-b.adoc": "= B\n",
        "_posts/2010-05-03-c.md": "---\ntitle: C\n---\nx\n",
        "about.adoc": "= About\n",
        "README.rst": "x\n",
    }
    (found,) = site(files).scan().diagnostics
    assert (found.code, found.message) == (
        "S112",
        "2 .adoc files, the first of them _posts/2010-05-01-a.adoc",
    )
