"""Images: what their bytes say they are, and the same picture again within a channel's caps.

Nothing is decoded before its header is believed: type by magic number, then size, then the cap on pixels.
With pixels.py the only file that sees Pillow.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from importlib import import_module
from io import BytesIO
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image, ImageOps, UnidentifiedImageError

from exporter.model.asset import Asset
from exporter.passes import svg
from exporter.passes.bare import bare, said
from exporter.passes.kinds import JPEG, PNG, sniff
from exporter.passes.pixels import BOMBS, BROKEN, enough, orientation, upright

# 89 million pixels are 268 MB once decoded: Pillow's own line between a large picture and a bomb.
PIXELS: Final = 89_478_485
BYTES: Final = 64 * 2**20
# Below this quality a thumbnail shows blocks; a picture still over budget is made smaller instead.
_QUALITIES: Final = (85, 75, 65)
_ICC_BYTES: Final = 4096
_GAP: Final = 3.0

_PILLOW: Final = {JPEG: "JPEG", PNG: "PNG", "image/gif": "GIF", "image/webp": "WEBP", "image/avif": "AVIF"}
# Loaded when a picture asks for it: Pillow knows the others by itself, and the library behind AVIF takes 14 ms.
_PLUGINS: Final = {"image/webp": "PIL.WebPImagePlugin", "image/avif": "PIL.AvifImagePlugin"}


class Refusal(Struct, frozen=True):
    """Why these bytes are not used: ``code`` is A403 (no image we can use) or A404 (too large to open)."""

    code: str
    reason: str


class Encoded(Struct, frozen=True):
    """A picture for a channel; pixels as shown, 0 for an SVG without. ``lost``: what of a drawing ran or fetched."""

    content: bytes
    media_type: str
    width: int
    height: int
    lost: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The hex SHA-256 of ``content``, as an Asset has it."""
        return sha256(self.content).hexdigest()


def is_animated(image: Encoded) -> bool:
    """True where the picture moves: an animated GIF, WebP or PNG that stayed as it was."""
    if image.media_type not in ("image/gif", "image/webp", PNG):
        return False
    try:
        with _open(image.media_type, image.content) as picture:
            return bool(getattr(picture, "is_animated", False))
    except BROKEN:
        return False


class Layer(NamedTuple):
    """A picture for ``compose``, cut to fill its box: left, top, width, height in pixels."""

    content: bytes
    media_type: str
    box: tuple[int, int, int, int]


def compose(size: tuple[int, int], colour: str, layers: Sequence[Layer]) -> Encoded:
    """A JPEG of ``layers`` one over another on ``colour``; a layer that cannot be read is left out."""
    canvas = Image.new("RGB", size, colour)
    for layer in layers:
        left, top, width, height = layer.box
        try:
            with _open(layer.media_type, layer.content) as image:
                picture, opaque = upright(image, (width, height), gray=False)
        except (*BOMBS, *BROKEN):
            continue
        if picture.size != (width, height):
            picture = ImageOps.fit(picture, (width, height), Image.Resampling.BICUBIC)
        canvas.paste(picture.convert("RGB"), (left, top), None if opaque else picture.getchannel("A"))
    # Baseline: progressive saves a twentieth of the bytes, and takes twice the time to write and to show.
    return Encoded(_save(canvas, "JPEG", quality=88, optimize=True), JPEG, *size)


def inspect(url: str, path: str, content: bytes, digest: str = "") -> Asset | Refusal:
    """What ``content`` is by its bytes alone: JPEG, PNG, GIF, WebP, AVIF or SVG.

    Width and height are those shown, EXIF orientation applied. The data after the header is not looked at. ``digest``
    is that of ``content``, where the caller knows it.
    """
    if len(content) > BYTES:
        return Refusal("A404", f"{len(content):,} bytes; the limit is {BYTES:,}")
    kind = sniff(content)
    if not kind:
        return Refusal("A403", "neither JPEG, PNG, GIF, WebP, AVIF nor SVG by its first bytes")
    seen = _svg_size(content) if kind == svg.TYPE else _raster_size(kind, content)
    if isinstance(seen, Refusal):
        return seen
    digest = digest or sha256(content).hexdigest()
    return Asset(url=url, path=path, media_type=kind, digest=digest, content=content, **seen._asdict())


def encode(
    asset: Asset,
    *,
    longest: int,
    budget: int,
    formats: Collection[str],
    gray: bool = False,
    gap: float = _GAP,
) -> Encoded | Refusal:
    """The picture, at most ``longest`` pixels long, in about ``budget`` bytes, as one of ``formats``.

    ``formats`` are media types, JPEG or PNG among them. Bytes already within the caps come back as they are, but for
    what was written into them besides the picture (``bare``).
    Otherwise: EXIF orientation applied, the first frame of an animation, colours as RGB, transparency kept as PNG
    or laid on white; of its metadata, who made it. The budget gives way when a quarter of the size is still over
    it: an image too small to read is worse.

    ``gap`` is how many times too large a picture may be when it is resampled; what is larger is scaled by whole steps
    before. 3 is as good as all of it, 1.5 enough for a thumbnail and thrice as quick.
    """
    if asset.media_type == svg.TYPE:
        return _encode_svg(asset, longest=longest, budget=budget, formats=formats, gray=gray)
    fits = max(asset.width, asset.height) <= longest and asset.media_type in formats
    content = bare(asset.content, asset.media_type) if fits else b""
    small = fits and len(content) <= budget
    stays = Encoded(content, asset.media_type, asset.width, asset.height)
    if small and asset.plain and not gray:
        return stays
    try:
        with _open(asset.media_type, asset.content) as image:
            if small and _is_plain(image, gray=gray):
                return stays
            picture, opaque = _decode(image, longest=longest, gray=gray, gap=gap)
            coloured = image.mode.startswith("RGB") and not gray
            profile = image.info.get("icc_profile", b"") if coloured else b""
        keep_exact = asset.media_type in (PNG, "image/gif")
        credit = said(asset.content, asset.media_type)._replace(turned=1).exif()
        known = _Known(profile, b"Exif\0\0" + credit if credit else b"")
        return _fit(picture, known, opaque=opaque, exact=keep_exact, budget=budget, formats=formats)
    except BOMBS as error:
        return Refusal("A404", str(error))
    except BROKEN as error:
        return Refusal("A403", f"its data is broken{_why(error)}")


