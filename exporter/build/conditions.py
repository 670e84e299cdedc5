"""What besides its posts an artifact was made under, one digest for each thing a person would ask about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import msgspec

from exporter import __version__, backends
from exporter.build.cache import digest
from exporter.build.libraries import version
from exporter.build.plan import Binding
from exporter.model.publication import Publication

_encode: Final = msgspec.msgpack.Encoder(order="deterministic", enc_hook=repr).encode
_LENGTH: Final = 16  # hexadecimal digits are enough to tell that something changed

# When a post was last changed is told of the post.
_NO_TIME: Final = datetime.min.replace(tzinfo=UTC)

WORDS: Final = {
    "options": "the options of the publication",
    "theme": "the theme",
    "reading": "how posts are read (the generator's configuration, or the part of exporter that reads)",
    "site": "what the site says of itself (title, address, language, authors)",
    "issue": "the issue's own title, order or number",
    "exporter": "exporter",
    "edition": "the edition whose pages it follows",
    "libraries": "the libraries it is made with",
}


def conditions(binding: Binding, theme_of: Callable[[Publication], str], reading: bytes) -> dict[str, str]:
    """``theme_of`` gives the theme_key of a publication's theme; ``reading`` is the scene_key."""
    backend = backends.load(binding.publication.backend)
    issue = msgspec.structs.replace(binding.issue, posts=(), ids={}, updated=_NO_TIME)
    return {
        "options": _short(_encode(binding.publication.options)),
        "theme": theme_of(binding.publication)[:_LENGTH],
        "reading": _short(reading),
        "site": _short(_encode(binding.site)),
        "issue": _short(_encode(issue)),
        "exporter": f"{__version__}/{backend.version}",
        "libraries": _short(_encode([(name, version(name)) for name in backend.libraries])),
        **(
            {"edition": _short(_encode(conditions(binding.edition, theme_of, reading)))}
            if binding.edition
            else {}
        ),
    }


def _short(encoded: bytes) -> str:
    return digest(encoded)[:_LENGTH]
