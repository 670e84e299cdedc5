"""Any folder of Markdown files with headers: the path is the address."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source
from exporter.reading.dialect import Dialect
from exporter.reading.frontmatter import FrontMatter
from exporter.reading.located import Text
from exporter.reading.myst import myst
from exporter.reading.verbatim import outside
from exporter.reading.wordpress import wordpress
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import loose_table
from exporter.sites.deeper import deeper
from exporter.sites.fields import flag, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.foreign import facts, foreign
from exporter.sites.habits import Header, is_markdown
from exporter.sites.index import Index
from exporter.sites.places import Roots
from exporter.world.files import Files

# Obsidian's own mark on a folder.
_VAULT: Final = ".obsidian/app.json"
# Where its core plugin and the one of the community say in which folder templates lie.
_TEMPLATES: Final = {
    ".obsidian/templates.json": "folder",
    ".obsidian/plugins/templater-obsidian/data.json": "templates_folder",
}
_ENDINGS: Final = frozenset([".md", ".markdown", ".mdx"])
_USUAL: Final = ("Templates/", "templates/", "_templates/", "Template/")
_BLOCK_NAME: Final = re.compile(r"(?m)(?:^|[ \t]+)\^[A-Za-z0-9][A-Za-z0-9-]*[ \t]*$")


class Plain:
    """The generator that is none."""

    name = "plain"

    def detect(self, files: Files) -> bool:
        return any(is_markdown(name, _ENDINGS) for name in files.walk())

    def open(self, files: Files, settings: SiteSettings, _: Mapping[str, ShortcodeRule]) -> OpenSite:
        site = PlainSite(files, settings, facts(files))
        if not settings.generator:
            others = () if settings.permalink else foreign(files)
            found = (
                diagnose("S119", f"read it with --site …/{folder}", name) for folder, name in deeper(files)
            )
            site.diagnostics = (*site.diagnostics, *others, *found)
        return site


class PlainSite(FolderSite):
    """A folder; everything about the site itself comes from exporter.toml."""

    endings = _ENDINGS
    mdx = (".mdx",)
    # From the root, or where programs that make sites keep what they publish there.
    roots = Roots(
        static=("", "public", "static", "assets", "src", "source", "content", "Resources"), nearby=("images",)
    )
    notations: tuple[Callable[[Text], Text], ...] = (wordpress, myst)

    def __init__(
        self, files: Files, settings: SiteSettings, facts: Facts | None = None, *, vault: bool = False
    ) -> None:
        super().__init__(files, settings, facts)
        self._vault = vault or files.stat(_VAULT) is not None
        self._left = tuple(_templates(files)) if self._vault else ()
        self.speaking = self._vault

    def shaping(self) -> Iterator[str]:
        yield from (_VAULT, *_TEMPLATES) if self._vault else ()

    def content(self, path: str) -> bool:
        """In a vault neither templates of notes, which hold ``{{date}}``, nor drawings of Excalidraw."""
        if self._vault and (path.startswith(self._left) or path.endswith(".excalidraw.md")):
            return False
        return super().content(path)

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        """In the words of most programs."""
        kept = any(flag(meta.get(key)) for key in ("draft", "is_draft", "private"))
        shown = all(flag(meta.get(key), default=True) for key in ("published", "publish", "public"))
        return kept or not shown or text(meta.get("status")).lower() == "draft"

    def _meta(self, path: str, front: FrontMatter) -> dict[str, Any]:
        """Tags on one line are separated by commas."""
        meta = super()._meta(path, front)
        lists = {
            key: re.split(r"\s*,\s*", said)
            for key in ("tags", "categories")
            if isinstance(said := meta.get(key), str)
        }
        return {**meta, **lists}

    def address(self, header: Header) -> str:
        """The path, unless the header says another: all of it, or its last part."""
        place = super().address(header)
        said = (text(header.meta.get(key)) for key in ("permalink", "url", "slug"))
        own = next((one for one in said if one.startswith("/") and not re.search("[{:]", one)), "")
        if own:
            return own.lstrip("/")
        slug = text(header.meta.get("slug")).strip("/")
        return posixpath.join(posixpath.dirname(place.rstrip("/")), slug) + "/" if slug else place

    def undated(self, path: str) -> str:
        return "S117" if self._vault else super().undated(path)

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        """The names that a vault gives to blocks (``^3f2a``) are for links within it."""
        if self._vault and "^" in body.text:
            body = body.edited([(*name.span(), "") for name in outside(body, _BLOCK_NAME)])
        return super().prepare(body, source, meta, index)

    def dialect(self, language: str) -> Dialect:
        """What writers of plain Markdown use beside CommonMark, on GitHub, in Obsidian and in their editors."""
        return Dialect(
            language=language,
            math_inline=(("$", "$"),),
            math_block=(("$$", "$$"),),
            mark=True,
            wiki_links=True,
            comments=self._vault,
            inline_footnotes=self._vault,
        )


def _templates(files: Files) -> Iterator[str]:
    """The folders that hold templates, each with a slash at its end."""
    for name, key in _TEMPLATES.items():
        if folder := text(loose_table(files, name).get(key)).strip("/"):
            yield f"{folder}/"
    yield from _USUAL


GENERATOR = Plain()
