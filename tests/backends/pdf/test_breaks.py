"""Where pages begin, told in terms of the post: held against the words that the finished file shows on them."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from exporter.model.markup import thaw
from exporter.model.pagination import START, Spot
from exporter.model.post import Post
from exporter.passes.blocks import ATTRIBUTE, ink, is_ink, number_blocks
from tests.backends.pdf.samples import ARABIC, ENGLISH, JAPANESE, bound, post

SENTENCE = "Sheets lie flat when the room is dry, and nobody hurries them. "
LONG = "".join(f"<p>{i}. {SENTENCE * (i % 5 + 1)}</p>" for i in range(40))
ROWS = "".join(f"<tr><td>row {i}</td><td>{i * i} grams of paste</td></tr>" for i in range(60))
TABLE = f"<table><thead><tr><th>Name</th><th>Weight</th></tr></thead><tbody>{ROWS}</tbody></table>"
CODE = "<pre><code>" + "".join(f"step_{i} = fold(sheet, {i})\n" for i in range(120)) + "</code></pre>"


def characters(each: Post) -> Iterator[tuple[Spot, str]]:
    """The characters of a post with the place of each."""
    body = thaw(each.body)
    number_blocks(body)
    count: Counter[int] = Counter()

    def spoken(text: str | None, block: int) -> Iterator[tuple[Spot, str]]:
        for character in filter(is_ink, text or ""):
            yield Spot(block, count[block]), character
            count[block] += 1

    def walk(element: etree._Element, block: int) -> Iterator[tuple[Spot, str]]:
        block = int(element.get(ATTRIBUTE) or block)
        yield from spoken(element.text, block)
        for child in element:
            yield from walk(child, block)
            yield from spoken(child.tail, block)

    yield from walk(body, -1)


def begins(each: Post, spot: Spot, length: int = 18) -> str:
    """The characters of a post from ``spot`` on."""
    found = list(characters(each))
    first = next(i for i, (place, _) in enumerate(found) if place == spot)
    return "".join(character for _, character in found[first : first + length])


def shown(path: Path, number: int) -> str:
    """The characters of a page of the file."""
    command = ["pdftotext", "-f", str(number), "-l", str(number), str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return "".join(filter(is_ink, text))


def test_each_page_shows_what_it_is_said_to_begin_with(tmp_path: Path) -> None:
    posts = (
        post("ja", "紙を裁つ朝", JAPANESE.partition("<p><ruby>")[0] + "<p>朝のうちに紙を裁つ。</p>" * 90),
        post("long", "Long", LONG, language="en"),
        post("table", "Table", f"<p>Before.</p>{TABLE}<p>After.</p>", language="en"),
        post("code", "Code", CODE, language="en"),
    )
    rendered = bound(posts)
    path = tmp_path / "volume.pdf"
    path.write_bytes(rendered.artifacts[0].read())
    assert rendered.pagination is not None
    front = rendered.artifacts[0].count - 1 - max(b[-1].number for b in rendered.pagination.posts.values())

    checked = 0
    for each in posts:
        breaks = rendered.pagination.posts[each.id]
        assert breaks[0].spot == START
        assert len(breaks) > 1
        for page in breaks[1:]:
            text = shown(path, front + page.number)
            assert begins(each, page.spot) in text[: 18 + 2 * ink(each.title) + 40], (each.id, page)
            checked += 1
    assert checked > 8


def test_pages_are_numbered_as_they_say(tmp_path: Path) -> None:
    posts = (post("en", "Notes", ENGLISH, language="en"), post("ara", "ورق", ARABIC, language="ar"))
    rendered = bound(posts)

    assert rendered.pagination is not None
    assert rendered.pagination.source == "urn:uuid:7f1f6a4e-6e0c-5d3c-9a52-2f1f0a4f9d10"
    numbers = [page.number for each in posts for page in rendered.pagination.posts[each.id]]
    assert numbers == list(range(1, len(numbers) + 1))
