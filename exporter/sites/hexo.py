"""Hexo: _config.yml, posts in source/_posts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from msgspec.structs import replace

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.reading.dialect import Dialect
from exporter.reading.directives import directives
from exporter.reading.frontmatter import FrontMatter
from exporter.reading.located import Text
from exporter.sites.base import OpenSite, ShortcodeRule, SiteSettings
from exporter.sites.configs import loose_table, read_table
from exporter.sites.fields import flag, table, text, texts
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.hexo_tags import tags
from exporter.sites.index import Index
from exporter.sites.places import Places, Roots
from exporter.sites.slugs import slugified
from exporter.world.files import Files

CONFIG: Final = "_config.yml"
_POSTS: Final = "source/_posts/"
_DRAFTS: Final = "source/_drafts/"
# One that begins as headers do: any other "Note: …" before a rule is a sentence.
_UNFENCED: Final = re.compile(
    r"\ufeff?(?:title|date|layout|tags|categories|author|id):(?:[ \t].*)?\n(?:(?!-{3}).*\n){0,100}-{3,}[ \t]*(?:\n|\Z)"
)
_TOKEN: Final = re.compile(r":([a-z]\w*)")
_DIGITS: Final = {
    "year": r"\d{4}",
    "month": r"\d{2}",
    "day": r"\d{2}",
    "i_month": r"\d{1,2}",
    "i_day": r"\d{1,2}",
    "hash": "[0-9a-f]{12}",
}


class Hexo:
    """The generator."""

    name = "hexo"

    def detect(self, files: Files) -> bool:
        """Octopress keeps its posts there too, and is Jekyll, which calls the folder ``source``."""
        there = files.stat(CONFIG) is not None and any(True for _ in files.walk(_POSTS.rstrip("/")))
        return there and not text(loose_table(files, CONFIG).get("source"))

    def open(self, files: Files, settings: SiteSettings, shortcodes: Mapping[str, ShortcodeRule]) -> OpenSite:
        """Raises ConfigError for a configuration that cannot be read."""
        return HexoSite(files, settings, shortcodes)


class HexoSite(FolderSite):
    """A site and what its configuration says."""

    generator = "hexo"
    notations = (directives,)
    roots = Roots(static=("source",), beside=True)
    safe = "/~:@!$&'()*+,;="

    def __init__(self, files: Files, settings: SiteSettings, rules: Mapping[str, ShortcodeRule]) -> None:
        config = read_table(files, CONFIG)
        url, root = text(config.get("url")).rstrip("/"), text(config.get("root")).strip("/")
        facts = Facts(
            url=url if not root or url.endswith(f"/{root}") else f"{url}/{root}",
            title=text(config.get("title")),
            language=next(iter(texts(config.get("language"))), ""),
            timezone=text(config.get("timezone")),
            author=text(config.get("author")),
            description=text(config.get("description")),
        )
        super().__init__(files, settings, facts, rules)
        self.places = Assets(self.files, self.base, self.roots)
        self._markdown = table(config.get("markdown"))
        self._breaks = flag(
            table(self._markdown.get("render")).get("breaks", table(config.get("marked")).get("breaks")), True
        )
        self._permalink = text(config.get("permalink")) or ":year/:month/:day/:title/"
        self._names = _pattern(text(config.get("new_post_name")) or ":title.md")
        self._category = text(config.get("default_category")) or "uncategorized"

    def shaping(self) -> Iterator[str]:
        yield CONFIG

    def content(self, path: str) -> bool:
        below = path.removeprefix(_POSTS).removeprefix(_DRAFTS).removeprefix("source/")
        inside = path.startswith("source/") and not any(p.startswith("_") for p in below.split("/"))
        return inside and super().content(path)

    def is_page(self, path: str) -> bool:
        return not path.startswith((_POSTS, _DRAFTS))

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        return path.startswith(_DRAFTS) or not flag(meta.get("published"), default=True)

    def split(self, written: str, path: str) -> FrontMatter:
        """Hexo's headers may do without the first fence, as its earliest versions wrote them."""
        if not _UNFENCED.match(written):
            return super().split(written, path)
        front = super().split(f"---\n{written}", path)
        body = Text(front.body.text, tuple(line - 1 for line in front.body.numbers))
        return replace(front, body=body, first=front.first - 1)

    def written_day(self, path: str, meta: dict[str, Any]) -> str:
        said = self._parts(path)
        days = [said.get(name) or said.get(f"i_{name}") for name in ("year", "month", "day")]
        return "-".join(filter(None, days)) if all(days) else super().written_day(path, meta)

    def _parts(self, path: str) -> dict[str, str]:
        """What a post's file says by its name, as ``new_post_name`` has it."""
        found = self._names.fullmatch(_stem(path))
        return {key: value for key, value in found.groupdict().items() if value} if found else {}

    def address(self, header: Header) -> str:
        below = _stem(header.path)
        if self.is_page(header.path):
            place = below.removeprefix("source/")
            return place.removesuffix("index") if place.endswith("index") else f"{place}.html"
        own = text(header.meta.get("permalink"))
        day = header.published
        categories = texts(header.meta.get("categories")) or (self._category,)
        values = {
            "title": text(header.meta.get("slug")) or self._parts(header.path).get("title") or below,
            "name": PurePosixPath(below).name,
            "post_title": slugified(header.title),
            "category": "/".join(slugified(category) for category in categories),
            "id": text(header.meta.get("id")),
        }
        if day is not None:
            values |= {
                "year": f"{day.year:04}", "month": f"{day:%m}", "day": f"{day:%d}", "hour": f"{day:%H}",
                "minute": f"{day:%M}", "second": f"{day:%S}", "i_month": str(day.month), "i_day": str(day.day),
            }  # fmt: skip
        return own.lstrip("/") or _TOKEN.sub(lambda token: values.get(token[1], token[0]), self._permalink)

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        """Tags become Markdown before Markdown is read."""
        names = _Names(source.source, index)
        expanded, told = tags(body, names, self._rules, source.source, source.language)
        plain, more = super().prepare(expanded, source, meta, index)
        return plain, (*told, *more)

    def dialect(self, language: str) -> Dialect:
        """marked's with GFM, or markdown-it's with the plugins that are named; a line break is one, as in Hexo."""
        plugins = {text(table(one).get("name") or one) for one in _listed(self._markdown.get("plugins"))}
        return Dialect(
            language=language,
            hard_breaks=self._breaks,
            heading_ids="hexo",
            math_inline=(("$", "$"),),
            math_block=(("$$", "$$"),),
            insert="markdown-it-ins" in plugins,
            mark="markdown-it-mark" in plugins,
            subscript="markdown-it-sub" in plugins,
            superscript="markdown-it-sup" in plugins,
        )


