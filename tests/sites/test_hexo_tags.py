"""Hexo's tags, and what its sites are configured to do with Markdown."""

from __future__ import annotations

import re

import pytest

from exporter.reading.located import locate
from exporter.sites.base import ShortcodeRule
from exporter.sites.hexo_tags.call import calls
from tests.sites.support import codes, post, read, site

CONFIG = "title: N\nurl: https://h.example\nlanguage: zh-TW\n"
OTHER = "---\ntitle: Other 篇\ndate: 2026-07-02\n---\nx\n"


def made(body: str, config: str = CONFIG) -> str:
    files: dict[str, str | bytes] = {
        "_config.yml": config,
        "source/_posts/a.md": f"---\ntitle: A\ndate: 2026-07-01\n---\n{body}\n",
        "source/_posts/a/p.png": b"",
        "source/_posts/other.md": OTHER,
    }
    return re.sub(r' data-line="\d+"', "", post(site(files), "source/_posts/a.md").body.text)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("{% note danger no-icon %}\nMind **it**\n{% endnote %}", "<strong>it</strong>"),
        ("{% note danger %}\nx\n{% endnote %}", '<p class="callout-title">注意</p>'),
        ("{% note info A title %}\nx\n{% endnote %}", '<p class="callout-title">A title</p>'),
        ("{% note primary 'fas fa-x' flat %}\nx\n{% endnote %}", '<aside class="callout note" role="note">'),
        ("{% hideToggle More,#fff,red %}\nx\n{% endhideToggle %}", '<p class="callout-title">More</p>'),
        ("{% folding green open, More %}\nx\n{% endfolding %}", '<p class="callout-title">More</p>'),
        ("{% blockquote Ann, Book https://b.example Here %}\nx\n{% endblockquote %}", '— Ann, Book, <a href="https://b.example">Here</a>'),
        ("{% cq %}x{% endcq %}", "<blockquote"),
        ("{% codeblock A.js lang:js %}\n{% note %}\nx\n{% endcodeblock %}", "{% note %}\nx"),
        ("{% tabs T, 1 %}\n<!-- tab Linux@fas fa-x -->\nx\n<!-- endtab -->\n<!-- tab -->\ny\n<!-- endtab -->\n{% endtabs %}", "<strong>Linux</strong>"),
        ("{% tabs T %}\n<!-- tab -->\ny\n<!-- endtab -->\n{% endtabs %}", "<strong>T 1</strong>"),
        ("{% timeline 2026,blue %}\n<!-- timeline 1 May -->\ny\n<!-- endtimeline -->\n{% endtimeline %}", "<strong>1 May</strong>"),
        ("{% post_link other %}", '<a href="https://h.example/2026/07/02/other/">Other 篇</a>'),
        ("{% post_link other 'these words' %}", ">these words</a>"),
        ("{% asset_img c p.png 30 20 \"t 'two words'\" %}", 'alt="two words"'),
        ("![x](p.png)", 'src="https://h.example/2026/07/01/a/p.png"'),
        ("![x](a/p.png)", 'src="https://h.example/2026/07/01/a/p.png"'),
        ("{% asset_link p.png see %}", '<a href="https://h.example/2026/07/01/a/p.png">see</a>'),
        ("{% btn https://b.example, Words, fas fa-x %}", '<a href="https://b.example">Words</a>'),
        ("a {% label primary @b %} {% span red, c %} {% kbd F1 %} {% checkbox checked, d %}", "a b c <kbd>F1</kbd> ☑ d"),
        ("{% youtube abc %}", "https://www.youtube.com/watch?v=abc"),
        ("{% bilibili BV1 %}", "https://www.bilibili.com/video/BV1"),
        ("{% raw %}<b>{{ x }}</b>{% endraw %}", "<b>{{ x }}</b>"),
        ("`{% note %}` and\n\n```\n{% endnote %}\n```", "<code>{% note %}</code>"),
        ("## 設定 Android (a_b)", 'id="設定-Android-a-b"'),
        ("$x^2$", "x^2"),
        (":::info\nx\n:::", '<p class="callout-title">說明</p>'),
    ],
)  # fmt: skip
def test_a_tag_becomes_what_it_shows(body: str, shown: str) -> None:
    html = made(body)
    assert shown in html
    if "{%" not in shown:
        assert "{%" not in html


