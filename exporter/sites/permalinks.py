"""``permalink`` under [site]: the addresses of posts where no reader knows them, "/blog/{year}/{slug}/"."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final

from exporter.errors import ConfigError
from exporter.sites.fields import text
from exporter.sites.habits import Header
from exporter.sites.slugs import slugified
from exporter.sites.titles import name_of

_SLOT: Final = re.compile(r"\{([^{}]*)\}")
_VALUES: Final[dict[str, Callable[[Header], str]]] = {
    "year": lambda header: f"{header.published.year:04}" if header.published else "",
    "month": lambda header: f"{header.published:%m}" if header.published else "",
    "day": lambda header: f"{header.published:%d}" if header.published else "",
    "slug": lambda header: text(header.meta.get("slug")).strip("/") or name_of(header.path),
    "title": lambda header: slugified(header.title),
    "path": lambda header: str(PurePosixPath(header.path).with_suffix("")).removesuffix("/index"),
}


def checked(template: str) -> None:
    """Raises ConfigError for a slot that means nothing."""
    unknown = [slot for slot in _SLOT.findall(template) if slot not in _VALUES]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in _VALUES)
        raise ConfigError(
            f"exporter.toml: permalink has {{{unknown[0]}}}, which means nothing", f"Known are {known}."
        )


def filled(template: str, header: Header) -> str:
    """The address of a post below the root."""
    return _SLOT.sub(lambda slot: _VALUES[slot[1]](header), template).lstrip("/")
