"""The images of a post at the size paper wants, and words where there is none."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from math import ceil
from typing import Final, NamedTuple

from lxml import etree

from exporter.model.asset import Asset
from exporter.passes import columns, images
from exporter.passes.formula import to_svg

RASTERS: Final = ("image/jpeg", "image/png")
FORMATS: Final = (*RASTERS, "image/svg+xml")
# A full page of photograph at 200 dpi and quality 85 stays below this; what is over it is a scan or a mistake.
BUDGET: Final = 600_000
# On an image outside of tables: how many lines of a caption it has below it.
BELOW: Final = "data-below"
# Half-width characters in a line of a caption.
_COLUMNS: Final = 76
# A picture that has up to half more pixels than asked for stays as it is: to scale it by so little makes it soft, takes
# 30 to 40 ms and saves a tenth of its bytes, or adds some.
_SPARE: Final = 1.5
_DATA: Final = "data:image/"
# WeasyPrint knows two of SVG's seventeen filters and leaves the others out in silence: what has any is drawn by resvg.
_FILTERED: Final = re.compile(rb"<(?:[\w.-]+:)?filter[\s>]")


class Resource(NamedTuple):
    """Bytes that a document may show."""

    content: bytes
    media_type: str


class Gallery:
    """Encodes each image once and names it by a URL that only this document knows.

    ``room`` is what the page has for a picture, in pixels; ``gray`` is for one ink.
    """

    def __init__(self, assets: Mapping[str, Asset], room: tuple[float, float], *, gray: bool = False) -> None:
        self.gray = gray
        self.assets = assets
        self.room = room
        self.resources: dict[str, Resource] = {}
        self._names: dict[str, str] = {}

    def show(self, url: str) -> str:
        """The private URL of the image, or nothing where we do not hold it."""
        if url not in self._names:
            self._names[url] = self._encode(url)
        return self._names[url]

    def thumbnail(self, url: str) -> bytes:
        """A small JPEG of the image, or nothing."""
        asset = self.assets.get(url)
        if asset is None:
            return b""
        small = images.encode(
            asset, longest=320, budget=24_000, formats=("image/jpeg",), gray=self.gray, gap=1.5
        )
        return b"" if isinstance(small, images.Refusal) else small.content

    def add(self, content: bytes, media_type: str) -> str:
        """The private URL of a picture of our own making."""
        name = f"image:{len(self.resources)}"
        self.resources[name] = Resource(content, media_type)
        return name

    def _longest(self, asset: Asset) -> int:
        """The longer side, in pixels, at which the picture fills the page at the resolution asked for."""
        width, height = max(asset.width, 1), max(asset.height, 1)
        scale = min(1.0, self.room[0] / width, self.room[1] / height)
        longest = max(1, ceil(max(width, height) * scale))
        spare = not self.gray and asset.media_type in RASTERS and len(asset.content) <= BUDGET
        return max(width, height) if spare and scale * _SPARE >= 1 else longest

    def _encode(self, url: str) -> str:
        asset = self.assets.get(url) or _inline(url)
        if asset is None:
            return ""
        formats = RASTERS if _is_filtered(asset) else FORMATS
        longest = self._longest(asset)
        encoded = images.encode(asset, longest=longest, budget=BUDGET, formats=formats, gray=self.gray)
        if isinstance(encoded, images.Refusal):
            return ""
        return self.add(encoded.content, encoded.media_type)


def _is_filtered(asset: Asset) -> bool:
    return asset.media_type == "image/svg+xml" and _FILTERED.search(asset.content) is not None


def _inline(url: str) -> Asset | None:
    """The image of a data URL; the vocabulary lets base64 through and nothing else."""
    if not url.startswith(_DATA):
        return None
    try:
        found = images.inspect(url[:40], "", b64decode(url.partition(",")[2], validate=True))
    except (Error, ValueError):
        return None
    return found if isinstance(found, Asset) else None


def place_images(root: etree._Element, gallery: Gallery, *, undescribed: str) -> None:
    """Points every ``img`` at its bytes; one that we do not hold becomes its description and its address.

    ``undescribed`` is the alt text of an image without the attribute: an empty one says that it means nothing.
    """
    for image in list(root.iter("img")):
        source = image.get("src", "")
        name = gallery.show(source)
        if not name:
            _describe(image, source)
            continue
        image.set("src", name)
        # What its author wrote, in pixels of CSS as on the site; a wider one than the page fills it.
        if (width := image.get("width", "")).isdigit():
            image.set("style", f"width:{width}px")
        if "alt" not in image.attrib:
            image.set("alt", undescribed)
        _mark_lone(image)


def draw_formulas(root: etree._Element, gallery: Gallery) -> None:
    """Puts a picture in the place of each formula, its TeX as alt text; what cannot be drawn stays TeX."""
    for holder in [e for e in root.iter("span", "div") if "math" in (e.get("class") or "").split()]:
        tex = "".join(map(str, holder.itertext())).strip()
        formula = to_svg(tex, block=holder.tag == "div")
        if isinstance(formula, str):
            continue
        name = gallery.add(formula.content, "image/svg+xml")
        size = (
            f"width:{formula.width:.3f}em;height:{formula.height:.3f}em;vertical-align:{-formula.depth:.3f}em"
        )
        holder.text, holder[:] = None, []
        holder.set("class", "formula")
        etree.SubElement(holder, "img", {"class": "math", "src": name, "alt": tex, "style": size})


def _describe(image: etree._Element, source: str) -> None:
    alt, tail = image.get("alt", ""), image.tail
    image.tag = "span"
    image.attrib.clear()
    image.set("class", "absent")
    image.text = f"[{alt}] " if alt else ""
    if source.startswith("http") and not any(a.tag == "a" for a in image.iterancestors()):
        link = etree.SubElement(image, "a", {"href": source})
        link.text = source
    elif not alt:
        image.text = "[—]"
    image.tail = tail


def _mark_lone(image: etree._Element) -> None:
    """A paragraph that holds only an image is set like a figure; outside of tables it may be set smaller."""
    parent = image.getparent()
    if parent is not None and parent.tag == "a":
        parent = parent.getparent()
    if parent is not None and parent.tag == "p" and not "".join(map(str, parent.itertext())).strip():
        parent.set("class", "picture")
    above = {each.tag: each for each in image.iterancestors("table", "figure")}
    if "table" not in above:
        image.set(BELOW, str(_lines_below(above.get("figure"))))


def _lines_below(figure: etree._Element | None) -> int:
    caption = figure.find("figcaption") if figure is not None else None
    return 0 if caption is None else ceil(columns.width("".join(map(str, caption.itertext()))) / _COLUMNS)
