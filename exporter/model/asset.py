"""Asset: the bytes of one image a post shows, looked at and found to be what they claim."""

from __future__ import annotations

from msgspec import Struct


class Asset(Struct, frozen=True, kw_only=True):
    """One image. ``media_type`` is told by the bytes, never by the name; width and height are in pixels (0
    for an SVG without).

    ``digest`` is the hex SHA-256 of ``content``; ``path`` the file's place below the site's root, for messages.
    ``plain``: it lies in its file as it is shown, upright, in gray or RGB of eight bits; False where nobody looked.
    """

    url: str
    path: str
    media_type: str
    width: int
    height: int
    digest: str
    content: bytes
    plain: bool = False
