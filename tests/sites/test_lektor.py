"""Lektor: fields, dates and addresses."""

from __future__ import annotations

from tests.sites.support import codes, post, read, site, sources

POST = """\
_model: blog-post
---
title: Ownership
---
pub_date: 2016-1-9
---
author: Shipeng
---
summary:

Two
lines.
---
body:

Words.

----

![p](p.png)
---
tags: python, gc
"""


def test_a_blog_of_lektor() -> None:
    opened = site(
        {
            "blog.lektorproject": "[project]\nname = 字\nurl = http://l.example/\nlocale = ja_JP\n[alternatives.de]\nurl_prefix = /de/\n",
            "content/contents.lr": "title: Home\n",
            "content/blog/contents.lr": "_model: blog\n",
            "content/blog/own/contents.lr": POST,
            "content/blog/own/p.png": b"",
            "content/blog/b/contents.lr": "title: B\n---\npub_date: 2015-12-24\n---\n_slug: bee\n---\n_hidden: yes\n---\nbody: One.\n",
            "content/blog/own/contents+de.lr": POST,
        }
    )
    head = opened.sites[0]
    assert (head.title, head.url, head.language) == ("字", "http://l.example/", "ja-JP")
    assert codes(opened.scan().diagnostics) == []
    found = sources(opened)
    assert {path: (source.url, source.page, source.draft) for path, source in found.items()} == {
        "content/blog/b/contents.lr": ("http://l.example/blog/bee/", False, True),
        "content/blog/contents.lr": ("http://l.example/blog/", True, False),
        "content/blog/own/contents+de.lr": ("http://l.example/de/blog/own/", False, False),
        "content/blog/own/contents.lr": ("http://l.example/blog/own/", False, False),
        "content/contents.lr": ("http://l.example/", True, False),
    }
    made = post(opened, "content/blog/own/contents.lr")
    assert (made.title, str(made.published.date() if made.published else ""), made.tags) == (
        "Ownership",
        "2016-01-09",
        ("python", "gc"),
    )
    assert made.description == "Two\nlines."
    assert "<hr" in made.body.text
    assert [image.path for image in made.images] == ["content/blog/own/p.png"]
    assert post(opened, "content/blog/b/contents.lr").body.text.endswith(">One.</p>")


def test_a_finding_has_the_line_of_the_file() -> None:
    opened = site(
        {
            "blog.lektorproject": "[project]\nurl = http://l.example/\n",
            "content/a/contents.lr": "title: A\n---\npub_date: 2016-01-01\n---\nbody:\n\nx\n\n![](gone.png)\n",
        }
    )
    (found,) = read(opened, "content/a/contents.lr").diagnostics
    assert (found.code, found.span.line) == ("A401", 9)
