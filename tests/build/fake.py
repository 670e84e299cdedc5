"""A backend that is all text: what goes in is what comes out, and a post may say how it is to fail."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

import msgspec
import pytest
from msgspec import Struct

from exporter import backends
from exporter.backends.contract import Backend, BindJob, PartJob
from exporter.model.artifact import Artifact, Part, Rendered

calls: Final[list[str]] = []


class Options(Struct, frozen=True, forbid_unknown_fields=True):
    files: tuple[str, ...] = ("txt",)
    fail: bool = False
    edition: str = ""


class FatalFetchError(BaseException):
    """As WeasyPrint's FatalURLFetchingError: it slips past ``except Exception``."""


BACKEND: Final = Backend(name="fake", version=1, options=Options)


def part(job: PartJob) -> Part:
    calls.append(f"part {job.post.source}")
    if "fails" in job.post.tags:
        raise ZeroDivisionError("no number")
    if "fatal" in job.post.tags:
        raise FatalFetchError("no such file")
    pictures = sorted(asset.path for asset in job.assets.values())
    return Part(msgspec.json.encode([job.post.title, job.post.body.text, pictures]))


def bind(job: BindJob) -> Rendered:
    calls.append(f"bind {job.issue.folder}/{job.issue.id}")
    if job.options.fail:
        raise RuntimeError("no book")
    posts: list[Any] = [msgspec.json.decode(part.content) for part in job.parts]
    text = "\n".join(f"{title}: {body} {pictures}" for title, body, pictures in posts).encode()
    names = [f"{job.issue.folder}/{job.issue.id}.{ending}" for ending in job.options.files]
    return Rendered(tuple(Artifact(name, "text/plain", text, len(posts), "items") for name in names))


def register(
    monkeypatch: pytest.MonkeyPatch, *, bind: Callable[[BindJob], Rendered] = bind, paginates: bool = False
) -> None:
    """Makes it the one that ``backend = "fake"`` means, in this process."""
    here = sys.modules[__name__]
    binder = ModuleType("exporter.backends.fake.bind")
    binder.bind = bind  # type: ignore[attr-defined]
    package = ModuleType("exporter.backends.fake")
    package.BACKEND = BACKEND._replace(paginates=paginates)  # type: ignore[attr-defined]
    for name, module in {"": package, ".part": here, ".bind": binder}.items():
        monkeypatch.setitem(sys.modules, f"exporter.backends.fake{name}", module)
    monkeypatch.setattr(backends, "NAMES", (*backends.NAMES, "fake"))
    calls.clear()
