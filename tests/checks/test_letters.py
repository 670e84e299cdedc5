"""The judge of letters: our own are clean, and each requirement that is broken is told by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.checks.letter_clients import FALLBACKS, MATRIX, dropped, features, support
from exporter.checks.letter_contrast import contrast, low_contrast
from exporter.checks.letter_page import Page
from exporter.checks.letters import inbox_line, judge, judge_letters
from exporter.model.artifact import Origin
from tests.backends.newsletter.samples import bind, post
from tests.backends.newsletter.test_attached import bound
from tests.mail.letters import TOLD, eml, letter

BODY = """<p>A paragraph with <a href="https://example.org/a/">a link</a>, <code>code</code> and <strong>weight</strong>.</p>
<h2 id="h">A heading</h2><ul><li>one</li><li>two</li></ul>
<blockquote><p>Said.</p></blockquote><pre><code class="language-python">def f(): return 1</code></pre>
<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>
<aside class="callout warning"><p class="callout-title">Mind</p><p>the gap.</p></aside>
<p><img alt="a cat" src="https://example.org/cat.jpg"/> <span class="math">x^2</span> <del>no</del> <mark>yes</mark></p>"""


def rules(data: bytes) -> list[str]:
    return [finding.rule for finding in judge(data)]


def test_our_letters_are_clean() -> None:
    assert list(judge(letter(body=BODY))) == []


@pytest.mark.parametrize("language", ["ja", "ar"])
def test_they_are_clean_in_every_direction(language: str) -> None:
    rendered = bind(post(body=BODY, language=language), options=TOLD, language=language, title="x" * 40)
    assert [f for f in judge(eml(rendered)) if f.rule != "M1.10"] == []


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("M1.1", "<h1", "<script>alert(1)</script><h1"),
        ("M1.1", "<h1", '<h1 onclick="x()"'),
        ("M1.2", 'src="https://example.org/cat.jpg"', 'src="/cat.jpg"'),
        ("M1.2", 'alt="a cat"', ""),
        ("M1.1", "<h1", '<p style="background:url(https://example.org/a.png)">a</p><h1'),
        ("M1.3", 'alt="a cat"', 'alt="AI generated thumbnail"'),
        ("M1.3", 'src="https:', 'src="http:'),
        ("M1.4", "<h1", '<p id="a">a</p><p id="a">b</p><h1'),
        ("M1.4", 'href="https://example.org/a/"', 'href="/a/"'),
        ("M1.4", ">a link</a>", "></a>"),
        ("M1.5", 'class="data"', 'class="data" role="presentation"'),
        ("M1.5", 'class="canvas" role="presentation"', 'class="canvas"'),
        ("M1.6", "<h1", "<h1>two</h1><h1"),
        ("M1.6", '<html lang="en"', "<html"),
        ("M1.7", 'name="color-scheme"', 'name="x"'),
        ("M1.7", "data-ogsc", "data-x"),
        ("M1.8", "<style>", "<style>" + "/* */" * 4000),
        ("M1.9", ">Read on the web</a>", ">Read on the web</a> <a href='https://example.org/more'>more</a>"),
        ("M1.10", "display:none", "display:block"),
        ("M1.11", "A paragraph with", "{title}"),
        ("M1.12", "color:#1f2328", "color:#b0b0b0"),
        ("M1.12", ".mail,h1", ".x,h1"),
        ("M1.23", "A paragraph with", "A paragraph with " + "words and more words " * 5000),
        ("M5", "<p style=", '<p style="writing-mode:vertical-rl" data-x='),
    ],
)
def test_each_requirement_of_the_page_is_judged(rule: str, old: str, new: str) -> None:
    data = letter(body=BODY).replace(b"=\r\n", b"").replace(b"=3D", b"=").replace(b"=20\r\n", b" \r\n")
    data = data.replace(b"quoted-printable", b"8bit")
    assert old.encode() in data
    assert rule in rules(data.replace(old.encode(), new.encode()))


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("M1.20", b"\r\n", b"\n"),
        ("M1.20", b"Subject: ", b"Subject: \xe3\x81\x82"),
        ("M1.20", b"Subject: ", b"Subject: " + b"x" * 1000),
        ("M1.21", b"Message-ID", b"X-Message-ID"),
        ("M1.21", b"From: Mei", b"From: Mei <x@example.org>\r\nFrom: Mei"),
        ("M1.22", b"text/plain", b"text/x-plain"),
        ("M2.1", b"List-Id", b"X-List-Id"),
        ("M2.1", b"List-Post", b"X-List-Post"),
        ("M2.2", b"List-Unsubscribe-Post", b"X-Post"),
        ("M3.1", b"mei@example.org", b"mei@gmail.com"),
        ("M3.2", b"Subject: Notes, week 34", b"Subject: FREE!!! act now"),
        ("M3.2", b"Subject: Notes, week 34", b"Subject: NOTES OF WEEK 34"),
        ("M3.3", b"Subject: Notes, week 34", b"Subject: Notes" + b", and more of them" * 4),
    ],
)
def test_each_requirement_of_the_message_is_judged(rule: str, old: bytes, new: bytes) -> None:
    data = letter(body=BODY)
    assert old in data
    assert rule in rules(data.replace(old, new))


def test_a_finding_names_the_post_it_is_in(tmp_path: Path) -> None:
    path = tmp_path / "letter.eml"
    data = letter(body='<p><img alt="a cat" src="https://example.org/x.jpg"/></p>')
    path.write_bytes(data.replace(b'alt=3D"a cat"', b'alt=3D"cat.jpg"'))
    origins = {"letter.eml": (Origin("https://example.org/first/", "posts/first.md"),)}
    found = [d for d in judge_letters({"letter.eml": path}, origins) if "M1.3" in d.message]
    assert [d.span.source for d in found] == ["posts/first.md"]
    assert found[0].severity == "warning"


def test_the_line_of_an_inbox_is_shown() -> None:
    assert inbox_line(letter()) == "Mei — Notes, week 34 — Title of first · Title of second"


def test_a_dropped_feature_names_the_clients_and_their_share() -> None:
    page = Page('<p>x</p>\n<p style="writing-mode:vertical-rl">y</p>')
    found = [finding for finding in dropped(page) if "writing-mode" in finding.message]
    assert found[0].line == 2
    assert "of 17 clients: " in found[0].message
    assert not list(dropped(page, ["apple-mail.ios"]))


def test_features_are_called_as_caniemail_calls_them() -> None:
    page = Page(
        '<style>@media (hover){.a:hover>b{color:var(--x)}}</style><h3 style="margin-left:2em;display:flex">'
        '<a href="#x">y</a><img src="a.webp" srcset="b"></h3><ul></ul>'
    )
    known = support().features
    expected = (
        "css-at-media css-at-media-hover css-pseudo-class-hover css-selector-child css-selector-class css-variables "
        "css-margin css-unit-em css-display-flex html-h1-h6 html-anchor-links image-webp html-srcset html-lists"
    )
    assert set(expected.split()) <= set(features(page)) & set(known)


def test_every_fallback_is_a_feature_and_says_what_is_seen() -> None:
    assert set(FALLBACKS) <= set(support().features)
    assert all(len(reason.split()) > 2 for reason in FALLBACKS.values())
    assert all(
        any(client.startswith(glob.partition("*")[0]) for client in support().clients) for glob in MATRIX
    )


def test_contrast_is_as_wcag_has_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.01)


def test_large_text_may_be_fainter() -> None:
    page = '<p style="color:#888888;font-size:{}px">x</p>'
    assert list(low_contrast(Page(page.format(16))))
    assert not list(low_contrast(Page(page.format(24))))


def test_pictures_sent_along_are_found() -> None:
    data = eml(bound())
    assert "M1.2" not in rules(data)
    assert "M1.2" in rules(data.replace(b"Content-ID: <", b"Content-ID: <x"))


def test_what_is_broken_is_an_error_and_what_could_be_better_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "letter.eml"
    data = letter(body='<p><a href="https://example.org/a/">a link</a></p>')
    path.write_bytes(data.replace(b"mei@example.org", b"mei@gmail.com").replace(b"Message-ID", b"X-ID"))

    found = list(judge_letters({"letter/2026-W34.eml": path}, {}))

    assert [(d.code, d.severity, d.message.split()[0]) for d in found] == [
        ("N820", "error", "M1.21"),
        ("N821", "warning", "M3.1"),
        ("N829", "info", "Mei"),
    ]
    assert {d.span.source for d in found} == {"letter/2026-W34.eml"}
    assert found[0].message == "M1.21 0 fields Message-ID"


def test_the_line_of_an_inbox_is_told_of_each_letter(tmp_path: Path) -> None:
    path = tmp_path / "letter.eml"
    path.write_bytes(letter())

    found = list(judge_letters({"letter/2026-W34.eml": path}, {}))

    assert [(d.code, d.message, d.span.source) for d in found] == [
        ("N829", "Mei — Notes, week 34 — Title of first · Title of second", "letter/2026-W34.eml")
    ]
