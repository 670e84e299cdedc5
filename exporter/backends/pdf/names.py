"""The names of an issue's volumes in the output."""

from __future__ import annotations

from glob import escape

from exporter.backends.pdf.options import PdfOptions
from exporter.model.issue import Issue
from exporter.model.site import Site


def names(issue: Issue, _site: Site, options: PdfOptions) -> tuple[str, ...]:
    """An issue of more pages than a volume may have is split: how many there are shows when they are laid out."""
    place = f"{issue.folder}/{issue.id}"
    volumes = (f"{escape(place)}-[1-9]*.pdf",) if options.max_pages else ()
    return (f"{place}.pdf", *volumes)
