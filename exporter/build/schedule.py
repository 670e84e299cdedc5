"""From bindings to tasks: which posts to read, which parts to make of them, which issues to bind."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from exporter import backends
from exporter.backends.contract import Listed
from exporter.build import keys
from exporter.build.editions import place_of
from exporter.build.plan import Binding, Order, plan
from exporter.build.tasks import BindTask, CatalogueTask, Gathered, Image, PartTask, ReadTask
from exporter.model.post import ImageRef, Source
from exporter.model.publication import Publication
from exporter.model.site import Site

FileDigest = Callable[[str], str]


class Scene(Struct, frozen=True, kw_only=True):
    """What every key of a build shares: what shapes all readings (keys.scene_key), and the themes' keys by name,
    without and with the machine's fonts.
    """

    reading: bytes
    themes: dict[tuple[str, bool], str]

    def theme(self, publication: Publication) -> str:
        """The theme_key of what a publication looks like."""
        return self.themes[publication.theme, backends.load(publication.backend).sets_type]


def read_tasks(sources: Mapping[str, Source], scene: Scene, file_digest: FileDigest) -> dict[str, ReadTask]:
    """A task for each post, by its id."""
    tasks = {}
    for post_id, source in sources.items():
        content = file_digest(source.source)
        key = keys.read_key(source, content, scene=scene.reading)
        tasks[post_id] = ReadTask(key=key, source=source, content=content)
    return tasks


def part_tasks(
    binding: Binding,
    posts: Mapping[str, Gathered],
    scene: Scene,
    file_digest: FileDigest,
) -> dict[str, PartTask]:
    """A task for each post of the issue that could be read, by its id."""
    publication = binding.publication
    backend = backends.load(publication.backend)
    options = backend.part_options(publication.options)
    common = {**_common(binding), "options": options}
    setting = keys.setting_key(backend, options, site=binding.site, theme=scene.theme(publication))
    wanted = backend.wants_originals(publication.options)
    tasks: dict[str, PartTask] = {}
    for source in binding.issue.posts:
        gathered = posts.get(source.id)
        if gathered is None:
            continue
        images = _images(gathered.images, file_digest)
        original = file_digest(source.source) if wanted else ""
        key = keys.part_key(setting, post=gathered.post, images=images, original=original)
        tasks[source.id] = PartTask(
            key=key,
            name=source.source,
            post=gathered.post,
            images=images,
            original=original,
            **common,
        )
    return tasks


def _images(references: tuple[ImageRef, ...], file_digest: FileDigest) -> tuple[Image, ...]:
    """Those whose bytes we hold: files of the site, and data in the post itself."""
    return tuple(
        Image(ref.url, ref.path, file_digest(ref.path) if ref.path else "")
        for ref in references
        if ref.path or ref.url.startswith("data:")
    )


def bind_tasks(
    bindings: Sequence[Binding],
    parts: Sequence[Mapping[str, PartTask]],
    scene: Scene,
    file_digest: FileDigest,
) -> list[BindTask | None]:
    """Of each of ``bindings``, among which are their editions, the bind of the posts whose ``parts`` were made; None
    where there are none.
    """
    tasks: dict[str, BindTask | None] = {}
    for binding, made in sorted(zip(bindings, parts, strict=True), key=lambda pair: bool(pair[0].edition)):
        edition = tasks.get(place_of(binding.edition)) if binding.edition else None
        tasks[place_of(binding)] = _bind_task(binding, made, scene, edition, file_digest)
    return [tasks[place_of(binding)] for binding in bindings]


def _bind_task(
    binding: Binding,
    parts: Mapping[str, PartTask],
    scene: Scene,
    edition: BindTask | None,
    file_digest: FileDigest,
) -> BindTask | None:
    posts = tuple(post for post in binding.issue.posts if post.id in parts)
    if not posts:
        return None
    issue = msgspec.structs.replace(binding.issue, posts=posts)
    publication = binding.publication
    part_keys = tuple(parts[post.id].key for post in posts)
    cover = _cover(binding, file_digest)
    key = keys.bind_key(
        backends.load(publication.backend),
        publication.options,
        site=binding.site,
        theme=scene.theme(publication),
        issue=issue,
        parts=part_keys,
        edition=edition.key if edition else "",
        cover=cover,
    )
    return BindTask(
        key=key,
        name=f"{issue.folder}/{issue.id}",
        issue=issue,
        parts=part_keys,
        edition=edition.key if edition else "",
        cover=cover,
        **_common(binding),
    )


def _cover(binding: Binding, file_digest: FileDigest) -> Image | None:
    """The picture that the options name for this issue; its digest is empty where there is no such file."""
    named: str = getattr(binding.publication.options, "cover", "")
    path = named.replace("{issue}", binding.issue.id).lstrip("/")
    return Image(binding.site.root_url + quote(path), path, file_digest(path)) if path else None


def catalogue_task(
    publications: Sequence[Publication],
    sites: Sequence[Site],
    live: Sequence[Source],
    *,
    standing: Container[tuple[str, str, str]],
    now: datetime,
) -> CatalogueTask:
    """The list of the issues that are not closed of ``publications``, which have one backend: of those ``standing``
    (publication, id, folder) in the output, for a link to what is not there is dead.
    """
    backend = publications[0].backend
    bindings = [b for p in publications for b in plan(p, sites, live, order=Order(), now=now)[0]]
    listed = tuple(
        Listed(
            issue=msgspec.structs.replace(b.issue, posts=(), ids={}),
            site=b.site,
            options=b.publication.options,
        )
        for b in bindings
        if not b.issue.closed and (b.issue.publication, b.issue.id, b.issue.folder) in standing
    )
    key = keys.catalogue_key(backends.load(backend), listed)
    return CatalogueTask(key=key, name=f"the list of {backend}", backend=backend, listed=listed)


def _common(binding: Binding) -> dict[str, Any]:
    publication = binding.publication
    return {
        "backend": publication.backend,
        "options": publication.options,
        "site": binding.site,
        "theme": publication.theme,
    }
