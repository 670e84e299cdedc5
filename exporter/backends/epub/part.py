"""One post as a chapter. Knows nothing of its neighbours."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from exporter.backends.contract import PartJob
from exporter.backends.epub import ocf
from exporter.backends.epub.anchors import clean_url, name_ids, settle_links
from exporter.backends.epub.chapter import Chapter, joined, pack, title_of
from exporter.backends.epub.document import TYPE, make, new_document, plain, to_bytes
from exporter.backends.epub.figures import Gallery
from exporter.backends.epub.formulas import draw_formulas
from exporter.backends.epub.headings import level_headings, outline, text_of
from exporter.backends.epub.options import profile_of
from exporter.backends.epub.origins import mark_lines, settle_lines
from exporter.backends.epub.page_breaks import rename_numbers, without_numbers
from exporter.backends.epub.repairs import repair
from exporter.backends.epub.semantics import enrich
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.artifact import Part
from exporter.model.markup import thaw
from exporter.model.post import Cover, Post
from exporter.passes import code, math
from exporter.passes.blocks import number_blocks
from exporter.passes.partners import settle_partners
from exporter.passes.recordings import lead_with_recording
from exporter.passes.strings import Words, format_day, words
from exporter.passes.vertical import set_across

TITLE: Final = "title"
_COLUMNS: Final = ("ja", "zh")  # what is ever written in columns


def part(job: PartJob) -> Part:
    """The chapter of ``job.post``; formulas that stay TeX and images that cannot be used are its diagnostics."""
    post, says = job.post, words(job.post.language)
    gallery = Gallery(
        job.assets, profile_of(job.options), post.source, placeholders=frozenset(job.site.placeholders)
    )
    body = thaw(post.body)
    settled = settle_partners(body, job.options.affiliate, post.url)
    if job.options.pages:
        number_blocks(body)
    lead_with_recording(body, post, says)
    unset = math.set_math(body)
    shown = {image.get("src") for image in body.iter("img")}
    gallery.place(body, says)
    anchors = name_ids(body, frozenset({TITLE}))
    settle_links(body, anchors)
    level_headings(body)
    enrich(body, says)
    repair(body)
    code.highlight(body, code.CLASSES)
    if not profile_of(job.options).mathml:
        draw_formulas(body, gallery)
    root, section = _frame(post, says)
    if post.cover and post.cover.url not in shown:
        _show_cover(section, post.cover, gallery, line=_line_of(post, post.cover.url))
    section.text, section[-1].tail = None, body.text
    section.extend(body)
    section.append(_original(post, says))
    if job.options.writing == "vertical" and post.language.partition("-")[0] in _COLUMNS:
        set_across(section)
    chapter = _pack(root, job, gallery, anchors, body_of=section)
    told = [settled.told("E606", post)] if settled else []
    return Part(pack(chapter), (*gallery.diagnostics, *told, *(_unset(post, formula) for formula in unset)))


def _frame(post: Post, says: Words) -> tuple[etree._Element, etree._Element]:
    """The document of a chapter, and its <section> with the header."""
    root, body = new_document(title_of(post), post.language, body_class="chapter", depth=1)
    attributes = {TYPE: "chapter", "role": "doc-chapter", "aria-labelledby": TITLE}
    section = etree.SubElement(body, "section", attributes)
    section.append(_header(post, says))
    return root, section


def _line_of(post: Post, url: str) -> int:
    """Where the post names the image at ``url``: 1, the beginning of its header, where nothing better is known."""
    return next((image.line for image in post.images if image.url == url and image.line), 1)


def _show_cover(section: etree._Element, cover: Cover, gallery: Gallery, *, line: int) -> None:
    """Puts the post's picture below its header; one that is remote or missing is only an ornament lost."""
    caption = plain(cover.caption)
    image = gallery.show(cover.url, plain(cover.alt), captioned=bool(caption))
    if image is not None:
        section.append(
            make(
                "figure",
                {"class": "cover", "data-line": str(line)},
                image,
                *([make("figcaption", caption)] if caption else []),
            )
        )


