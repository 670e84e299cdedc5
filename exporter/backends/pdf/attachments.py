"""What an archive carries beside its pages: each post's file as it lies, its images bare, a manifest of their digests.

ISO 19005-3, 6.8: every embedded file has a MIME type, a date, a description and a relationship to the document.
"""

from __future__ import annotations

import zlib
from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from hashlib import md5, sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec
from msgspec import Struct

from exporter.backends.pdf.metadata import pdf_date
from exporter.backends.pdf.objects import Name, Ref, Value, byte_string
from exporter.passes.bare import bare

if TYPE_CHECKING:
    from exporter.backends.contract import PartJob
    from exporter.backends.pdf.volume import Volume
    from exporter.model.issue import Issue
    from exporter.model.post import Source
    from exporter.model.site import Site

MANIFEST: Final = "manifest.json"
# RFC 7763 for Markdown; a file of another kind is a post only where a site's generator reads it.
_TYPES: Final = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".org": "text/org",
    ".rst": "text/x-rst",
    ".adoc": "text/asciidoc",
    ".ipynb": "application/x-ipynb+json",
}


class Attachment(Struct, frozen=True):
    """A file of the site: ``path`` below its root, ``data`` as stored and, where ``deflated``, compressed.

    ``sha256`` is in hexadecimal, ``md5`` the checksum of 7.11.4, both of the ``size`` bytes of the file itself.
    """

    path: str
    media_type: str
    data: bytes
    deflated: bool
    size: int
    sha256: str
    md5: bytes


class Enclosed(Struct, frozen=True, array_like=True):
    """The same once it is written."""

    path: str
    media_type: str
    size: int
    sha256: str


Held: TypeAlias = "Sequence[tuple[Source, Sequence[Enclosed]]]"


def attachments(job: PartJob) -> tuple[Attachment, ...]:
    """The post's file and the images it shows; nothing where the file was not asked for."""
    if not job.original:
        return ()
    path = job.post.source
    kind = _TYPES.get(PurePosixPath(path).suffix.lower(), "text/plain")
    images = {asset.path: asset for asset in job.assets.values() if asset.path}
    held = [
        _attach(image.path, image.media_type, bare(image.content, image.media_type))
        for _, image in sorted(images.items())
    ]
    return (_attach(path, kind, job.original), *held)


def _attach(path: str, media_type: str, content: bytes) -> Attachment:
    small = zlib.compress(content, 9)
    # What an image format compressed already gains nothing by another turn.
    deflated = len(small) < 0.95 * len(content)
    checksum = md5(content, usedforsecurity=False).digest()
    return Attachment(
        path,
        media_type,
        small if deflated else content,
        deflated,
        len(content),
        sha256(content).hexdigest(),
        checksum,
    )


def enclose(
    volume: Volume, post: Source, held: Sequence[Attachment], files: dict[str, int], dated: datetime
) -> tuple[Enclosed, ...]:
    """Writes the files of a post, its own first; what lies in ``files`` by its path is there already. ``dated`` is
    their date where the post has none.
    """
    for index, item in enumerate(held):
        if item.path not in files:
            text = f"Image of {post.title}" if index else f"Source of {post.title}"
            date = post.updated or post.published or dated
            files[item.path] = _add(volume, item, text, date, "Source").number
    return tuple(Enclosed(item.path, item.media_type, item.size, item.sha256) for item in held)


def add_manifest(
    volume: Volume, files: Mapping[str, int], issue: Issue, site: Site, held: Held
) -> dict[str, Value]:
    """Entries of the catalogue: the file specifications by name, in the order of their names (7.9.6), and the
    associated files (ISO 19005-3, annex E); a manifest of what is ``held`` of each post is one of them.
    """
    listing = _attach(MANIFEST, "application/json", manifest(issue, site, held))
    made = _add(volume, listing, "Digests of all sources", issue.updated, "Data")
    numbers = {**files, _free(MANIFEST, files): made.number}
    names: list[Value] = []
    for name in sorted(numbers, key=lambda name: name.encode("utf-16-be")):
        names += [name, Ref(numbers[name])]
    return {"Names": {"EmbeddedFiles": {"Names": names}}, "AF": [Ref(number) for number in numbers.values()]}


def _free(name: str, taken: Container[str]) -> str:
    while name in taken:
        name = f"_{name}"
    return name


def manifest(issue: Issue, site: Site, held: Held) -> bytes:
    """What the archive can be published from again, as JSON: the posts in their order, each file with its SHA-256."""
    head = {
        "title": issue.title,
        "identifier": issue.identifier,
        "site": site.url,
        "language": issue.language,
    }
    posts = [_post_entry(post, enclosed) for post, enclosed in held]
    return msgspec.json.format(msgspec.json.encode({**head, "posts": posts}), indent=1) + b"\n"


def _post_entry(post: Source, held: Sequence[Enclosed]) -> dict[str, object]:
    files = [
        {"path": item.path, "type": item.media_type, "size": item.size, "sha256": item.sha256}
        for item in held
    ]
    return {"id": post.id, "url": post.url, "title": post.title, "published": post.published, "files": files}


def _add(volume: Volume, item: Attachment, text: str, date: datetime, relation: str) -> Ref:
    entries: dict[str, Value] = {
        "Type": Name("EmbeddedFile"),
        "Subtype": Name(item.media_type.replace("/", "#2F").replace("+", "#2B")),
        "Params": {"Size": item.size, "ModDate": pdf_date(date), "CheckSum": byte_string(item.md5)},
    }
    if item.deflated:
        entries["Filter"] = Name("FlateDecode")
    stream = volume.add_stream(entries, item.data, deflate=False)
    return volume.add(
        {
            "Type": Name("Filespec"),
            "F": item.path,
            "UF": item.path,
            "Desc": text,
            "AFRelationship": Name(relation),
            "EF": {"F": stream, "UF": stream},
        }
    )
