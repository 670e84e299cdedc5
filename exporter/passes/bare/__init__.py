"""A picture without what its camera and its programs wrote into it; the picture itself is not touched, nor decoded.

A book, an archive and a mail travel further than the site. What stays is what the picture is shown by (colour profile,
density, which way up, the frames of an animation) and who made it: *Artist* and *Copyright*, which are there because
somebody typed them in for whoever meets the picture, and which must not be taken off it (WIPO Copyright Treaty, article
12). Place, time, serial number, owner, history of editing, preview of the uncropped picture, film after the last byte:
none of it stays.

The lists say what is kept: what a later standard adds is left out until somebody adds it here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from exporter.passes.bare import avif, gif, jpeg, png, webp
from exporter.passes.bare.fields import Fields

_FORMATS: Final[Mapping[str, Callable[[bytes], tuple[bytes, Fields]]]] = {
    "image/jpeg": jpeg.bare,
    "image/png": png.bare,
    "image/webp": webp.bare,
    "image/gif": gif.bare,
    "image/avif": avif.bare,
}


def bare(content: bytes, media_type: str) -> bytes:
    """The same picture, bare; ``content`` itself where nothing had to go. What is broken stays as broken as it is.

    ``media_type`` is what the bytes say. SVG comes back as it is: ``svg.make_safe`` sees to it.
    """
    if media_type not in _FORMATS:
        return content
    made, _ = _FORMATS[media_type](content)
    return content if made == content else made


def said(content: bytes, media_type: str) -> Fields:
    """What the file says of the picture, as far as it is looked at here."""
    return _FORMATS[media_type](content)[1] if media_type in _FORMATS else Fields()
