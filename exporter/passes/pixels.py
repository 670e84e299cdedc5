"""The pixels of a picture as every channel can show them: the right way up, eight bits a sample, gray or RGB."""

from __future__ import annotations

import warnings
from io import BytesIO
from math import ceil
from typing import Final

from PIL import Image, ImageOps

_ORIENTATION: Final = 0x0112
BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow's plugins raise for hostile bytes: each of these was seen when fuzzing them.
BROKEN: Final = (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, OverflowError)


def opens(content: bytes) -> bool:
    """Whether it is a picture by its header, and not so large that to decode it takes the machine's memory."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content)):
                return True
    except (*BOMBS, *BROKEN):
        return False


def orientation(image: Image.Image) -> int:
    """EXIF orientation 1 to 8; 5 and above turn the picture on its side."""
    if "exif" not in image.info:  # asked regardless, a PNG would be decoded to look behind its data
        return 1
    value = image.getexif().get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def upright(image: Image.Image, wanted: tuple[int, int], *, gray: bool) -> tuple[Image.Image, bool]:
    """The first frame as L, LA, RGB or RGBA, and whether it is opaque; of whatever size is quickly had and fills
    ``wanted``, if the picture is so large.
    """
    if image.format in ("JPEG", "MPO"):
        # libjpeg scales by 1/2, 1/4, 1/8 while decoding: 6 ms instead of 18 for a photograph.
        image.draft("L" if gray else "RGB", wanted if orientation(image) < 5 else wanted[::-1])
    picture = _plain(ImageOps.exif_transpose(image))
    opaque = picture.mode != "RGBA"
    if not opaque and picture.getchannel("A").getextrema()[0] == 255:
        picture, opaque = picture.convert("RGB"), True
    return (picture.convert("L" if opaque else "LA") if gray else picture), opaque


def _plain(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return _eight_bits(image)
    if image.mode in ("L", "RGB", "RGBA"):
        return image.convert("RGBA") if "transparency" in image.info else image
    clear = image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info
    return image.convert("RGBA" if clear else "L" if image.mode == "1" else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits a sample scaled to eight: a plain convert() would clip every value above 255 to white."""
    return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")


def enough(image: Image.Image, longest: float) -> tuple[int, int]:
    """Its size as shown, where the longer side is ``longest``."""
    width, height = image.size if orientation(image) < 5 else image.size[::-1]
    scale = longest / max(width, height)
    return ceil(width * scale), ceil(height * scale)
