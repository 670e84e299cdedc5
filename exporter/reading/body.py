"""From rendered HTML to Markup: parse, sanitise, normalise, freeze."""

from __future__ import annotations

from msgspec import Struct

from exporter.diagnostics import Diagnostic
from exporter.model.markup import ROOT, Markup, freeze
from exporter.model.post import ImageRef
from exporter.reading.context import ban, land
from exporter.reading.findings import Findings
from exporter.reading.html import parse
from exporter.reading.normalize import normalize
from exporter.reading.sanitize import Sanitizer
from exporter.reading.tree import Child, Node, to_lxml
from exporter.reading.urls import Resolver, Urls


class Body(Struct, frozen=True):
    """A post's body, the images it shows in order of appearance, and what was found on the way."""

    markup: Markup
    images: tuple[ImageRef, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_body(html: str, source: str, resolve: Resolver) -> Body:
    """The Markup of ``html``. Comments ``<!--line N-->`` and ``data-line`` tell where in ``source`` a block
    was written.

    Takes any text at all; the diagnostics that ``resolve`` collects are its own and not among the Body's.
    """
    findings = Findings(source)
    urls = Urls(resolve, findings)
    root = Node(ROOT, {}, Sanitizer(urls, findings).children(parse(html)))
    ban(root)
    normalize(root)
    root.children = _trimmed(root.children)
    land(root, findings)
    return Body(freeze(to_lxml(root)), tuple(urls.images.values()), findings.diagnostics())


def _trimmed(children: list[Child]) -> list[Child]:
    """Without the blanks before the first block and after the last: an empty post has an empty Markup."""
    boxes = [i for i, child in enumerate(children) if isinstance(child, Node)]
    return children[boxes[0] : boxes[-1] + 1] if boxes else []
