"""A finished file in the order of its pages, with hints for readers that fetch parts of it (ISO 32000-1, annex F)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf

from exporter.model.spool import Spool


def linearize(written: Spool, opened: Callable[[], Spool]) -> Spool:
    """A copy by qpdf. It parses all objects and holds the file twice: 2,000 pages take some seconds and 200 MB."""
    out = BytesIO()
    with pikepdf.open(BytesIO(bytes(written))) as pdf:
        pdf.save(
            out,
            linearize=True,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    copy = opened()
    copy.write(out.getvalue())
    return copy
