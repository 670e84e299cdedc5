"""The picture that stands for a post, under the many names that headers give it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct

from exporter.sites.fields import Table, dig, first, table, tables, text

# fmt: off
_NAMES: Final = (
    "cover", "image", "featured_image", "featuredimage", "feature_image", "featureimage", "feature", "featured",
    "cover_image", "coverimage", "header.image", "header_image", "headerimage", "hero", "hero_image", "heroimage",
    "banner", "banner_image", "bannerimage", "ogimage", "og_image", "thumbnail", "thumb", "teaser",
    "header.teaser", "images",
)
# fmt: on
_INSIDE: Final = ("image", "src", "url", "path", "filename", "file", "href")
_PICTURES: Final = frozenset([".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif"])
_STEMS: Final = ("featured", "feature", "cover", "thumbnail", "header", "banner")


class Picture(Struct, frozen=True):
    """A cover as the header has it, its address not yet resolved."""

    src: str
    alt: str = ""
    caption: str = ""


def cover_of(meta: Table, names: tuple[str, ...] = ()) -> Picture | None:
    """The cover that a header (lower-case keys) names, else the file of the bundle (``names``) that is called one."""
    values = (value for name in _NAMES if (value := dig(meta, name)))
    written = next((picture for value in values for picture in _pictures(value)), None)
    return written or _resource(meta, names) or _named(names)


def _pictures(value: object) -> Iterator[Picture]:
    if isinstance(value, list):
        for item in value:
            yield from _pictures(item)
    elif entry := table(value):
        if src := first(entry, _INSIDE):
            yield Picture(src, first(entry, ("alt", "alttext", "title")), first(entry, ("caption", "credit")))
    elif isinstance(value, str) and (src := text(value)):
        yield Picture(src)


def _resource(meta: Table, names: tuple[str, ...]) -> Picture | None:
    """Hugo's ``resources``, in which a file of the bundle is given a name."""
    for entry in tables(meta.get("resources")):
        src, name = text(entry.get("src")), text(entry.get("name")).lower()
        if src in names and name.startswith(_STEMS):
            return Picture(src, first(entry, ("params.alt", "title")), text(dig(entry, "params.caption")))
    return None


def _named(names: tuple[str, ...]) -> Picture | None:
    for stem in _STEMS[:4]:
        for name in names:
            path = PurePosixPath(name)
            if path.suffix.lower() in _PICTURES and path.stem.lower().startswith(stem):
                return Picture(name)
    return None
