"""What kind of image a file is: by its bytes, whatever its name says."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from exporter.model.asset import Asset
from exporter.passes import svg

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"

_SUFFIXES: Final = {
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".jpe": JPEG,
    ".jfif": JPEG,
    ".png": PNG,
    ".apng": PNG,
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": svg.TYPE,
}


def misnamed(asset: Asset) -> bool:
    """True where the file's extension names another type than its bytes (A406)."""
    claimed = _SUFFIXES.get(PurePosixPath(asset.path).suffix.lower(), asset.media_type)
    return claimed != asset.media_type


def sniff(content: bytes) -> str:
    """The media type by magic number; empty for what is none of ours."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return svg.TYPE if svg.looks_like(content) else ""