def _header(post: Post, says: Words) -> etree._Element:
    header = make("header", make("h1", title_of(post), id=TITLE))
    if post.authors:
        header.append(make("p", {"class": "byline"}, says.comma.join(plain(a.name) for a in post.authors)))
    facts = make("p", {"class": "dateline"})
    if post.published:
        facts.append(
            make("time", format_day(post.published, post.language), datetime=f"{post.published:%Y-%m-%d}")
        )
    for category in post.categories:
        facts.append(make("span", {"class": "category"}, plain(category)))
    for fact in facts:
        fact.tail = " "
    if len(facts):
        header.append(facts)
    return header


def _original(post: Post, says: Words) -> etree._Element:
    link = make("a", says.original)
    if url := clean_url(post.url):
        link.set("href", url)
    return make("footer", {"class": "original"}, make("p", link))


def _unset(post: Post, formula: math.Unset) -> Diagnostic:
    return diagnose("E601", f"a formula stays TeX: {formula.reason}", post.source, formula.line)


def _pack(
    root: etree._Element, job: PartJob, gallery: Gallery, anchors: dict[str, str], *, body_of: etree._Element
) -> Chapter:
    headings = outline(body_of)
    # A mark that no post can hold, for it is made from the whole of it.
    mark = f"m{blake2b(job.post.body.text.encode(), digest_size=16).hexdigest()}"
    mark_lines(root, mark)
    blocks = rename_numbers(root, f"{mark}b") if job.options.pages else ""
    features = _features(root, gallery)
    links = _mark_own_links(root, job, mark)
    document = settle_lines(to_bytes(root), mark)
    pieces = _cut(document.content, mark) if links or blocks else ()
    content = joined(pieces, links) if links else document.content
    entry = ocf.deflate(without_numbers(content, blocks))
    return Chapter(
        deflated=entry.data,
        crc=entry.crc,
        size=entry.size,
        pieces=pieces,
        links=links,
        anchors=anchors,
        pictures=gallery.pictures,
        uses=tuple(gallery.uses),
        headings=tuple(heading for heading in headings if heading.id != TITLE),
        properties=("mathml",) if _has(root, f"{{{math.MATHML}}}math") else (),
        features=features,
        lines=document.lines,
        blocks=blocks,
    )


def _features(root: etree._Element, gallery: Gallery) -> tuple[str, ...]:
    """What an accessibility claim asks of a chapter; each by what a judge of the book could see as well."""
    present = {
        "animated": gallery.animated,
        "math": _has(root, f"{{{math.MATHML}}}math"),
        "ruby": _has(root, "ruby"),
        "nameless": any(not text_of(a) and not a.get("aria-label") for a in root.iter("a")),
        "headless": any(table.find(".//th") is None for table in root.iter("table")),
        "tex": any(
            "math" in (e.get("class") or "") for c in root.iter("code") if (e := c.getparent()) is not None
        ),
    }
    return tuple(name for name, there in present.items() if there)


def _has(root: etree._Element, tag: str) -> bool:
    return next(root.iter(tag), None) is not None


def _mark_own_links(root: etree._Element, job: PartJob, mark: str) -> tuple[str, ...]:
    """The links of the document to this very site, a mark in the place of each."""
    host = urlsplit(job.site.url or job.post.url).netloc
    own = [a for a in root.iter("a") if host and urlsplit(a.get("href", "")).netloc == host]
    own = [a for a in own if a.get("href") != clean_url(job.post.url)]
    links = tuple(a.get("href", "") for a in own)
    for link in own:
        link.set("href", f"{mark}-;")
    return links


def _cut(document: bytes, mark: str) -> tuple[str, ...]:
    """The document in the pieces between its marked links."""
    return tuple(document.decode().split(f"{mark}-;"))