def _stem(path: str) -> str:
    return str(PurePosixPath(path.removeprefix(_POSTS).removeprefix(_DRAFTS)).with_suffix(""))


def _pattern(template: str) -> re.Pattern[str]:
    """``:year-:month-:day-:title.md`` as an expression for the names of files."""
    parts = _TOKEN.split(str(PurePosixPath(template).with_suffix("")))
    seen: set[str] = set()
    made = ""
    for i, part in enumerate(parts):
        if i % 2 == 0 or part in seen:
            made += re.escape(part) if i % 2 == 0 else ".+?"
        else:
            seen.add(part)
            made += f"(?P<{part}>{_DIGITS.get(part, '.+?')})"
    return re.compile(made)


class Assets(Places):
    """``post_asset_folder``: what lies in the folder of a post's own name is published beside the post.

    A post names it as if it lay beside the post (``pic.png``), or as its editor sees it (``post/pic.png``).
    """

    def _joined(self, href: str, path: str, url: str) -> Iterator[str]:
        if not href.startswith("/"):
            yield posixpath.join(str(PurePosixPath(path).with_suffix("")), href)
        yield from super()._joined(href, path, url)

    def url(self, href: str, path: str, url: str, file: str = "") -> str:
        folder = f"{PurePosixPath(path).with_suffix('')}/"
        if path.startswith(_POSTS) and file.startswith(folder):
            return f"{url.removesuffix('.html').rstrip('/')}/{quote(file.removeprefix(folder))}"
        return super().url(href, path, url, file)


class _Names:
    """What the tags of one post name."""

    def __init__(self, path: str, index: Index) -> None:
        self._stem, self._index = PurePosixPath(path).stem, index

    def post(self, name: str) -> tuple[str, str]:
        page = self._index.by_path(f"{_POSTS}{name}.md") or self._index.by_name(PurePosixPath(name).name)
        return (page.url, page.title) if page else ("", "")

    def asset(self, name: str) -> str:
        return f"{self._stem}/{name}"


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


GENERATOR = Hexo()
