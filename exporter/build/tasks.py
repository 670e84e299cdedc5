"""What travels between the parent and its workers: tasks there, outcomes back. Bodies, images and books stay
in the cache.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from exporter.backends.contract import Listed
from exporter.diagnostics import Diagnostic
from exporter.model.artifact import Origin
from exporter.model.issue import Issue
from exporter.model.pagination import Pagination
from exporter.model.post import ImageRef, Source
from exporter.model.site import Site
from exporter.model.theme import Theme
from exporter.sites.base import ShortcodeRule, SiteSettings


class Recipe(Struct, frozen=True, kw_only=True):
    """All that a worker needs before its first task. ``fresh``: nothing that lies in the cache is believed."""

    root: str
    cache: str
    settings: SiteSettings
    shortcodes: dict[str, ShortcodeRule]
    sources: tuple[Source, ...]
    themes: dict[str, Theme]
    fresh: bool = False


class ReadTask(Struct, frozen=True, kw_only=True):
    """Read one post, whose file had the digest ``content``. Leaves a Gathered in the cache, and the post."""

    key: str
    source: Source
    content: str = ""


class Image(Struct, frozen=True, array_like=True):
    """A picture by its URL, its file in the site, and the digest that file had when the build was planned."""

    url: str
    path: str
    digest: str


class BackendTask(Struct, frozen=True, kw_only=True):
    """What a backend does for a publication; ``name`` is what is told of it."""

    key: str
    name: str
    backend: str
    options: Any
    site: Site
    theme: str


class PartTask(BackendTask, frozen=True, kw_only=True):
    """Make one post's part. ``post`` is the key of the encoded Post. Leaves a Part in the cache.

    ``original`` is the digest of the post's file where the backend wants it, else empty; ``name`` is its path.
    """

    post: str
    images: tuple[Image, ...]
    original: str = ""


class BindTask(BackendTask, frozen=True, kw_only=True):
    """Bind one issue. ``parts`` are the keys of its posts' Parts, ``edition`` that of the Bound whose pages it follows,
    which is in the cache before, or empty; ``cover`` is the picture that the options name for it. Leaves a Bound, and
    each artifact's bytes, in the cache.
    """

    issue: Issue
    parts: tuple[str, ...]
    edition: str = ""
    cover: Image | None = None


class CatalogueTask(Struct, frozen=True, kw_only=True):
    """List the issues of a backend. Leaves what a BindTask leaves."""

    key: str
    name: str
    backend: str
    listed: tuple[Listed, ...]


Task = ReadTask | PartTask | BindTask | CatalogueTask


def name_of(task: Task) -> str:
    """What a task is about, for messages: a post's file, or an issue."""
    return task.source.source if isinstance(task, ReadTask) else task.name


def needs(task: Task) -> tuple[str, ...]:
    """The keys of the entries that a task begins with."""
    match task:
        case PartTask():
            return (task.post,)
        case BindTask():
            return (*task.parts, task.edition) if task.edition else task.parts
    return ()


class Gathered(Struct, frozen=True):
    """A post that was read: ``post`` is the key of its encoded Post, which is the digest of it; empty where it could
    not be read. ``saw`` is what was asked of the site on the way, and the answers.
    """

    post: str
    images: tuple[ImageRef, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    saw: dict[str, str] = {}


class Made(Struct, frozen=True, kw_only=True):
    """One artifact of a Bound; ``digest`` is the hex SHA-256 of its bytes and their key in the cache."""

    name: str
    media_type: str
    digest: str
    size: int
    count: int
    unit: str
    origins: tuple[Origin, ...] = ()


class Bound(Struct, frozen=True):
    """What a bind made; its diagnostics hold those of its parts, so that a bind from the cache says all again."""

    artifacts: tuple[Made, ...]
    diagnostics: tuple[Diagnostic, ...]
    pagination: Pagination | None = None


class Failure(Struct, frozen=True):
    """A defect of ours met by one task: what it was doing, the last line of the trace, and the trace.

    ``again`` says why the build may succeed if it begins anew: an entry of the cache was damaged, or a file of the site
    changed after it was looked at. ``fatal``: no task can succeed, for the cache cannot be written, or the theme is
    broken; then ``trace`` is the hint.
    ``lacking``: no defect, but a library that is not on the machine.
    """

    name: str
    reason: str
    trace: str
    again: Literal["", "damaged", "changed"] = ""
    fatal: Literal["", "cache", "theme"] = ""
    lacking: bool = False


class LostError(Exception):
    """A call that killed its worker process twice, or did not end in time. ``str()`` says which."""
