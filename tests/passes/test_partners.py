"""Links that pay a partner, in every channel that shops bar them from."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from lxml import etree

from exporter.backends.epub.options import EpubOptions
from exporter.backends.pdf.options import PdfOptions
from exporter.passes.partners import Policy, settle_partners
from tests.backends.epub import books
from tests.backends.pdf import samples

BODY = (
    '<p>a</p><p data-line="7"><a href="https://www.amazon.co.jp/dp/1?tag=me-22"><em>book</em></a> and '
    '<a href="https://shop.example/" rel="sponsored">shop</a>, <a href="https://amazon.example/">none</a>.</p>'
)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("to-post", ["https://e.org/p/", "https://e.org/p/", "https://amazon.example/"]),
        ("drop-link", ["https://amazon.example/"]),
        (
            "keep",
            ["https://www.amazon.co.jp/dp/1?tag=me-22", "https://shop.example/", "https://amazon.example/"],
        ),
    ],
)
def test_each_policy_keeps_the_words(policy: Policy, expected: list[str]) -> None:
    root = etree.fromstring(f"<body>{BODY}</body>")
    settled = settle_partners(root, policy, "https://e.org/p/")
    assert [link.get("href") for link in root.iter("a")] == expected
    assert "".join(map(str, root.itertext())) == "abook and shop, none."
    told = (settled.hosts, settled.links, settled.line) if settled else None
    assert told == (None if policy == "keep" else (("shop.example", "www.amazon.co.jp"), 2, 7))


def test_without_an_address_the_words_stay() -> None:
    root = etree.fromstring(f"<body>{BODY}</body>")
    settle_partners(root, "to-post", "")
    assert len(list(root.iter("a"))) == 1


def test_a_book_leads_to_the_post_and_tells_of_it() -> None:
    item = books.post(BODY)
    made = books.make_part(item)
    assert [(d.code, d.span.line) for d in made.diagnostics] == [("E606", 7)]
    page = books.inflate(books.chapter(item)).decode()
    assert "amazon.co.jp" not in page
    assert f'<a href="{item.url}"><em>book</em></a>' in page
    kept = books.make_part(item, options=EpubOptions(affiliate="keep"))
    assert kept.diagnostics == ()


def test_a_pdf_leads_to_the_post_on_the_web_though_the_post_is_in_the_volume() -> None:
    item = samples.post("partners", "Partners", BODY, language="en")
    made = samples.part(item)
    assert [(d.code, d.span.line) for d in made.diagnostics] == [("P708", 7)]
    with pikepdf.open(BytesIO(samples.volume([item]))) as pdf:
        actions = [a.A for page in pdf.pages for a in page.get("/Annots", []) if "/A" in a]
    led = sorted(str(a.URI) for a in actions if a.S == "/URI")
    # The book, the shop, and the line that names the original.
    assert led.count(item.url) == 3
    assert not [url for url in led if "amazon.co.jp" in url]
    kept = samples.part(item, options=PdfOptions(affiliate="keep"))
    assert kept.diagnostics == ()