def test_boxes_stand_in_one_another_and_in_lists() -> None:
    html = made("1. one\n   {% note info %}\n   in {% note tip %}deep{% endnote %}\n   {% endnote %}\n2. two")
    assert html.count("<ol>") == 1
    assert html.count("<aside") == 2


def test_what_nobody_knows_keeps_what_it_encloses_and_a_rule_says_more() -> None:
    files = {
        "_config.yml": CONFIG,
        "source/_posts/a.md": "---\ndate: 2026-07-01\n---\n{% odd %}kept{% endodd %}\n",
    }
    reading = read(site(files), "source/_posts/a.md")
    assert codes(reading.diagnostics) == ["R201"]
    assert reading.post is not None
    assert "kept" in reading.post.body.text
    ruled = site(files, rules={"odd": ShortcodeRule(action="drop")})
    assert "kept" not in post(ruled, "source/_posts/a.md").body.text


def test_an_end_without_a_beginning_and_a_beginning_without_an_end() -> None:
    html = made("{% endnote %}\n\n{% note info %}\n\nwords {% post_link other %}")
    assert "words" in html
    assert "Other 篇" in html


def test_line_breaks_and_plugins_are_as_configured() -> None:
    plain = f"{CONFIG}marked: {{breaks: false}}\n"
    assert "<br" in made("a\nb")
    assert "<br" not in made("a\nb", plain)
    plugins = f"{CONFIG}markdown:\n  render: {{breaks: false}}\n  plugins: [markdown-it-mark, {{name: markdown-it-sub}}]\n"
    assert "<mark>m</mark> H<sub>2</sub>O" in made("==m== H~2~O", plugins)


def test_a_draft_needs_no_date() -> None:
    scan = site(
        {"_config.yml": CONFIG, "source/_posts/a.md": OTHER, "source/_drafts/b.md": "---\ntitle: B\n---\n"}
    ).scan()
    assert codes(scan.diagnostics) == []


def test_a_header_may_do_without_its_first_fence() -> None:
    written = "title: A\ndate: 2015-11-03 10:49:16\ntags: test\n---\nWords, {% nobody %}\n"
    opened = site({"_config.yml": CONFIG, "source/_posts/a.md": written})
    reading = read(opened, "source/_posts/a.md")
    assert reading.post is not None
    assert (reading.post.title, reading.post.tags) == ("A", ("test",))
    assert [(found.code, found.span.line) for found in reading.diagnostics] == [("R201", 5)]
    plain = site({"_config.yml": CONFIG, "source/_posts/a.md": "Note: no header\n\n---\nWords\n"})
    assert "no header" in post(plain, "source/_posts/a.md").body.text


def test_a_tag_that_begins_another_has_no_end() -> None:
    assert [call.said for call in calls(locate("{% a {% a 'b' %} {% a \"{% c %}\" %}"))] == [
        "'b'",
        '"{% c %}"',
    ]


@pytest.mark.parametrize("said", ['"' * 5001, "'" * 5001, 'a b="c" ' * 5000, "a" * 50_000])
def test_a_tag_that_never_ends_is_text(said: str) -> None:
    assert calls(locate("{% note " + said)) == []


@pytest.mark.parametrize("said", ['a "%} b" c', 'a " b', "it's", "", "-"])
def test_what_a_tag_says(said: str) -> None:
    assert [call.said.strip() for call in calls(locate(f"{{% note {said} %}}"))] == [said]
