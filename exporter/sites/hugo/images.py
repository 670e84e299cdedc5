"""Finds the file that an image address means, and the public URL under which Hugo publishes it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from msgspec import Struct

from exporter.sites.hugo.content import Content, Page
from exporter.sites.hugo.mounts import Mount
from exporter.sites.hugo.paths import encoded
from exporter.sites.hugo.settings import Settings
from exporter.world.files import Files

# A path from the root that joining and encoding leave as it is: no empty part, and none that begins with a dot.
_STEADY: Final = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)+")


class Found(Struct, frozen=True):
    """``url`` is absolute; ``path`` is the file's in the site, empty without one. ``outside``: it leaves the root.

    ``shared`` is the address below its page of a file of a bundle, which translations have in common.
    """

    url: str
    path: str = ""
    remote: bool = False
    outside: bool = False
    shared: str = ""


class Images:
    """Looks where Hugo and browsers look: the page's bundle, static and assets, the published URL, other languages."""

    def __init__(
        self, files: Files, mounts: tuple[Mount, ...], content: Content, settings: Mapping[str, Settings]
    ) -> None:
        self._files = files
        self._mounts = mounts
        self._content = content
        self._settings = settings
        self._roots = {key: _root(one.language.base_url) for key, one in settings.items()}

    def find(self, page: Page, page_url: str, src: str) -> Found:
        """The image that ``src`` means on ``page``, which is published at ``page_url``."""
        base = self._settings[page.language].language.base_url
        own = base and src.startswith(base)
        split = split_url(src)
        if split is None:
            return Found("", remote=True)
        if not own and (split.scheme or split.netloc):
            return Found(urljoin(page_url, src), remote=True)
        path = unquote(split.path)
        if own or path.startswith("/"):
            return self._at_root(page, base, src, path)
        return self._relative(page, page_url, src, path)

    def address(self, page: Page, page_url: str, src: str) -> str:
        """The URL alone; most are known without a look at the disk, which takes a third of a scan's time."""
        root = self._roots[page.language]
        if root and src.startswith("/") and not src.startswith("//"):
            return root + src if _STEADY.fullmatch(src) else urljoin(root, encoded(src))
        return self.find(page, page_url, src).url

    def resource(self, page: Page, name: str) -> str:
        """The path in the site of the file ``name`` of the page's bundle, in any language; empty without one."""
        if page.kind == "page":
            return ""
        place = posixpath.normpath(posixpath.join(page.folder, name))
        return "" if place.startswith("..") else self._content_file(page, place)

    def size(self, path: str) -> int | None:
        """The bytes of a file of the site; None without one."""
        stat = self._files.stat(path)
        return stat.size if stat else None

    def owner(self, path: str) -> str:
        """The key of the language to which a file of content belongs; empty where that cannot be told."""
        suffix = PurePosixPath(path).stem.rpartition(".")[2].lower()
        if suffix in self._settings:
            return suffix
        mount = next((m for m in self._content.mounts if m.place(path) is not None), None)
        return mount.languages[0] if mount and mount.languages else ""

    def bundle(self, page: Page) -> tuple[str, ...]:
        """The names of the files beside the ``index`` of a bundle, without those in folders below."""
        if page.kind == "page":
            return ()
        folder = page.path.rpartition("/")[0]
        names = (name[len(folder) + 1 :] for name in self._files.walk(folder))
        return tuple(name for name in names if "/" not in name)

    def _at_root(self, page: Page, base: str, src: str, path: str) -> Found:
        root = urlsplit(base).path or "/"
        places = dict.fromkeys([path.removeprefix(root), path.lstrip("/")])
        for place in places:
            found = self._published(page, posixpath.normpath(place))
            if found:
                return Found(base + encoded(place), found)
        return Found(urljoin(base, encoded(src)))

    def _relative(self, page: Page, page_url: str, src: str, path: str) -> Found:
        if found := self.resource(page, path):
            place = encoded(posixpath.normpath(path))
            return Found(urljoin(page_url, place), found, shared=place)
        base = self._settings[page.language].language.base_url
        public = urljoin(page_url, encoded(path))
        if (
            base
            and public.startswith(base)
            and (found := self._published(page, unquote(public[len(base) :])))
        ):
            return Found(public, found)
        return self._mended(page, path) or Found(urljoin(page_url, src), outside=_leaves(page, path))

    def _mended(self, page: Page, path: str) -> Found | None:
        """What is a broken picture on the live site and was meant: a file beside the page, or one of static."""
        base = self._settings[page.language].language.base_url
        beside = posixpath.normpath(posixpath.join(page.place.rpartition("/")[0], path))
        for place in (beside, posixpath.normpath(path)):
            found = "" if place.startswith("..") else self._published(page, place)
            if found:
                return Found(base + encoded(place), found)
        return None

    def _published(self, page: Page, place: str) -> str:
        """The file that is published at ``place`` below the home page."""
        if not place or place.startswith(("..", "/")):
            return ""
        for origin in (*self._static(page, place), *self._resources(page, place)):
            if self._files.stat(origin):
                return origin
        return ""

    def _static(self, page: Page, place: str) -> Iterator[str]:
        mounts = [m for m in self._mounts if m.component in {"static", "assets"}]
        own = [m for m in mounts if page.language in m.languages]
        for mount in (*own, *(m for m in mounts if m not in own)):
            origin = mount.origin(place)
            if origin:
                yield origin

    def _content_file(self, page: Page, place: str) -> str:
        return next((path for path in self._resources(page, place) if self._files.stat(path)), "")

    def _resources(self, page: Page, place: str) -> Iterator[str]:
        """Files in content at ``place``: the page's language first, then those of its translations in their order."""
        ranks = {key: rank for rank, key in enumerate(self._settings, start=1)} | {page.language: 0}
        stem, ending = posixpath.splitext(place)
        prefix = self._settings[page.language].language.prefix
        bare = place.removeprefix(f"{prefix}/") if prefix else place
        for candidate in dict.fromkeys([f"{stem}.{page.language}{ending}", place, bare]):
            yield from self._content.origins(candidate, ranks)


def _leaves(page: Page, path: str) -> bool:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path)).startswith("..")


def _root(base: str) -> str:
    """The address of a site's host, without a slash at its end; empty where the site lies in a folder below it."""
    return urljoin(base, "/")[:-1] if (urlsplit(base).path or "/") == "/" else ""


def split_url(src: str) -> SplitResult | None:
    """The parts of an address; None for "//[" and what else is none."""
    try:
        return urlsplit(src)
    except ValueError:
        return None
