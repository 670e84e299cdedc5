"""Books for the tests: posts written as Markup, bound as the build would bind them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from exporter.backends.contract import BindJob, PartJob
from exporter.backends.epub import BACKEND
from exporter.backends.epub.chapter import Chapter, unpack
from exporter.backends.epub.options import EpubOptions
from exporter.model.artifact import Artifact, Part
from exporter.model.asset import Asset
from exporter.model.issue import Issue
from exporter.model.markup import Markup, freeze
from exporter.model.post import Author, Cover, Post, Source
from exporter.model.site import Site
from exporter.model.theme import Theme
from exporter.passes.images import inspect

THEME_FOLDER = Path(__file__).parents[3] / "themes" / "default"
THEME = Theme(
    "default",
    {p.name: p.read_bytes() for p in sorted(THEME_FOLDER.iterdir()) if p.suffix in (".css", ".toml")},
)
SITE = Site(title="Field notes", url="https://example.org/", language="en", authors=(Author("Ada"),))
XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def markup(text: str) -> Markup:
    """``text`` as the reading makes it, so that no test rests on what the vocabulary lacks."""
    return freeze(etree.fromstring(f"<body>{text}</body>"))


def post(
    body: str = "<p>Text.</p>", *, title: str = "A post", day: int = 1, slug: str = "", **more: object
) -> Post:
    slug = slug or title.lower().replace(" ", "-")[:60]
    values: dict[str, object] = {
        "id": slug,
        "source": f"posts/{slug}.md",
        "url": f"https://example.org/{slug}/",
        "title": title,
        "published": datetime(2026, 7, day, tzinfo=UTC),
        "language": "en",
        "slug": slug,
        "body": markup(body),
        **more,
    }
    return Post(**values)  # type: ignore[arg-type]


def asset(url: str, content: bytes) -> Asset:
    found = inspect(url, url.rpartition("/")[2], content)
    assert isinstance(found, Asset), found
    return found


def make_part(
    item: Post,
    assets: Mapping[str, bytes] | None = None,
    *,
    options: EpubOptions | None = None,
    site: Site = SITE,
) -> Part:
    held = {url: asset(url, content) for url, content in (assets or {}).items()}
    job = PartJob(post=item, site=site, theme=THEME, options=options or EpubOptions(), assets=held)
    return BACKEND.part(job)


def chapter(item: Post, assets: Mapping[str, bytes] | None = None) -> Chapter:
    return unpack(make_part(item, assets).content)


def inflate(made: Chapter) -> bytes:
    """The chapter's document, its links absolute."""
    return zlib.decompress(made.deflated, -zlib.MAX_WBITS)


def book(
    posts: Sequence[Post],
    assets: Mapping[str, bytes] | None = None,
    *,
    options: EpubOptions | None = None,
    site: Site = SITE,
    **more: object,
) -> Artifact:
    parts = tuple(make_part(p, assets, options=options, site=site) for p in posts)
    values: dict[str, object] = {
        "publication": "digest",
        "folder": "digest",
        "id": "2026-07",
        "title": f"{site.title} July 2026",
        "identifier": "urn:uuid:6a0e0f0e-7f1c-5b8c-9a5e-2d6f0d3c1b2a",
        "language": site.language,
        "updated": max(p.updated or p.published or datetime(2026, 7, 1, tzinfo=UTC) for p in posts),
        "posts": tuple(posts),
        **more,
    }
    issue = Issue(**values)  # type: ignore[arg-type]
    rendered = BACKEND.bind(
        BindJob(issue=issue, site=site, theme=THEME, options=options or EpubOptions(), parts=parts)
    )
    return rendered.artifacts[0]


class Opened:
    """An EPUB as a reading system sees it."""

    def __init__(self, artifact: Artifact) -> None:
        self.zip = ZipFile(BytesIO(artifact.content))
        self.names = self.zip.namelist()

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.zip.read(f"EPUB/{name}"))

    def text(self, name: str) -> str:
        return self.zip.read(f"EPUB/{name}").decode()

    @property
    def package(self) -> etree._Element:
        return self.tree("content.opf")

    def meta(self, name: str) -> list[str]:
        """The values of ``<meta property=name>``."""
        return [m.text or "" for m in self.package.iter(f"{OPF}meta") if m.get("property") == name]

    @property
    def chapters(self) -> list[str]:
        """The chapters' files in reading order."""
        items = {i.get("id"): i.get("href", "") for i in self.package.iter(f"{OPF}item")}
        spine = [items[r.get("idref")] for r in self.package.iter(f"{OPF}itemref")]
        return [name for name in spine if name.startswith("text/")]

    def words(self, name: str) -> str:
        """The text of a document on one line."""
        body = self.tree(name).find(f"{XHTML}body")
        assert body is not None
        return " ".join(" ".join(map(str, body.itertext())).split())


__all__ = ["Author", "Cover", "Opened", "Source", "book", "chapter", "make_part", "markup", "post"]
