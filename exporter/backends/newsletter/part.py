"""One post in three sizes."""

from __future__ import annotations

from typing import Final, NamedTuple

from lxml import etree

from exporter.backends.contract import PartJob
from exporter.backends.newsletter import rules
from exporter.backends.newsletter.attached import attach
from exporter.backends.newsletter.inline import inline_fragment
from exporter.backends.newsletter.looks import settings, sheet
from exporter.backends.newsletter.options import Options
from exporter.backends.newsletter.pictures import described, shown_width, shows
from exporter.backends.newsletter.piece import Piece, View, encode
from exporter.backends.newsletter.plain import clip, one_line
from exporter.backends.newsletter.scene import Scene, scene_of
from exporter.backends.newsletter.templates import COLUMNS, render, safe
from exporter.model.artifact import Part
from exporter.model.markup import thaw
from exporter.model.post import Post
from exporter.model.site import Site
from exporter.passes import code
from exporter.passes.partners import settle_partners
from exporter.passes.plaintext import phrase
from exporter.passes.plaintext import render as plain_text
from exporter.passes.recordings import lead_with_recording, line_of, recording_of
from exporter.passes.serialize import to_html
from exporter.passes.strings import format_day, words

_SUMMARY: Final = 280  # columns of display width: four lines on a phone, 140 characters of Japanese


class _Cover(NamedTuple):
    url: str
    alt: str
    width: int


def part(job: PartJob) -> Part:
    """Full text, excerpt and line of one post; what the mail's rules took out is told. Raises ThemeError."""
    options: Options = job.options
    scene = scene_of(job, settings(job.theme).layout.column)
    root = thaw(job.post.body)
    settled = settle_partners(root, options.affiliate, job.post.url)
    summary = _summary(job.post, root)
    values = _values(job.post, job.site, scene, summary)
    values["cover"] = _cover(job.post, scene)
    full = _full(job, scene, root, values) if options.size == "full" else None
    if full is not None and full.weight > options.budget:
        full = None
    excerpt = _view(job, "excerpt", values)
    shown = [view.html for view in (full, excerpt) if view is not None]
    pictures = attach(shown, job.assets, column=scene.column) if options.images == "cid" else ()
    piece = Piece(full, excerpt, _view(job, "line", values), summary, pictures)
    return Part(encode(piece), (settled.told("N801", job.post),) if settled else ())


def _values(post: Post, site: Site, scene: Scene, summary: str) -> dict[str, object]:
    # A site that signs its posts with its own name says nothing by it.
    names = [one_line(author.name) for author in post.authors if author.name != site.title]
    return {
        "url": post.url,
        "title": one_line(post.title) or post.url,
        "date": format_day(post.published, post.language) if post.published else "",
        "authors": words(post.language).comma.join(names),
        "words": scene.words,
        "summary": summary,
        **_recording(post),
        "cover": None,
        "body": "",
        "language": post.language,
        "direction": "rtl" if scene.rtl else "ltr",
        "foreign": post.language != site.language,
    }


def _recording(post: Post) -> dict[str, object]:
    """The line that leads to a recording, as HTML and as text: an excerpt has no text that it could begin."""
    recording = recording_of(post)
    if recording is None:
        return {"recording": "", "recording_text": ""}
    line = line_of(recording, words(post.language))
    text = plain_text(line, COLUMNS).strip("\n")
    return {"recording": safe(to_html(line)), "recording_text": text}


def _full(job: PartJob, scene: Scene, root: etree._Element, values: dict[str, object]) -> View:
    if job.post.cover is not None and any(
        image.get("src") == job.post.cover.url for image in root.iter("img")
    ):
        values = {**values, "cover": None}
    lead_with_recording(root, job.post, words(job.post.language))
    text = plain_text(root, COLUMNS)
    code.highlight(root, code.CLASSES)
    rules.apply(root, scene)
    return _view(job, "full", values, html=to_html(root), text=text)


def _view(job: PartJob, name: str, values: dict[str, object], *, html: str = "", text: str = "") -> View:
    page = render(job.theme, "post.html.j2", {**values, "size": name, "body": safe(html)})
    plain = render(job.theme, "post.txt.j2", {**values, "size": name, "body": text})
    return View(inline_fragment(page, sheet(job.theme, job.post.language)), plain.strip("\n"))


def _summary(post: Post, root: etree._Element) -> str:
    """What the author wrote as such, else how the post begins."""
    if post.description.strip():
        return clip(one_line(post.description), _SUMMARY)
    if post.summary is not None:
        return clip(one_line(phrase(thaw(post.summary))), _SUMMARY)
    text = ""
    for paragraph in root.iterchildren("p"):
        text = f"{text} {one_line(phrase(paragraph))}".strip()
        if len(text) > _SUMMARY:
            break
    return clip(text, _SUMMARY)


def _cover(post: Post, scene: Scene) -> _Cover | None:
    if post.cover is None or not shows(post.cover.url, scene):
        return None
    alt = described(one_line(post.cover.alt), scene) or one_line(post.title)
    return _Cover(post.cover.url, alt, shown_width(post.cover.url, scene))
