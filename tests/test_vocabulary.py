"""Every element of the vocabulary in every channel: what it says is in the output, or its absence has a reason here."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from lxml import etree, html

from exporter import backends
from exporter.backends.contract import BindJob, PartJob
from exporter.build.themes import load_theme
from exporter.model.artifact import Artifact
from exporter.model.issue import Issue
from exporter.model.markup import Markup, freeze, thaw
from exporter.model.post import Author, Post
from exporter.model.site import Site
from exporter.model.vocabulary import ELEMENTS

# What each element is shown in, and as what: X is a word that stands nowhere else.
SHOWN: Final[Mapping[str, str]] = {
    "section": "<section><p>X</p></section>",
    "aside": '<aside class="callout note" role="note"><p class="callout-title">X</p></aside>',
    "div": "<div>X</div>",
    "p": "<p>X</p>",
    **{f"h{level}": f"<h{level}>X</h{level}>" for level in range(1, 7)},
    "blockquote": "<blockquote><p>X</p></blockquote>",
    "pre": "<pre><code>X</code></pre>",
    "ul": "<ul><li>X</li></ul>",
    "ol": '<ol start="3"><li>X</li></ol>',
    "li": "<ul><li><p>X</p></li></ul>",
    "dl": "<dl><dt>X</dt><dd>y</dd></dl>",
    "dt": "<dl><dt>X</dt><dd>y</dd></dl>",
    "dd": "<dl><dt>y</dt><dd>X</dd></dl>",
    "figure": "<figure><p>X</p></figure>",
    "figcaption": "<figure><p>y</p><figcaption>X</figcaption></figure>",
    "details": "<details><summary>y</summary><p>X</p></details>",
    "summary": "<details><summary>X</summary><p>y</p></details>",
    "table": "<table><tbody><tr><td>X</td></tr></tbody></table>",
    "caption": "<table><caption>X</caption><tbody><tr><td>y</td></tr></tbody></table>",
    "thead": "<table><thead><tr><th>X</th></tr></thead><tbody><tr><td>y</td></tr></tbody></table>",
    "tbody": "<table><thead><tr><th>y</th></tr></thead><tbody><tr><td>X</td></tr></tbody></table>",
    "tfoot": "<table><tbody><tr><td>y</td></tr></tbody><tfoot><tr><td>X</td></tr></tfoot></table>",
    "tr": "<table><tbody><tr><td>y</td></tr><tr><td>X</td></tr></tbody></table>",
    "th": "<table><tbody><tr><th>X</th><td>y</td></tr></tbody></table>",
    "td": "<table><tbody><tr><th>y</th><td>X</td></tr></tbody></table>",
    "a": '<p><a href="https://e.org/">X</a></p>',
    "q": "<p><q>X</q></p>",
    "abbr": '<p><abbr title="y">X</abbr></p>',
    "time": '<p><time datetime="2026-07-01">X</time></p>',
    "bdo": '<p><bdo dir="ltr">X</bdo></p>',
    "ruby": "<p><ruby>X<rt>y</rt></ruby></p>",
    "rt": "<p><ruby>y<rt>X</rt></ruby></p>",
    "rp": "<p><ruby>y<rp>X</rp><rt>y</rt><rp>)</rp></ruby></p>",
    "img": '<p><img alt="X" src="https://blog.example/missing.png"/></p>',
    "input": '<ul class="task-list"><li><input checked="" disabled="" type="checkbox"/>X</li></ul>',
    **{
        name: f"<p><{name}>X</{name}></p>"
        for name in "em strong b i u s mark small sub sup code kbd samp var cite span bdi dfn del ins".split()
    },
}

# Pairs of element and channel that show nothing of their own, and why.
NOTHING: Final = "it has no words"
EXCEPTIONS: Final[Mapping[tuple[str, str], str]] = {
    **{(name, "*"): NOTHING for name in ("body", "hr", "br", "wbr", "col", "colgroup")},
    ("rp", "epub"): "every reading system of EPUB 3 knows ruby; EPUBCheck notes the brackets (HTM-055)",
    ("rp", "pdf"): "ruby is set by the theme, and needs no brackets",
    ("rp", "newsletter"): "few mail clients know ruby: the reading stands in brackets of ours",
}


def word(name: str) -> str:
    return f"Q{name}z"


def excused(name: str, backend: str) -> bool:
    return (name, "*") in EXCEPTIONS or (name, backend) in EXCEPTIONS


SITE = Site(
    title="Notes", url="https://blog.example/", root_url="https://blog.example/", language="en", timezone="UTC",
    authors=(Author("Mei"),), languages=("en",),
)  # fmt: skip
DAY = datetime(2026, 7, 1, tzinfo=UTC)


def post(markup: Markup, **facts: Any) -> Post:
    return Post(
        id="https://blog.example/p/", source="p.md", url="https://blog.example/p/", title="A post", published=DAY,
        language="en", body=markup, slug="p", **facts,
    )  # fmt: skip


def exported(
    backend_name: str, markup: Markup, options: Mapping[str, Any] | None = None, **facts: Any
) -> tuple[Artifact, ...]:
    backend = backends.load(backend_name)
    theme, chosen = load_theme("default", Path()), backend.options(**(options or {}))
    given = post(markup, **facts)
    part = backend.part(PartJob(post=given, site=SITE, theme=theme, options=chosen, assets={}))
    issue = Issue(
        publication="all", folder="all", id="2026-07", title="Notes July 2026", period="July 2026",
        identifier="urn:uuid:00000000-0000-0000-0000-000000000000", language="en", updated=DAY, posts=(given,),
    )  # fmt: skip
    job = BindJob(issue=issue, site=SITE, theme=theme, options=chosen, parts=(part,))
    return backend.bind(job).artifacts


def text_of_book(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        pages = [book.read(name) for name in book.namelist() if name.endswith(".xhtml")]
    return " ".join(_seen(etree.fromstring(page)) for page in pages)


def _seen(root: etree._Element) -> str:
    """The text of a page and what its images say instead."""
    alternatives = " ".join(str(image.get("alt") or "") for image in root.iter("{*}img"))
    return str(root.xpath("string()")) + " " + alternatives


def text_of_volume(content: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


def text_of_html(content: bytes) -> str:
    return _seen(html.fromstring(content.decode()))


def text_of_feed(content: bytes) -> str:
    # Content is escaped HTML or CDATA within XML.
    return text_of_html(str(etree.fromstring(content).xpath("string()")).encode())


def text_of_json_feed(content: bytes) -> str:
    return text_of_html(json.loads(content)["items"][0]["content_html"].encode())


READERS: Final[Mapping[str, Callable[[bytes], str]]] = {
    "rss.xml": text_of_feed,
    "atom.xml": text_of_feed,
    "feed.json": text_of_json_feed,
    ".epub": text_of_book,
    ".pdf": text_of_volume,
    ".html": text_of_html,
    ".txt": lambda content: content.decode(),
}


@cache
def outputs(backend_name: str) -> dict[str, str]:
    """The text of each readable artifact of one post that holds every element."""
    body = thaw(Markup("".join(shown.replace("X", word(name)) for name, shown in SHOWN.items())))
    found = {}
    for artifact in exported(backend_name, freeze(body)):
        reader = next((read for ending, read in READERS.items() if artifact.name.endswith(ending)), None)
        if reader is not None:
            found[artifact.name] = re.sub(r"\u00ad|\u200b|\u2060", "", reader(artifact.read()))
    return found


def test_every_element_is_shown_or_excused() -> None:
    assert set(SHOWN) | {name for name, _ in EXCEPTIONS} == set(ELEMENTS)


@pytest.mark.parametrize("backend", backends.NAMES)
def test_every_backend_has_outputs_that_can_be_read(backend: str) -> None:
    assert outputs(backend)


@pytest.mark.parametrize("backend", backends.NAMES)
@pytest.mark.parametrize("name", sorted(SHOWN))
def test_what_an_element_says_is_in_the_output(name: str, backend: str) -> None:
    lacking = [artifact for artifact, text in outputs(backend).items() if word(name) not in text]
    assert (lacking == []) is not excused(name, backend)


@pytest.mark.parametrize("backend", backends.NAMES)
def test_a_tick_is_shown(backend: str) -> None:
    """A task that is done looks so: a box of HTML, or a sign."""
    for artifact, text in outputs(backend).items():
        if artifact.endswith((".txt", ".pdf")):
            assert re.search(rf"(☑|✓|✔|☒|\[x\])\s*{word('input')}", text), artifact
