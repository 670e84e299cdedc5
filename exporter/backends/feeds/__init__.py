"""RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1: the whole text of the newest posts, every address absolute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exporter.backends.contract import Backend
from exporter.backends.feeds.options import Options

if TYPE_CHECKING:
    from exporter.backends.contract import BindJob, PartJob
    from exporter.model.artifact import Part, Rendered


# Pygments and feedgen are loaded by the first post and the first feed, not with the command.
def _part(job: PartJob) -> Part:
    from exporter.backends.feeds.part import part

    return part(job)


def _bind(job: BindJob) -> Rendered:
    from exporter.backends.feeds.bind import bind

    return bind(job)


BACKEND: Final = Backend(
    name="feeds",
    version=1,
    options=Options,
    part=_part,
    bind=_bind,
    libraries=("feedgen", "lxml", "pygments", "msgspec"),
)
