"""SVG from strangers: its size, itself without anything that runs, fetches or tells of its author's machine, and its
picture as PNG.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple, cast

from lxml import etree

from exporter.passes.bare import bare
from exporter.passes.resvg import DrawError, draw_apart

TYPE: Final = "image/svg+xml"

_SVG: Final = "{http://www.w3.org/2000/svg}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"

# Elements that run, fetch, embed another language, change an attribute later on, or are about the drawing.
_FORBIDDEN: Final = frozenset(
    [
        "script",
        "foreignObject",
        "iframe",
        "handler",
        "listener",
        "audio",
        "video",
        "set",
        "discard",
        "animate",
        "metadata",
    ]
)
_HREFS: Final = ("href", f"{_XLINK}href")
_SAFE_HREF: Final = re.compile(r"#\S+|data:(image/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=\s]+)")
_OUTSIDE: Final = re.compile(
    r"url\(\s*['\"]?(?![#\s'\"])|@import|image-set\(|\b(?:image|src)\(|(?:java|vb)script:", re.IGNORECASE
)
# "right" is what browsers pass over and judges of books do not (SVG 2, 11.10.2).
_ANCHORS: Final = frozenset(["start", "middle", "end", "inherit"])
_LENGTH: Final = re.compile(
    r"\s*+((?:[0-9]++(?:\.[0-9]++)?|\.[0-9]++)(?:e[0-9]{1,2})?)\s*+(px|pt|pc|mm|cm|in|em|ex|)\s*+",
    re.IGNORECASE,
)
# CSS pixels in a unit (CSS Values 4, 6.2); em and ex by the initial font size.
_UNITS: Final = {
    "": 1,
    "px": 1,
    "pt": 4 / 3,
    "pc": 16,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96,
    "em": 16,
    "ex": 8,
}
_LARGEST: Final = 100_000
_REFERENCE: Final = re.compile(r"url\(\s*['\"]?(#[^\s'\")]+)")
_ELEMENTS: Final = 200_000
_DRAWN: Final = 5 * _ELEMENTS  # each may be clipped, filled and stroked by others
_DEPTH: Final = 300
_DEFAULT: Final = (300, 150)  # CSS 2.2, 10.3.2: a replaced element that tells no size


class SvgError(ValueError):
    """The bytes are no SVG that can be read safely."""


def looks_like(content: bytes) -> bool:
    """True where the first element, after whatever may stand before it, is <svg>."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and re.search(rb"<(?:[A-Za-z_][\w.-]*:)?svg[\s>/]", head) is not None


def size(content: bytes) -> tuple[int, int]:
    """Width and height in CSS pixels, from the attributes or the viewBox; (0, 0) where neither says.

    Raises SvgError.
    """
    root = _parse(content)
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    box = [float(n) for n in re.findall(r"-?[0-9]*\.?[0-9]+(?:e-?[0-9]{1,2})?", root.get("viewBox", ""))]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        ratio = box[2] / box[3]
        width = width or (height * ratio if height else box[2])
        height = height or width / ratio
    if not (0 < width <= _LARGEST and 0 < height <= _LARGEST):
        return 0, 0
    return max(1, round(width)), max(1, round(height))


class Safe(NamedTuple):
    """A drawing without what was ``lost``: names of elements and attributes, each once."""

    content: bytes
    lost: tuple[str, ...]


def make_safe(content: bytes) -> Safe:
    """The same drawing without scripts, handlers, foreign content, entities and references to the outside.

    Raises SvgError.
    """
    root = _parse(content)
    lost: list[str] = []
    for entity in list(root.iter(etree.Entity)):
        _remove(entity, root)
        lost.append("&…;")
    for element in list(root.iter(etree.Element)):
        if _forbidden(element.tag):
            _remove(element, root)
            # What a drawing program keeps for itself, or says of the drawing, is no loss.
            if element.tag.startswith(_SVG) and element.tag != f"{_SVG}metadata":
                lost.append(f"<{element.tag[len(_SVG) :]}>")
        else:
            lost += _clean(element)
            if element.tag == f"{_SVG}image" and not any(element.get(name) for name in _HREFS):
                _remove(element, root)  # what it showed is not in the drawing
    etree.cleanup_namespaces(root)
    # The root alone, so that the DTD and what it declares stay behind.
    bare = etree.tostring(root, encoding="UTF-8", with_tail=False)
    return Safe(b'<?xml version="1.0" encoding="UTF-8"?>\n' + bare, tuple(dict.fromkeys(lost)))


