"""TeX to SVG for the channels that show no MathML. The only file that sees ziamath."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lxml import etree
from msgspec import Struct

from exporter.passes.math import to_mathml

_SIZE: Final = 20.0  # units of ziamath in an em
# A formula that takes longer to draw than a page of text, or is wider than any page, stays TeX.
_LONGEST: Final = 2_000


class Formula(Struct, frozen=True):
    """A picture of a formula in black. Width, height and depth below the baseline are in ems of the text around it."""

    content: bytes
    width: float
    height: float
    depth: float


@lru_cache(maxsize=1024)
def to_svg(tex: str, *, block: bool) -> Formula | str:
    """The picture of a formula; or, as text, why there is none."""
    if len(tex) > _LONGEST:
        return f"longer than {_LONGEST} characters"
    made = to_mathml(tex, block=block)
    if isinstance(made, str):
        return made
    try:
        return _draw(etree.tostring(made, encoding="unicode", with_tail=False))
    except ImportError:
        return "ziamath is not installed"
    except Exception as error:
        # It is fed whatever an author wrote: TeX that reads is right, a lost post is not.
        return f"{type(error).__name__}: {error}"


def _draw(mathml: str) -> Formula:
    from ziamath.config import config  # noqa: PLC0415
    from ziamath.zmath import Math  # noqa: PLC0415

    config.svg2 = False
    picture = Math(mathml, size=_SIZE)
    width, height = picture.getsize()
    # Its canvas is a unit wider than the ink on every side, and its origin lies on the baseline.
    depth = -picture.getyofst() + 1
    content = picture.svg().encode("utf-8")
    return Formula(content, (width + 2) / _SIZE, (height + 2) / _SIZE, depth / _SIZE)
