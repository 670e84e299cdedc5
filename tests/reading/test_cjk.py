"""Emphasis and line breaks beside CJK characters: the markdown-cjk-friendly amendment, clause by clause."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from exporter.reading.characters import is_cjk, joins_lines
from exporter.reading.frontmatter import split
from exporter.reading.located import locate
from exporter.reading.markdown import HUGO, Dialect, render

POSTS = Path(__file__).parents[3] / "shared" / "corpora" / "negi" / "content"
PLAIN = replace(HUGO, cjk_emphasis=False)


def inline(text: str, dialect: Dialect = HUGO) -> str:
    html = render(locate(text), dialect, "a.md").html
    return re.sub(r"\A<p[^>]*>|</p>\n\Z", "", html)


BOLD = [
    ("**「重要」**です", "<strong>「重要」</strong>です"),
    ("これは**重要。**だ", "これは<strong>重要。</strong>だ"),
    ("値は**（税込）**円", "値は<strong>（税込）</strong>円"),
    ("**大事！**次へ", "<strong>大事！</strong>次へ"),
    ("先の**`code`**を使う", "先の<strong><code>code</code></strong>を使う"),
    ("先の**(かっこ)**を見る", "先の<strong>(かっこ)</strong>を見る"),
    ("*「斜体」*も同じ", "<em>「斜体」</em>も同じ"),
    ("***「両方」***も", "<em><strong>「両方」</strong></em>も"),
    ("~~「旧版」~~新版", "<del>「旧版」</del>新版"),
    ("**[参照](/x)**を", '<strong><a href="/x">参照</a></strong>を'),
    ("**“引用”**を", "<strong>“引用”</strong>を"),
    ("**中文，**逗号", "<strong>中文，</strong>逗号"),
    ("**인용(부호)**가", "<strong>인용(부호)</strong>가"),
    ("**이것은.**그것", "<strong>이것은.</strong>그것"),
    ("**ﾊﾝｶｸ｡**ｶﾅ", "<strong>ﾊﾝｶｸ｡</strong>ｶﾅ"),
    ("**。𠮷田**「𠮷」", "<strong>。𠮷田</strong>「𠮷」"),
    ("𠮷**「上」**𠮷", "𠮷<strong>「上」</strong>𠮷"),
    ("葛\U000e0100**(異体字)**", "葛\U000e0100<strong>(異体字)</strong>"),
    ("**全角！\ufe00**続く", "<strong>全角！\ufe00</strong>続く"),
    ("**“引用”\ufe01**続く", "<strong>“引用”\ufe01</strong>続く"),
    ("\U0001f4a1**(注)** だ", "\U0001f4a1<strong>(注)</strong> だ"),
]


@pytest.mark.parametrize(("text", "html"), BOLD)
def test_emphasis_beside_cjk_is_emphasis(text: str, html: str) -> None:
    assert inline(text, replace(HUGO, typographer=None)) == html


LITERAL = [
    "a**(b)**c",  # Latin keeps CommonMark's rule
    "snake_case_name",
    "日本__「語」__です",  # ``_`` does not part words, whatever the script
    "日本_語_",
    "2 ** 3 ** 4",
    "日本 ** 語 ** です",
    "é**(x)**é",
]


@pytest.mark.parametrize("text", LITERAL)
def test_what_the_amendment_leaves_alone_stays_literal(text: str) -> None:
    assert inline(text) == text


@pytest.mark.parametrize(
    "text", ["*a* _b_ **c** __d__", "_「x」_ と __y__", "**a**、__b__", "*(x)* y", "＊全角＊", "**`a`**"]
)
def test_what_was_emphasis_before_is_the_same_now(text: str) -> None:
    assert inline(text) == inline(text, PLAIN)


def test_what_counts_as_cjk() -> None:
    assert all(map(is_cjk, "漢かカ한ㅎᄀᆨ「。！Ａｱ｡㉠〇々𠮷"))
    assert not any(map(is_cjk, "aé“…—→①😀⌚☀א"))


def test_literal_marks_on_the_site_are_told_with_their_line() -> None:
    text = "---\ntitle: x\n---\nok **fine** here\n\nfirst line\n次は**「太字」**です\n\n- **「一」**と\n"
    front = split(text, "a.md")
    found = render(front.body, HUGO, "a.md").diagnostics
    assert [(d.code, d.span.line) for d in found] == [("R204", 7), ("R204", 9)]


def test_single_asterisks_that_became_emphasis_are_told_with_what_to_do() -> None:
    found = render(locate("「Q*（キュー）」と「Q*」です\n"), HUGO).diagnostics
    assert [(d.code, d.hint) for d in found] == [("R204", "Write \\* where an asterisk is meant.")]
    assert not render(locate("「Q\\*（キュー）」と「Q\\*」です\n"), HUGO).diagnostics


def test_nothing_is_told_where_the_site_shows_the_same() -> None:
    text = "**太字**です。**「a」** b **c。**\n\n`**「x」**です`\n\n2 * 3 * 4 **\n\n[^1] [r]\n\n[^1]: *n*\n[r]: /x\n"
    assert render(locate(text), HUGO).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("日本\n語", "日本語"),
        ("です。\nHugo は", "です。Hugo は"),
        ("Hugo\n「静的」", "Hugo「静的」"),
        ("**太**\n*字*", "<strong>太</strong><em>字</em>"),
        ("中文\n字", "中文字"),
        ("english\nwords", "english\nwords"),
        ("한국\n어", "한국\n어"),
        ("日本\nenglish", "日本\nenglish"),
        ("改行  \nあり", "改行<br>\nあり"),
        ("😀\n😀", "😀\n😀"),
        ("絵😀\n文字", "絵😀文字"),
        ("`コード`\n文", "<code>コード</code>文"),
        ("図\n![語](y)\n語", '図\n<img src="y" alt="語">\n語'),
    ],
)
def test_a_line_break_between_cjk_characters_is_no_space(text: str, html: str) -> None:
    assert inline(text) == html


def test_line_breaks_stay_where_the_dialect_says_so() -> None:
    assert inline("日本\n語", replace(HUGO, cjk_softbreak=False)) == "日本\n語"
    assert inline("日本\n語", replace(HUGO, hard_breaks=True)) == "日本<br>\n語"


def test_hangul_keeps_its_spaces() -> None:
    assert not joins_lines("한", "。")
    assert joins_lines("、", "a")


def literal_runs(html: str) -> int:
    text = re.sub(r"(?s)<(pre|code|script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>", "", html)
    return text.count("**")


@pytest.mark.skipif(not POSTS.is_dir(), reason="the public blogs are not beside the repository")
def test_no_post_of_a_real_blog_keeps_literal_marks() -> None:
    """372 of them in 107 posts by plain CommonMark; each post with one is told."""
    dialect = replace(HUGO, unsafe=True)
    before = after = told = 0
    for path in sorted(POSTS.rglob("*.md")):
        front = split(path.read_text("utf-8"), path.name)
        if "**" not in front.body.text:
            continue
        plain = literal_runs(render(front.body, replace(dialect, cjk_emphasis=False)).html)
        if not plain:
            continue
        rendered = render(front.body, dialect, path.name)
        before += plain
        after += literal_runs(rendered.html)
        told += any(d.code == "R204" for d in rendered.diagnostics)
    assert (before, after, told) == (372, 0, 107)


def test_a_program_that_knows_no_such_rule_leaves_nothing_literal() -> None:
    found = render(locate("次は**「太字」**です\n"), Dialect(flanking=False))
    assert "<strong>" in found.html
    assert not found.diagnostics
