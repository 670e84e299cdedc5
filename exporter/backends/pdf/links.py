"""Where a link leads once its neighbours are known: to a page of the volume, or out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from exporter.backends.pdf.objects import Name, Value

if TYPE_CHECKING:
    from exporter.backends.pdf.bound import Bound
    from exporter.backends.pdf.fragment import Twin
    from exporter.model.post import Source


class Targets:
    """The posts of a volume by their URLs."""

    def __init__(self, posts: Sequence[Source], bound: Sequence[Bound]) -> None:
        self.bound = bound
        self.sources = posts
        self.posts: dict[str, int] = {}
        for index, post in enumerate(posts):
            self.posts.setdefault(_key(post.url), index)

    def title(self, index: int) -> str:
        """The title of a post."""
        return self.sources[index].title

    def language(self, index: int) -> str:
        """The language of a post."""
        return self.sources[index].language

    def twins(self, bound: Bound, index: int, *, first: int) -> Iterator[tuple[Twin, str]]:
        """The addresses printed on a page that lead to posts of the volume, and the numbers of the pages they lead to.

        ``first`` pages are not counted.
        """
        for twin in bound.fragment.twins:
            address, _, name = twin.url.partition("#")
            found = self.posts.get(_key(address)) if twin.page == index else None
            if found is not None:
                target = self.bound[found]
                place = target.fragment.anchors.get(unquote(name))
                yield twin, str(target.first + (place.page if place else 0) - first)

    def action(self, url: str) -> dict[str, Value]:
        """GoTo for the URL of a post of the volume, with or without a fragment; URI for all else."""
        address, _, fragment = url.partition("#")
        index = self.posts.get(_key(address))
        if index is not None:
            return self.go(index, unquote(fragment))
        return {"S": Name("URI"), "URI": uri(url)}

    def go(self, index: int, name: str = "") -> dict[str, Value]:
        """The action that leads to a post, or to the element of that id in it."""
        bound = self.bound[index]
        place = bound.fragment.anchors.get(name) if name else None
        if place is None:
            height = bound.fragment.pages[0].height
            return {"S": Name("GoTo"), "D": [bound.page(0), Name("XYZ"), 0, height, None]}
        return {"S": Name("GoTo"), "D": [bound.page(place.page), Name("XYZ"), place.x, place.y, None]}


def _key(url: str) -> str:
    """The address without what does not change the page: scheme, a last slash, the case of percent signs."""
    _, _, rest = unquote(url).partition("://")
    return rest.rstrip("/").removesuffix("/index.html")


def uri(url: str) -> bytes:
    """A URI (12.6.4.7) is ASCII: what is not is percent-encoded."""
    safe = quote(url, safe="/:?#[]@!$&'()*+,;=~%-._").encode("ascii")
    return b"(" + safe.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"
