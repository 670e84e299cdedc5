"""Where a link leads once its neighbours are known: to a page of the volume, of a sister volume, or out of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from exporter.backends.pdf.objects import scalar

if TYPE_CHECKING:
    from exporter.backends.pdf.bound import Bound
    from exporter.backends.pdf.fragment import Twin
    from exporter.model.post import Source


class Home(NamedTuple):
    """A post in its volume: the file's name, and how many pages stand before the first with an Arabic folio."""

    file: str
    front: int
    bound: Bound


class Targets:
    """The posts of an issue by their URLs. ``homes`` is in the order of the posts."""

    def __init__(self, posts: Sequence[Source], homes: Sequence[Home]) -> None:
        self.homes = homes
        self.sources = posts
        self._posts: dict[str, int] = {}
        for index, post in enumerate(posts):
            self._posts.setdefault(_key(post.url), index)

    def title(self, index: int) -> str:
        """The title of a post."""
        return self.sources[index].title

    def language(self, index: int) -> str:
        """The language of a post."""
        return self.sources[index].language

    def folios(self, twins: Sequence[Twin], *, within: str) -> Iterator[tuple[Twin, str]]:
        """Those of the printed addresses that lead to a post in the file ``within``, and the page numbers there."""
        for twin in twins:
            address, _, name = twin.url.partition("#")
            index = self._posts.get(_key(address))
            if index is not None and self.homes[index].file == within:
                bound = self.homes[index].bound
                place = bound.anchors.get(unquote(name))
                yield twin, str(bound.first + (place.page if place else 0) + 1)

    def action(self, url: str, *, within: str) -> bytes:
        """The action that leads from the file ``within`` to ``url``, a post's with or without a fragment or another."""
        address, _, fragment = url.partition("#")
        index = self._posts.get(_key(address))
        if index is not None:
            return self.go(index, unquote(fragment), within=within)
        return b"<</S/URI/URI %b>>" % uri(url)

    def go(self, index: int, name: str = "", *, within: str) -> bytes:
        """The action that leads to a post, or to the element of that id in it."""
        home = self.homes[index]
        bound = home.bound
        place = bound.anchors.get(name) if name else None
        page, x, y = (0, 0.0, bound.height) if place is None else (place.page, place.x, place.y)
        if home.file == within:
            return b"<</S/GoTo/D[%d 0 R/XYZ %.3f %.3f null]>>" % (bound.page(page).number, x, y)
        file = scalar(home.file)
        index = home.front + bound.first + page
        shape = b"<</S/GoToR/F<</Type/Filespec/F%b/UF%b>>/D[%d/XYZ %.3f %.3f null]>>"
        return shape % (file, file, index, x, y)


def host(url: str) -> str:
    """The host of an address, in small letters; empty where it has none."""
    return url.partition("://")[2].partition("/")[0].lower()


def _key(url: str) -> str:
    """The address without what does not change the page: scheme, a last slash, the case of percent signs."""
    _, _, rest = unquote(url).partition("://")
    return rest.rstrip("/").removesuffix("/index.html")


def uri(url: str) -> bytes:
    """A URI (12.6.4.7) is ASCII: what is not is percent-encoded."""
    safe = quote(url, safe="/:?#[]@!$&'()*+,;=~%-._").encode("ascii")
    return b"(" + safe.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"
