"""Every book is valid: EPUBCheck finds no error and gives no warning, whatever the posts hold."""

from __future__ import annotations

import random
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from lxml import etree
from PIL import Image

from exporter.backends.epub.options import EpubOptions
from exporter.checks.epubcheck import check_epubs
from exporter.checks.epubs import judge
from exporter.model.artifact import Artifact
from exporter.model.markup import ROOT, Markup, freeze
from exporter.model.pagination import START, PageBreak, Spot
from exporter.model.post import Author, Cover, Post
from exporter.model.site import Site
from exporter.model.vocabulary import ELEMENTS, VALUES
from tests.backends.epub.books import Opened, book, post
from tests.backends.epub.test_page_breaks import bound

PICTURE: Final = "https://example.org/p.png"
DRAWING: Final = "https://example.org/d.svg"
HOSTILE: Final = b"""<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="f()">
<script>f()</script><a href="https://evil.example/"><text x="1" y="9">&x;</text></a><rect width="9" height="9"/></svg>"""

RICH: Final = """
<p>Text with <em>emphasis</em>, <a href="https://example.org/other/">a link</a>, <code>code</code>, <ruby>漢<rt>かん</rt></ruby>,
<span lang="ja">日本語</span>, a note<a role="doc-noteref" href="#fn:1" id="fnref:1">1</a>, <span class="math">\\frac{a}{b}</span>.</p>
<h1 id="1">Heading</h1><h4 id="見出し">見出し</h4>
<p><img src="https://example.org/p.png" alt="A red square"/></p>
<figure><img src="https://example.org/d.svg" alt="A black square"/><figcaption>Drawn.</figcaption></figure>
<p><img src="https://cdn.example/x.png" alt="Elsewhere"/></p>
<div class="math">\\sum_{i=1}^n \\left( x_i \\right)^2 = \\begin{pmatrix} 1 &amp; 2 \\\\ 3 &amp; 4 \\end{pmatrix}</div>
<div class="math">\\xrightarrow{a} \\hat{x} \\overline{y} \\sqrt[3]{z} \\binom{n}{k} \\text{日本語} \\mathbb{R} \\color{red}{x}</div>
<pre><code class="language-python">def f():\n    return "&lt;"\n</code></pre>
<table><caption>Cap</caption><thead><tr><th/><th>A</th></tr></thead><tbody><tr><th>r</th><td style="text-align:right">1</td></tr></tbody></table>
<aside class="callout warning" role="note"><p class="callout-title">Mind</p><p>the gap</p></aside>
<ul class="task-list"><li><input type="checkbox" checked="" disabled=""/> done</li><li><input type="checkbox" disabled=""/>not</li></ul>
<dl><dt>Term</dt><dd>Meaning</dd></dl><details><summary>More</summary><p>less</p></details>
<blockquote cite="https://example.org/q"><p>Quoted</p></blockquote><hr class="pagebreak"/>
<figure class="embed"><a href="https://video.example/1">A film</a></figure>
<section role="doc-endnotes" class="footnotes"><ol><li id="fn:1"><p>Note. <a role="doc-backlink" href="#fnref:1">↩</a></p></li></ol></section>
"""


def png(size: tuple[int, int] = (400, 300)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "red").save(stream, "PNG")
    return stream.getvalue()


HELD: Final = {PICTURE: png(), DRAWING: HOSTILE}


def findings(folder: Path, books: Mapping[str, Artifact]) -> list[str]:
    paths = {}
    for name, artifact in books.items():
        paths[name] = folder / f"{name}.epub"
        paths[name].write_bytes(artifact.content)
    return [f"{d.span} {d.message}" for d in check_epubs(paths, usage=True)]


def nasty() -> list[Post]:
    """Headers and bodies that break other exporters."""
    return [
        post(
            RICH,
            title="Rich",
            cover=Cover(PICTURE, "AI generated thumbnail", "Shown"),
            categories=("A & B", "<c>"),
        ),
        post(
            RICH,
            title="Twin",
            id="t1",
            slug="twin",
            authors=(Author("Ada", reading="エイダ"), Author("<b>Bo</b>")),
        ),
        post(RICH, title="Twin", id="t2", slug="twin"),
        post(title="<&\"'> " + "long title " * 45, id="long", slug="long"),
        post(title="Control \x00\x07\x1b[31m characters\ufffe", id="control", slug="control"),
        post("", title="", id="empty", slug=""),
        post(f'<p><img src="{PICTURE}" alt=""/></p>' * 3, title="Only pictures", id="pictures"),
        post("<p>x</p>", title="مقالة", language="ar", id="ar", slug="ar"),
        post("<h2 id='a b' />".replace("a b", "a") + "<h2 id='b'>B</h2>", title="Empty heading", id="eh"),
        post("<p>z</p>", title="No address", id="nowhere", url="", slug="nowhere"),
    ]


