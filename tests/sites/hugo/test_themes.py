"""Shortcodes of widespread themes, what is kept of one that nobody knows, and formulas that a page has drawn."""

from __future__ import annotations

import re

import pytest

from exporter.sites.base import Reading
from tests.sites.support import HUGO_TOML, codes, read, site


def reading(body: str, header: str = "", config: str = HUGO_TOML) -> Reading:
    files: dict[str, str | bytes] = {
        "hugo.toml": config,
        "content/posts/p.md": f"---\ntitle: T\ndate: 2026-07-01\n{header}---\n{body}\n",
        "content/posts/q.md": "---\ntitle: Q\nslug: other\ndate: 2026-07-01\n---\n",
        "static/a.png": b"x",
        "static/b.png": b"x",
    }
    return read(site(files), "content/posts/p.md")


def html(body: str, header: str = "", config: str = HUGO_TOML) -> str:
    found = reading(body, header, config).post
    assert found is not None
    return re.sub(r' data-line="\d+"', "", found.body.text)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('{{< link "https://x.example" "words" >}}', '<a href="https://x.example">words</a>'),
        ('{{< article link="/posts/other/" >}}', '<a href="https://example.org/posts/other/">other</a>'),
        ('{{< github repo="ann/x" >}}', '<a href="https://github.com/ann/x">ann/x</a>'),
        ("{{< bilibili BV1 >}}", "https://www.bilibili.com/video/BV1"),
        ('{{< music url="/a.mp3" name=N artist=A >}}', '<a href="https://example.org/a.mp3">▶ A: N</a>'),
        ('{{< timeline >}}{{< timelineItem header="H" subheader="S" >}}w{{< /timelineItem >}}{{< /timeline >}}', "<strong>H · S</strong>"),
        ('{{< carousel images="{/a.png,/b.png}" >}}', 'src="https://example.org/b.png"'),
        ('{{< inTextImg url="/a.png" height="20" >}}', 'src="https://example.org/a.png"'),
        ("{{< typeit code=java >}}\nx < y\n{{< /typeit >}}", '<code class="language-java">x &lt; y'),
        ("{{< typeit >}}a **b**{{< /typeit >}}", "a <strong>b</strong>"),
        ('{{< quote author="A" source="B" >}}w{{< /quote >}}', "<p>— A, B</p>"),
        ('{{< person "https://x.example" "Ann" >}}', '<a href="https://x.example">Ann</a>'),
        ("a {{< badge >}}New{{< /badge >}}", "a New"),
        ("{{< chart >}}type: 'bar'{{< /chart >}}", '<code class="language-chart">'),
    ],
)  # fmt: skip
def test_shortcodes_of_themes(body: str, shown: str) -> None:
    assert shown in html(body)
    assert codes(reading(body).diagnostics) in ([], ["H308"])


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('{{< odd src="/a.png" alt="words" >}}', '<img alt="words" src="https://example.org/a.png"/>'),
        ('{{< odd url="https://x.example/y" title="T" >}}', '<a href="https://x.example/y">T</a>'),
        ("{{< odd 3 >}}", ""),
        ("{{< odd >}}kept{{< /odd >}}", "kept"),
    ],
)
def test_of_one_that_nobody_knows_the_picture_or_the_address_stays(body: str, shown: str) -> None:
    assert shown in html(body)
    assert codes(reading(body).diagnostics) == ["R201"]


@pytest.mark.parametrize(
    ("header", "config"),
    [
        ("math: true\n", HUGO_TOML),
        ("math: {enable: true}\n", HUGO_TOML),
        ("params: {katex: true}\n", HUGO_TOML),
        ("", f"{HUGO_TOML}[params]\nmath = true\n"),
        ("", f"{HUGO_TOML}[params.page.math]\nenable = true\n"),
    ],
)
def test_formulas_are_read_where_a_theme_draws_them(header: str, config: str) -> None:
    made = html(r"a $x_1$ b \\(y_1 * z\\) c", header, config)
    assert '<span class="math">x_1</span>' in made
    assert '<span class="math">y_1 * z</span>' in made


def test_elsewhere_a_dollar_is_a_dollar() -> None:
    assert "$x_1$" in html("a $x_1$")
    assert "$x_1$" in html("a $x_1$", "math: false\n")
    assert '<span class="math">x_1</span>' in html("{{< katex >}}\n\na $x_1$")
    assert "$x_1$" in html("{{< katex >}}y{{< /katex >}} a $x_1$")
