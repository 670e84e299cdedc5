"""Sites whose posts may be in HTML or reStructuredText as well as in Markdown."""

from __future__ import annotations

from typing import Any

from exporter.diagnostics import Diagnostic
from exporter.model.post import Source
from exporter.reading.located import Text
from exporter.reading.markdown import Rendered
from exporter.reading.rst import is_rst
from exporter.sites.folder import FolderSite
from exporter.sites.index import Index


def is_html(path: str) -> bool:
    return path.lower().endswith((".html", ".htm"))


class FormatsSite(FolderSite):
    """Files that end in .rst are docutils', those that end in .html as they stand, all others Markdown."""

    def prepare(
        self, body: Text, source: Source, meta: dict[str, Any], index: Index
    ) -> tuple[Text, tuple[Diagnostic, ...]]:
        other = is_rst(source.source) or is_html(source.source)
        return (body, ()) if other else super().prepare(body, source, meta, index)

    def rendered(self, body: Text, source: Source, meta: dict[str, Any]) -> Rendered:
        if is_html(source.source):
            return Rendered(body.text)
        if not is_rst(source.source):
            return super().rendered(body, source, meta)
        # Half a second to load, which a site of Markdown does without.
        from exporter.reading.rst.render import render  # noqa: PLC0415

        return render(body, source.language, source.source)
