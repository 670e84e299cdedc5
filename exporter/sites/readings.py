"""Readings (読み): how a Japanese title or name is pronounced, in kana, for catalogues to sort by."""

from __future__ import annotations

from typing import Any

import msgspec

from exporter.model.post import Source
from exporter.sites.fields import dig, first, table, text

YOMI = "yomi"


def with_readings(source: Source, meta: dict[str, Any]) -> Source:
    """``yomi: よみ`` reads the title, kept in ``extra``; as a table it has ``title`` and, of one alone, ``author``."""
    value = meta.get(YOMI) or dig(meta, f"params.{YOMI}")
    if not value:
        return source
    title = first(table(value), ("title",)) or text(value)
    author = first(table(value), ("author",))
    writers = source.authors
    if author and len(writers) == 1 and not writers[0].reading:
        writers = (msgspec.structs.replace(writers[0], reading=author),)
    extra = {**source.extra, YOMI: title} if title else source.extra
    return msgspec.structs.replace(source, authors=writers, extra=extra)
