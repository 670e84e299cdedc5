"""Quarto: what its configuration says, the results that it keeps, and what its Markdown has besides."""

from __future__ import annotations

import json

from tests.sites.support import codes, post, read, site, sources

CONFIG = """\
project:
  type: website
lang: ja
website:
  title: 日々
  site-url: https://q.example
"""
HEAD = "---\ntitle: A\ndate: 2026-07-21\n---\n"
KEPT = HEAD + (
    "Words.\n\n::: {.cell}\n\n```{.r .cell-code}\nplot(1)\n```\n\n::: {.cell-output-display}\n"
    "![](index_files/figure-html/a-1.png){width=672}\n:::\n:::\n\n![](gone.png)\n"
)


def test_a_blog() -> None:
    opened = site(
        {
            "_quarto.yml": CONFIG,
            "index.qmd": "---\ntitle: 日々\nlisting:\n  contents: posts\n---\n",
            "about.qmd": "---\ntitle: About\n---\n",
            "posts/_metadata.yml": "author: 花子\ncategories: [日記]\n",
            "posts/a/index.qmd": "---\ntitle: A\ndate: 2026/06/18\nimage: p.png\ndate-modified: last-modified\n---\nx\n",
            "posts/a/_part.qmd": "part",
            "posts/a/p.png": b"",
            "posts/b.qmd": "---\ntitle: B\ndate: 2026-06-19\ndraft: true\naliases: [/old/]\n---\n",
            "posts/old.md": "---\ntitle: C\ndate: 2017-11-19\n---\n",
            "_site/posts/a/index.html": "",
        }
    )
    head = opened.sites[0]
    assert (head.title, head.url, head.language) == ("日々", "https://q.example/", "ja")
    found = sources(opened)
    assert {path: (source.url, source.draft, source.page) for path, source in found.items()} == {
        "about.qmd": ("https://q.example/about.html", False, True),
        "index.qmd": ("https://q.example/", False, True),
        "posts/a/index.qmd": ("https://q.example/posts/a/", False, False),
        "posts/b.qmd": ("https://q.example/posts/b.html", True, False),
        "posts/old.md": ("https://q.example/posts/old.html", False, False),
    }
    assert codes(opened.scan().diagnostics) == []
    made = post(opened, "posts/a/index.qmd")
    assert ([author.name for author in made.authors], made.categories) == (["花子"], ("日記",))
    assert [image.path for image in made.images] == ["posts/a/p.png"]


def test_results_are_those_that_quarto_keeps() -> None:
    opened = site(
        {
            "_quarto.yml": CONFIG,
            "posts/a/index.qmd": HEAD + "Words.\n\n```{r}\nplot(1)\n```\n\n![](gone.png)\n",
            "_freeze/posts/a/index/execute-results/html.json": json.dumps({"result": {"markdown": KEPT}}),
            "_freeze/posts/a/index/figure-html/a-1.png": b"",
        }
    )
    reading = read(opened, "posts/a/index.qmd")
    assert reading.post is not None
    assert [(image.path, image.url) for image in reading.post.images] == [
        (
            "_freeze/posts/a/index/figure-html/a-1.png",
            "https://q.example/posts/a/index_files/figure-html/a-1.png",
        ),
        ("", "https://q.example/posts/a/gone.png"),
    ]
    # A finding has the line of the post's own file.
    assert [(found.code, found.span.line) for found in reading.diagnostics] == [("A401", 11)]


def test_results_that_are_not_kept_are_told() -> None:
    body = "```{r}\n#| echo: false\nplot(1)\n```\n\n```{r, eval=FALSE}\ninstall()\n```\n\n{{< pagebreak >}}\n"
    reading = read(site({"_quarto.yml": CONFIG, "posts/a.qmd": HEAD + body}), "posts/a.qmd")
    assert codes(reading.diagnostics) == ["R214"]
    assert reading.post is not None
    assert "plot" not in reading.post.body.text
    assert "install()" in reading.post.body.text


def test_includes_references_and_callouts() -> None:
    body = (
        '{{< include _part.qmd >}}\n\n::: {.callout-tip collapse="true"}\n## 題\n\n文。\n:::\n\n'
        '![図の説明](p.png){#fig-a fig-alt="代わり"}\n\n@fig-a を見よ。[@sec-b]も。\n\n## 節 {#sec-b}\n\n'
        "{{< video https://www.youtube.com/embed/abcdef >}}\n"
    )
    opened = site(
        {
            "_quarto.yml": CONFIG,
            "posts/a.qmd": HEAD + body,
            "posts/_part.qmd": "---\ntitle: x\n---\n部分。\n",
            "posts/p.png": b"",
        }
    )
    text = post(opened, "posts/a.qmd").body.text
    assert "部分。" in text
    assert '<p class="callout-title" data-line="7">題</p>' in text
    assert '<img alt="代わり" src="https://q.example/posts/p.png"/>' in text
    assert "図\u00a01: 図の説明" in text
    assert ">図\u00a01 を見よ。" in text
    assert '<a href="#sec-b">節</a>' in text
    assert "https://www.youtube.com/watch?v=abcdef" in text
