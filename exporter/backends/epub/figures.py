"""Images of a chapter: files of the book where we hold them, links where we do not (EPUB 3.3, 3.6: none is remote)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from exporter.backends.epub.chapter import Picture, Use
from exporter.backends.epub.document import make
from exporter.backends.epub.options import Profile
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.asset import Asset
from exporter.passes.alternatives import folded, says_nothing
from exporter.passes.images import Encoded, Refusal, encode, inspect, is_animated
from exporter.passes.strings import Words

UNDESCRIBED: Final = "undescribed"
_SUFFIXES: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}


class Gallery:
    """The pictures of one post as they are met: each encoded once, each showing noted."""

    def __init__(
        self, assets: Mapping[str, Asset], profile: Profile, source: str, *, placeholders: frozenset[str]
    ) -> None:
        self._assets = assets
        self._profile = profile
        self._source = source
        self._placeholders = placeholders
        self._known: dict[str, Picture | None] = {}
        self.uses: list[Use] = []
        self.diagnostics: list[Diagnostic] = []
        self.animated = False

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture shown, by name."""
        return tuple(sorted({p.name: p for p in self._known.values() if p}.values(), key=lambda p: p.name))

    def find(self, url: str, line: int = 0) -> Picture | None:
        """The picture at ``url``; None where it is remote, missing or broken."""
        if url not in self._known:
            self._known[url] = self._encode(url, line)
        return self._known[url]

    def _encode(self, url: str, line: int) -> Picture | None:
        asset = _embedded(url) if url.startswith("data:") else self._assets.get(url)
        if isinstance(asset, Asset):
            longest, budget, formats = self._profile.longest, self._profile.budget, self._profile.formats
            result = encode(asset, longest=longest, budget=budget, formats=formats)
            if isinstance(result, Encoded):
                self.animated = self.animated or is_animated(result)
                self._tell_of_stills(asset, result, line)
                self._tell_of_losses(asset, result, line)
                return _picture(result, asset.digest if result.content is asset.content else result.digest)
            asset = result
        if isinstance(asset, Refusal):
            name = self._assets[url].path if url in self._assets else url[:60]
            self.diagnostics.append(diagnose(asset.code, f"{name}: {asset.reason}", self._source, line))
        return None

    def _tell_of_stills(self, asset: Asset, result: Encoded, line: int) -> None:
        if result.content is asset.content or is_animated(result):
            return
        if is_animated(Encoded(asset.content, asset.media_type, asset.width, asset.height)):
            name = asset.path or "an image in the post"
            self.diagnostics.append(diagnose("E604", f"{name} moves no more", self._source, line))

    def _tell_of_losses(self, asset: Asset, result: Encoded, line: int) -> None:
        if result.lost:
            name = asset.path or "a drawing in the post"
            told = f"{name} is shown without {', '.join(result.lost)}"
            self.diagnostics.append(diagnose("A407", told, self._source, line))

    def show(self, url: str, alt: str, *, captioned: bool) -> etree._Element | None:
        """The <img> of a post's cover, its use noted; None where there is no picture."""
        picture = self.find(url)
        if picture is None:
            return None
        image = make("img", src=f"../{picture.name}", alt=alt)
        self._note(image, picture, captioned=captioned, cover=True)
        _measure(image, picture)
        return image

    def keep(self, picture: Picture, alt: str) -> None:
        """Notes a picture of our own, which the caller shows."""
        self._known[picture.name] = picture
        self.uses.append(Use(picture.name, alt, described=True, cover=False))

    def place(self, root: etree._Element, words: Words) -> None:
        """Points every <img> below ``root`` at its picture; puts a link in the place of one we do not hold."""
        for image in list(root.iter("img")):
            url, alt = image.get("src", ""), image.get("alt", "")
            picture = self.find(url, _line(image))
            if picture is None:
                _link(image, url, alt or words.image)
                continue
            image.set("src", f"../{picture.name}")
            image.set("alt", alt)
            self._note(image, picture, captioned=_captioned(image), cover=False)
            _measure(image, picture)

    def _note(self, image: etree._Element, picture: Picture, *, captioned: bool, cover: bool) -> None:
        """Words that describe nothing are not read aloud; what is left without any is marked for those who judge."""
        alt = image.get("alt", "")
        if says_nothing(alt) or folded(alt) in self._placeholders:
            alt = ""
            image.set("alt", alt)
            if not captioned:
                image.set("class", f"{image.get('class', '')} {UNDESCRIBED}".strip())
        self.uses.append(Use(picture.name, " ".join(alt.split()), captioned or bool(alt), cover))


def _embedded(url: str) -> Asset | Refusal:
    try:
        return inspect(url, "", base64.b64decode(url.partition(",")[2], validate=True))
    except binascii.Error as error:
        return Refusal("A403", f"image data in the post: {error}")


def _picture(image: Encoded, digest: str) -> Picture:
    return Picture(
        f"images/{digest[:20]}.{_SUFFIXES[image.media_type]}",
        image.media_type,
        image.content,
        image.width,
        image.height,
    )


def _measure(image: etree._Element, picture: Picture) -> None:
    """The author's width counts; else the picture's own, so that nothing moves while a page is laid out."""
    if image.get("width") is None and image.get("height") is None and picture.width and picture.height:
        image.set("width", str(picture.width))
        image.set("height", str(picture.height))


def _captioned(image: etree._Element) -> bool:
    for figure in image.iterancestors("figure"):
        return any("".join(map(str, caption.itertext())).strip() for caption in figure.iterfind("figcaption"))
    return False


def _link(image: etree._Element, url: str, label: str) -> None:
    parent = image.getparent()
    if parent is None:
        return
    inside_link = any(True for _ in image.iterancestors("a"))
    tag = "span" if inside_link or not url.startswith("http") else "a"
    link = etree.Element(tag, {"class": "absent"})
    link.text, link.tail = label, image.tail
    if tag == "a":
        link.set("href", url)
    parent.replace(image, link)


def _line(element: etree._Element) -> int:
    lines: Iterator[str | None] = (e.get("data-line") for e in (element, *element.iterancestors()))
    return next((int(line) for line in lines if line), 0)
