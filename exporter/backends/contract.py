"""What a backend is: two pure functions over complete inputs.

``part`` sees one post and nothing of its neighbours; ``bind`` sees an issue and its parts. Neither reads a file, a
clock, the environment or the network; the same job gives the same bytes, so a digest of the job is the result's key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

from msgspec import Struct

from exporter.backends.earlier import Earlier, Nothing
from exporter.model.artifact import Part, Rendered
from exporter.model.asset import Asset
from exporter.model.issue import Issue
from exporter.model.pagination import Pagination
from exporter.model.post import Post
from exporter.model.site import Site
from exporter.model.spool import Spool
from exporter.model.theme import Theme


class PartJob(Struct, frozen=True, kw_only=True):
    """``assets`` maps the URLs of those of the post's images that we hold to their bytes; the others are
    remote or missing. ``original`` is the post's file as it lies, where ``Backend.wants_originals``; else empty.

    ``options`` is an instance of the backend's own options type.
    """

    post: Post
    site: Site
    theme: Theme
    options: Any
    assets: Mapping[str, Asset]
    original: bytes = b""


Kept = Callable[[Sequence[bytes], Callable[[], bytes]], bytes]


def made_anew(inputs: Sequence[bytes], make: Callable[[], bytes]) -> bytes:  # noqa: ARG001  nothing is kept here
    """The Kept that keeps nothing."""
    return make()


class BindJob(Struct, frozen=True, kw_only=True):
    """``parts[i]`` is the part of ``issue.posts[i]``; it may be read from the disk each time it is asked for.

    ``fonts`` are the files of the theme's faces, by path, where the options say ``embed``. ``kept`` keeps what is
    costly to make and the same in most binds of an issue: given all that shapes it, and a function that makes it, it
    gives its bytes, made now or by an earlier bind. ``spool`` opens a place for an artifact too large to be held.
    ``keys`` name the parts: equal keys, equal parts; ``earlier`` is what was left of binds before.
    ``pagination`` is that of the edition that the options name, where it was bound; ``cover`` the picture they name.
    """

    issue: Issue
    site: Site
    theme: Theme
    options: Any
    fonts: Mapping[str, bytes] = {}
    parts: Sequence[Part]
    keys: Sequence[str] = ()
    kept: Kept = made_anew
    earlier: Earlier = Nothing()
    spool: Callable[[], Spool] = Spool
    pagination: Pagination | None = None
    cover: Asset | None = None


class Listed(Struct, frozen=True, kw_only=True):
    """One issue of a catalogue; its ``posts`` are left out."""

    issue: Issue
    site: Site
    options: Any


class CatalogueJob(Struct, frozen=True, kw_only=True):
    """The open issues of all publications of a backend that lie in the output, whether they are built now or not."""

    listed: tuple[Listed, ...]


class Backend(NamedTuple):
    """A channel. Its package, ``exporter.backends.NAME``, has ``part``, ``bind`` and ``names`` in files of those names,
    loaded when first used: WeasyPrint alone takes two thirds of a second.

    ``version`` is part of every digest: raise it when the output of ``part`` or ``bind`` changes. ``libraries`` are the
    distributions whose versions shape the output and so belong to the digest as well. ``options`` is a frozen msgspec
    Struct (``forbid_unknown_fields``) whose defaults are the publication's. ``lists``: it has a ``catalogue``, in
    catalogue.py, that names all its issues in files of their own. ``paginates``: what it renders has a Pagination.
    ``sets_type``: what it makes depends on the fonts of the machine that the theme names.
    """

    name: str
    version: int
    options: type[Struct]
    libraries: tuple[str, ...] = ()
    lists: bool = False
    paginates: bool = False
    sets_type: bool = False

    def wants_originals(self, options: Struct) -> bool:
        """True where a part holds its post's file itself: ``options`` says so by a ``wants_originals`` of its own."""
        return bool(getattr(options, "wants_originals", False))

    def edition(self, options: Struct) -> str:
        """The publication whose Pagination a bind wants: an ``edition`` of ``options`` says so; else empty."""
        return str(getattr(options, "edition", ""))

    def part_options(self, options: Struct) -> Struct:
        """``options`` as far as they shape a part: an ``of_part`` of theirs says so, else all of them do."""
        of_part = getattr(options, "of_part", None)
        shaping: Struct = of_part() if of_part is not None else options
        return shaping

    def part(self, job: PartJob) -> Part:
        """One post. Pure: the same job gives the same bytes."""
        made: Part = self._module("part").part(job)
        return made

    def bind(self, job: BindJob) -> Rendered:
        """One issue. Pure as well."""
        rendered: Rendered = self._module("bind").bind(job)
        return rendered

    def names(self, issue: Issue, site: Site, options: Struct) -> tuple[str, ...]:
        """What the artifacts of an issue may be called, without binding it: patterns of fnmatch where nobody knows
        before how many there will be.
        """
        names: tuple[str, ...] = self._module("names").names(issue, site, options)
        return names

    def catalogue(self, job: CatalogueJob) -> Rendered:
        """What lists all issues. Pure as well."""
        rendered: Rendered = self._module("catalogue").catalogue(job)
        return rendered

    def _module(self, name: str) -> ModuleType:
        return import_module(f"exporter.backends.{self.name}.{name}")
