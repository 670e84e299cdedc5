"""The mail as a whole: what it names, what it keeps to, what it says of cuts; and the copy for the web."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from exporter.backends.contract import PartJob
from exporter.backends.newsletter import BACKEND
from exporter.backends.newsletter.message import sent_size
from exporter.backends.newsletter.options import BUDGET, Options
from exporter.errors import ThemeError
from exporter.model.artifact import Rendered
from exporter.model.theme import Theme
from tests.backends.newsletter.samples import (
    ROOT,
    SENDER,
    SITE,
    THEME,
    artifact,
    bind,
    body,
    mail,
    markup,
    post,
    tree,
)  # fmt: skip

LONG = "<p>これは長い記事の一段落で、本文はずっと続く。</p>" * 250  # 19 KB


@cache
def week() -> Rendered:
    return bind(
        *(
            post(f"post-{n}", LONG, language="ja", title=f"とても長い日本語の題名の記事、その{n}")
            for n in range(60)
        )
    )


def test_sixty_long_posts_are_all_named_and_linked_within_the_budget() -> None:
    html = body(mail(week()), "html")
    assert sent_size(html) <= BUDGET
    links = {node.get("href") for node in tree(html).iter("a")}
    text = body(mail(week()), "plain")
    for number in range(60):
        assert f"https://example.org/post-{number}/" in links
        assert f"その{number}" in html
        assert f"https://example.org/post-{number}/\n" in text


def test_the_room_is_used_and_the_cut_is_told() -> None:
    assert sent_size(body(mail(week()), "html")) > BUDGET * 0.9
    told = [d.message for d in week().diagnostics if d.code == "N802"]
    assert len(told) == 1
    assert re.search(r"letter/2026-W34: of \d+ posts \d+ in full, \d+ as excerpt, \d+ as a line", told[0])


@pytest.mark.parametrize("budget", range(20_000, 90_000, 3_500))
def test_the_budget_holds_wherever_it_lies(budget: int) -> None:
    posts = [post("long", LONG, language="ja")]
    posts += [
        post(f"q{n}", "<p>長い文。</p>" * (40 * n), language="ja", title="題" * n or "題") for n in range(12)
    ]
    html = body(mail(bind(*posts, options=Options(budget=budget, outlook=False))), "html")
    assert sent_size(html) <= budget


def test_a_short_issue_is_whole_and_tells_of_no_cut() -> None:
    rendered = bind(post("a", "<p>Alpha text.</p>"), post("b", "<p>Beta text.</p>"))
    assert rendered.diagnostics == ()
    for end in (".html", ".txt"):
        assert b"Alpha text." in artifact(rendered, end)
        assert b"Beta text." in artifact(rendered, end)


def test_hundreds_of_posts_are_counted_where_they_cannot_be_named() -> None:
    rendered = bind(*(post(f"p{n}") for n in range(300)), options=Options(size="line", budget=20_000))
    html = body(mail(rendered), "html")
    assert sent_size(html) <= 20_000
    named = len(set(re.findall(r"https://example.org/p\d+/", html)))
    assert f"{300 - named} more on the web" in html
    told = {d.code: d.message for d in rendered.diagnostics}
    assert told["N803"] == f"letter/2026-W34: {300 - named} posts are only counted"


def test_a_foreword_that_fills_the_budget_alone_is_told() -> None:
    foreword = markup("<p>Words before all else, and more of them.</p>" * 600)
    rendered = bind(post(), options=replace(SENDER, foreword=foreword, budget=20_000))
    size = sent_size(body(mail(rendered), "html").rstrip("\n"))
    assert size > 20_000
    assert [(d.code, d.severity, d.message) for d in rendered.diagnostics if d.code == "N804"] == [
        ("N804", "warning", f"letter/2026-W34: {size:,} bytes, 20,000 allowed")
    ]
    short = bind(post(), options=replace(SENDER, foreword=markup("<p>Words.</p>"), budget=20_000))
    assert short.diagnostics == ()


def test_a_lead_may_be_named_by_folder_file_or_address() -> None:
    posts = post("a"), post("b", source="content/posts/deep/index.md")
    for name in ("deep", "content/posts/deep/index.md", "https://example.org/b"):
        rendered = bind(*posts, options=Options(lead=(name,)))
        text = body(mail(rendered), "plain")
        assert text.index("Title of b") < text.index("Title of a")
        assert "N805" not in [one.code for one in rendered.diagnostics]


def test_an_address_in_latin_letters_keeps_its_order_in_an_arabic_mail() -> None:
    arabic = mail(bind(post(language="ar"), language="ar", options=SENDER))
    for part in ("html", "plain"):
        assert "\u20681 Long Street\u2069" in body(arabic, part)
    assert "\u2068" not in body(mail(bind(post(), options=SENDER)), "html")


def test_leads_come_first_and_an_unknown_one_is_told() -> None:
    rendered = bind(post("a"), post("b"), options=Options(lead=("b", "nobody")))
    html = body(mail(rendered), "html")
    assert html.index("Title of b") < html.index(">Title of a")
    assert [d.message for d in rendered.diagnostics if d.code == "N805"] == ["letter/2026-W34: nobody"]


def test_the_artifacts_are_named_after_the_issue() -> None:
    rendered = bind(post())
    assert [(a.name, a.media_type, a.count, a.unit) for a in rendered.artifacts] == [
        ("letter/2026-W34.html", "text/html", 1, "posts"),
        ("letter/2026-W34.txt", "text/plain", 1, "posts"),
        ("letter/2026-W34.eml", "message/rfc822", 1, "posts"),
    ]


def test_the_mail_shows_who_sends_it_and_the_way_out_at_top_and_bottom() -> None:
    html = body(mail(bind(post())), "html")
    assert html.count("Unsubscribe") == 2
    assert "1 Long Street" in html
    assert "From: Mei" in html


def test_the_web_copy_has_nothing_only_a_subscriber_wants() -> None:
    page = artifact(bind(post()), ".html").decode()
    assert "nsubscribe" not in page
    assert 'class="hidden"' not in page


def test_dark_mode_and_small_screens_survive_the_inlining() -> None:
    html = body(mail(bind(post())), "html")
    assert "@media (prefers-color-scheme:dark)" in html
    assert "[data-ogsc] .page{" in html
    assert "@media (max-width: 480px)" in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "var(" not in html
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert max(map(len, styles)) < 8192, "Gmail drops a longer style element"


def test_outlooks_conditional_comments_are_a_switch() -> None:
    assert "<!--[if mso]>" in body(mail(bind(post())), "html")
    assert "mso]" not in body(mail(bind(post(), options=Options(outlook=False))), "html")


def test_layout_tables_are_presentation_and_there_is_one_h1() -> None:
    found = tree(body(mail(bind(post(), post("b"))), "html"))
    assert {table.get("role") for table in found.iter("table")} == {"presentation"}
    assert len(list(found.iter("h1"))) == 1


def test_japanese_faces_are_named_before_any_generic_one() -> None:
    rendered = bind(post(language="ja"), language="ja", title="週報")
    html = body(mail(rendered), "html")
    assert "font-family:'Hiragino Sans'" in html
    assert '<html lang="ja" dir="ltr">' in html


def test_an_arabic_issue_runs_from_right_to_left() -> None:
    html = body(mail(bind(post(language="ar"), language="ar")), "html")
    assert '<html lang="ar" dir="rtl">' in html
    assert "text-align:right" in html


def test_many_posts_in_full_are_listed_first() -> None:
    html = artifact(bind(*(post(f"p{n}") for n in range(10))), ".html").decode()
    assert "In this issue" in html
    assert "and 2 more" in html
    assert "In this issue" not in artifact(bind(post("a"), post("b")), ".html").decode()


def test_a_mail_of_one_post_says_its_title_once() -> None:
    found = tree(artifact(bind(post(), title="Title of first"), ".html").decode())
    assert ["".join(map(str, node.itertext())) for node in found.iter("h1", "h2")] == [
        "Notes & more",
        "Title of first",
    ]


def test_foreword_and_closing_are_set_as_a_post_is() -> None:
    words = '<p>Dear <em>reader</em>, <a href="https://a.example/">look</a>:</p><ul><li>1 &lt; 2</li></ul>'
    options = replace(SENDER, foreword=markup(words), closing=markup("<blockquote><p>Bye.</p></blockquote>"))
    rendered = bind(post(), options=options)
    html, text = artifact(rendered, ".html").decode(), artifact(rendered, ".txt").decode()
    assert re.search(r'<p style="[^"]+">Dear <em>reader</em>, <a href="https://a.example/" style=', html)
    assert "<blockquote style=" in html
    assert "Dear reader, look [1]:\n\n- 1 < 2\n\n[1] https://a.example/" in text
    assert "> Bye." in text


def test_partner_links_of_the_foreword_follow_the_policy() -> None:
    words = '<p><a href="https://www.amazon.co.jp/dp/1">a book</a></p>'
    html = artifact(bind(post(), options=replace(SENDER, foreword=markup(words))), ".eml").decode()
    assert "amazon" not in html


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("templates/post.html.j2", "{{ ''.__class__.__mro__ }}"),
        ("templates/post.html.j2", "{% include '../theme.toml' %}"),
        ("templates/post.html.j2", "{{ nobody }}"),
        ("templates/post.html.j2", "{% if %}"),
        ("templates/post.html.j2", "{{ 1 / 0 }}"),
        ("templates/post.html.j2", "{{ words + 1 }}"),
        ("templates/post.html.j2", "{{ 10 ** (10 ** 10) }}"),
        ("templates/post.html.j2", "{% include 'post.html.j2' %}"),
        ("templates/post.html.j2", "{% for n in range(10 ** 9) %}{% endfor %}"),
        ("email.toml", "[layout]\nwidht = 6"),
        ("email.toml", "a = " + "[" * 5000),
        ("email.toml", "a = " + "9" * 5000),
        ("email.toml", "[layout]\n[faces]\n[outlook]"),
        ("email.css", "p { color: var(--nothing) }"),
    ],
)
def test_a_broken_or_prying_theme_is_told_by_its_file(name: str, content: str) -> None:
    theme = Theme("broken", {**THEME.files, name: content.encode()})
    with pytest.raises(ThemeError, match=name.replace(".", r"\.")):
        BACKEND.part(PartJob(post=post(), site=SITE, theme=theme, options=SENDER, assets={}))


def test_no_stylesheet_is_read_from_disk_for_a_template(tmp_path: Path) -> None:
    (tmp_path / "x.css").write_text("p { color: #010203 }")
    link = f'<link rel="stylesheet" href="file://{tmp_path}/x.css">'.encode()
    theme = Theme(
        "prying", {**THEME.files, "templates/post.html.j2": link + THEME.files["templates/post.html.j2"]}
    )
    made = BACKEND.part(PartJob(post=post(), site=SITE, theme=theme, options=SENDER, assets={}))
    assert b"010203" not in made.content


SCRIPT = """
import hashlib
from tests.backends.newsletter.samples import bind, post
body = '<p>x <a href="https://a.example/">a</a></p><pre><code class="language-c">int a;</code></pre>'
made = bind(*(post(f"p{n}", body, language="ja") for n in range(5)))
print([hashlib.sha256(one.content).hexdigest() for one in made.artifacts])
"""


def test_the_bytes_depend_on_nothing_but_the_job() -> None:
    outputs = set()
    for seed, zone, locale in (("1", "UTC", "C"), ("2", "Asia/Tokyo", "C.UTF-8")):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONPATH": str(ROOT),
        }
        outputs.add(
            subprocess.run(
                [sys.executable, "-c", SCRIPT], env=environment, cwd=ROOT, check=True, capture_output=True
            ).stdout
        )
    assert len(outputs) == 1


def test_sections_put_posts_together_in_order_of_appearance_and_leads_stand_before_them() -> None:
    posts = [
        post("a", categories=("Tea",)),
        post("b", categories=("Ink",)),
        post("c", categories=("Tea",)),
        post("d"),
    ]
    text = artifact(
        bind(*posts, options=Options(sections="category", lead=("d",), contents=0)), ".txt"
    ).decode()
    marks = ["Title of d", "[Tea]", "Title of a", "Title of c", "[Ink]", "Title of b"]
    places = [text.index(mark + "\n") for mark in marks]
    assert places == sorted(places)
    assert text.count("[Tea]") == 1


def test_a_site_without_a_title_leaves_no_empty_link() -> None:
    rendered = bind(post(), site=replace(SITE, title=""))
    assert 'class="site"' not in body(mail(rendered), "html")
    assert "></a>" not in body(mail(rendered), "html")
