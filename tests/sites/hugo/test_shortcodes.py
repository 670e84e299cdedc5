from __future__ import annotations

import re
from collections.abc import Mapping
from time import process_time

import pytest

from exporter.sites.base import Reading, ShortcodeRule
from tests.sites.support import HUGO_TOML, codes, read, site

CONFIG = HUGO_TOML + '[params]\ncolour = "blue"\n[params.deep]\nvalue = 7\n'


def reading(body: str, rules: Mapping[str, ShortcodeRule] | None = None, config: str = CONFIG) -> Reading:
    """What becomes of a body, which begins in line 6 of its file."""
    header = "---\ntitle: T\ndate: 2026-07-01\nmood: fine\n---\n"
    opened = site(
        {
            "hugo.toml": config,
            "content/posts/p.md": f"{header}{body}",
            "content/posts/q.md": "---\ntitle: Q\nslug: other\ndate: 2026-07-01\n---\n",
            "static/a.png": b"x",
        },
        rules=rules,
    )
    return read(opened, "content/posts/p.md")


def html(body: str, rules: Mapping[str, ShortcodeRule] | None = None, config: str = CONFIG) -> str:
    """The Markup without line numbers and without the breaks between blocks."""
    found = reading(body, rules, config).post
    assert found is not None
    return re.sub(
        r"\n+(?=</)(?!</code)|(?<=>)\n+(?=<)", "", re.sub(r' data-line="\d+"', "", found.body.text)
    ).strip()


FIGURE = '<figure class="embed"><a href="{}">{}</a></figure>'


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        ("{{< youtube abc_1 >}}", FIGURE.format("https://www.youtube.com/watch?v=abc_1", "▶ YouTube: abc_1")),
        (
            '{{< youtube id="abc" title="A film" start="30" >}}',
            FIGURE.format("https://www.youtube.com/watch?v=abc&amp;t=30s", "▶ A film"),
        ),
        ("{{< vimeo 55073825 >}}", FIGURE.format("https://vimeo.com/55073825", "▶ Vimeo: 55073825")),
        ('{{< x user="ann" id="12" >}}', FIGURE.format("https://x.com/ann/status/12", "X: @ann")),
        ("{{< tweet 12 >}}", FIGURE.format("https://x.com/i/status/12", "X: 12")),
        ("{{< twitter_simple ann 12 >}}", FIGURE.format("https://x.com/ann/status/12", "X: @ann")),
        ("{{< instagram CxOWiQNP2MO >}}",
         FIGURE.format("https://www.instagram.com/p/CxOWiQNP2MO/", "Instagram: CxOWiQNP2MO")),
        ("{{< gist ann 12 a.py >}}",
         FIGURE.format("https://gist.github.com/ann/12#file-a-py", "GitHub Gist: ann/a.py")),
        ('{{< youtube "x\\"><script>alert(1)</script>" >}}',
         FIGURE.format("https://www.youtube.com/watch?v=x%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E",
                       '▶ YouTube: x"&gt;&lt;script&gt;alert(1)&lt;/script&gt;')),
    ],
)  # fmt: skip
def test_players_and_posts_of_other_sites_become_links(body: str, markup: str) -> None:
    assert html(body) == markup


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        (
            '{{< figure src="/a.png" alt="A" title="T" caption="C *d*" attr="by *x*" attrlink="https://x.org" link="/l" >}}',
            '<figure><a href="https://example.org/l"><img alt="A" src="https://example.org/a.png"/></a>'
            '<figcaption><strong>T</strong> C <em>d</em> <a href="https://x.org">by <em>x</em></a></figcaption></figure>',
        ),
        ('{{< figure src="/a.png" caption="A *b*" width="30" >}}',
         '<figure><img alt="A b" src="https://example.org/a.png" width="30"/>'
         "<figcaption>A <em>b</em></figcaption></figure>"),
        ('{{< highlight go "linenos=true" >}}\n  x := 1 < 2\n\n{{< /highlight >}}',
         '<pre><code class="language-go">  x := 1 &lt; 2\n</code></pre>'),
        ('{{< details summary="Sum *m*" open=true >}}\ninner **b**\n{{< /details >}}',
         '<details open=""><summary>Sum <em>m</em></summary><p>inner <strong>b</strong></p></details>'),
        ('a {{< param mood >}} {{< param "deep.value" >}} {{% param Colour %}}', "<p>a fine 7 blue</p>"),
        ('{{< qr text="https://x.org" />}}', '<p><a href="https://x.org">https://x.org</a></p>'),
        ("{{< qr >}}BEGIN:VCARD{{< /qr >}}", "<p><code>BEGIN:VCARD</code></p>"),
        ("![]({{< blogdown/postref >}}index_files/a.png)", '<p><img alt="" src="https://example.org/posts/p/index_files/a.png"/></p>'),
        ("{{< rawhtml >}}\n<b>raw</b> *not em*\n{{< /rawhtml >}}", "<p><b>raw</b> *not em*</p>"),
        ('[q]({{< ref "q" >}}) [r]({{< relref "q.md#part" >}}) [s]({{< ref "posts/q.md" >}})',
         '<p><a href="https://example.org/posts/other/">q</a> <a href="https://example.org/posts/other/#part">r</a> '
         '<a href="https://example.org/posts/other/">s</a></p>'),
        ('[q]({{% relref "/posts/q" %}}) [self]({{< relref "#x" >}})\n\n## X',
         '<p><a href="https://example.org/posts/other/">q</a> <a href="#x">self</a></p><h2 id="x">X</h2>'),
        ("a {{% comment %}} hidden {{% /comment %}} b", "<p>a  b</p>"),
    ],
)  # fmt: skip
def test_hugos_own_shortcodes(body: str, markup: str) -> None:
    assert html(body) == markup


