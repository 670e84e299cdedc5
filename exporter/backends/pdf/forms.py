"""Lines made forms: a post's line of contents, its running head, what a volume is labelled with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from exporter.backends.pdf import marks
from exporter.backends.pdf.faces import face, shown_codes
from exporter.backends.pdf.fragment import Form, Line
from exporter.backends.pdf.objects import Name, Value
from exporter.backends.pdf.resources import named_resources
from exporter.backends.pdf.table import Table

if TYPE_CHECKING:
    from exporter.backends.pdf.engine import Painted, PaintedPage

_NAMED: Final = re.compile(rb"/(\S+) (?:Do|gs)\b")


def make_line(painted: Painted, page: PaintedPage, *, gray: bool) -> Line:
    """A form in a block of its own."""
    table = Table(gray=gray)
    form = make_form(table, painted, page)
    shown = shown_codes(b"\n".join(page.operators))
    faces = tuple(face(name, painted.fonts[name], codes) for name, codes in sorted(shown.items()))
    return Line(table.block(), form.numbered(table.final(form.number)), faces)


def make_form(table: Table, painted: Painted, page: PaintedPage) -> Form:
    """A form of what ``page`` shows, with the resources that it names."""
    content = marks.strip(page.operators)
    names = {name.decode("ascii") for name in _NAMED.findall(content)}
    named = {
        kind: {name: item for name, item in painted.resources.get(kind, {}).items() if name in names}
        for kind in ("XObject", "ExtGState")
    }
    dictionary: dict[str, Value] = {
        "Type": Name("XObject"),
        "Subtype": Name("Form"),
        "BBox": [0, 0, page.width, page.height],
        "Resources": named_resources(table, named, painted.images, {}),
    }
    number = table.add_deflated(dictionary, content).number
    bottom = min((leaf.box[1] for leaf in page.leaves), default=page.height)
    baseline = min((leaf.baseline for leaf in page.leaves), default=0.0)
    last = [leaf.box for leaf in page.leaves if leaf.baseline < baseline + 2]
    left, right = min((box[0] for box in last), default=0.0), max((box[2] for box in last), default=0.0)
    # What is too long ends in an ellipsis at the edge.
    return Form(
        number, page.height, page.height - bottom, page.height - baseline, left, min(right, page.width)
    )
