"""Volume: an issue and its chapters while they are bound; what its pages and its package are made from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from functools import cached_property
from urllib.parse import urlsplit

from msgspec import Struct

from exporter.backends.epub.chapter import Chapter, file_name, title_of
from exporter.backends.epub.document import plain
from exporter.backends.epub.options import EpubOptions
from exporter.backends.epub.sections import Section
from exporter.model.issue import Issue
from exporter.model.pagination import PageBreak, Pagination
from exporter.model.post import Author, Source
from exporter.model.site import Site
from exporter.passes.strings import Words, format_day, words
from exporter.passes.titles import behind

COVER_PAGE = "cover.xhtml"
TITLE_PAGE = "title.xhtml"
CONTENTS = "contents.xhtml"
FOREWORD = "foreword.xhtml"
INDEX = "index.xhtml"
COLOPHON = "colophon.xhtml"
NAVIGATION = "nav.xhtml"
NCX = "toc.ncx"
COVER_IMAGE = "images/cover.jpg"


class Volume(Struct, frozen=True, kw_only=True, dict=True):
    """``chapters[i]`` is of ``issue.posts[i]``; sections cover them in order; ``pagination`` is that of the printed
    edition, where there is one.
    """

    issue: Issue
    site: Site
    chapters: tuple[Chapter, ...]
    sections: tuple[Section, ...]
    options: EpubOptions
    pagination: Pagination | None = None

    @cached_property
    def breaks(self) -> tuple[tuple[PageBreak, ...], ...]:
        """Where the printed pages begin in each chapter."""
        known = self.pagination.posts if self.pagination else {}
        return tuple(known.get(post.id, ()) for post in self.issue.posts)

    @cached_property
    def says(self) -> Words:
        """The words of the book's own pages."""
        return words(self.issue.language)

    @cached_property
    def is_vertical(self) -> bool:
        """True where text runs in columns from right to left, and so do the pages."""
        return self.options.writing == "vertical"

    @cached_property
    def has_index(self) -> bool:
        """True where tags lead somewhere that the contents do not."""
        return self.options.index and len(self.chapters) > 1 and any(post.tags for post in self.issue.posts)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The chapters' file names."""
        return tuple(file_name(post) for post in self.issue.posts)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The chapters' titles, never empty."""
        return tuple(title_of(post) for post in self.issue.posts)

    @cached_property
    def title(self) -> str:
        """The book's title, never empty."""
        return plain(self.issue.title) or plain(self.site.title) or self.issue.id

    @cached_property
    def name(self) -> str:
        """The site's name where the title begins with it, else the whole title."""
        site = plain(self.site.title)
        return site if site == self.title or behind(site, self.title) else self.title

    @cached_property
    def period(self) -> str:
        """What the title says besides the name: as a rule the month."""
        return behind(self.name, self.title)

    @cached_property
    def modified(self) -> str:
        """``dcterms:modified`` as EPUB 3.3, 5.5.3.2.4 wants it."""
        return f"{self.issue.updated.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    @cached_property
    def authors(self) -> tuple[Author, ...]:
        """Who wrote the posts, each once, in the order they appear; the site's authors where no post names any."""
        named = {plain(author.name): author for post in self.issue.posts for author in post.authors}
        named = named or {plain(author.name): author for author in self.site.authors}
        return tuple(author for name, author in named.items() if name)

    @cached_property
    def publisher(self) -> str:
        """Who publishes the book; empty where nobody is named."""
        return plain(self.options.publisher) or plain(self.site.title)

    @cached_property
    def rights(self) -> str:
        """The licence, or who keeps which rights."""
        return plain(self.options.rights) or plain(self.site.rights)

    @cached_property
    def description(self) -> str:
        """What the book is about: the publication's words, a single post's, or the site's."""
        alone = self.issue.posts[0].description if len(self.issue.posts) == 1 else ""
        return plain(self.options.description) or plain(alone) or plain(self.site.description)

    def reading(self, text: str) -> str:
        """The kana of a title or a name; empty where nobody said them."""
        known = {plain(written): plain(read) for written, read in self.options.readings.items()}
        alone = self.issue.posts[0] if len(self.issue.posts) == 1 else None
        if alone and text == plain(alone.title):
            return known.get(text) or plain(alone.extra.get("yomi", ""))
        return known.get(text, "")

    @cached_property
    def dates(self) -> str:
        """The first and the last day of its posts, as one reads them."""
        days = sorted(post.published for post in self.issue.posts if post.published)
        if not days:
            return ""
        first, last = (format_day(day, self.issue.language) for day in (days[0], days[-1]))
        return first if first == last else f"{first} – {last}"

    @cached_property
    def address(self) -> str:
        """Where the site lives, as one would say it: host and path."""
        parts = urlsplit(self.site.url)
        return f"{parts.netloc}{parts.path.rstrip('/')}"

    def posts(self, section: Section) -> Iterator[tuple[int, Source]]:
        """(index, post) of those in ``section``."""
        for index in range(section.first, section.last):
            yield index, self.issue.posts[index]