class _Known(NamedTuple):
    """What a picture keeps when it is encoded again: its colours' profile, and an Exif of who made it."""

    profile: bytes
    exif: bytes


def _open(kind: str, content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        if kind in _PLUGINS:
            import_module(_PLUGINS[kind])
        return Image.open(BytesIO(content), formats=(_PILLOW[kind],))


class _Seen(NamedTuple):
    width: int
    height: int
    plain: bool = False


def _raster_size(kind: str, content: bytes) -> _Seen | Refusal:
    try:
        with _open(kind, content) as image:
            width, height = image.size
            turned, mode = orientation(image), image.mode
    except BOMBS as error:
        return Refusal("A404", str(error))
    except BROKEN as error:
        return Refusal("A403", f"its header is broken{_why(error)}")
    if width * height > PIXELS:
        return Refusal("A404", f"{width} × {height} pixels; the limit is {PIXELS:,}")
    plain = turned == 1 and mode in ("L", "RGB")
    return _Seen(height, width) if turned >= 5 else _Seen(width, height, plain)


def _why(error: Exception) -> str:
    """In brackets; nothing of a message that names a place in memory, which is another each time."""
    return "" if isinstance(error, UnidentifiedImageError) else f" ({error})"


def _svg_size(content: bytes) -> _Seen | Refusal:
    try:
        return _Seen(*svg.size(content))
    except svg.SvgError as error:
        return Refusal("A403", str(error))


def _is_plain(image: Image.Image, *, gray: bool) -> bool:
    """Sixteen bits a sample are black to WeasyPrint and to some e-readers."""
    if image.mode == "CMYK" or image.mode[0] in "IF":
        return False
    return orientation(image) == 1 and not (gray and image.mode not in ("1", "L", "LA"))


def _decode(image: Image.Image, *, longest: int, gray: bool, gap: float) -> tuple[Image.Image, bool]:
    """The first frame as L, LA, RGB or RGBA, upright and no longer than ``longest``; and whether it is opaque."""
    room = (longest, longest) if gap >= _GAP else enough(image, longest * gap)
    picture, opaque = upright(image, room, gray=gray)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=gap)
    return picture, opaque


def _fit(
    picture: Image.Image, known: _Known, *, opaque: bool, exact: bool, budget: int, formats: Collection[str]
) -> Encoded:
    if not opaque and PNG not in formats:
        white = Image.new("RGBA", picture.size, "white")
        picture, opaque = Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB"), True
    smallest = max(picture.size) // 4
    while True:
        best: Encoded | None = None
        for candidate in _candidates(picture, known, opaque=opaque, exact=exact, formats=formats):
            if len(candidate.content) <= budget:
                return candidate
            best = candidate if best is None or len(candidate.content) < len(best.content) else best
        if best is None:
            raise AssertionError(f"neither JPEG nor PNG among {sorted(formats)}")
        if max(picture.size) <= max(smallest, 64):
            return best
        picture = picture.resize((max(1, picture.width * 4 // 5), max(1, picture.height * 4 // 5)))


def _candidates(
    picture: Image.Image, known: _Known, *, opaque: bool, exact: bool, formats: Collection[str]
) -> Iterator[Encoded]:
    """Encodings of one size, the best first: a drawing stays exact if it can, a photograph is never a PNG."""
    width, height = picture.size
    icc = known.profile if len(known.profile) <= _ICC_BYTES else b""
    if PNG in formats and (exact or not opaque or JPEG not in formats):
        yield Encoded(_save(picture, "PNG", icc_profile=icc, exif=known.exif), PNG, width, height)
    if JPEG in formats and opaque:
        for quality in _QUALITIES:
            options = {
                "quality": quality,
                "progressive": True,
                "optimize": True,
                "icc_profile": icc,
                "exif": known.exif,
            }
            yield Encoded(_save(picture, "JPEG", **options), JPEG, width, height)
    elif PNG in formats:
        few = picture if picture.mode == "LA" else picture.quantize(256, Image.Quantize.FASTOCTREE)
        yield Encoded(_save(few, "PNG", optimize=True, exif=known.exif), PNG, width, height)


def _save(picture: Image.Image, form: str, **options: object) -> bytes:
    clean = picture.copy()
    clean.info = {}
    stream = BytesIO()
    clean.save(stream, form, **options)
    return stream.getvalue()


def _encode_svg(
    asset: Asset, *, longest: int, budget: int, formats: Collection[str], gray: bool
) -> Encoded | Refusal:
    try:
        safe, lost = svg.make_safe(asset.content)
        if svg.TYPE in formats and len(safe) <= budget and not gray:
            return Encoded(safe, svg.TYPE, asset.width, asset.height, lost)
        png = svg.rasterise(safe, longest=longest, width=asset.width, height=asset.height)
        drawn = inspect(asset.url, "", png)
    except svg.SvgError as error:
        return Refusal("A403", str(error))
    if isinstance(drawn, Refusal):
        return drawn
    encoded = encode(drawn, longest=longest, budget=budget, formats=formats, gray=gray)
    return replace(encoded, lost=lost) if isinstance(encoded, Encoded) else encoded
