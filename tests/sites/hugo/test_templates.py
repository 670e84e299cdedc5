"""Shortcodes that a site makes of its own templates, compared with the real Hugo where they are plain."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from exporter.sites.hugo.shortcodes.template import shortcode_of
from tests.sites.hugo.oracle import build, write
from tests.sites.support import HUGO_TOML, codes, hugo, post, read

BOX = (
    '{{- /* mine */ -}}\n{{- $kind := .Get "kind" | default "plain" -}}\n<div class="box">\n'
    '{{ with .Get "title" }}<h4>{{ . }}</h4>{{ else }}<h4>{{ $kind }}</h4>{{ end }}\n{{ .Inner | markdownify }}\n</div>\n'
)


def made(body: str, **templates: str) -> str:
    files: dict[str, str | bytes] = {"content/posts/a.md": f"---\ntitle: A\ndate: 2026-07-01\n---\n{body}\n"}
    files |= {f"layouts/shortcodes/{name}.html": text for name, text in templates.items()}
    reading = read(hugo(files), "content/posts/a.md")
    assert codes(reading.diagnostics) == []
    assert reading.post is not None
    return reading.post.body.text


def test_a_plain_template_is_filled() -> None:
    body = '{{< panel title="T & t" >}}\nSome **bold** and {{< dyed "a <b>" >}}.\n{{< /panel >}}'
    html = made(body, panel=BOX, dyed='<em style="color: {{ .Get 1 | safeCSS }}">{{ .Get 0 }}</em>')
    assert "<h4>T &amp; t</h4>" in html
    assert "Some <strong>bold</strong> and <em>a &lt;b&gt;</em>." in html


def test_what_is_between_the_tags_is_markdown_where_hugo_reads_it_as_such() -> None:
    assert "<h4>plain</h4>" in made("{{% panel %}}\n*em*\n{{% /panel %}}", panel=BOX)
    assert "*raw*" in made("{{< raw2 >}}*raw*{{< /raw2 >}}", raw2="<p>{{ .Inner }}</p>")
    assert "Say *it*" in made("Say {{< say >}}.", say="{{ .Get 0 | default `*it*` }}")


def test_letter_case_themes_and_names_that_are_known_already() -> None:
    files: dict[str, str | bytes] = {
        "content/posts/a.md": "---\ntitle: A\ndate: 2026-07-01\n---\n{{< MyBox >}} {{< youtube abc >}} {{< old >}}\n",
        "layouts/_shortcodes/MyBox.html": "<b>mine</b>",
        "layouts/shortcodes/youtube.html": "<b>no</b>",
        "themes/t/layouts/shortcodes/old.html": "<b>old</b>",
        "themes/t/layouts/shortcodes/mybox.html": "<b>theirs</b>",
    }
    html = post(
        hugo(
            files, 'baseURL = "https://e.example/"\ntheme = "t"\n[markup.goldmark.renderer]\nunsafe = true\n'
        ),
        "content/posts/a.md",
    ).body.text
    assert "<strong>mine</strong>" in html or "<b>mine</b>" in html
    assert "youtube.com/watch?v=abc" in html
    assert ">old<" in html
    assert "theirs" not in html


@pytest.mark.parametrize(
    "template",
    [
        '{{ partial "x" . }}',
        "{{ range .Params }}{{ . }}{{ end }}",
        "{{ .Page.Title }}",
        "{{ . }}",
        "{{ with .Get 0 }}",
        "{{ end }}",
        "{{ .Get",
        '{{ printf "%s" (.Get 0) }}',
        "{{ if .Get 0 }}{{ . }}{{ end }}",
        "{{ " + "(" * 5000 + "}}",
        "{{ if .Get 0 }}" * 3000,
        "x" * 30_000,
    ],
)
def test_a_template_that_does_more_is_none(template: str) -> None:
    assert shortcode_of(template) is None


def test_a_use_of_one_that_does_more_is_told() -> None:
    files: dict[str, str | bytes] = {
        "content/posts/a.md": "---\ntitle: A\ndate: 2026-07-01\n---\n{{< mine >}}kept{{< /mine >}}\n",
        "layouts/shortcodes/mine.html": '{{ partial "x" . }}',
    }
    assert codes(read(hugo(files), "content/posts/a.md").diagnostics) == ["R201"]


def test_nothing_of_a_template_passes_the_sanitiser() -> None:
    files: dict[str, str | bytes] = {
        "content/posts/a.md": '---\ntitle: A\ndate: 2026-07-01\n---\n{{< mine "javascript:alert(1)" >}}\n',
        "layouts/shortcodes/mine.html": '<a href="{{ .Get 0 | safeURL }}" onclick="x()">w</a>',
    }
    html = post(hugo(files), "content/posts/a.md").body.text
    assert "javascript" not in html
    assert "onclick" not in html


SHAPES = {
    "panel": BOX,
    "dyed": "<em>{{ .Get 0 }}</em>",
    "pair": '{{ if eq (.Get "a") "x" }}X{{ else if .Get "b" }}{{ $b := .Get "b" }}<b>{{ $b | upper }}</b>{{ else }}none{{ end }}',
    "lnk": '<a href="{{ .Get "to" | safeURL }}">{{- .Inner | safeHTML -}}</a>',
    "note2": "<p>{{ .Page.RenderString .Inner }}</p>",
    "said": '{{ with .Get 0 }}<q>{{ trim . " " }}</q>{{ end }}{{ or (.Get 1) "nobody" }}',
}
USES = """\
    {{< panel title="T & t" >}}
    Some **bold** and {{< dyed "a <b>" >}}.

    - one
    - two
    {{< /panel >}}

    A {{< pair a="x" >}} {{< pair b="y" >}} {{< pair >}} here.

    A {{< lnk to="https://e.example/?a=1&b=2" >}} *w* {{< /lnk >}} and {{< said " so " >}}, {{< said >}}.

    {{< note2 >}}
    Two *words*.
    {{< /note2 >}}

    {{% panel kind="k" %}}
    In **Markdown**.
    {{% /panel %}}
    """


def test_what_hugo_makes_of_them(tmp_path: Path) -> None:
    """The same words in the same elements; white space between blocks aside."""
    files: dict[str, str | bytes] = {
        "hugo.toml": HUGO_TOML,
        "content/posts/a.md": f"---\ntitle: A\ndate: 2026-07-01\n---\n{dedent(USES)}",
        "layouts/single.html": "<main>{{ .Content }}</main>",
        **{f"layouts/_shortcodes/{name}.html": text for name, text in SHAPES.items()},
    }
    page = (build(write(tmp_path, files)) / "posts/a/index.html").read_text()
    theirs = re.search(r"<main>(.*)</main>", page, re.DOTALL)
    assert theirs is not None
    ours = post(hugo(files), "content/posts/a.md").body.text
    assert plain(ours) == plain(theirs[1])


def plain(html: str) -> list[str]:
    """Tags without attributes but addresses, and words; paragraphs aside, for ours hold words that Hugo's leave bare."""
    bare = re.sub(r'<(\w+)(?:(?! href)[^<>])*?( href="[^"]*")?[^<>]*>', r"<\1\2>", html)
    bare = bare.replace("<b>", "<strong>").replace("</b>", "</strong>")
    bare = re.sub(r"</?p>", " ", bare)
    return [one for one in re.split(r"(<[^<>]*>)|\s+", bare) if one and one.strip()]
