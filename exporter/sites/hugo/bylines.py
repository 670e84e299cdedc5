"""Keys of authors: ``authors: [ann]`` with ``data/authors/ann.yaml`` or a page ``content/authors/ann/_index.md``."""

from __future__ import annotations

import re
from typing import Final

from exporter.errors import ExportError
from exporter.reading.data import parse_json, parse_toml, parse_yaml
from exporter.sites.fields import Table, first, lowered, table
from exporter.sites.hugo.header import Headers
from exporter.world.files import Files

_KEY: Final = re.compile(r"[\w-]{1,64}")
_PARSERS: Final = {"json": parse_json, "yaml": parse_yaml, "yml": parse_yaml, "toml": parse_toml}


class Bylines:
    """Looks up authors of one language, each once."""

    def __init__(self, files: Files, headers: Headers, language: str) -> None:
        self._files = files
        self._headers = headers
        self._language = language
        self._known: dict[str, Table] = {}

    def __call__(self, key: str) -> Table:
        """What the site says of the author ``key``; empty where it knows none of that name."""
        if key not in self._known:
            self._known[key] = self._find(key) if _KEY.fullmatch(key) else {}
        return self._known[key]

    def _find(self, key: str) -> Table:
        for ending, parse in _PARSERS.items():
            path = f"data/authors/{key}.{ending}"
            if self._files.stat(path):
                try:
                    return table(lowered(parse(self._files.read(path).decode()).value))
                except (OSError, ExportError, UnicodeDecodeError):
                    return {}
        page = self._headers.section(f"authors/{key}", self._language)
        name = first(page[1].meta, ("title", "name")) if page else ""
        return {"url": first(page[1].meta, ("website", "homepage")), "name": name} if page and name else {}
