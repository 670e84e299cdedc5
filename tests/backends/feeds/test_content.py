"""What becomes of a body in a feed: one rule a case."""

from __future__ import annotations

import pytest

from exporter.backends.feeds.content import Fragment, render
from exporter.backends.feeds.elements import Setting
from tests.backends.feeds.samples import THEME, markup

PAGE = "https://example.org/a/"


def shown(body: str, language: str = "en") -> Fragment:
    return render(markup(body), Setting(PAGE, "p1-", language, THEME))


def inside(body: str, language: str = "en") -> str:
    html = shown(body, language).html
    return html[html.index(">") + 1 : -len("</div>")]


def test_math_is_mathml_where_that_is_wanted_and_code_where_it_cannot_be() -> None:
    body = '<p>a <span class="math">a^2</span></p><div class="math" data-line="7">\\newcommand{x}</div>'
    html, _, unset = render(markup(body), Setting(PAGE, "p1-", "en", THEME, "mathml"))

    assert (
        '<p>a <span><math xmlns="http://www.w3.org/1998/Math/MathML" alttext="a^2" display="inline">' in html
    )
    assert "<msup><mi>a</mi><mn>2</mn></msup>" in html
    assert html.endswith("<div><code>\\newcommand{x}</code></div></div>")
    assert [(formula.line, formula.reason) for formula in unset] == [(7, "it defines macros")]


CASES = {
    "source lines and classes are gone, the language of code is not": (
        '<p class="wide" data-line="3">a</p><p><code class="language-x">b</code></p>',
        '<p>a</p><p><code class="language-x">b</code></p>',
    ),
    "a footnote's links are absolute and stay within the entry": (
        '<p>a<a href="#fn1" id="fnref1" role="doc-noteref">1</a></p>'
        '<section role="doc-endnotes"><ol><li id="fn1"><p>b <a href="#fnref1" role="doc-backlink">↩</a></p></li></ol></section>',
        f'<p>a<sup><a href="{PAGE}#p1-fn1" id="p1-fnref1">1</a></sup></p>'
        f'<section><hr><ol><li id="p1-fn1"><p>b <a href="{PAGE}#p1-fnref1">↩</a></p></li></ol></section>',
    ),
    "a footnote's mark that is raised already is not raised twice": (
        '<p>a<sup><a href="#fn1" id="fnref1" role="doc-noteref">1</a></sup></p>',
        f'<p>a<sup><a href="{PAGE}#p1-fn1">1</a></sup></p>',
    ),
    "any other link within the post leads to the live page": (
        '<h2 id="h">H</h2><p><a href="#h">up</a></p>',
        f'<h2>H</h2><p><a href="{PAGE}#h">up</a></p>',
    ),
    "a callout is a quotation with a strong title": (
        '<aside class="callout tip" role="note"><p class="callout-title">T <em>x</em></p><p>a</p></aside>',
        '<blockquote style="border-left:4px solid #1a6b43;margin:16px 0;padding:4px 16px">'
        "<p><strong>T <em>x</em></strong></p><p>a</p></blockquote>",
    ),
    "a task's box is a character": (
        '<ul class="task-list"><li><input checked="" disabled="" type="checkbox"/> a</li>'
        '<li><input disabled="" type="checkbox"/>b</li></ul>',
        '<ul style="list-style-type:none"><li><span>☑</span> a</li><li><span>☐</span> b</li></ul>',
    ),
    "a picture inside the page is a link to the post": (
        '<p><img alt="a chart" src="data:image/svg+xml;base64,AAAA"/></p>',
        f'<p><a href="{PAGE}">[a chart]</a></p>',
    ),
    "within a link it is text": (
        '<p><a href="https://example.com/"><img alt="" src="data:image/png;base64,AAAA"/></a></p>',
        '<p><a href="https://example.com/"><span>[Image]</span></a></p>',
    ),
    "math is its source": (
        '<p><span class="math">a^2</span></p><div class="math">b &lt; c</div>',
        '<p><code dir="ltr">a^2</code></p>'
        '<pre dir="ltr" style="background:#f6f4ef;color:#1f2328;padding:12px;overflow:auto"><code>b &lt; c</code></pre>',
    ),
    "code is coloured inline and runs from left to right": (
        '<pre><code class="language-python">return 1</code></pre>',
        '<pre style="background:#f6f4ef;color:#1f2328;padding:12px;overflow:auto" dir="ltr">'
        '<code class="language-python"><span style="color:#6b3fa0">return</span> <span style="color:#8a5200">1</span></code></pre>',
    ),
    "a film is its still above the link": (
        '<figure class="embed"><a href="https://youtu.be/dQw4w9WgXcQ">Film</a></figure>',
        '<figure><a href="https://youtu.be/dQw4w9WgXcQ"><img src="https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg" '
        'alt="" width="480" height="360"><br>Film</a></figure>',
    ),
    "any other embed is its link": (
        '<figure class="embed"><a href="https://example.com/f">Frame</a></figure>',
        '<figure><a href="https://example.com/f">Frame</a></figure>',
    ),
    "a table has lines and keeps its alignment": (
        '<table><tbody><tr><td style="text-align:right">1</td></tr></tbody></table>',
        '<table style="border-collapse:collapse"><tbody><tr>'
        '<td style="border:1px solid #d9d5cc;padding:4px 8px;text-align:right">1</td></tr></tbody></table>',
    ),
    "an advertisement says that it is one": (
        '<p><a href="https://example.com/?tag=x" rel="sponsored nofollow">buy</a></p>',
        '<p><a href="https://example.com/?tag=x" rel="sponsored nofollow">buy</a></p>',
    ),
    "a box of a shop has a frame": (
        '<div class="card"><p>a</p></div>',
        '<div style="border:1px solid #d9d5cc;margin:16px 0;padding:4px 16px"><p>a</p></div>',
    ),
    "a page break is nothing": (
        '<p>a</p><div class="pagebreak" role="doc-pagebreak"/>',
        "<p>a</p><span></span>",
    ),
    "bdo, which validators call unsafe, is bdi": (
        '<p><bdo dir="rtl">a</bdo></p>',
        '<p><bdi dir="rtl">a</bdi></p>',
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_rule(case: str) -> None:
    body, expected = CASES[case]
    assert inside(body) == expected


def test_language_and_direction_go_with_the_entry() -> None:
    assert shown("<p>a</p>").html == '<div lang="en"><p>a</p></div>'
    assert shown("<p>مرحبا</p>", "ar").html == '<div lang="ar" dir="rtl"><p>مرحبا</p></div>'
    assert shown("<p>a</p>", "").html == "<div><p>a</p></div>"


def test_a_callout_s_line_stands_where_its_text_begins() -> None:
    callout = '<aside class="callout note" role="note"><p>a</p></aside>'
    assert "border-left:" in shown(callout, "ja").html
    assert "border-right:" in shown(callout, "ar").html


def test_pictures_left_behind_are_counted() -> None:
    image = '<img alt="" src="data:image/png;base64,AAAA"/>'
    assert shown(f"<p>{image}{image}</p>").dropped == 2


def test_an_empty_body_is_no_content() -> None:
    assert shown("\n").html == ""
