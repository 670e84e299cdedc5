"""URLs: absolute, of a scheme we allow, in the characters RFC 3986 has; images are told with their files."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.model.vocabulary import VALUES
from exporter.reading.findings import Findings
from exporter.reading.urls import LARGEST_DATA, Urls, canonical, place
from tests.reading.resolving import URL, Web


def urls(resolve: Web | None = None) -> tuple[Urls, Findings]:
    findings = Findings("posts/summer.md")
    return Urls(resolve or Web(), findings), findings


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://e.org/a b?c d#e f", "https://e.org/a%20b?c%20d#e%20f"),
        ("https://e.org/夏?祭#り", "https://e.org/%E5%A4%8F?%E7%A5%AD#%E3%82%8A"),
        ("https://e.org/%E5%a4%8f/%2F", "https://e.org/%E5%a4%8f/%2F"),
        ("https://e.org/100%?50%x#%", "https://e.org/100%25?50%25x#%25"),
        ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://Straße.example/", "https://xn--strae-oqa.example/"),
        ("https://xn--r8jz45g.jp/", "https://xn--r8jz45g.jp/"),
        ("https://user:pass@e.org:8080/", "https://user:pass@e.org:8080/"),
        ("https://[2001:db8::1]:80/", "https://[2001:db8::1]:80/"),
        ("HTTPS://e.org", "https://e.org"),
        ("https://e.org/a|b\\c<d>\"e'", "https://e.org/a%7Cb/c%3Cd%3E%22e'"),
        ("https://e.org\\@f.org/", "https://e.org/@f.org/"),
        ("https://e.org/?a\\b#c\\d", "https://e.org/?a%5Cb#c%5Cd"),
        ("https://e.org/\x01\ufffe", "https://e.org/%20%EF%BF%BE"),
        ("  https://e.org/\n", "https://e.org/"),
    ],
)
def test_canonical_writes_what_a_browser_would_ask_for(written: str, meant: str) -> None:
    assert canonical(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "", "x/y", "/x", "//e.org/", "https:", "https://", "https:///x", "https://[x", "https://[::zz]/", "https://a..b/",
        "https://.e.org/", "https://e.org:99999/", "https://e.org:80a/", "https://xn--zz.org/", "https://ex℀mple.org/",
        "https://a b.org/", "https://a%41.org/", f"https://{'a' * 64}.org/", "https://xn--é.org/", "mailto:a@b.example",
        "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_nothing(written: str) -> None:
    assert canonical(written) == ""


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=40),
        st.text(max_size=20).map("https://e.org/".__add__),
        st.text(max_size=9).map("//".__add__),
    )
)
def test_canonical_takes_any_text_is_stable_and_ascii(text: str) -> None:
    url = canonical(text)
    assert canonical(url) == url
    assert url.isascii()
    assert " " not in url


SCHEMES = [
    "javascript",
    "vbscript",
    "data",
    "file",
    "ftp",
    "blob",
    "view-source",
    "about",
    "ms-word",
    "intent",
]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "disguise",
    ["{}:x", " {}:x", "\x01{}:x", "{}\t:x", "{}:\nx", "\u3000{}:x", "{}:"],
    ids=["plain", "blank", "control", "tab", "newline", "wide blank", "empty"],
)
def test_no_other_scheme_becomes_a_link_however_it_is_written(scheme: str, disguise: str) -> None:
    made, findings = urls()
    for name in (scheme, scheme.upper(), scheme[0] + "\n" + scheme[1:]):
        href = made.link(disguise.format(name), 3)
        assert urlsplit(href).scheme in {"", "https"}
        assert not href.startswith(tuple(SCHEMES))
    assert {d.code for d in findings.diagnostics()} == {"H304"}


def test_links_are_absolute_and_within_the_post_relative() -> None:
    made, findings = urls()
    written = [
        "../b/",
        "/c",
        "//d.example/",
        "?e=1",
        "#f",
        "#f%20g",
        f"{URL}#h",
        URL,
        f"{URL}#",
        "#",
        "",
        "https://i.example/#j",
    ]
    assert [made.link(href, 1) for href in written] == [
        "https://blog.example/posts/b/", "https://blog.example/c", "https://d.example/", f"{URL}?e=1", "#f", "#f-g", "#h", URL,
        URL, "", URL, "https://i.example/#j",
    ]  # fmt: skip
    assert findings.diagnostics() == ()


def test_mail_and_telephone_keep_what_they_say() -> None:
    made, findings = urls()
    assert (
        made.link("MailTo:a@b.example?subject=夏 祭&body=100%", 1)
        == "mailto:a@b.example?subject=%E5%A4%8F%20%E7%A5%AD&body=100%25"
    )
    assert made.link("tel:+81 3", 1) == "tel:+81%203"
    assert made.link("mailto: \n", 1) == ""
    assert [d.message for d in findings.diagnostics()] == ["a link that is no URL was removed"]


def test_a_resolver_cannot_smuggle_another_scheme_in() -> None:
    class Rogue(Web):
        def link(self, href: str, line: int) -> str:
            return "javascript:alert(1)"

        def image(self, src: str, line: int) -> tuple[str, str]:
            return "file:///etc/passwd", "etc/passwd"

    made, findings = urls(Rogue())
    assert made.link("x", 1) == ""
    assert made.image("x", 1) == ""
    assert made.images == {}
    assert [d.code for d in findings.diagnostics()] == ["H304", "H304"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("data:image/png;base64,iVBORw0=", "data:image/png;base64,iVBORw0="),
        ("DATA:Image/JPG;base64,%2F9j%2F\n 4A", "data:image/jpeg;base64,/9j/4A"),
        ("data:image/svg+xml,%3Csvg/%3E", "data:image/svg+xml;base64,PHN2Zy8+"),
        ("data:image/svg+xml;charset=utf-8,<svg>夏</svg>", "data:image/svg+xml;base64,PHN2Zz7lpI88L3N2Zz4="),
        ("data:image/png;base64,", ""),
        ("data:image/bmp;base64,AA==", ""),
        ("data:text/html,<script>", ""),
        ("data:,x", ""),
        ("data:image/png;base64," + "A" * LARGEST_DATA, ""),
    ],
    ids=lambda value: value[:30],
)
def test_image_data_is_base64_of_a_kind_we_take(written: str, meant: str) -> None:
    made, findings = urls()
    assert made.image(written, 1) == meant
    assert VALUES["src"].fullmatch(meant) or findings.diagnostics()[0].code == "H304"


def test_frames_lead_to_other_pages_of_the_web_only() -> None:
    made, _ = urls()
    given = [
        "//e.org/x",
        "/film",
        "",
        " ",
        "#a",
        URL,
        "about:blank",
        "javascript:x",
        "https://[x",
        "data:text/html,x",
    ]
    assert [made.absolute(src) for src in given] == [
        "https://e.org/x",
        "https://blog.example/film",
        *[""] * 8,
    ]


def test_ids_hold_no_blanks() -> None:
    assert [place(name) for name in (" a b ", "a\u3000\n b", "", " ", "見出し")] == [
        "a-b",
        "a-b",
        "",
        "",
        "見出し",
    ]
