"""From bindings to tasks: which posts to read, which parts to make of them, which issues to bind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from exporter import backends
from exporter.build import keys
from exporter.build.plan import Binding
from exporter.build.tasks import BindTask, Gathered, Image, PartTask, ReadTask
from exporter.model.post import ImageRef, Source

FileDigest = Callable[[str], str]


class Scene(Struct, frozen=True, kw_only=True):
    """What every key of a build shares: the site's fingerprint, the index of its pages, the themes' keys by name."""

    fingerprint: bytes
    index: str
    themes: dict[str, str]


def read_tasks(sources: Mapping[str, Source], scene: Scene, file_digest: FileDigest) -> dict[str, ReadTask]:
    """A task for each post, by its id."""
    return {
        post_id: ReadTask(
            key=keys.read_key(
                source, file_digest(source.source), fingerprint=scene.fingerprint, index=scene.index
            ),
            source=source,
        )
        for post_id, source in sources.items()
    }


def part_tasks(
    binding: Binding,
    posts: Mapping[str, Gathered],
    reads: Mapping[str, ReadTask],
    scene: Scene,
    *,
    file_digest: FileDigest,
) -> dict[str, PartTask]:
    """A task for each post of the issue that could be read, by its id."""
    publication = binding.publication
    tasks: dict[str, PartTask] = {}
    for source in binding.issue.posts:
        gathered = posts.get(source.id)
        if gathered is None:
            continue
        images = _images(gathered.images, file_digest)
        key = keys.part_key(
            backends.load(publication.backend),
            publication.options,
            site=binding.site,
            theme=scene.themes[publication.theme],
            post=gathered.post,
            images=images,
        )
        tasks[source.id] = PartTask(
            key=key, name=source.source, post=reads[source.id].key, images=images, **_common(binding)
        )
    return tasks


def _images(references: tuple[ImageRef, ...], file_digest: FileDigest) -> tuple[Image, ...]:
    """Those whose bytes we hold: files of the site, and data in the post itself."""
    return tuple(
        Image(ref.url, ref.path, file_digest(ref.path) if ref.path else "")
        for ref in references
        if ref.path or ref.url.startswith("data:")
    )


def bind_task(binding: Binding, parts: Mapping[str, PartTask], scene: Scene) -> BindTask | None:
    """The bind of the posts whose parts were made; None where there is none."""
    posts = tuple(post for post in binding.issue.posts if post.id in parts)
    if not posts:
        return None
    issue = msgspec.structs.replace(binding.issue, posts=posts)
    publication = binding.publication
    part_keys = tuple(parts[post.id].key for post in posts)
    key = keys.bind_key(
        backends.load(publication.backend),
        publication.options,
        site=binding.site,
        theme=scene.themes[publication.theme],
        issue=issue,
        parts=part_keys,
    )
    return BindTask(
        key=key, name=f"{issue.folder}/{issue.id}", issue=issue, parts=part_keys, **_common(binding)
    )


def _common(binding: Binding) -> dict[str, Any]:
    publication = binding.publication
    return {
        "backend": publication.backend,
        "options": publication.options,
        "site": binding.site,
        "theme": publication.theme,
    }
