"""``part``: one post laid out, as a Fragment."""

from __future__ import annotations

import msgspec
from lxml import etree
from msgspec.structs import replace

from exporter.backends.contract import PartJob
from exporter.backends.pdf import document
from exporter.backends.pdf.absent import absent_faces, without_barred
from exporter.backends.pdf.attachments import attachments
from exporter.backends.pdf.characters import missing_characters, stand_ins
from exporter.backends.pdf.fragment import Fragment
from exporter.backends.pdf.link_notes import number_links
from exporter.backends.pdf.loading import load_weasyprint
from exporter.backends.pdf.losses import lost_text
from exporter.backends.pdf.options import Page, PdfOptions, page
from exporter.backends.pdf.pictures import Gallery, draw_formulas, place_images
from exporter.backends.pdf.prepare import prepare
from exporter.backends.pdf.turned import TURNED
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.artifact import Part
from exporter.model.markup import thaw
from exporter.model.post import Post
from exporter.model.theme import Theme
from exporter.passes import code, strings
from exporter.passes.blocks import number_blocks
from exporter.passes.outline import drop_title, repair_headings
from exporter.passes.partners import settle_partners
from exporter.passes.recordings import lead_with_recording

# What printers set where a sort is missing (U+3013).
GETA = "〓"
ENCODER = msgspec.msgpack.Encoder()
DECODER = msgspec.msgpack.Decoder(Fragment)


def part(job: PartJob) -> Part:
    """Lays the post out by the theme's print.css. Raises ThemeError where the theme lacks it,
    LackingError where Pango is missing."""
    load_weasyprint()
    from exporter.backends.pdf.compose import Setting, compose  # noqa: PLC0415
    from exporter.backends.pdf.engine import broken_images_allowed, lay_out  # noqa: PLC0415
    from exporter.backends.pdf.proof import prove  # noqa: PLC0415

    options: PdfOptions = job.options
    paper, post = page(options), job.post
    gray = options.profile == "press"
    gallery = Gallery(
        job.assets, (paper.measure / 72 * options.dpi, paper.depth / 72 * options.dpi), gray=gray
    )
    words = strings.words(post.language)
    body = thaw(post.body)
    shown = {image.get("src") for image in body.iter("img")}
    settled = settle_partners(body, options.affiliate, post.url)
    number_blocks(body)
    drop_title(body, post.title)
    lead_with_recording(body, post, words)
    diagnostics = [*([settled.told("P708", post)] if settled else []), *_repair(body, post)]
    code.highlight(body, code.CLASSES)
    place_images(body, gallery, undescribed=words.image)
    draw_formulas(body, gallery)
    links = number_links(body) if options.notes_links else None
    names = prepare(body)
    cover = gallery.show(post.cover.url) if post.cover and post.cover.url not in shown else ""
    html = document.post_html(
        post,
        body,
        cover=cover,
        site_language=job.site.language,
        links=links,
        indented=options.paragraphs == "indented",
    )
    with broken_images_allowed():
        sheets = stylesheets(job.theme, paper)
        painted = lay_out(html, sheets, gallery.resources)
        if painted.missing:
            diagnostics += missing_characters(post, painted.missing)
            html = html.translate({ord(character): GETA for character in painted.missing})
            painted = lay_out(html, sheets, gallery.resources)
        setting = Setting(
            options,
            paper,
            "Art",
            post.language,
            address=post.url,
            names=names,
            part=True,
            rtl=strings.direction(job.site.language) == "rtl",
        )
        fragment, proof = compose(painted, setting)
    diagnostics += stand_ins(post, painted)
    if lost := lost_text(painted, ["", TURNED]):
        diagnostics.append(
            diagnose("P703", f"{len(lost)} characters are on no page: {lost[:40]}", post.source)
        )
    if fault := prove(fragment, proof, post):
        diagnostics.append(diagnose("P703", f"{post.title[:60]!r}: {fault}", post.source))
    if post.cover:
        fragment = replace(fragment, thumbnail=gallery.thumbnail(post.cover.url))
    fragment = replace(fragment, attachments=attachments(job), absent=_absent(job.theme))
    return Part(ENCODER.encode(fragment), tuple(diagnostics))


def stylesheets(theme: Theme, paper: Page) -> list[str]:
    """What every document of ours is laid out by."""
    return [without_barred(written_sheet(theme, paper))]


def written_sheet(theme: Theme, paper: Page) -> str:
    """The same before it is known what the fonts of this machine allow."""
    return theme.stylesheet("print.css") + code.stylesheet(theme) + document.page_css(paper)


def _absent(theme: Theme) -> tuple[tuple[str, str], ...]:
    return tuple((told.code, told.message) for told in absent_faces(theme.stylesheet("print.css")))


def _repair(body: etree._Element, post: Post) -> list[Diagnostic]:
    found = []
    for line, text, before, after in repair_headings(body):
        message = f"heading {text[:60]!r} is at level {before} with none at {before - 1}; set at {after}"
        found.append(diagnose("P701", message, post.source, line))
    return found
