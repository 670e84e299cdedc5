"""A volume against the posts it is of: contents, numbers, outline and index name the pages that carry the titles, every one
of them, and every heading and paragraph of a source stands among the pages of its post.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from tests.pages import Line, Pages, letters

# Of the sample: expired, a draft, dated in the future.
_KEPT_BACK = {"ja/posts/natsuyasumi.md", "ja/posts/nori.md", "en/posts/letter-2099.md"}
# More tags than this, and those of one post are left out of an index (docs/pdf.md).
_MANY = 200
_HEADER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FENCE = re.compile(r"\s*(`{3,}|~{3,})([^`]*)$")
# GitHub's tables end a cell at a bar in code too, and drop what is behind the last column.
_CUT = re.compile(r"\s*\|.*`[^`]*\|[^`]*`")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|\{\{[<%].*?[%>]\}\}", re.DOTALL | re.IGNORECASE)
# What a shortcode encloses is HTML in the midst of code too: Hugo puts it there when all else is rendered.
_ENCLOSED = re.compile(r"\{\{<\s*(\w+)[^}]*>\}\}.*?\{\{<\s*/\1\s*>\}\}", re.DOTALL)
_TAG = re.compile(r"<[^<>{}]*>")
_MARKUP = re.compile(
    r"(`[^`]*`)|!\[[^\]]*\]\([^)]*\)|(?<=\])\((?:[^()]|\([^)]*\))*\)|<[^>]*>|&#?\w+;|^\s*\d+[.)] "
)


class Entry(NamedTuple):
    """A post as the volume should have it, in the order of the volume."""

    title: str
    tags: Sequence[str] = ()


def listed(site: str, now: str) -> list[dict[str, Any]]:
    """What ``exporter list`` says of the posts of a site that are out at ``now``, oldest first."""
    command = [sys.executable, "-m", "exporter.cli", "list", "posts", "--json", "--now", now, "--site", site]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    out = [row for row in rows if row["source"] not in _KEPT_BACK and not row["page"]]
    return sorted(out, key=lambda row: str(row["published"]))


def disagreements(volume: Pages, posts: Sequence[Entry]) -> Iterator[str]:
    """What is wrong, in words."""
    yield from _folios(volume)
    lines = list(volume.lines(range(2, volume.body)))
    if len(lines) != len(posts):
        yield f"{len(lines)} lines of contents for {len(posts)} posts"
    for line, post in zip(lines, posts, strict=False):
        yield from _line(volume, line, post)
    yield from _outline(volume, lines, posts)
    yield from _index(volume, lines, posts)


def _folios(volume: Pages) -> Iterator[str]:
    """The number at the foot is the label of the page; the cover has none."""
    for page in range(2, len(volume.labels)):
        if volume.folio(page) != volume.labels[page]:
            yield f"page {volume.labels[page]} is numbered {volume.folio(page)!r}"


def _line(volume: Pages, line: Line, post: Entry) -> Iterator[str]:
    """A line of contents shows title and number; the page of that number carries the title."""
    number = volume.labels[line.target]
    title = [word for word in line.words if word != number]
    if number not in line.words or not _same(" ".join(title), post.title):
        yield f"the contents say {' '.join(line.words)!r} of {post.title!r}, on page {number}"
    if not _shows(volume.letters(line.target), post.title):
        yield f"page {number} does not carry {post.title!r}"


def _outline(volume: Pages, lines: Sequence[Line], posts: Sequence[Entry]) -> Iterator[str]:
    """Contents, posts, index, colophon; below each post headings, which stand where they lead."""
    marks = list(volume.outline())
    top = [mark for mark in marks if mark.level == 0]
    for mark, line, post in zip(top[1:], lines, posts, strict=False):
        if (mark.title, mark.page) != (post.title, line.target):
            yield f"the bookmark {mark} stands for {post.title!r}"
    for mark in marks:
        if not _shows(volume.letters(mark.page), mark.title):
            yield f"the bookmark {mark} leads to a page without its words"


def _index(volume: Pages, lines: Sequence[Line], posts: Sequence[Entry]) -> Iterator[str]:
    """Each tag with the first pages of its posts."""
    start, end = _index_pages(volume, len(posts))
    text = volume.letters(start, end - 1) if start < end else ""
    tags: dict[str, list[str]] = {}
    for line, post in zip(lines, posts, strict=False):
        for tag in dict.fromkeys(post.tags):
            tags.setdefault(tag, []).append(volume.labels[line.target])
    for tag, numbers in tags.items():
        if (len(tags) <= _MANY or len(numbers) > 1) and not _shows(text, f"{tag} {' '.join(numbers)}"):
            yield f"the index does not say {tag!r} {numbers}"
    for link in volume.lines(range(start, end)):
        if link.words != [volume.labels[link.target]]:
            yield f"{link.words} of the index leads to {volume.labels[link.target]}"


def _index_pages(volume: Pages, posts: int) -> tuple[int, int]:
    """Its first page and the one after it: where the bookmarks behind those of the posts lead."""
    after = [mark.page for mark in volume.outline() if mark.level == 0][1 + posts :]
    return (after[0], after[1]) if len(after) == 2 else (0, 0)


def lost_lines(volume: Pages, sources: Sequence[Path]) -> Iterator[str]:
    """The headings, paragraphs, cells and lines of code of ``sources``, Markdown in the order of the volume, that are not on
    the pages of their post.
    """
    top = [mark for mark in volume.outline() if mark.level == 0][1:]
    for source, (mark, following) in zip(sources, pairwise(top), strict=False):
        shown = "".join(_plain(volume, page) for page in range(mark.page, following.page))
        for text in _texts(source.read_text("utf-8")):
            if _alphabetic(text) not in shown:
                yield f"{source.name}: {text[:80]}"


def _plain(volume: Pages, page: int) -> str:
    return _alphabetic("".join(word.text for word in volume.body_words(page)))


def _alphabetic(text: str) -> str:
    """Without digits: the numbers of list items are painted after all else on a page."""
    return "".join(c for c in letters(text) if not c.isdigit())


def _texts(markdown: str) -> Iterator[str]:
    fence = ""
    body = _ENCLOSED.sub(lambda found: _TAG.sub("", found[0]), _HEADER.sub("", markdown, count=1))
    for line in _UNSEEN.sub("", body).splitlines():
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not mark[2].strip():
            fence = ""
        elif fence:
            yield line
        elif not _CUT.match(line):
            yield from re.split(r"(?<!\\)\|", _MARKUP.sub(_code, line))


def _code(markup: re.Match[str]) -> str:
    """What is shown of markup: of code all, and no bar of it parts cells."""
    return (markup[1] or "").replace("|", "")


def _same(shown: str, words: str) -> bool:
    """True where both have the same letters; lines from right to left lie in the order of the eye."""
    return letters(shown) == letters(words) or (
        _is_rtl(words) and Counter(letters(shown)) == Counter(letters(words))
    )


def _shows(shown: str, words: str) -> bool:
    return letters(words) in shown or (
        _is_rtl(words + shown[:200]) and not Counter(letters(words)) - Counter(shown)
    )


def _is_rtl(text: str) -> bool:
    return re.search("[\u0590-\u08ff]", text) is not None
