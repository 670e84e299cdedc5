"""Which file an address in a page means, and at which URL that file is published, where paths are addresses."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import quote, unquote, urljoin, urlsplit

from msgspec import Struct

from exporter.world.files import Files


class Roots(Struct, frozen=True):
    """How a generator finds what its pages name.

    ``static`` are the folders whose files are published from the root of the site, the first that has one wins.
    ``prefixes`` are its own ways to begin an address, each with the folder it stands for ("./": beside the page).
    ``copied`` are folders published under another name: that name, and the folder.
    ``nearby`` are folders beside a page in which its pictures may lie that are named without one.
    ``beside``: a page has an address of its own, and what lies beside it is published beside that (else at its path).
    """

    static: tuple[str, ...] = ("",)
    prefixes: tuple[tuple[str, str], ...] = ()
    copied: tuple[tuple[str, str], ...] = ()
    nearby: tuple[str, ...] = ()
    beside: bool = False


class Places:
    """``root`` is the URL of the site's root, ending in a slash."""

    def __init__(self, files: Files, root: str, roots: Roots) -> None:
        self._files = files
        self._root = root
        self._base = unquote(urlsplit(root).path)
        self._roots = roots

    @property
    def tops(self) -> tuple[str, ...]:
        """The folders from which names that begin nowhere else are counted."""
        return self._roots.static

    def candidates(self, href: str, path: str, url: str = "") -> tuple[str, ...]:
        """The paths in the site that ``href`` in the page ``path`` (published at ``url``) may mean, the likeliest
        first; none for an address on another site. One that begins with ".." leads out.
        """
        try:
            split = urlsplit(href)
        except ValueError:
            return ()
        named = self._prefixed(unquote(split.path) if not split.scheme else unquote(href), path)
        if named:
            return (named,)
        if split.scheme or split.netloc or not split.path:
            return ()
        return tuple(map(posixpath.normpath, self._joined(unquote(split.path), path, url)))

    def _prefixed(self, href: str, path: str) -> str:
        for prefix, folder in self._roots.prefixes:
            if href.startswith(prefix):
                start = posixpath.dirname(path) if folder == "./" else folder
                return posixpath.normpath(posixpath.join(start, href.removeprefix(prefix).lstrip("/")))
        return ""

    def _joined(self, href: str, path: str, url: str) -> Iterator[str]:
        if href.startswith("/"):
            below = href.removeprefix(self._base) if href.startswith(self._base) else href.lstrip("/")
            yield from self.origins(below)
            return
        yield posixpath.join(posixpath.dirname(path), href)
        if "/" not in href:
            yield from (posixpath.join(posixpath.dirname(path), one, href) for one in self._roots.nearby)
        if self._roots.beside and url.startswith(self._root):
            page = unquote(urlsplit(url).path).removeprefix(self._base)
            yield from self.origins(posixpath.join(posixpath.dirname(page), href))

    def origins(self, place: str) -> Iterator[str]:
        """The files that would be published at the path ``place`` below the root, whether they are there or not."""
        for name, folder in self._roots.copied:
            if place.startswith(f"{name}/"):
                yield posixpath.join(folder, place.removeprefix(f"{name}/"))
        yield from (posixpath.join(folder, place) for folder in self._roots.static)

    def file(self, href: str, path: str, url: str = "") -> str:
        """The file of the site that ``href`` means; empty where there is none."""
        found = (one for one in self.candidates(href, path, url) if not one.startswith(".."))
        return next((one for one in found if self._files.stat(one)), "")

    def url(self, href: str, path: str, url: str, file: str = "") -> str:
        """The absolute URL at which ``file``, which ``href`` means, is published."""
        rooted = href.startswith("/") and href[1:2] != "/"
        # Where all of a folder is published as it lies, what was found elsewhere is where the address says.
        elsewhere = (
            rooted and "" in self._roots.static and file != unquote(href).removeprefix(self._base).lstrip("/")
        )
        if file and not elsewhere and (published := self._published(file)) is not None:
            return self._root + quote(published)
        if not self._roots.beside:
            said = f"/{href.removeprefix(self._base).lstrip('/')}" if rooted and file else href
            return public(said, path, self._root)
        if rooted:
            # From the root it is where it says, be it in a folder that the generator copies on request alone (_img).
            return self._root + href.removeprefix(self._base).lstrip("/")
        if file:
            # Of a bundle: beside the page that it lies beside.
            return urljoin(url, quote(posixpath.relpath(file, posixpath.dirname(path) or ".")))
        return urljoin(url, href)

    def _published(self, file: str) -> str | None:
        """The path below the root at which a static file lies; None for one that is published some other way."""
        for name, folder in self._roots.copied:
            if file.startswith(f"{folder}/"):
                return posixpath.join(name, file.removeprefix(f"{folder}/"))
        for folder in self._roots.static:
            if not folder or file.startswith(f"{folder}/"):
                below = file[len(folder) :].lstrip("/")
                hidden = self._roots.beside and any(part.startswith("_") for part in below.split("/")[:-1])
                return None if hidden else below
        return None


def below(src: str, folder: str) -> str:
    """``src`` in ``folder``, unless it says itself from where it is."""
    plain = folder and not src.startswith("/") and not urlsplit(src).scheme
    return f"{folder.rstrip('/')}/{src}" if plain else src


def public(src: str, path: str, root: str) -> str:
    """The absolute URL of a file that the file ``path`` names ``src``; ``root`` is the URL of the site's root."""
    return urljoin(
        root + quote(path), root + src.lstrip("/") if src.startswith("/") and src[1:2] != "/" else src
    )
