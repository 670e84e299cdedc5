"""Pictures in a mail: linked, sized, described; what no mail client shows becomes a link to the post."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from exporter.backends.newsletter.edit import replace_by_text
from exporter.backends.newsletter.scene import Scene

_BLOCK: Final = 200  # CSS pixels: what is wider stands on a line of its own
_SVG: Final = "image/svg+xml"


def set_picture(element: etree._Element, scene: Scene) -> None:
    """Gives an ``<img>`` its size for the column, or puts its text in its place."""
    url = element.get("src", "")
    alt = (element.get("alt") or "").strip()
    if not shows(url, scene):
        _tell(element, alt, scene)
        return
    width, height = size(url, scene, _number(element, "width"), _number(element, "height"))
    attributes = {"alt": alt, "src": url}
    if width:
        attributes["width"] = str(width)
    if height:
        attributes["height"] = str(height)
    if width >= _BLOCK:
        attributes["class"] = "photo"
    element.attrib.clear()
    for name, value in attributes.items():
        element.set(name, value)


def shows(url: str, scene: Scene) -> bool:
    """Whether mail clients show it: no data: URL, no SVG, no file of the site that is missing."""
    asset = scene.assets.get(url)
    if asset is not None:
        return asset.media_type != _SVG and not url.startswith("data:")
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and not parts.path.endswith(".svg") and url not in scene.missing


def size(url: str, scene: Scene, width: int = 0, height: int = 0) -> tuple[int, int]:
    """Width and height in CSS pixels, no wider than the column; 0 where nobody knows."""
    asset = scene.assets.get(url)
    natural = (asset.width, asset.height) if asset is not None else (width, height)
    shown = width or natural[0]
    if not shown or not natural[0]:
        return 0, 0
    shown = min(shown, scene.column)
    return shown, round(natural[1] * shown / natural[0])


def _number(element: etree._Element, name: str) -> int:
    return int(element.get(name) or 0)


def _tell(element: etree._Element, alt: str, scene: Scene) -> None:
    text = f"[{alt or scene.words.picture}]"
    if any(node.tag in {"a", "button"} for node in element.iterancestors()):
        replace_by_text(element, text)
        return
    tail = element.tail
    element.attrib.clear()
    element.tag, element.text, element.tail = "a", text, tail
    element.set("href", scene.url)
