"""WeasyPrint: XHTML in, painted pages out. With what it installs the only file that sees it; all lean on internals of
WeasyPrint 70.

Its own writer is passed over: it subsets fonts for every document (150 to 240 ms a post), tags line by line and knows
one document only. What is taken is layout, painting and the boxes, from which the tags, links and anchors are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element, fromstring

import pydyf  # type: ignore[import-untyped]
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint import images as image_files
from weasyprint.css.counters import CounterStyle
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.urls import URLFetcherResponse

from exporter.backends.pdf import (
    cascade,
    clear_lines,
    cut_boxes,
    justify,
    lengths,
    lettering,
    margins,
    plain,
    rasters,
    room,
    shaping,
    spaces,
    struts,
)
from exporter.backends.pdf.agent import Agent, agent
from exporter.backends.pdf.canvas import Canvas
from exporter.backends.pdf.hooks import hooks
from exporter.backends.pdf.installed import font_configuration
from exporter.backends.pdf.pictures import Resource
from exporter.backends.pdf.turned import TURNED, Turn

SCALE: Final = 0.75  # points in a CSS pixel

for changed in (
    cascade,
    clear_lines,
    cut_boxes,
    justify,
    lengths,
    lettering,
    margins,
    plain,
    rasters,
    room,
    shaping,
    spaces,
    struts,
):
    changed.install()
# WeasyPrint tells Pillow to let broken images through, everywhere in the process: other channels refuse them.
image_files.ImageFile.LOAD_TRUNCATED_IMAGES = False


class Fetcher:
    """Knows what it was given and nothing else: no file, no host, no data URL is ever opened.

    ``refused`` lists what was asked for in vain. WeasyPrint turns our exception into a missing image; raising its fatal
    one, a BaseException, would slip past every handler of a worker.
    """

    _fail_on_errors = False

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        self.resources = resources
        self.refused: list[str] = []

    def __call__(self, url: str) -> URLFetcherResponse:
        resource = self.resources.get(url)
        if resource is None:
            self.refused.append(url)
            raise ValueError(f"{url[:80]} is not part of this document")
        return URLFetcherResponse(url, resource.content, {"Content-Type": resource.media_type})


@contextmanager
def broken_images_allowed() -> Iterator[None]:
    """While a document is laid out and composed: what is left of a truncated image is shown."""
    image_files.ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        image_files.ImageFile.LOAD_TRUNCATED_IMAGES = False


class Leaf(NamedTuple):
    """One marked piece of a page: a line of text or an image. ``box`` is (left, bottom, right, top) in points.

    ``baseline`` is the height of its letters' feet.
    """

    mcid: int
    element: Element
    part: str
    text: str | None
    box: tuple[float, float, float, float]
    baseline: float = 0.0


class Link(NamedTuple):
    """One rectangle that leads elsewhere; ``target`` is a URL, or an id when ``internal``."""

    element: Element
    internal: bool
    target: str
    box: tuple[float, float, float, float]


class PaintedPage(NamedTuple):
    """``operators`` are those of the content stream, one an item; ``anchors`` maps ids to (x, y) in points
    from below.
    """

    name: str
    width: float
    height: float
    operators: list[bytes]
    leaves: list[Leaf]
    links: list[Link]
    anchors: dict[str, tuple[float, float]]


class Painted(NamedTuple):
    """A document laid out. ``resources`` and ``images`` are pydyf's; ``fonts`` the faces used, by their
    resource name; ``asked`` the families that its text was to be set in.
    """

    root: Element
    pages: list[PaintedPage]
    resources: Any
    images: dict[str, Any]
    fonts: dict[str, Any]
    refused: list[str]
    missing: list[str]
    asked: set[str]


class _Document(HTML):  # type: ignore[misc]
    """Of XHTML: it was a tree a moment ago, and to read it by the rules of HTML takes a twentieth of a post's time."""

    base_url = None
    media_type = "print"

    def __init__(self, xhtml: str, fetcher: Fetcher, below: Agent) -> None:
        self.url_fetcher = fetcher
        self._below = below
        self.wrapper_element = ElementWrapper.from_html_root(fromstring(xhtml))  # noqa: S314 of our own making
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, *_: object) -> list[CSS]:
        return [self._below.sheet]

    def _ua_counter_style(self) -> list[CounterStyle]:
        return [self._below.numerals.copy()]


