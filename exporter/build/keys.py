"""Keys: the digest of everything that shapes a result. Complete inputs make a dependency graph unnecessary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import version
from typing import Any, Final

import msgspec

from exporter import __version__
from exporter.backends.contract import Backend, Listed
from exporter.build.cache import digest
from exporter.build.tasks import Image
from exporter.model.issue import Issue
from exporter.model.post import Source
from exporter.model.site import Site
from exporter.model.theme import Theme

# Raise it when what read() makes of the same file changes.
READING: Final = 2
_LIBRARIES: Final = (
    "python-frontmatter",
    "PyYAML",
    "markdown-it-py",
    "mdit-py-plugins",
    "selectolax",
    "lxml",
    "msgspec",
)

_encode = msgspec.msgpack.Encoder(order="deterministic", enc_hook=repr).encode


@cache
def _versions(names: tuple[str, ...]) -> bytes:
    return _encode([__version__, *((name, version(name)) for name in names)])


def index_key(sources: Iterable[Source]) -> str:
    """What links between posts depend on: where each page lies and what it is called."""
    return digest(_encode([(s.source, s.url, s.title, s.language, s.slug, s.aliases) for s in sources]))


def read_key(source: Source, content: str, *, fingerprint: bytes, index: str) -> str:
    """``content`` is the digest of the post's file."""
    return digest(
        b"read", _encode([READING, content, fingerprint, index]), _encode(source), _versions(_LIBRARIES)
    )


def theme_key(theme: Theme) -> str:
    return digest(_encode(theme.files))


def part_key(
    backend: Backend, options: Any, *, site: Site, theme: str, post: bytes, images: Sequence[Image]
) -> str:
    """``post`` is the encoded Post, ``theme`` a theme_key."""
    shape = _encode([backend.name, backend.version, theme, images])
    return digest(b"part", shape, _encode(options), _encode(site), post, _versions(backend.libraries))


def catalogue_key(backend: Backend, listed: Sequence[Listed]) -> str:
    shape = _encode([backend.name, backend.version])
    return digest(b"catalogue", shape, _encode(listed), _versions(backend.libraries))


def bind_key(
    backend: Backend, options: Any, *, site: Site, theme: str, issue: Issue, parts: Sequence[str]
) -> str:
    shape = _encode([backend.name, backend.version, theme, parts])
    return digest(
        b"bind", shape, _encode(options), _encode(site), _encode(issue), _versions(backend.libraries)
    )
