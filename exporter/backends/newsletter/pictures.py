"""Pictures in a mail: linked, sized, described; what no mail client shows becomes a link to the post."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from exporter.backends.newsletter.edit import replace_by_text
from exporter.backends.newsletter.scene import Scene
from exporter.passes.alternatives import folded, says_nothing

_BLOCK: Final = 200  # CSS pixels: what is wider stands on a line of its own
_SVG: Final = "image/svg+xml"


def set_picture(element: etree._Element, scene: Scene) -> None:
    """Gives an ``<img>`` its size for the column, or puts its text in its place."""
    url = element.get("src", "")
    alt = (element.get("alt") or "").strip()
    if not shows(url, scene):
        _tell(element, alt, scene)
        return
    width = shown_width(url, scene, _number(element, "width"))
    attributes = {"alt": described(alt, scene) or _needed(element, scene), "src": url}
    if width:
        attributes["width"] = str(width)
    if width >= _BLOCK:
        attributes["class"] = "photo"
    element.attrib.clear()
    for name, value in attributes.items():
        element.set(name, value)


def described(alt: str, scene: Scene) -> str:
    """``alt`` where it says anything; else a screen reader had better pass the picture over."""
    return "" if says_nothing(alt) or folded(alt) in scene.placeholders else alt


def _needed(element: etree._Element, scene: Scene) -> str:
    """A picture that is all of a link names it."""
    link = next((node for node in element.iterancestors("a")), None)
    bare = link is not None and not "".join(map(str, link.itertext())).strip()
    return scene.words.picture if bare else ""


def shows(url: str, scene: Scene) -> bool:
    """Whether mail clients show it: no data: URL, no SVG, no file of the site that is missing."""
    asset = scene.assets.get(url)
    if asset is not None:
        return asset.media_type != _SVG and not url.startswith("data:")
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and not parts.path.endswith(".svg") and url not in scene.missing


def shown_width(url: str, scene: Scene, width: int = 0) -> int:
    """In CSS pixels, no wider than the column; 0 where nobody knows. The height follows from the picture itself."""
    asset = scene.assets.get(url)
    return min(width or (asset.width if asset is not None else 0), scene.column)


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
