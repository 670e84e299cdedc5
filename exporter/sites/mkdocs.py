"""MkDocs with Material's blog plugin: posts in docs/blog/posts, all other pages beside them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from exporter.reading.admonitions import admonitions
from exporter.reading.dialect import Dialect, Substitutions
from exporter.reading.keys import keys
from exporter.reading.markdown_in_html import markdown_in_html
from exporter.reading.marks import marks
from exporter.reading.python_lists import python_lists
from exporter.reading.tight_headings import tight_headings
from exporter.sites.base import SiteSettings
from exporter.sites.configs import above, configuration, loose_table, read_table
from exporter.sites.configured import Configured
from exporter.sites.fields import Table, table, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.places import Roots
from exporter.sites.slugs import word_slug
from exporter.world.files import Files

CONFIGS: Final = ("mkdocs.yml", "mkdocs.yaml")


class MkDocsSite(FolderSite):
    """A site and what its configuration says."""

    generator = "mkdocs"
    notations = (tight_headings, python_lists, admonitions, marks, markdown_in_html, keys)
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        self._file = configuration(files, CONFIGS)
        config = read_table(files, self._file)
        self._docs = text(config.get("docs_dir")).strip("./") or "docs"
        options = _plugin(config.get("plugins"), "blog")
        self._blog = posixpath.join(self._docs, text(options.get("blog_dir")).strip("./") or "blog")
        self._format = text(options.get("post_url_format")) or "{date}/{slug}"
        self._names = table(loose_table(files, f"{self._blog}/.authors.yml").get("authors"))
        self.roots = Roots(static=(self._docs,), beside=True)
        facts = Facts(
            url=text(config.get("site_url")),
            title=text(config.get("site_name")),
            language=text(table(config.get("theme")).get("language")),
            author=text(config.get("site_author")),
            description=text(config.get("site_description")),
        )
        super().__init__(files, settings, facts)
        self._emoji = bool(_plugin(config.get("markdown_extensions"), "pymdownx.emoji", named=True))
        self._smart = bool(_plugin(config.get("markdown_extensions"), "smarty", named=True))

    def shaping(self) -> Iterator[str]:
        yield from (self._file, f"{self._blog}/.authors.yml")

    def content(self, path: str) -> bool:
        return path.startswith(f"{self._docs}/") and super().content(path)

    def is_page(self, path: str) -> bool:
        return not path.startswith(f"{self._blog}/posts/")

    def defaults(self, path: str) -> Table:
        """.meta.yml of the folders above, the nearest last."""
        return above(self.files.files, path, ".meta.yml")

    def known_author(self, key: str) -> Table:
        return table(self._names.get(key.lower()))

    def address(self, header: Header) -> str:
        if self.is_page(header.path):
            below = PurePosixPath(header.path.removeprefix(f"{self._docs}/")).with_suffix("")
            stem = below.parent if below.name in {"index", "README"} else below
            return "" if str(stem) == "." else f"{stem}/"
        day = header.published
        values = {
            "{date}": f"{day.year:04}/{day:%m}/{day:%d}" if day else "",
            "{slug}": text(header.meta.get("slug")) or word_slug(header.title),
            "{file}": PurePosixPath(header.path).stem,
            "{categories}": "/".join(word_slug(text(one)) for one in header.meta.get("categories") or ()),
        }
        place = self._format
        for name, value in values.items():
            place = place.replace(name, value)
        blog = self._blog.removeprefix(f"{self._docs}/")
        return f"{blog}/{place.strip('/')}/"

    def dialect(self, language: str) -> Dialect:
        """Python-Markdown's with the extensions that Material recommends."""
        return Dialect(
            language=language,
            typographer=Substitutions() if self._smart else None,
            linkify=False,
            flanking=False,
            emoji=self._emoji,
            mark=True,
            block_attributes=True,
        )


def _plugin(listed: object, name: str, *, named: bool = False) -> Table:
    """The options of a plugin or extension in a list; ``named``: something even where it has none."""
    for one in listed if isinstance(listed, list) else ():
        if one == name:
            return {"": True} if named else {}
        if isinstance(one, dict) and name in one:
            return table(one[name]) or ({"": True} if named else {})
    return {}


GENERATOR = Configured(MkDocsSite.generator, CONFIGS, MkDocsSite)
