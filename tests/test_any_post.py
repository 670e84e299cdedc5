"""Whatever a post holds, every channel sets it: none fails, and no word is lost on the way."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import pytest
from hypothesis import example, given, settings

from exporter.model.markup import thaw
from tests.reading.resolving import read
from tests.reading.soup import soup
from tests.test_vocabulary import READERS, exported

# Marks of direction and of where a line may end are a channel's own affair.
_OWN: Final = re.compile(r"[\s\u00ad\u200b\u2060\u200e\u200f]")


# A column without a cell of its own, and a word longer than a line.
SPANNED: Final = f"<table><tr><td colspan=2>one<td>{'word' * 20}</table>"


def characters(text: str) -> Counter[str]:
    return Counter(_OWN.sub("", text))


def said(html: str) -> Counter[str]:
    """What a post's Markup says; back-links and readings' brackets are a channel's own affair."""
    body = thaw(read(html).markup)
    for element in body.iter("rp", "a"):
        if element.tag == "rp" or element.get("role") in {"doc-backlink", "doc-noteref"}:
            element.text = ""
            del element[:]
    return characters(str(body.xpath("string()")))


def lost(channel: str, html: str) -> dict[str, Counter[str]]:
    """What each readable artifact of a post lacks; it begins with words, so that every channel has a text."""
    html = f"<p>First words.</p>{html}"
    wanted, found = said(html), {}
    for artifact in exported(channel, read(html).markup):
        reader = next((reader for ending, reader in READERS.items() if artifact.name.endswith(ending)), None)
        if reader is not None and (lacking := wanted - characters(reader(artifact.read()))):
            found[artifact.name] = lacking
    return found


@pytest.mark.parametrize("channel", ["feeds", "epub", "newsletter"])
@settings(max_examples=60)
@given(html=soup(tokens=60))
@example(html="<table><caption>words, and no row")
@example(html="<table id=x></table>")
@example(html=SPANNED)
def test_whatever_a_post_holds_is_said(channel: str, html: str) -> None:
    assert lost(channel, html) == {}


@settings(max_examples=12)
@given(html=soup(tokens=60))
@example(html="<table><caption>words, and no row")
@example(html="<table id=x></table>")
@example(html=SPANNED)
def test_whatever_a_post_holds_is_laid_out(html: str) -> None:
    assert exported("pdf", read(html).markup)