def rasterise(safe: bytes, *, longest: int, width: int, height: int) -> bytes:
    """A PNG of what ``make_safe`` returned, at twice its size but no longer than ``longest`` pixels.

    Raises SvgError. What it is told is the box and not the zoom: of a drawing that says it is larger than any picture,
    or reckons in units of another size than we do, resvg would take all of the memory and end the process.
    """
    shown = (width, height) if width and height else _DEFAULT
    zoom = min(2.0, longest / max(shown))
    picture = _picture(safe, max(1, round(shown[0] * zoom)), max(1, round(shown[1] * zoom)))
    if isinstance(picture, str):
        raise SvgError(picture)
    return picture


@lru_cache(maxsize=4)
def _picture(safe: bytes, width: int, height: int) -> bytes | str:
    """The PNG, or why there is none: channels ask for the same drawing one after another, for a costly one too."""
    try:
        return draw_apart(safe, width, height)
    except DrawError as error:
        return str(error)


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SvgError(f"not well-formed XML ({error})") from None
    if root.tag != f"{_SVG}svg":
        raise SvgError("its root is not <svg> in SVG's namespace")
    if sum(1 for _ in root.iter()) > _ELEMENTS:
        raise SvgError(f"more than {_ELEMENTS:,} elements")
    if _drawn(root) > _DRAWN:
        raise SvgError(f"references repeat its elements more than {_DRAWN:,} times")
    return root


def _drawn(root: etree._Element) -> int:
    """How many elements are drawn once each reference (<use>, a pattern, mask, marker, clip path or filter) stands for
    its target: nested ones multiply.
    """
    named = {f"#{name}": e for e in root.iter(etree.Element) if (name := e.get("id"))}
    known: dict[etree._Element, int] = {}

    def count(element: etree._Element, depth: int) -> int:
        if element in known:
            return known[element]
        if depth > _DEPTH:
            raise SvgError(f"references lead through more than {_DEPTH} elements, one within another")
        known[element] = _DRAWN + 1  # what a ring meets on its way round
        total = 1 + sum(count(child, depth + 1) for child in element)
        total += sum(count(named[name], depth + 1) for name in _references(element) if name in named)
        known[element] = min(total, _DRAWN + 1)
        return known[element]

    return count(root, 0) if any(True for e in root.iter(etree.Element) for _ in _references(e)) else 0


def _references(element: etree._Element) -> Iterator[str]:
    """``#name`` of each element that is drawn with this one."""
    for name, value in cast("list[tuple[str, str]]", element.items()):
        if "#" not in value:
            continue
        if name in _HREFS:
            if element.tag != f"{_SVG}a":
                yield value.strip()
        else:
            yield from _REFERENCE.findall(value)


def _length(text: str) -> float:
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _UNITS[match[2].lower()] if match else 0.0


def _forbidden(tag: str) -> bool:
    return not tag.startswith(_SVG) or tag[len(_SVG) :] in _FORBIDDEN


def _remove(element: etree._Element, root: etree._Element) -> None:
    parent = element.getparent()
    if parent is None or element is root:
        return
    tail, before = element.tail, element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _clean(element: etree._Element) -> Iterator[str]:
    """Takes what runs or fetches from ``element``, and names it."""
    for name, value in cast("list[tuple[str, str]]", element.items()):
        if name in _HREFS:
            safe = _SAFE_HREF.fullmatch(value.strip())
            keep = safe is not None
            if safe is not None and safe[1]:
                inner = _bare(safe[1], safe[2])
                keep = bool(inner)
                element.set(name, inner)
        elif name.startswith("{"):
            keep = name.startswith(_XML) and name != f"{_XML}base"
        elif name == "text-anchor":
            keep = value.strip() in _ANCHORS
        else:
            keep = not name.lower().startswith("on") and _harmless(value)
        if not keep:
            del element.attrib[name]
            if name in _HREFS or not name.startswith("{"):
                yield etree.QName(name).localname
    if element.tag == f"{_SVG}style" and not _harmless(element.text or ""):
        element.text = ""
        yield "<style>"


def _bare(media_type: str, data: str) -> str:
    """The data: URL of a picture within the drawing, bare too; empty where it is none, or one too large to open."""
    from exporter.passes.pixels import opens  # noqa: PLC0415  Pillow, which few drawings need

    try:
        content = b64decode(data)
    except (Error, ValueError):
        return ""
    if not opens(content):
        return ""
    return f"data:{media_type};base64,{b64encode(bare(content, media_type)).decode()}"


def _harmless(css: str) -> bool:
    """No reference to anything but the drawing itself. An escape could hide one, so none is let through."""
    return "\\" not in css and _OUTSIDE.search(css) is None
