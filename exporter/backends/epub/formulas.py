"""Formulas as pictures, for reading systems that show no MathML."""

from __future__ import annotations

from hashlib import blake2b

from lxml import etree

from exporter.backends.epub.chapter import Picture
from exporter.backends.epub.figures import Gallery
from exporter.passes.formula import to_svg
from exporter.passes.math import MATHML
from exporter.passes.resvg import DrawError, draw

_SCALE = 3.0  # pixels of the picture in one of the drawing: 60 in an em, sharp at 300 dpi and 14 points


def draw_formulas(root: etree._Element, gallery: Gallery) -> None:
    """Puts a picture in the place of every <math> below ``root``, its TeX for those who cannot see it; what cannot be
    drawn stays."""
    for formula in list(root.iter(f"{{{MATHML}}}math")):
        tex = formula.get("alttext", "")
        drawn = to_svg(tex, block=formula.get("display") == "block")
        parent = formula.getparent()
        if isinstance(drawn, str) or parent is None:
            continue
        try:
            content = draw(drawn.content, zoom=_SCALE)
        except DrawError:
            continue
        name = f"images/{blake2b(content, digest_size=10).hexdigest()}.png"
        gallery.keep(Picture(name, "image/png", content, 0, 0), tex)
        image = etree.Element("img", {"src": f"../{name}", "alt": tex, "class": "formula"})
        image.set("style", f"height: {drawn.height:.2f}em; vertical-align: {-drawn.depth:.2f}em")
        image.tail = formula.tail
        parent.replace(formula, image)
