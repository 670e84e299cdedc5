"""Letters and lists for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from exporter.backends.newsletter.options import Options, Sender
from exporter.build.cache import content_digest
from exporter.config import Config
from exporter.model.artifact import Rendered
from exporter.model.letter import EML
from exporter.model.manifest import MANIFEST, Entry, Manifest
from exporter.model.publication import Publication
from tests.backends.newsletter.samples import bind, post

TOLD = Options(
    from_=Sender("Mei", "mei@example.org"),
    postal="1 Long Street, Springfield",
    contact="mei@example.org",
    unsubscribe="https://example.org/out/{token}",
)
SECRET = "0123456789abcdef0123456789abcdef"


def letter(options: Options = TOLD, body: str = "<p>Hello, 世界.</p>") -> bytes:
    return eml(bind(post(body=body), post("second"), options=options))


def eml(rendered: Rendered) -> bytes:
    return next(one.content for one in rendered.artifacts if one.media_type == EML)


def lay_out(out: Path, **letters: bytes) -> Path:
    """An output folder that holds these letters; a name is a folder below ``letter``, ``main`` none."""
    entries = []
    for name, data in letters.items():
        place = "letter/2026-W34.eml" if name == "main" else f"letter/{name}/2026-W34.eml"
        path = out / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        entries.append(
            Entry(
                name=place,
                publication="letter",
                issue="2026-W34",
                media_type=EML,
                digest=content_digest(data),
                size=len(data),
            )
        )
    (out / MANIFEST).write_bytes(msgspec.json.encode(Manifest(artifacts=tuple(entries))))
    return out


def config(options: Options = TOLD) -> Config:
    return Config(publications={"letter": Publication(name="letter", backend="newsletter", options=options)})


def readers(path: Path, count: int) -> Path:
    lines = [f"reader{number}@example.net,Reader {number},en,2026-01-01" for number in range(count)]
    path.write_text("address,name,language,consent\n" + "\n".join(lines) + "\n")
    return path
