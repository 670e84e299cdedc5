"""One post in one backend, from inputs that are all at hand: the same wherever it runs."""

from __future__ import annotations

import traceback
from base64 import b64decode
from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec import Struct

from exporter import backends
from exporter.backends.contract import PartJob
from exporter.build.cache import content_digest
from exporter.build.tasks import Failure, Image, PartTask
from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import ChangedError, ExportError, LackingError, ThemeError
from exporter.model.artifact import Part
from exporter.model.asset import Asset
from exporter.model.post import Post
from exporter.model.theme import Theme
from exporter.passes.bare import said
from exporter.passes.kinds import misnamed
from exporter.world.files import Files
from exporter.world.memory import MemoryFiles

_encode: Final = msgspec.msgpack.Encoder(order="deterministic").encode
_decode: Final = msgspec.json.Decoder(Post).decode
_LAST_LINES: Final = 30


class Inputs(Struct, frozen=True):
    """What a part is made of: the encoded post, and the files of its images."""

    post: bytes
    files: dict[str, bytes]


def make_part(task: PartTask, themes: Mapping[str, Theme], inputs: Inputs) -> bytes | Failure:
    """The encoded Part, or what went wrong on our side. Never raises: it runs where nobody could tell why."""
    try:
        return set_post(task, themes[task.theme], inputs.post, MemoryFiles(inputs.files))
    except ChangedError as error:
        return Failure(task.name, error.message, "", again="changed")
    except ThemeError as error:
        return Failure(task.name, error.message, error.hint, fatal="theme")
    except Exception as error:
        return failure_of(task.name, error)


def set_post(task: PartTask, theme: Theme, encoded: bytes, files: Files) -> bytes:
    """The encoded Part. Raises ChangedError where an image or the file is no longer what the task was planned with."""
    post = _decode(encoded)
    found: list[Diagnostic] = []
    lines = {image.url: image.line for image in post.images}
    assets = {}
    for image in task.images:
        asset = read_asset(image, post.source, lines.get(image.url, 0), found, files=files)
        if asset is not None:
            assets[image.url] = asset
    job = PartJob(
        post=post,
        site=task.site,
        theme=theme,
        options=task.options,
        assets=assets,
        original=_original(task, files),
    )
    part = backends.load(task.backend).part(job)
    return _encode(Part(part.content, (*found, *part.diagnostics)))


def _original(task: PartTask, files: Files) -> bytes:
    """The post's file, where it is wanted. Raises ChangedError."""
    if not task.original:
        return b""
    try:
        content = files.read(task.name)
    except (OSError, ExportError):
        content = b""
    if content_digest(content) != task.original:
        raise ChangedError(f"{task.name} changed while it was read", "Build again.")
    return content


def read_asset(
    image: Image, source: str, line: int, found: list[Diagnostic], *, files: Files
) -> Asset | None:
    """The picture's bytes, when they are what they seem; else a diagnostic says what is wrong with them."""
    from exporter.passes import images  # noqa: PLC0415  Pillow: a tenth of an edit's time where no picture is shown

    place = image.path or f"{image.url[:40]}…"
    try:
        content = (
            files.read(image.path, images.BYTES) if image.path else b64decode(image.url.partition(",")[2])
        )
    except (OSError, ValueError, ExportError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        found.append(diagnose("A403", f"{place} cannot be read ({reason})", source, line))
        return None
    if image.path and content_digest(content) != image.digest:
        raise ChangedError(f"{image.path} changed while it was read", "Build again.")
    seen = images.inspect(image.url, image.path, content, image.digest)
    if isinstance(seen, images.Refusal):
        found.append(diagnose(seen.code, f"{place}: {seen.reason}", source, line))
        return None
    if image.path and misnamed(seen):
        found.append(diagnose("A406", f"{place} is {seen.media_type}", source, line))
    if image.path and said(content, seen.media_type).placed:
        found.append(diagnose("A408", f"{place} says where it was taken", source, line))
    return seen


def failure_of(name: str, error: BaseException) -> Failure:
    if isinstance(error, LackingError):
        return Failure(name, error.message, "", lacking=True)
    trace = traceback.format_exception(error)
    return Failure(name, f"{type(error).__name__}: {error}", "".join(trace[-_LAST_LINES:]))
