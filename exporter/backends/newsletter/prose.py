"""Foreword and closing: the editor's own words, set as a post's body is."""

from __future__ import annotations

from typing import NamedTuple

from exporter.backends.contract import BindJob
from exporter.backends.newsletter import rules
from exporter.backends.newsletter.looks import settings
from exporter.backends.newsletter.options import Options
from exporter.backends.newsletter.scene import Scene
from exporter.backends.newsletter.templates import COLUMNS
from exporter.model.markup import Markup, thaw
from exporter.passes import code
from exporter.passes.partners import settle_partners
from exporter.passes.plaintext import render
from exporter.passes.serialize import to_html
from exporter.passes.strings import direction, words


class Prose(NamedTuple):
    """Mail-safe HTML, its styles not yet inlined, and its twin in text; both empty where nothing was written."""

    html: str = ""
    text: str = ""


def set_prose(written: Markup | None, job: BindJob) -> Prose:
    """What the options hold, for the mail."""
    if not written:
        return Prose()
    root = thaw(written)
    options: Options = job.options
    settle_partners(root, options.affiliate, job.site.url)
    text = render(root, COLUMNS)
    code.highlight(root, code.CLASSES)
    rules.apply(root, _scene(job))
    return Prose(to_html(root), text)


def _scene(job: BindJob) -> Scene:
    language = job.issue.language
    return Scene(
        url=job.site.url,
        language=language,
        words=words(language).mail,
        assets={},
        missing=frozenset(),
        column=settings(job.theme).layout.column,
        rtl=direction(language) == "rtl",
    )
