"""Source: what a post's header says. Post: a Source that has been read to its end."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from exporter.model.markup import Markup


class Author(Struct, frozen=True):
    """A person or a body; ``reading`` is the kana by which Japanese indexes sort, ``url`` absolute."""

    name: str
    url: str = ""
    email: str = ""
    reading: str = ""


class ImageRef(Struct, frozen=True):
    """An image a post shows: its absolute URL as in the Markup, and where its file lies.

    ``path`` is POSIX, relative to the site's root; empty for a remote or a missing image. ``line`` is where
    the post says so.
    """

    url: str
    path: str = ""
    line: int = 0


class Cover(Struct, frozen=True):
    """The picture that stands for a post. ``url`` is absolute; ``alt`` may be a placeholder, as the author wrote it."""

    url: str
    alt: str = ""
    caption: str = ""


class Source(Struct, frozen=True, kw_only=True):
    """A post as its header tells it: enough to plan with.

    ``id`` is unique in the site and stable for ever; ``source`` is the file's path below the site's root
    (POSIX); ``url`` the
    absolute permalink the site's own generator gives. Times are aware. ``published`` is None where nobody said it: such
    a page is listed and never exported. ``page`` is True for what is no post: about, search, archives.
    """

    id: str
    source: str
    url: str
    title: str
    published: datetime | None
    language: str
    updated: datetime | None = None
    expires: datetime | None = None
    publish: datetime | None = None
    description: str = ""
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    cover: Cover | None = None
    draft: bool = False
    page: bool = False
    slug: str = ""
    aliases: tuple[str, ...] = ()
    section: str = ""
    extra: dict[str, str] = {}

    @property
    def names(self) -> frozenset[str]:
        """What a configuration may call it: its id, slug (else the file's or bundle's name), file and address."""
        folder, _, file = self.source.rpartition("/")
        stem = file.partition(".")[0]
        stem = folder.rpartition("/")[2] if stem == "index" and folder else stem
        return frozenset({self.id, self.slug or stem, self.source, self.url, self.url.rstrip("/")} - {""})


class Post(Source, frozen=True, kw_only=True):
    """A Source with its body. ``images`` names every image of body and cover once, in order of appearance.

    ``summary`` is what the author marked as such (``<!--more-->`` or a field); None where nothing was marked.
    """

    body: Markup
    summary: Markup | None = None
    images: tuple[ImageRef, ...] = ()
