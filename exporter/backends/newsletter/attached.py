"""Pictures that travel with the mail (``images = "cid"``): JPEG, PNG and GIF, twice the column for sharp screens.

Mail with its pictures shows them where links to remote ones are blocked; each reader then carries their bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from html import escape
from typing import Final

from msgspec import Struct

from exporter.model.asset import Asset

_FORMATS: Final = ("image/jpeg", "image/png", "image/gif")
_BUDGET: Final = 200_000  # bytes a picture


class Picture(Struct, frozen=True, array_like=True):
    """One picture to attach; ``url`` is what the HTML calls it."""

    url: str
    media_type: str
    content: bytes

    @property
    def name(self) -> str:
        """Its Content-ID but for the host: the same bytes are attached once."""
        return blake2b(self.content, digest_size=12).hexdigest()

    @property
    def source(self) -> str:
        """The attribute that shows it, as the HTML is written."""
        return f'src="{escape(self.url, quote=False)}"'


def attach(html: Iterable[str], assets: Mapping[str, Asset], *, column: int) -> tuple[Picture, ...]:
    """The pictures that any of ``html`` shows and we hold, fit for mail; those that cannot be read stay links."""
    from exporter.passes import images  # noqa: PLC0415  Pillow: 25 ms that a bind does without

    pages = tuple(html)
    made = []
    for url, asset in sorted(assets.items()):
        if not any(Picture(url, "", b"").source in page for page in pages):
            continue
        encoded = images.encode(asset, longest=2 * column, budget=_BUDGET, formats=_FORMATS)
        if isinstance(encoded, images.Encoded):
            made.append(Picture(url, encoded.media_type, encoded.content))
    return tuple(made)


def point(html: str, pictures: Sequence[Picture], host: str) -> tuple[str, dict[str, Picture]]:
    """``html`` with the pictures' addresses turned to ``cid:``, and the pictures it shows by their Content-ID."""
    used: dict[str, Picture] = {}
    for picture in pictures:
        if picture.source in html:
            used[f"{picture.name}@{host}"] = picture
            html = html.replace(picture.source, f'src="cid:{picture.name}@{host}"')
    return html, used
