"""Keys: the digest of everything that shapes a result. Complete inputs make a dependency graph unnecessary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from exporter import __version__
from exporter.backends.contract import Backend, Listed
from exporter.build.cache import digest
from exporter.build.libraries import version
from exporter.build.tasks import Image
from exporter.model.issue import Issue
from exporter.model.post import Source
from exporter.model.site import Site
from exporter.model.theme import Theme

_encode = msgspec.msgpack.Encoder(order="deterministic", enc_hook=repr).encode
# JSON, for MessagePack turns every time into UTC: a post moved from one zone to another would keep its key.
_encode_times = msgspec.json.Encoder(order="deterministic").encode


@cache
def _versions(names: tuple[str, ...]) -> bytes:
    return _encode([__version__, *((name, version(name)) for name in names)])


def read_key(source: Source, content: str, *, scene: bytes) -> str:
    """``content`` is the digest of the post's file, ``scene`` that of all that shapes every reading."""
    return digest(b"read", scene, content.encode(), _encode_times(source))


def scene_key(*, program: bytes, fingerprint: bytes) -> bytes:
    """What every reading depends on: the code that reads, and what the site has for all pages. Other pages and files
    that it asked for are noted with the reading itself.
    """
    return _encode([program, fingerprint])


def theme_key(theme: Theme, *, faces: bool = True) -> str:
    """``faces``: with the machine's fonts, for a backend that sets type with them."""
    return digest(_encode(theme.files), _encode(theme.faces if faces else ()))


def theme_keys(themes: Mapping[str, Theme]) -> dict[tuple[str, bool], str]:
    """The theme_key of each, without and with the machine's fonts."""
    return {
        (name, faces): theme_key(theme, faces=faces)
        for name, theme in themes.items()
        for faces in (False, True)
    }


def setting_key(backend: Backend, options: Any, *, site: Site, theme: str) -> bytes:
    """What all parts of an issue share; ``theme`` is a theme_key."""
    shape = [backend.name, backend.version, theme, options, site]
    return _encode(shape) + _versions(backend.libraries)


def part_key(setting: bytes, *, post: str, images: Sequence[Image], original: str = "") -> str:
    """``setting`` is a setting_key, ``post`` the digest of the encoded Post, ``original`` that of its file where that
    is wanted.
    """
    return digest(b"part", setting, post.encode(), _encode([images, original]))


def catalogue_key(backend: Backend, listed: Sequence[Listed]) -> str:
    shape = _encode([backend.name, backend.version])
    return digest(b"catalogue", shape, _encode(listed), _versions(backend.libraries))


def bind_key(
    backend: Backend,
    options: Any,
    *,
    site: Site,
    theme: str,
    issue: Issue,
    parts: Sequence[str],
    edition: str = "",
    cover: Image | None = None,
) -> str:
    """``edition`` is the bind_key of the edition whose pages it follows, or empty; ``cover`` a picture of its own."""
    shape = _encode([backend.name, backend.version, theme, parts, edition, cover])
    return digest(
        b"bind", shape, _encode(options), _encode(site), _encode_times(issue), _versions(backend.libraries)
    )


def kept_key(backend: Backend, inputs: Sequence[bytes]) -> str:
    """Of a piece of an issue that a bind may keep."""
    return digest(b"kept", _encode([backend.name, backend.version]), *inputs, _versions(backend.libraries))