CALLOUT = (
    '<aside class="callout {}" role="note"><p class="callout-title">{}</p><p>in <em>side</em></p></aside>'
)


@pytest.mark.parametrize(
    ("tag", "kind", "title"),
    [
        ("notice warning", "warning", "Warning"),
        ('notice tip "My title"', "tip", "My title"),
        ('alert title="Mind *it*" color="danger"', "caution", "Mind <em>it</em>"),
        ("callout type=info", "note", "Note"),
        ("hint info", "note", "Note"),
        ('admonition type=tip title="x"', "tip", "x"),
        ('alert "circle-info"', "note", "Note"),
        ("warning", "warning", "Warning"),
        ('tip "T"', "tip", "T"),
    ],
)
@pytest.mark.parametrize("marks", ["<>", "%%"])
def test_callouts_under_the_names_that_themes_give_them(tag: str, kind: str, title: str, marks: str) -> None:
    name = tag.partition(" ")[0]
    body = f"{{{{{marks[0]} {tag} {marks[1]}}}}}\nin *side*\n{{{{{marks[0]} /{name} {marks[1]}}}}}"

    assert html(body) == CALLOUT.format(kind, title)


def test_a_callout_in_a_list_stays_in_its_item() -> None:
    body = "- one\n\n  {{< note >}}\n  in *side*\n  {{< /note >}}\n\n- two\n"

    assert html(body) == f"<ul><li><p>one</p>{CALLOUT.format('note', 'Note')}</li><li><p>two</p></li></ul>"
    assert html(body.replace("<", "%").replace(">", "%").replace("%%", "%")) == html(body)


def test_percent_tags_share_notes_and_link_labels_with_the_text_around_them() -> None:
    body = "{{% note %}}\nsee [it][label] [^1]\n{{% /note %}}\n\n[label]: https://x.org\n[^1]: Foot\n"

    assert '<a href="https://x.org">it</a>' in html(body)
    assert 'role="doc-noteref"' in html(body)


def test_percent_tags_are_expanded_before_markdown() -> None:
    """NASTY 6: a parameter in a link definition."""
    body = "---\neventUrl: https://event.example/\n---\n[Go][register]\n\n[register]: <{{% param eventUrl %}}register/?a=b>\n"
    found = read(site({"hugo.toml": CONFIG, "content/posts/p.md": body}), "content/posts/p.md").post

    assert found is not None
    assert '<a href="https://event.example/register/?a=b">Go</a>' in found.body.text


