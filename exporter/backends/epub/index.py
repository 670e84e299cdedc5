"""The index: the posts of a volume by their tags."""

from __future__ import annotations

import unicodedata

from lxml import etree

from exporter.backends.epub.document import TYPE, foreign, make, new_document, plain, to_page
from exporter.backends.epub.volume import Volume


def index_page(volume: Volume) -> bytes:
    """Every tag in the order of its script, and the posts that have it, as links."""
    says = volume.says
    root, body = new_document(says.index, volume.issue.language, body_class="index", depth=0)
    page = make("section", {TYPE: "index", "role": "doc-index", "aria-labelledby": "index"})
    page.append(make("h1", says.index, id="index"))
    terms = etree.SubElement(page, "dl")
    for tag, posts in sorted(_posts_by_tag(volume).items()):
        terms.append(make("dt", tag[1]))
        terms.extend(make("dd", _link(volume, index)) for index in posts)
    body.append(page)
    return to_page(root, vertical=volume.is_vertical)


def _posts_by_tag(volume: Volume) -> dict[tuple[str, str], list[int]]:
    """By the sorting key and the first spelling of each tag: tags differ neither by case nor by width."""
    spelt: dict[str, str] = {}
    posts: dict[str, list[int]] = {}
    for index, post in enumerate(volume.issue.posts):
        for tag in dict.fromkeys(plain(tag) for tag in post.tags):
            key = unicodedata.normalize("NFKC", tag).casefold()
            if key:
                spelt.setdefault(key, tag)
                posts.setdefault(key, []).append(index)
    return {(key, spelt[key]): list(dict.fromkeys(found)) for key, found in posts.items()}


def _link(volume: Volume, index: int) -> etree._Element:
    other = foreign(volume.issue.posts[index].language, volume.issue.language)
    return make("a", other, volume.titles[index], href=volume.files[index])
