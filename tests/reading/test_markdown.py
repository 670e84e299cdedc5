"""What our Markdown adds to Goldmark's: lines, the forms of the vocabulary, callouts, math, findings."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from exporter.reading.located import Text, locate
from exporter.reading.markdown import HUGO, Dialect, Rendered, render

UNSAFE = replace(HUGO, unsafe=True)
MATH = replace(
    HUGO,
    math_inline=(("$", "$"), (r"\(", r"\)")),
    math_block=(("$$", "$$"), (r"\[", r"\]")),
)


def html(text: str, dialect: Dialect = HUGO) -> str:
    return render(locate(text), dialect, "a.md").html


def found(rendered: Rendered) -> list[tuple[str, int]]:
    return [(d.code, d.span.line) for d in rendered.diagnostics]


def test_blocks_carry_their_source_line() -> None:
    body = locate(
        "# H\n\npara\nmore\n\n- a\n- b\n\n> q\n\n---\n\n```\nx\n```\n\n| a |\n|---|\n| b |\n", first=10
    )
    got = render(body, HUGO).html
    for line, tag in [
        (10, "h1"),
        (12, "p"),
        (15, "ul"),
        (16, "li"),
        (18, "blockquote"),
        (20, "hr"),
        (22, "pre"),
        (26, "table"),
        (28, "tr"),
    ]:
        assert f'<{tag} data-line="{line}">' in got.replace(' id="h"', "")


def test_lines_are_those_of_the_text_not_of_the_expanded_body() -> None:
    body = Text("one\n\ntwo\n", (5, 90, 91, 92))
    assert 'data-line="5">one' in render(body, HUGO).html
    assert 'data-line="91">two' in render(body, HUGO).html


def test_raw_html_stands_as_it_is_with_its_line_before_it() -> None:
    got = html("a <b class=x>c</b>\n\n<div onclick='x'>\n<p>unclosed\n</div>\n", UNSAFE)
    assert "a <b class=x>c</b>" in got
    assert "<!--line 3--><div onclick='x'>\n<p>unclosed\n</div>\n" in got


def test_raw_html_is_left_out_where_the_site_leaves_it_out() -> None:
    got = html("a <b>c</b>\n\n<script>\nx()\n</script>\n\n&lt;i&gt;\n")
    assert got == '<p data-line="1">a c</p>\n<p data-line="7">&lt;i&gt;</p>\n'


def test_footnotes_have_the_roles_of_dpub_aria() -> None:
    got = html("a[^x] b[^x]\n\n[^x]: note\n")
    assert '<a role="doc-noteref" href="#fn:1" id="fnref:1">1</a>' in got
    assert '<a role="doc-noteref" href="#fn:1" id="fnref1:1">1</a>' in got
    assert '<section role="doc-endnotes" class="footnotes">\n<ol>\n<li id="fn:1"><p data-line="3">note' in got
    assert '<a role="doc-backlink" href="#fnref1:1">↩\ufe0e</a></p>\n</li>\n</ol>\n</section>' in got


def test_notes_that_are_left_out_are_told() -> None:
    text = "a[^1]\n\n[^1]: one\n[^1]: again\n\n[^b c]: alone\n\n> [^1]: quoted\n"
    found = render(locate(text, first=3), HUGO, "p.md").diagnostics
    assert [(d.code, d.span.line) for d in found] == [("R208", 6), ("R208", 8), ("R208", 10)]


def test_a_note_within_a_line_is_no_superscript() -> None:
    got = html("a^[*note*] x^2^\n", replace(HUGO, inline_footnotes=True, superscript=True))
    assert "^[" not in got
    assert "<em>note</em>" in got
    assert "x<sup>2</sup>" in got


def test_inline_footnotes_where_the_dialect_has_them() -> None:
    dialect = replace(HUGO, inline_footnotes=True)
    assert '<li id="fn:1"><p>aside' in html("a^[aside *b*]\n", dialect)
    assert "a^[aside" in html("a^[aside *b*]\n")


def test_tasks_have_the_class_and_boxes_of_the_vocabulary() -> None:
    got = html("- [x] done\n- [ ] open\n\n1. none\n")
    assert '<ul class="task-list" data-line="1">' in got
    assert '<input type="checkbox" disabled="" checked=""> done' in got
    assert '<input type="checkbox" disabled=""> open' in got
    assert '<ol data-line="4">' in got


@pytest.mark.parametrize(
    ("mark", "kind", "title"),
    [
        ("NOTE", "note", "Note"),
        ("tip", "tip", "Tip"),
        ("WARNING] Own *words", "warning", "Own *words"),
        ("danger", "caution", "Caution"),
        ("info", "note", "Note"),
        ("Recipe", "note", "Recipe"),
        ("caution]-", "caution", "Caution"),
    ],
)
def test_alerts_become_callouts(mark: str, kind: str, title: str) -> None:
    closed = mark if "]" in mark else f"{mark}]"
    got = html(f"> [!{closed}\n> body\n> - x\n")
    assert f'<aside class="callout {kind}" role="note" data-line="1">' in got
    assert f'<p class="callout-title" data-line="1">{title}</p>\n<p data-line="2">body</p>' in got
    assert got.endswith("</ul>\n</aside>\n")


def test_a_callout_of_one_line_has_only_a_title_and_speaks_the_language_of_the_site() -> None:
    got = html("> [!NOTE]\n\n> [!tip]\n>\n> b\n", replace(HUGO, language="ja-JP"))
    assert '<p class="callout-title" data-line="1">注記</p>\n</aside>' in got
    assert '<p class="callout-title" data-line="3">ヒント</p>\n<p data-line="5">b</p>\n</aside>' in got


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("**Note:** b", "b"),
        ("__note__: b", "b"),
        ("**注記**：b", "b"),
        ("**Tip:** b", "<strong>Tip:</strong> b"),
    ],
)
def test_a_title_that_the_author_says_once_more_is_said_once(body: str, said: str) -> None:
    language = "ja" if "注" in body else "en"
    got = html(f"> [!NOTE]\n> {body}\n", replace(HUGO, language=language))
    assert f'<p data-line="2">{said}</p>' in got


def test_a_quote_inside_a_callout_stays_a_quote() -> None:
    got = html("> [!NOTE] T\n> > inner\n\n> plain [!NOTE]\n")
    assert got.count("<aside") == got.count("</aside>") == 1
    assert got.count("<blockquote") == got.count("</blockquote>") == 2


@pytest.mark.parametrize(
    ("info", "attribute"),
    [
        ("python", ' class="language-python"'),
        ("python {linenos=true hl_lines=[2,3]}", ' class="language-python"'),
        ("go{hl_lines=[1]}", ' class="language-go"'),
        ("{.ruby .x}", ' class="language-ruby"'),
        ("c++", ' class="language-c++"'),
        ('"><script>', ' class="language-&quot;&gt;&lt;script&gt;"'),
        ("", ""),
    ],
)
def test_code_keeps_its_language_and_nothing_else(info: str, attribute: str) -> None:
    assert (
        html(f"```{info}\na <b>\n```\n")
        == f'<pre data-line="1"><code{attribute}>a &lt;b&gt;\n</code></pre>\n'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("so $x^2_i$ is", 'so <span class="math">x^2_i</span> is'),
        (r"so \(a *b* c\) is", 'so <span class="math">a *b* c</span> is'),
        ("from $5 to $10", "from $5 to $10"),
        ("a $20,000 and $30", "a $20,000 and $30"),
        ("$ x $", "$ x $"),
        (r"\$x$ y$", "$x$ y$"),
        ("`$x$`", "<code>$x$</code>"),
        ("$a<b$", '<span class="math">a&lt;b</span>'),
        ("in $$a$$ line", 'in <span class="math">a</span> line'),
    ],
)
def test_math_inline(text: str, expected: str) -> None:
    assert html(text, MATH) == f'<p data-line="1">{expected}</p>\n'


def test_math_in_blocks() -> None:
    assert (
        html("$$\na_1 < b\n\\\\ c\n$$\n", MATH)
        == '<div class="math" data-line="1">a_1 &lt; b\n\\\\ c</div>\n'
    )
    assert (
        html("text\n\\[ x \\]\n", MATH)
        == '<p data-line="1">text</p>\n<div class="math" data-line="2">x</div>\n'
    )
    assert "$$" in html("$$\nnever closed\n\nnext\n", MATH)


def test_dollars_are_dollars_unless_the_site_says_otherwise() -> None:
    assert "$x$" in html("$x$")


def test_an_open_fence_is_told() -> None:
    for text in ("a\n\n```py\nx\n", "a\n\n```py\nx", "a\n\n~~~py\nx\n```\n\n\n"):
        assert found(render(locate(text), HUGO, "a.md")) == [("R203", 3)]


@pytest.mark.parametrize(
    "text",
    ["```\nx\n```", "> ```\n> x\n> ```\n", "- ```\n  x\n  ```\n- b\n", "```\n```\n", "````\n```\n````\n"],
)
def test_a_closed_fence_is_not(text: str) -> None:
    assert render(locate(text), HUGO).diagnostics == ()


def test_typographer_substitutions_can_be_chosen() -> None:
    assert (
        html('"a" -- b...\n', replace(HUGO, typographer=None))
        == '<p data-line="1">&quot;a&quot; -- b...</p>\n'
    )
    marks = HUGO.typographer
    assert marks is not None
    german = replace(HUGO, typographer=replace(marks, left_double="„", right_double="“", ellipsis=""))
    assert html('"a" ...\n', german) == '<p data-line="1">„a“ ...</p>\n'


def test_headings_without_ids_where_the_site_gives_none() -> None:
    assert (
        html("# A {#b}\n\n# C\n", replace(HUGO, heading_ids=""))
        == '<h1 id="b" data-line="1">A</h1>\n<h1 data-line="3">C</h1>\n'
    )


def test_attributes_that_act_are_left_out() -> None:
    assert html('# A {#b onclick="x()" style="y" .c}\n') == '<h1 id="b" class="c" data-line="1">A</h1>\n'


def test_the_same_text_gives_the_same_html_again() -> None:
    text = '# A\n\n# A\n\n"q[^1]\n\n[^1]: n\n'
    assert html(text) == html(text)


@pytest.mark.parametrize("text", ["", "\n", "   ", "\x00", "\ud7ff\ufffe", "a\x0bb\x0cc\x85d\u2028e"])
def test_odd_texts_are_text(text: str) -> None:
    render(locate(text), HUGO)


@pytest.mark.parametrize(
    ("written", "tex"),
    [
        (
            "a\n\\begin{align}\nx &= 1 \\\\\n&= y\n\\end{align}\nb\n",
            "\\begin{align}\nx &amp;= 1 \\\\\n&amp;= y\n\\end{align}",
        ),
        ("\\\\begin{equation*} a\\_b \\\\end{equation*}\n", "\\begin{equation*} a_b \\end{equation*}"),
        ("\\begin{itemize}\nx\n\\end{itemize}\n", ""),
        ("\\begin{align}\n\nx\n\\end{align}\n", ""),
    ],
)
def test_environments_without_delimiters_are_formulas(written: str, tex: str) -> None:
    got = html(written, replace(HUGO, math_block=(("$$", "$$"),)))
    assert (f">{tex}</div>" in got) if tex else ("math" not in got)
    assert "math" not in html(written)
