"""Pelican's posts in reStructuredText."""

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