def test_books_of_rich_and_nasty_posts_are_valid(tmp_path: Path) -> None:
    arabic = Site(title="دفتر", url="", language="ar")
    site = Site(
        title="A <b> & c",
        url="https://example.org/",
        language="ja",
        rights="© <2026>",
        authors=(Author("A"),),
    )

    books = {
        "nasty": book(nasty(), HELD, site=site, language="ja"),
        "arabic": book([post(RICH, language="ar")], HELD, site=arabic),
    }
    assert findings(tmp_path, books) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        EpubOptions(profile="kindle"),
        EpubOptions(profile="kobo"),
        EpubOptions(profile="small"),
        EpubOptions(profile="ebpaj", writing="vertical"),
        EpubOptions(writing="vertical", sections="category"),
    ],
)
def test_books_are_valid_in_every_profile(tmp_path: Path, options: EpubOptions) -> None:
    site = Site(title="A <b> & c", url="https://example.org/", language="ja")

    assert findings(tmp_path, {"b": book(nasty(), HELD, site=site, language="ja", options=options)}) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        EpubOptions(pages="print", sections="tag"),
        EpubOptions(pages="print", profile="ebpaj", writing="vertical"),
        EpubOptions(pages="print", profile="kindle"),
    ],
)
def test_a_page_may_begin_anywhere(tmp_path: Path, options: EpubOptions) -> None:
    many = tuple(PageBreak(2 + n, Spot(n // 3, n % 3)) for n in range(150))
    posts = (
        post(RICH, title="Rich", tags=("b",), cover=Cover(PICTURE, "A red square")),
        post("<p>One <em>two</em>.</p>", title="Second", day=2, tags=("a",)),
    )
    breaks = {"rich": (PageBreak(1, START), *many), "second": (PageBreak(152, START),)}
    rendered = bound(*posts, breaks=breaks, options=options, assets=HELD)

    assert findings(tmp_path, {"paged": rendered.artifacts[0]}) == []
    assert [found for code, found in judge(tmp_path / "paged.epub") if code != "E610"] == []


def test_nothing_that_runs_or_fetches_gets_into_a_book() -> None:
    opened = Opened(book([post(RICH)], HELD))

    drawing = next(name for name in opened.names if name.endswith(".svg"))
    text = opened.zip.read(drawing).decode()
    assert "script" not in text
    assert "evil" not in text
    assert "onload" not in text


_PICKS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": (*(f"i{n}" for n in range(20)), "1a", "日本", "a:b", "a/b", "%E3%81%82"),
    "class": (
        "callout warning",
        "callout",
        "math",
        "embed",
        "card",
        "task-list",
        "language-python",
        "pagebreak",
    ),
    "lang": ("ja", "en", "ar", "x-foo", ""),
    "dir": ("ltr", "rtl", "auto"),
    "role": ("doc-noteref", "doc-endnotes", "doc-backlink", "doc-pagebreak", "note", "presentation", "math"),
    "href": ("https://example.org/a[b]|c%zz?x={y}#é", "#i1", "#1a", "#none", "mailto:a@b.c", "http://[::1/"),
    "src": (PICTURE, DRAWING, "https://example.org/none.png", "data:image/png;base64,AAAA"),
    "alt": ("", "A lamp"),
    "type": ("a", "I", "checkbox"),
    "datetime": ("2026-01-01", "x"),
    **dict.fromkeys(("width", "height", "span", "colspan", "rowspan"), ("10", "0", "4000")),
    "style": ("text-align:left",),
    "scope": ("row", "colgroup"),
    "headers": ("i1 i2", "zz"),
    "cite": ("https://e.org/x", "http://["),
    "start": ("-2",),
    "value": ("5",),
}
_WORDS: Final = ("lorem", "日本語", "a<b&c", " ", "", "«é»")


def _grow(tag: str, depth: int, dice: random.Random) -> etree._Element:
    row = ELEMENTS[tag]
    element = etree.Element(tag)
    for name in sorted(row.attributes):
        value = dice.choice(_PICKS.get(name, ("",)))
        pattern = VALUES.get(name)
        if dice.random() < 0.12 and (pattern is None or pattern.fullmatch(value)):
            element.set(name, value)
    element.text = dice.choice(_WORDS) if row.text else None
    for _ in range(dice.randrange(4) if depth and row.children else 0):
        child = _grow(dice.choice(sorted(row.children)), depth - 1, dice)
        child.tail = dice.choice(_WORDS) if row.text else None
        element.append(child)
    return element


def _random_body(dice: random.Random) -> Markup:
    body = etree.Element(ROOT)
    for _ in range(dice.randrange(1, 6)):
        body.append(_grow(dice.choice(sorted(ELEMENTS[ROOT].children)), 5, dice))
    return freeze(body)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_vocabulary_allows_is_valid(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    posts = [post(title=f"Post {n}", day=n % 28 + 1) for n in range(200)]
    wild = [
        Post(**{**{f: getattr(p, f) for f in p.__struct_fields__}, "body": _random_body(dice)}) for p in posts
    ]

    allowed = "HTM-055"  # a note on elements that EPUB discourages
    found = [finding for finding in findings(tmp_path, {"wild": book(wild, HELD)}) if allowed not in finding]
    assert found == []