def test_a_comment_prints_the_shortcode_in_text_and_code() -> None:
    body = 'A {{</* figure src="x" */>}} `{{%/* b */%}}`\n\n```\n{{</* c */>}}\n```\n'

    assert html(body) == (
        '<p>A {{&lt; figure src="x" &gt;}} <code>{{% b %}}</code></p><pre><code>{{&lt; c &gt;}}\n</code></pre>'
    )
    assert reading(body).diagnostics == ()


def test_an_unknown_shortcode_keeps_its_content_and_is_reported_with_its_line() -> None:
    found = reading("text\n\n{{< mystery a=1 >}}\nkept *in*\n{{< /mystery >}}\n\n{{< lonely >}}\n")

    assert found.post is not None
    assert "kept <em>in</em>" in found.post.body.text
    assert "{{" not in found.post.body.text
    assert [(d.code, d.span.line) for d in found.diagnostics] == [("R201", 8), ("R201", 12)]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("a\n\n{{< rawhtml >}}\n<b>x</b>\n", 8),
        ('a {{< figure src="x >}}\n', 6),
        ("a\n{{< /details >}}\n", 7),
        ("{{< highlight go >}}\nx\n", 6),
    ],
)
def test_a_shortcode_that_is_never_closed_is_an_error_and_stays_as_text(body: str, line: int) -> None:
    found = reading(body)

    assert found.post is not None
    assert "{{&lt;" in found.post.body.text
    assert [(d.code, d.severity, d.span.source, d.span.line) for d in found.diagnostics] == [
        ("R202", "error", "content/posts/p.md", line)
    ]


@pytest.mark.parametrize("tag", ["youtube", "figure", "param", "ref", "gist", "param nowhere", "qr"])
def test_a_missing_argument_is_reported(tag: str) -> None:
    assert set(codes(reading(f"{{{{< {tag} >}}}}").diagnostics)) == {"R207"}


def test_a_reference_to_no_page_is_reported_and_leads_nowhere() -> None:
    found = reading('[x]({{< ref "nowhere.md" >}})')

    assert found.post is not None
    assert "href" not in found.post.body.text
    assert codes(found.diagnostics) == ["R205"]


def test_scripts_go_whole_with_the_shortcodes_in_their_strings() -> None:
    """NASTY 1: JSON-LD whose strings hold shortcodes with escaped quotes, some of them with a script of their own."""
    body = (
        '<script type="application/ld+json">\n'
        '{"text": "see {{< rawhtml >}} <div style=\\"border:1px\\"><script>x</script> buy {{< /rawhtml >}} now"}\n'
        "</script>\n\nafter\n"
    )

    assert html(body) == "<p>after</p>"


def test_a_script_inside_raw_html_goes_whole_too() -> None:
    body = (
        "{{< rawhtml >}}\n<div>kept</div>\n<script type='application/ld+json'>"
        '{"u": "{{< ref "q" >}}"}</script>\n{{< /rawhtml >}}\n'
    )

    assert html(body) == "<div>kept</div>"


def test_a_paragraph_around_a_block_is_no_paragraph() -> None:
    """Hugo's way: the word that stood for a shortcode made it."""
    assert html("{{< rawhtml >}}<div>x</div>{{< /rawhtml >}}") == "<div>x</div>"
    assert html("a {{< rawhtml >}}<i>x</i>{{< /rawhtml >}} b") == "<p>a <i>x</i> b</p>"
    assert html("{{< youtube a >}}\n{{< youtube b >}}").count("<figure") == 2
    assert "<p>" not in html("{{< youtube a >}}\n{{< youtube b >}}")


def test_raw_html_passes_even_where_markdown_is_safe() -> None:
    safe = 'baseURL = "https://example.org/"'

    assert (
        html("<b>no</b>\n\n{{< rawhtml >}}<b>yes</b>{{< /rawhtml >}}", config=safe)
        == "<p>no</p><p><b>yes</b></p>"
    )


