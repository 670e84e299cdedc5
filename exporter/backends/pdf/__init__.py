"""PDF archives: each post laid out once, bound into volumes with cover, contents, folios, outline and tags."""

from __future__ import annotations

from typing import Final

from exporter.backends.contract import Backend
from exporter.backends.pdf.options import PdfOptions

BACKEND: Final = Backend(
    name="pdf",
    version=44,
    options=PdfOptions,
    libraries=("weasyprint", "pydyf", "uharfbuzz", "fonttools", "pillow", "pygments", "lxml", "msgspec"),
    paginates=True,
    sets_type=True,
)
