"""Posts and sites with nothing in them but what a test is about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from exporter.model.post import Source
from exporter.model.publication import Publication
from exporter.model.site import Site

NOW = datetime.fromisoformat("2026-07-15T12:00:00+09:00")


def post(name: str, published: str | None = "2026-07-01T09:00:00+09:00", **fields: Any) -> Source:
    """A post of the file ``name``.md; ``published`` is ISO 8601 with an offset."""
    given: dict[str, Any] = {
        "id": name,
        "source": f"posts/{name}.md",
        "url": f"https://blog.example/{name}/",
        "title": name,
        "published": datetime.fromisoformat(published) if published else None,
        "language": "ja",
    }
    return Source(**(given | fields))


def site(**fields: Any) -> Site:
    given: dict[str, Any] = {
        "title": "夏",
        "url": "https://blog.example/",
        "language": "ja",
        "timezone": "Asia/Tokyo",
    }
    return Site(**(given | fields))


def publication(backend: str = "epub", **fields: Any) -> Publication:
    return Publication(**({"name": "digest", "backend": backend} | fields))
