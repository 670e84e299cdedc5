"""What Jekyll's widespread themes, Chirpy and Minimal Mistakes first of all, have their posts write."""

from __future__ import annotations

import pytest

from tests.sites.support import codes, post, read, site, sources

CONFIG = "title: N\nurl: https://j.example\nlang: ko\nsocial: {name: Mei}\nexclude: [docs, README.md]\n"


def made(body: str, header: str = "", more: dict[str, str | bytes] | None = None) -> str:
    files: dict[str, str | bytes] = {
        "_config.yml": CONFIG,
        "_posts/2026-07-01-a.md": f"---\ntitle: A\n{header}---\n{body}\n",
    }
    return post(site({**files, **(more or {})}), "_posts/2026-07-01-a.md").body.text


@pytest.mark.parametrize(
    ("body", "kind", "title"),
    [
        ("> Words\n> more\n{: .prompt-tip }", "tip", "도움말"),
        ("> Words\n{: .prompt-danger}", "caution", "주의"),
        ("Words\n{: .notice--warning}", "warning", "경고"),
        ("Words\n{: .notice}", "note", ""),
        ("> Words\n{: .prompt-info }", "note", ""),
    ],
)
def test_a_box_is_a_callout(body: str, kind: str, title: str) -> None:
    html = made(f"Before\n\n{body}\n\nAfter")
    assert f'class="callout {kind}"' in html
    assert f">{title}</p>" in html if title else "callout-title" not in html
    assert "Words" in html.partition("<aside")[2].partition("</aside>")[0]
    assert "{:" not in html


def test_pictures_lie_where_the_header_says() -> None:
    pictures: dict[str, str | bytes] = {"img/x/p.png": b"", "img/x/c.png": b"", "q.png": b""}
    header = "media_subpath: /img/x/\nimage: {path: c.png, alt: C}\n"
    files = {
        "_config.yml": CONFIG,
        "_posts/2026-07-01-a.md": f"---\ntitle: A\n{header}---\n![p](p.png) ![q](/q.png)\n",
    }
    found = post(site({**files, **pictures}), "_posts/2026-07-01-a.md")
    assert [image.path for image in found.images] == ["img/x/c.png", "img/x/p.png", "q.png"]


def test_of_twins_for_light_and_dark_pages_the_light_one_is_shown() -> None:
    html = made("![l](/l.png){: .light .w-50 }\n![d](/d.png){: .dark .w-50 }")
    assert "l.png" in html
    assert "d.png" not in html


def test_formulas_where_the_header_loads_what_draws_them() -> None:
    assert "$x^2$" in made("a $x^2$ b")
    assert '<span class="math">x^2</span>' in made("a $x^2$ b", "math: true\n")


def test_authors_and_what_is_left_out() -> None:
    found = sources(site({
        "_config.yml": CONFIG, "_posts/2026-07-01-a.md": "---\ntitle: A\nexcerpt: In short.\n---\n",
        "docs/x.md": "x", "README.md": "x", "about.md": "x",
    }))  # fmt: skip
    assert sorted(found) == ["_posts/2026-07-01-a.md", "about.md"]
    assert [author.name for author in found["_posts/2026-07-01-a.md"].authors] == ["Mei"]
    assert found["_posts/2026-07-01-a.md"].description == "In short."


def test_what_themes_bring_along_is_known_by_its_name() -> None:
    """The files of a theme, which is a gem, are not in the repository."""
    files = {
        "_config.yml": "title: N\nurl: https://j.example\ntheme: chirpy\n",
        "_posts/2026-07-01-a.md": (
            "---\ntitle: A\ngallery:\n  - {image_path: /p.png, alt: first}\n---\n"
            "{% include embed/youtube.html id='abc' %}\n{% include embed/bilibili.html id='BV1' %}\n\n"
            '{% include figure image_path="/p.png" caption="with *words*" %}\n\n{% include gallery %}\n\n'
            "{% include toc icon='x' %}{% include_cached nowhere.html %}\n"
        ),
        "p.png": "",
    }
    reading = read(site(files), "_posts/2026-07-01-a.md")
    assert codes(reading.diagnostics) == ["R212"]
    assert reading.post is not None
    made = reading.post.body.text
    assert "https://www.youtube.com/watch?v=abc" in made
    assert "https://www.bilibili.com/video/BV1" in made
    assert "with <em>words</em>" in made
    assert 'alt="first"' in made


def test_markdown_that_a_filter_is_given_is_read_where_it_stands() -> None:
    body = "---\ntitle: A\n---\n{% capture x %}\n#### H\n* item\n{% endcapture %}\n<div>{{ x | markdownify }}</div>\n"
    made = post(
        site({"_config.yml": "url: https://j.example\n", "_posts/2026-07-01-a.md": body}),
        "_posts/2026-07-01-a.md",
    )
    assert "<h4" in made.body.text
    assert "<li" in made.body.text


def test_words_of_tags_and_an_owner_for_a_title() -> None:
    """Jekyll splits a text; al-folio's ``title: blank`` stands for the owner."""
    config = "title: blank\nfirst_name: Ada\nlast_name: L\nurl: https://j.example\nplugins: [jemoji]\n"
    head = "---\ntitle: A\ntags: formatting code\ncategories: a, b c\n---\n:rocket:\n"
    made = post(site({"_config.yml": config, "_posts/2026-07-01-a.md": head}), "_posts/2026-07-01-a.md")
    assert (made.tags, made.categories) == (("formatting", "code"), ("a", "b c"))
    assert [author.name for author in made.authors] == ["Ada L"]
    assert "🚀" in made.body.text


def test_tags_of_plugins_that_read_their_words_in_a_way_of_their_own() -> None:
    body = (
        "---\ntitle: A\n---\n{% tabs x %}\n{% tab x php %}\n*one*\n{% endtab %}\n{% endtabs %}\n\nAs {% cite k1 k2 %} says.\n\n"
        "{% details Click here now %}\nmore\n{% enddetails %}\n\n{% mermaid %}\ngraph *a*\n    b-->c\n{% endmermaid %}\n\n"
        "{% quote k1 %}\nsaid\n{% endquote %}\n"
    )
    reading = read(
        site({"_config.yml": "url: https://j.example\n", "_posts/2026-07-01-a.md": body}),
        "_posts/2026-07-01-a.md",
    )
    assert reading.diagnostics == ()
    assert reading.post is not None
    made = reading.post.body.text
    assert "<strong>php</strong>" in made
    assert "As [k1, k2] says." in made
    assert ">Click here now</summary>" in made
    assert '<code class="language-mermaid">graph *a*\n    b--&gt;c\n</code>' in made
    assert "— [k1]" in made


def test_elements_of_a_site_s_own_make_are_blocks_with_what_is_in_them() -> None:
    include = '<figure\n  {% if include.x %}\n  {% endif %}\n>\n  <picture>\n\n    <img\n      src="{{ include.path }}"\n\n    >\n  </picture>\n</figure>\n'
    body = '---\ntitle: A\n---\n<swiper-container a="b">\n  <swiper-slide>{% include f.html path="/p.png" %}</swiper-slide>\n</swiper-container>\n'
    files: dict[str, str | bytes] = {
        "_config.yml": "url: https://j.example\n",
        "_includes/f.html": include,
        "p.png": b"",
        "_posts/2026-07-01-a.md": body,
    }
    made = post(site(files), "_posts/2026-07-01-a.md")
    assert [image.path for image in made.images] == ["p.png"]
    assert "<pre" not in made.body.text
