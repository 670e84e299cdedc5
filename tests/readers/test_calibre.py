"""Books in Calibre, which turns them into text: the words of the posts, all of them and in their order, and no others."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from exporter.model.markup import thaw
from exporter.model.post import Post
from exporter.passes.blocks import ATTRIBUTE, number_blocks
from exporter.sites import open_site
from exporter.sites.base import SiteSettings
from exporter.sites.index import Index
from exporter.world.files import DiskFiles

pytestmark = [pytest.mark.slow]

ROOT = Path(__file__).parents[2]
XHTML = "{http://www.w3.org/1999/xhtml}"
MATH = "{http://www.w3.org/1998/Math/MathML}math"  # Calibre's text has no formulas


def letters(text: str) -> str:
    """What makes words: no space, no punctuation, for lists and notes are marked in many ways."""
    return "".join(re.findall(r"\w", text))


@pytest.fixture(scope="module")
def posts() -> dict[str, Post]:
    """The sample site's posts, by title."""
    files = DiskFiles(ROOT / "content")
    site = open_site(files, SiteSettings(), {})
    sources = site.scan().sources
    index = Index(sources)
    read = (site.read(source, index).post for source in sources)
    return {post.title: post for post in read if post is not None}


def blocks(post: Post) -> Iterator[str]:
    """The letters of each block, those of blocks in it left out; formulas and the arrows of notes are no words."""
    body = thaw(post.body)
    number_blocks(body)
    for element in list(body.iter("span", "div")):
        if "math" in (element.get("class") or "").split():
            element.text, element[:] = "", []
    for element in body.iter():
        if element.get(ATTRIBUTE):
            yield letters("".join(own(element)))


def own(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not child.get(ATTRIBUTE):
            yield from own(child)
        yield child.tail or ""


def documents(book: Path) -> Iterator[str]:
    """The text of every document in the book but its navigation, without formulas."""
    with ZipFile(book) as opened:
        for name in opened.namelist():
            if name.endswith(".xhtml") and not name.endswith("nav.xhtml"):
                root = etree.fromstring(opened.read(name))
                etree.strip_elements(root, MATH, f"{XHTML}head", with_tail=False)
                yield "".join(map(str, root.itertext()))


@pytest.mark.parametrize("name", ["ja/2026-07.epub", "en/2026-07.epub", "ar/2026-07.epub"])
def test_its_text_has_the_words_of_the_posts_and_no_others(
    name: str,
    books: Path,
    posts: dict[str, Post],
    tmp_path: Path,
) -> None:
    program = shutil.which("ebook-convert")
    assert program, "apt install calibre"
    text = tmp_path / "book.txt"
    command = [program, str(books / name), str(text), "--txt-output-formatting=plain"]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    said = letters(text.read_text("utf-8"))
    assert len(said) > 1000  # the shortest of the books has some 1,800 letters

    with ZipFile(books / name) as opened:
        titles = [
            "".join(map(str, heading.itertext()))
            for chapter in opened.namelist()
            if "/text/" in chapter
            for heading in etree.fromstring(opened.read(chapter)).iter(f"{XHTML}h1")
        ]
    assert titles
    for title in titles:
        at = 0
        for block in blocks(posts[title]):
            found = said.find(block, at)
            assert found >= 0, (title, block)
            at = found + len(block) if len(block) > 12 else at
    assert Counter(said) == Counter(letters("".join(documents(books / name))))
