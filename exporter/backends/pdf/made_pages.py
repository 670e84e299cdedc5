"""A page of contents or of an index, as an object of the volume."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from exporter.backends.pdf.body import Fixed
from exporter.backends.pdf.objects import Name, Ref, Value
from exporter.backends.pdf.resources import STAMPS

if TYPE_CHECKING:
    from exporter.backends.pdf.style import Style
    from exporter.backends.pdf.volume import Volume


def made_page(
    volume: Volume,
    style: Style,
    *,
    content: bytes,
    forms: Mapping[str, Ref],
    key: int,
    links: Sequence[Value],
) -> Value:
    """The page that ``content`` paints, with ``forms`` by their names in it; ``key`` is its own in the parent tree."""
    return {
        "Type": Name("Page"),
        "Parent": Ref(Fixed.PAGES),
        "MediaBox": [0, 0, style.paper.width, style.paper.height],
        "Resources": volume.add({"Font": Ref(Fixed.FONTS), "XObject": dict(forms), "Properties": STAMPS}),
        "Contents": volume.add_stream({}, content),
        "StructParents": key,
        "Tabs": Name("S"),
        "Annots": list(links),
        **style.boxes,
    }
