"""What a site reader is: it opens a site, lists its posts by their headers, and reads one post at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, Protocol

from msgspec import Struct

from exporter.diagnostics import Diagnostic
from exporter.model.post import Post, Source
from exporter.model.site import Site
from exporter.sites.index import Index
from exporter.sites.notes import Notes
from exporter.world.files import Files

# A site without an address still needs absolute URLs: of a name that RFC 6761, section 6.4, keeps from resolving.
NOWHERE: Final = "https://example.invalid/"


class ShortcodeRule(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What becomes of a shortcode or tag that the site's theme defines ([shortcodes.NAME] in exporter.toml).

    * unwrap   its inner content stands alone (the default for one that has a closing tag)
    * drop     it vanishes with its content
    * html     ``template`` with {inner}, {0}, {1}, {name}: arguments are HTML-escaped, {inner} is rendered Markdown
    * text     its inner content is shown as it was written
    * callout  its inner content is a callout: ``kind`` is note, tip, important, warning or caution, {0} or {title} its
      title
    """

    action: Literal["unwrap", "drop", "html", "text", "callout"] = "unwrap"
    template: str = ""
    kind: str = "note"


class SiteSettings(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """[site] of exporter.toml: what overrides the generator's configuration; an empty string overrides nothing.

    ``permalink`` is how the addresses of posts are made, with {year}, {month}, {day}, {slug}, {title} and {path}.
    """

    generator: str = ""
    base_url: str = ""
    permalink: str = ""
    title: str = ""
    language: str = ""
    timezone: str = ""
    author: str = ""
    description: str = ""
    rights: str = ""


class Scan(Struct, frozen=True):
    """Every content file of the site, drafts and pages too, in the order of paths; an unreadable one is a
    Diagnostic. ``notes`` are what the next scan may be told, so that it reads no header twice.
    """

    sources: tuple[Source, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    notes: Notes = Notes()


class Reading(Struct, frozen=True):
    """A post read to its end; ``post`` is None where it could not be, and an error among the diagnostics says why."""

    post: Post | None
    diagnostics: tuple[Diagnostic, ...] = ()


# Told now and then how many headers are known, and of how many.
Tell = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """The Tell that says nothing."""


class OpenSite(Protocol):
    """A site whose configuration has been read.

    ``sites`` has one value for each language, the default language first. ``fingerprint`` changes whenever something
    besides the post's own file and the index changes what ``read`` returns: configuration, rules, data files.
    """

    sites: tuple[Site, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def fingerprint(self) -> bytes: ...

    def scan(self, known: Notes | None = None, tell: Tell = silent) -> Scan:
        """Reads every header and no body; ``known`` are the notes of an earlier scan, if there was one."""

    def read(self, source: Source, index: Index) -> Reading:
        """Reads one post; ``index`` resolves its links to other posts. Never raises for what the author wrote."""

    def origins(self, place: str) -> Iterable[str]:
        """The files that would be published at the path ``place`` below the root, there or not, the likeliest first.
        What lies beside a page that has an address of its own is not among them.
        """


class Generator(Protocol):
    """One kind of site. ``detect`` says by a look at file names whether this is one."""

    name: str

    def detect(self, files: Files) -> bool: ...

    def open(
        self, files: Files, settings: SiteSettings, shortcodes: Mapping[str, ShortcodeRule]
    ) -> OpenSite: ...
