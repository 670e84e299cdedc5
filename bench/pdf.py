"""A PDF of N posts, ours against WeasyPrint's one document: python -m bench.pdf SITE [POSTS [SIDE [MONTH]]].

The same bodies, pictures, faces and style sheet, each side in a process of its own; ours lays out, binds and reads the
file back. CPU is that of the process, user and system; memory is its highest resident size. Ratios are what counts.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from lxml import etree

from exporter.backends.contract import BindJob, PartJob
from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.options import PdfOptions, page
from exporter.backends.pdf.part import stylesheets
from exporter.backends.pdf.pictures import Gallery
from exporter.build.themes import load_theme
from exporter.model.asset import Asset
from exporter.model.issue import Issue
from exporter.model.markup import thaw
from exporter.model.post import Post
from exporter.model.site import Site
from exporter.model.theme import Theme
from exporter.passes import images
from exporter.sites import open_site
from exporter.sites.base import SiteSettings
from exporter.sites.index import Index
from exporter.world.files import DiskFiles

Assets = dict[str, Asset]
Measured = dict[str, float]


def read(root: Path, count: int, month: str = "") -> tuple[Site, list[tuple[Post, Assets]]]:
    """The newest ``count`` posts of the site, or of a month of it (2026-07), with the pictures that it holds."""
    files = DiskFiles(root)
    site = open_site(files, SiteSettings(), {})
    sources = [s for s in site.scan().sources if s.published and not s.draft and not s.page]
    sources = [s for s in sources if str(s.published).startswith(month)]
    newest = sorted(sources, key=lambda s: (str(s.published), s.id))[-count:]
    index = Index(tuple(sources))
    posts = [post for source in newest if (post := site.read(source, index).post)]
    return site.sites[0], [(post, _assets(files, post)) for post in posts]


def _assets(files: DiskFiles, post: Post) -> Assets:
    found = {}
    for image in post.images:
        if image.path:
            asset = images.inspect(image.url, image.path, files.read(image.path))
            if isinstance(asset, Asset):
                found[image.url] = asset
    return found


def ours(site: Site, theme: Theme, posts: Sequence[tuple[Post, Assets]]) -> bytes:
    """Parts and their binding, one process."""
    options = PdfOptions()
    parts = [
        BACKEND.part(PartJob(post=post, site=site, theme=theme, options=options, assets=assets))
        for post, assets in posts
    ]
    issue = Issue(
        publication="bench",
        folder="bench",
        id="latest",
        title=site.title,
        identifier="urn:uuid:00000000-0000-5000-8000-000000000000",
        language=site.language,
        updated=max(post.published for post, _ in posts if post.published),
        posts=tuple(post for post, _ in posts),
    )
    job = BindJob(issue=issue, site=site, theme=theme, options=options, parts=parts)
    return BACKEND.bind(job).artifacts[0].read()


def one_document(site: Site, theme: Theme, posts: Sequence[tuple[Post, Assets]]) -> bytes:
    """All posts as one HTML document, by WeasyPrint's own writer: the same pictures, byte for byte, and tagged as well.

    Asked for 200 dpi itself it would encode them with quality 75 instead of our 85.
    """
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415

    paper, options = page(PdfOptions()), PdfOptions()
    room = paper.measure / 72 * options.dpi, paper.depth / 72 * options.dpi
    gallery = Gallery({url: asset for _, assets in posts for url, asset in assets.items()}, room)

    def fetch(url: str) -> URLFetcherResponse:
        found = gallery.resources[gallery.show(url)]
        return URLFetcherResponse(url, found.content, {"Content-Type": found.media_type})

    root = etree.Element("html", {"lang": site.language})
    body = etree.SubElement(root, "body")
    for post, assets in posts:
        article = etree.SubElement(body, "article")
        etree.SubElement(article, "h1").text = post.title
        if post.cover and post.cover.url in assets:
            etree.SubElement(article, "img", {"src": post.cover.url, "alt": ""})
        article.extend(list(thaw(post.body)))
    html = etree.tostring(root, encoding="unicode", method="html")
    sheets = [CSS(string=text) for text in stylesheets(theme, paper)]
    assert "exporter.backends.pdf.engine" not in sys.modules, "this WeasyPrint is not what others have"
    out = BytesIO()
    HTML(string=html, url_fetcher=fetch).write_pdf(out, stylesheets=sheets, pdf_variant="pdf/ua-1")
    return out.getvalue()


SIDES: dict[str, Callable[[Site, Theme, Sequence[tuple[Post, Assets]]], bytes]] = {
    "exporter": ours,
    "one document": one_document,
}


def measure(root: Path, count: int, side: str, month: str = "") -> Measured:
    """In this process."""
    site, posts = read(root, count, month)
    theme = load_theme("default", root)
    begin, before = time.perf_counter(), time.process_time()
    content = SIDES[side](site, theme, posts)
    seconds = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wall = time.perf_counter() - begin
    return {"posts": len(posts), "cpu": seconds, "wall": wall, "memory": memory, "size": len(content) / 1e6}


def main(arguments: Sequence[str]) -> None:
    root, count = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 20
    if len(arguments) > 2:
        print(json.dumps(measure(root, count, *arguments[2:])))
        return
    rows = {}
    for side in SIDES:
        command = [sys.executable, "-m", "bench.pdf", str(root), str(count), side]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        rows[side] = json.loads(done.stdout.splitlines()[-1])
        print(f"{side:14}", "  ".join(f"{name} {value:8.1f}" for name, value in rows[side].items()))
    mine, theirs = rows.values()
    print("ratio         ", "  ".join(f"{k} {mine[k] / theirs[k]:.2f}" for k in ("cpu", "memory", "size")))


if __name__ == "__main__":
    main(sys.argv[1:])
