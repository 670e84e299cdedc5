"""Lektor: contents.lr in folders, fields between lines of three hyphens."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from exporter.reading.dialect import Dialect
from exporter.reading.frontmatter import FrontMatter
from exporter.reading.located import Text, locate
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import written
from exporter.sites.fields import flag, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.places import Roots
from exporter.world.files import Files

_ENDING: Final = ".lektorproject"
_FIELD: Final = re.compile(r"(?P<key>[\w-]+):[ \t]*(?P<inline>[^\n]*)(?:\n|\Z)")
_RULE: Final = re.compile(r"(?m)^---[ \t]*(?:\n|\Z)")
# A line of hyphens within a field has one more than it means.
_ESCAPED: Final = re.compile(r"(?m)^-(?=---+[ \t]*$)")
_BODIES: Final = ("body", "content", "text", "main")


class Lektor:
    """The generator."""

    name = "lektor"

    def detect(self, files: Files) -> bool:
        return bool(_project(files))

    def open(self, files: Files, settings: SiteSettings, _: Mapping[str, ShortcodeRule]) -> OpenSite:
        return LektorSite(files, settings)


def _project(files: Files) -> str:
    return next((name for name in files.walk() if "/" not in name and name.endswith(_ENDING)), "")


class LektorSite(FolderSite):
    """A site and what its project file says."""

    generator = "lektor"
    endings = frozenset([".lr"])
    dates = ("pub_date", "date", "published", "created")
    roots = Roots(static=("assets", "content"), beside=True)
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self._file = _project(files)
        config = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            config.read_string(written(files, self._file))
        except configparser.Error:
            config.clear()
        said = config["project"] if config.has_section("project") else {}
        facts = Facts(
            url=said.get("url", ""),
            title=said.get("name", ""),
            language=said.get("locale", "").replace("_", "-"),
        )
        super().__init__(files, settings, facts)
        self._prefixes = {
            name.removeprefix("alternatives."): config[name].get("url_prefix", "").strip("/")
            for name in config.sections()
            if name.startswith("alternatives.")
        }

    def shaping(self) -> Iterator[str]:
        yield self._file

    def content(self, path: str) -> bool:
        """contents.lr; in another language contents+de.lr."""
        return (
            path.startswith("content/")
            and PurePosixPath(path).stem.partition("+")[0] == "contents"
            and super().content(path)
        )

    def split(self, written: str, path: str) -> FrontMatter:
        """The fields; the one that is Markdown is the body."""
        whole = locate(written)
        meta: dict[str, object] = {}
        body = Text("", (1,))
        for field, start, end in _fields(whole.text):
            if field["key"] in _BODIES and not body.text:
                body = whole.part(start, end)
                body = body.edited([(*found.span(), "") for found in _ESCAPED.finditer(body.text)])
            elif value := whole.text[start:end].strip():
                meta[field["key"]] = value
        for key in ("tags", "categories"):
            meta |= {key: re.split(r"\s*[,\n]\s*", str(meta[key]))} if key in meta else {}
        return FrontMatter(meta, body, whole.text)

    def undated(self, path: str) -> str:
        """Whatever has no date is a page."""
        return ""

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return text(meta.get("_hidden")).lower() in {"yes", "true", "1"} or flag(meta.get("draft"))

    def language(self, path: str, meta: dict[str, Any]) -> str:
        return PurePosixPath(path).stem.partition("+")[2] or super().language(path, meta)

    def address(self, header: Header) -> str:
        folder = PurePosixPath(header.path).parent
        slug = text(header.meta.get("_slug")).strip("/")
        place = str(folder.parent / slug if slug else folder).removeprefix("content").strip("/")
        prefix = self._prefixes.get(PurePosixPath(header.path).stem.partition("+")[2], "")
        return "".join(f"{part}/" for part in (prefix, place) if part)

    def dialect(self, language: str) -> Dialect:
        """Mistune's."""
        return Dialect(language=language)


def _fields(written: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """Each field, and where its value begins and ends."""
    position = 0
    for rule in [*_RULE.finditer(written), None]:
        end = rule.start() if rule else len(written)
        blanks = len(written[position:end]) - len(written[position:end].lstrip())
        if field := _FIELD.match(written, position + blanks, end):
            yield field, field.start("inline") if field["inline"].strip() else field.end(), end
        position = rule.end() if rule else end


GENERATOR = Lektor()
