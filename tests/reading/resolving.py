"""A post without a site: links and images are where the web would look for them, files where we say."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

from exporter.diagnostics import Diagnostic
from exporter.reading.body import Body, read_body

URL = "https://blog.example/posts/summer/"


class Web:
    """The twin of a site's resolver. ``files`` maps what src says to the path of a file."""

    def __init__(self, files: Mapping[str, str] | None = None, url: str = URL) -> None:
        self.url = url
        self.diagnostics: list[Diagnostic] = []
        self._files = files or {}

    def link(self, href: str, line: int) -> str:
        return self._join(href)

    def image(self, src: str, line: int) -> tuple[str, str]:
        return self._join(src), self._files.get(src, "")

    def _join(self, href: str) -> str:
        try:
            return urljoin(self.url, href)
        except ValueError:
            return ""


def read(html: str, resolve: Web | None = None) -> Body:
    return read_body(html, "posts/summer.md", resolve or Web())
