"""reStructuredText: headers of Pelican and Nikola, bodies, and what is written wrongly or with ill will."""

from __future__ import annotations

import pytest

from exporter.reading.located import locate
from exporter.reading.rst import header
from exporter.reading.rst.render import render

PELICAN = "My title\n########\n\n:date: 2010-10-03 10:20\n:tags: thats, awesome\n:summary: Short\n  version\n\nBody.\n"
NIKOLA = ".. title: Hello\n.. slug: hello\n.. date: 2020-01-05 09:00:00 UTC+11:00\n.. tags: a, b\n.. link:\n\nBody.\n"


def html(written: str) -> str:
    made = render(locate(written), "en", "a.rst")
    assert made.diagnostics == ()
    return made.html


def test_headers() -> None:
    pelican = header(PELICAN, "a.rst")
    assert pelican.meta == {
        "title": "My title", "date": "2010-10-03 10:20", "tags": ["thats", "awesome"], "summary": "Short version",
    }  # fmt: skip
    assert (pelican.body.text, pelican.body.numbers[0]) == ("\nBody.\n", 8)
    nikola = header(NIKOLA, "a.rst")
    assert (nikola.meta["title"], nikola.meta["tags"], nikola.meta["link"]) == ("Hello", ["a", "b"], "")
    assert nikola.body.text == "\nBody.\n"
    over = header("=====\n Over\n=====\n\n:date: 2026-07-01\n\nx\n", "a.rst")
    assert over.meta == {"title": "Over", "date": "2026-07-01"}
    assert header("---\ntitle: Y\n---\nx\n", "a.rst").meta == {"title": "Y"}
    assert header("Only words.\n\nMore.\n", "a.rst").meta == {}


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("A *b* **c** ``d`` `e <https://x.example/>`_\n", '<em>b</em> <strong>c</strong> <code>d</code> <a href="https://x.example/">e</a>'),
        ("One\n===\n\nx\n\nTwo\n---\n\ny\n", '<h2 id="one">One</h2>'),
        ("* a\n* b\n", '<ul data-line="1"><li>a</li><li>b</li></ul>'),
        (".. code-block:: python\n   :linenos:\n   :emphasize-lines: 1\n\n   x = 1\n", '<code class="language-python">x = 1\n</code>'),
        ("::\n\n  raw <b>\n", "<code>raw &lt;b&gt;\n</code>"),
        (".. note::\n\n   Mind.\n", '<aside class="callout note" role="note" data-line="1"><p class="callout-title">Note</p>'),
        (".. image:: p.png\n   :alt: A\n   :width: 200px\n", '<img src="p.png" alt="A" width="200">'),
        (".. figure:: p.png\n\n   Words\n", "<figcaption>Words</figcaption>"),
        (":math:`a^2`\n", '<span class="math">a^2</span>'),
        (".. math::\n\n   a &= b \\\\\n   &= c\n", '<div class="math">\\begin{aligned}a &amp;= b \\\\\n&amp;= c\\end{aligned}</div>'),
        ("=  =\nA  B\n=  =\n1  2\n=  =\n", "<thead><tr><th>A</th><th>B</th></tr></thead>"),
        ("x [1]_\n\n.. [1] The note.\n", '<li id="fn:1"><p data-line="3">The note. <a role="doc-backlink"'),
        ("| a\n|   b\n", "a<br>\u2003b"),
        ("T\n  D\n", "<dt>T</dt><dd>"),
        ("a\n\n.. TEASER_END\n\nb\n", "</p><!--more--><p"),
        (".. youtube:: ab-c_1\n", '<iframe src="https://www.youtube.com/embed/ab-c_1"></iframe>'),
        (":doc:`other` and :ref:`words </a/>`\n", '<span>other</span> and <a href="/a/">words</a>'),
        (".. raw:: html\n\n   <i>x</i>\n", "<i>x</i>"),
        (".. contents::\n\nA\n=\n\nB\n=\n", '<h2 id="a">A</h2><h2 id="b">B</h2>'),
        (".. |d| date::\n\nOn |d| it\n", "On  it"),
    ],
)  # fmt: skip
def test_bodies(written: str, made: str) -> None:
    assert made in html(written)


def test_what_nobody_knows_keeps_what_it_encloses_and_is_told() -> None:
    made = render(locate("x\n\n.. chart:: Bar\n   :width: 3\n\n   Some *words*.\n"), "en", "a.rst")
    assert "<em>words</em>" in made.html
    assert [(found.code, found.span.line) for found in made.diagnostics] == [("R201", 3)]


@pytest.mark.parametrize(
    "written",
    [
        ".. include:: /etc/passwd\n",
        ".. raw:: html\n   :file: /etc/passwd\n",
        ".. csv-table::\n   :file: /etc/passwd\n",
        ".. image::\n",
    ],
)
def test_no_file_is_read_and_errors_are_told(written: str) -> None:
    made = render(locate(written), "en", "a.rst")
    assert {found.code for found in made.diagnostics} == {"R213"}
    assert "root:" not in made.html


@pytest.mark.parametrize(
    "written", ["* " * 3000 + "x", "  " * 500 + "x\n" * 3, "|a| " * 500, "`x`:" * 2000, ""]
)
def test_nothing_is_raised(written: str) -> None:
    assert isinstance(render(locate(written), "en", "a.rst").html, str)
