"""The twin of world.files for tests and previews: files that are a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exporter.errors import ExportError, UnsafePathError
from exporter.world.files import LARGEST, Stat, plain


class MemoryFiles:
    """Names to bytes; the same rules of safety as on disk."""

    def __init__(self, content: Mapping[str, bytes | str]) -> None:
        self.content = {
            name: text.encode() if isinstance(text, str) else text for name, text in content.items()
        }

    def read(self, name: str, limit: int = LARGEST) -> bytes:
        try:
            content = self.content[plain(name)]
        except KeyError:
            raise FileNotFoundError(name) from None
        if len(content) > limit:
            raise ExportError(f"{name} has {len(content):,} bytes; the limit is {limit:,}")
        return content

    def stat(self, name: str) -> Stat | None:
        try:
            content = self.content.get(plain(name))
        except UnsafePathError:
            return None
        return None if content is None else Stat(len(content), 0)

    def walk(self, under: str = "") -> Iterator[str]:
        prefix = f"{plain(under)}/" if under else ""
        for name in sorted(self.content):
            hidden = any(part.startswith(".") for part in name[len(prefix) :].split("/"))
            if name.startswith(prefix) and not hidden:
                yield name