def lay_out(xhtml: str, stylesheets: Sequence[str], held: Mapping[str, Resource]) -> Painted:
    """Lays ``xhtml``, without a namespace, out by ``stylesheets`` and paints it.

    Nothing outside ``held`` is read but installed fonts.
    """
    fetcher = Fetcher(held)
    fonts = font_configuration()
    source = _Document(xhtml, fetcher, agent(stylesheets))
    sheets = [_stylesheet(text) for text in stylesheets]
    document = source.render(font_config=fonts, stylesheets=sheets, presentational_hints=False)
    painter = _Painter()
    pages = [painter.paint(page) for page in document.pages]
    faces = {face.hash: face for face in painter.faces.values()}
    missing = sorted({chr(code) for face in faces.values() for code in face.missing})
    images, resources = painter.images, painter.resources
    asked = {family for families in painter.asked for family in families}
    return Painted(source.etree_element, pages, resources, images, faces, fetcher.refused, missing, asked)


@lru_cache(maxsize=8)
def _stylesheet(text: str) -> CSS:
    return CSS(string=text, url_fetcher=Fetcher({}), font_config=font_configuration())


class _Painter:
    """Paints the pages of one document with common resources."""

    def __init__(self) -> None:
        self.faces: dict[int, Any] = {}
        self.images: dict[str, Any] = {}
        self.asked: set[tuple[str, ...]] = set()
        self.resources = pydyf.Dictionary(
            {
                name: pydyf.Dictionary()
                for name in ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")
            }
        )

    def paint(self, page: Any) -> PaintedPage:
        name = page._page_box.page_type.name or ""
        width, height = page.width * SCALE, page.height * SCALE
        tags: dict[Any, dict[str, Any]] = {}
        rectangle = (0, 0, page.width, page.height)
        stream = Canvas(self.faces, rectangle, self.resources, self.images, tags, {}, None, compress=False)
        if name == TURNED:
            stream.transform(*Turn(height).matrix)
        stream.transform(d=-1, f=height)
        spaces.restore(page._page_box)
        page.paint(stream, SCALE)
        marked = _marked(page._page_box, tags)
        leaves = [_leaf(box, tags.pop(box)["mcid"], height) for box in marked]
        self.asked.update(tuple(box.style["font_family"]) for box in marked)
        links = [_link(link, height) for link in page.links if link[0] in ("internal", "external")]
        anchors = {
            name: (place[0] * SCALE, height - place[1] * SCALE) for name, place in page.anchors.items()
        }
        operators = [_bytes(item) for item in stream.stream] + hooks(page._page_box, SCALE, height)
        painted = PaintedPage(name, width, height, operators, leaves, links, anchors)
        return _turned(painted, Turn(height)) if name == TURNED else painted


def _turned(page: PaintedPage, turn: Turn) -> PaintedPage:
    """The places on a page that was painted on its side; its sheet is upright."""
    return page._replace(
        width=page.height,
        height=page.width,
        leaves=[leaf._replace(box=turn.box(leaf.box)) for leaf in page.leaves],
        links=[link._replace(box=turn.box(link.box)) for link in page.links],
        anchors={name: turn.point(*place) for name, place in page.anchors.items()},
    )


def _marked(box: Any, tags: Mapping[Any, object]) -> list[Any]:
    """The boxes below ``box`` that were painted as marked content, in the order of the document."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if box in tags:
        return [box]
    if not isinstance(box, boxes.ParentBox) or isinstance(
        box, boxes.MarginBox
    ):  # what a theme sets there is no content
        return []
    return [found for child in box.children for found in _marked(child, tags)]


def _leaf(box: Any, mcid: int, height: float) -> Leaf:
    text = box.text if isinstance(box, boxes.TextBox) else None
    _, _, part = box.element_tag.partition("::")
    left, top = box.position_x * SCALE, height - box.position_y * SCALE
    right, bottom = left + box.margin_width() * SCALE, top - box.margin_height() * SCALE
    baseline = bottom if text is None else top - box.baseline * SCALE
    return Leaf(mcid, box.element, part, text, (left, bottom, right, top), baseline)


def _link(link: tuple[str, str, Sequence[float], Any], height: float) -> Link:
    kind, target, (left, top, right, bottom), box = link
    place = (left * SCALE, height - bottom * SCALE, right * SCALE, height - top * SCALE)
    return Link(box.element, kind == "internal", target, place)


def _bytes(item: object) -> bytes:
    if isinstance(item, bytes):
        return item
    return item.data if isinstance(item, pydyf.Object) else str(item).encode("ascii")
