"""Compressed siblings of a feed, rss.xml.gz and rss.xml.br, for servers that send those as they lie."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

from exporter.model.artifact import Artifact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter.backends.feeds.options import Compression

_BEST: Final = 9
ENDINGS: Final[dict[Compression, str]] = {"gzip": ".gz", "brotli": ".br"}


def siblings(artifact: Artifact, ways: Iterable[Compression]) -> Iterator[Artifact]:
    """One for each way. Neither holds a time or a name (RFC 1952, 2.3.1), so equal feeds have equal siblings."""
    for way in dict.fromkeys(ways):
        name = artifact.name + ENDINGS[way]
        if way == "gzip":
            yield Artifact(name, "application/gzip", gzip.compress(artifact.content, _BEST, mtime=0))
        else:
            yield Artifact(name, "application/x-brotli", _brotli(artifact.content))


def _brotli(content: bytes) -> bytes:
    import brotli  # noqa: PLC0415 - an extra of fontTools' and of no use to who asks for none

    compressed: bytes = brotli.compress(content, mode=brotli.MODE_TEXT, quality=_BEST)
    return compressed
