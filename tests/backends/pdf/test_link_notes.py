"""Links as they are printed: a number in the text, the address and its page at the end of the post."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from lxml import etree

from exporter.backends.pdf.link_notes import number_links
from exporter.backends.pdf.options import PdfOptions
from tests.backends.pdf import samples


def test_a_link_has_a_number_unless_it_shows_its_address_or_stays_in_the_post() -> None:
    body = etree.fromstring(
        "<body><p><a href='https://a.example/x'>one</a>, <a href='https://b.example/'>two</a> and "
        "<a href='https://a.example/x'>one again</a>; <a href='https://c.example/'>https://c.example</a>, "
        "<a href='#here'>here</a>, <a href='mailto:a@example.org'>mail</a>.</p></body>"
    )
    addresses = number_links(body)
    assert "".join(map(str, body.itertext())) == (
        "one[1], two[2] and one again[1]; https://c.example, here, mail."
    )
    assert addresses is not None
    assert [a.get("href") for a in addresses.iter("a")] == ["https://a.example/x", "https://b.example/"]


def test_a_post_without_links_has_no_list() -> None:
    assert number_links(etree.fromstring("<body><p>Nothing.</p></body>")) is None


@pytest.mark.parametrize(
    ("options", "noted"),
    [
        (PdfOptions(), False),
        (PdfOptions(links="notes"), True),
        (PdfOptions(profile="press"), True),
        (PdfOptions(profile="press", links="plain"), False),
    ],
)
def test_addresses_are_printed_with_the_pages_that_are_in_the_volume(
    tmp_path: Path, options: PdfOptions, noted: bool
) -> None:
    rendered = samples.bound(samples.three(), options=options)
    assert rendered.diagnostics == ()
    path = tmp_path / "links.pdf"
    path.write_bytes(rendered.artifacts[0].read())
    command = ["pdftotext", "-layout", str(path), "-"]
    pages = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")
    lines = [" ".join(line.split()) for page in pages for line in page.splitlines()]
    english = next(n for n, page in enumerate(pages) if "written standing up" in page)
    expected = f"[1] https://example.org/en/ {english - 1}"
    assert (expected in lines) == noted
    assert any(line.startswith("[3] https://example.com/press") for line in lines) == noted
