"""The peers: each by its own command on the posts that we are given, in an environment of their own (``.bench``)."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from bench.epub import plain_copy
from bench.feeds import Bench, Cost, measure

TOOLS = Path(__file__).parent.parent / ".bench" / "bin"
_DATE = re.compile(r"^date:\s*[\"']?([0-9T:+-]{10,})", re.MULTILINE)
_RAW = re.compile(r"!\[[^\]]*\]\([^)]*\)|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
# No page, no list: three newest-first feeds are all that is asked for.
_PELICAN = """
SITENAME = "Blog"
SITEURL = "https://example.org"
PATH = "content"
TIMEZONE = "Asia/Tokyo"
DEFAULT_LANG = "ja"
FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_ALL_RSS = "feeds/all.rss.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES = []
ARTICLE_SAVE_AS = PAGE_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
"""
_TYPST = """
import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2])
"""


def pelican(bench: Bench) -> Cost:
    """Feeds of the 20 newest, cold. The posts have headers of Pelican's own, for it reads no YAML."""
    root = bench.folder / "pelican"
    content = root / "content"
    content.mkdir(parents=True)
    (root / "pelicanconf.py").write_text(_PELICAN)
    for number, post in enumerate(sorted((bench.site / "content").rglob("*.md"))):
        text = post.read_text("utf-8")
        found = _DATE.search(text)
        if found:
            body = text.removeprefix("---").partition("\n---")[2]
            header = f"Title: Post {number}\nDate: {found[1]}\nSlug: p{number}\n"
            (content / f"{number:05}.md").write_text(f"{header}\n{body}", "utf-8")
    settings = ["-s", root / "pelicanconf.py", "-o", root / "output"]
    cost = measure([TOOLS / "pelican", content, *settings])
    if not (root / "output/feeds/all.atom.xml").is_file():
        raise SystemExit("Pelican has made no feed")
    return cost


def typst(posts: list[Path], site: Path, folder: Path) -> Cost:
    """A PDF of ``posts`` by pandoc and Typst, which stops at a picture whose name tells a wrong type and knows no raw
    HTML: it is given words without either.
    """
    folder.mkdir()
    copies = [plain_copy(post, site, folder, n) for n, post in enumerate(posts)]
    for copy in copies:
        copy.write_text(_RAW.sub("", copy.read_text("utf-8")), "utf-8")
    source, made = folder / "book.typ", folder / "book.pdf"
    options = ["-f", "markdown-yaml_metadata_block-raw_html-tex_math_dollars-citations", "-t", "typst", "-s"]
    to_typst = measure([pandoc(), *options, "--toc", "-o", source, *copies])
    to_pdf = measure([TOOLS / "python", "-c", _TYPST, source, made])
    return Cost(to_typst.cpu + to_pdf.cpu, to_typst.wall + to_pdf.wall, max(to_typst.memory, to_pdf.memory))


def pandoc() -> str:
    """The program; empty where there is none. Debian's knows no Typst."""
    found = next(TOOLS.parent.glob("lib/python*/site-packages/pypandoc/files/pandoc"), None)
    return str(found or shutil.which("pandoc") or "")


def versions() -> str:
    """Of those that are there."""
    listed = subprocess.run(
        [TOOLS / "python", "-m", "pip", "list", "--format=freeze"],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line for line in listed.stdout.splitlines() if line.split("==")[0] in {"pelican", "typst"}]
    program = pandoc()
    if program:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        found.append(said.stdout.splitlines()[0])
    return ", ".join(line.replace("==", " ") for line in found)