def test_an_author_cannot_forge_the_words_that_stand_for_shortcodes() -> None:
    body = "SHORTCODE0Q0Z {{< rawhtml >}}<i>x</i>{{< /rawhtml >}}"

    assert html(body) == "<p>SHORTCODE0Q0Z <i>x</i></p>"


def test_lines_survive_an_expansion() -> None:
    found = reading("one\n\n{{% param mood %}}\n\n{{< note >}}\nin\n\nin2\n{{< /note >}}\n\nlast\n").post

    assert found is not None
    lines = dict(re.findall(r'data-line="(\d+)"[^>]*>([^<]+)', found.body.text))
    assert lines == {"6": "one", "8": "fine", "11": "in", "13": "in2", "16": "last"}


RULES = {
    "gone": ShortcodeRule(action="drop"),
    "open": ShortcodeRule(action="unwrap"),
    "shown": ShortcodeRule(action="text"),
    "aside": ShortcodeRule(action="callout", kind="tip"),
    "made": ShortcodeRule(action="html", template="<b>{0}</b><i>{colour}</i>{inner}"),
    "note": ShortcodeRule(action="drop"),
}


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        ("a {{< gone >}}x{{< /gone >}} b", "<p>a  b</p>"),
        ("a {{< open >}}*x*{{< /open >}} b", "<p>a <em>x</em> b</p>"),
        ("{{< open >}}\n<div>\n\n*x*</div>\n{{< /open >}}", "<div>\n\n*x*</div>"),
        ("a {{< shown >}}*x* <b>{{< /shown >}} b", "<p>a *x* &lt;b&gt; b</p>"),
        ('{{< aside title="T" >}}in *side*{{< /aside >}}', CALLOUT.format("tip", "T")),
        ("{{< aside >}}in *side*{{< /aside >}}", CALLOUT.format("tip", "Tip")),
        ('{{< made "<x>" colour="r&d" >}}in *side*{{< /made >}}', None),
        ("{{< note >}}the rule wins{{< /note >}}", ""),
    ],
)
def test_rules_of_exporter_toml(body: str, markup: str | None) -> None:
    expected = "<p><b>&lt;x&gt;</b><i>r&amp;d</i>in <em>side</em></p>" if markup is None else markup

    assert html(body, RULES) == expected
    assert reading(body, RULES).diagnostics == ()


def test_a_template_whose_argument_is_missing_is_reported() -> None:
    assert codes(reading("{{< made >}}", RULES).diagnostics) == ["R207", "R207"]


def test_nested_shortcodes_are_expanded_from_the_inside() -> None:
    body = '{{< tabs >}}\n{{< tab "One" >}}\n{{< highlight go >}}x{{< /highlight >}}\n{{< /tab >}}\n{{< /tabs >}}\n'

    assert (
        html(body) == '<div><p><strong>One</strong></p><pre><code class="language-go">x\n</code></pre></div>'
    )


@pytest.mark.parametrize(
    "body",
    [
        "{{< open >}}" * 3000 + "{{< /open >}}" * 3000,
        "{{< lonely >}}" * 3000 + "{{< open >}}x{{< /open >}}",
        "{{< open >}}<script" + "<script {{< gone >}}" * 3000,
        '{{< open "' * 3000,
        "{{</* " * 3000,
        "{{< open `a" + " " * 100_000,
        "x{{% open %}}" + "\n" * 30_000 + "{{% /open %}}",
    ],
    ids=range(7),
)
def test_hostile_repetition_is_read_in_a_moment(body: str) -> None:
    """Quadratic time would take minutes, unbounded recursion would raise."""
    before = process_time()
    header = "---\ntitle: T\ndate: 2026-07-01\n---\n"

    assert read(site({"hugo.toml": CONFIG, "content/p.md": header + body}, rules=RULES), "content/p.md").post
    assert process_time() - before < 5
