"""``++ctrl+alt+del++``: pymdownx.keys, as elements of the keyboard."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

_KEY: Final = r"""(?:[A-Za-z0-9][\w-]*|"[^"\n+]+")"""
_KEYS: Final = re.compile(rf"(?<![+\w])\+\+(?P<keys>{_KEY}(?:\+{_KEY})*)\+\+(?![+\w])")
_NAMES: Final = {
    "ctrl": "Ctrl",
    "cmd": "Cmd",
    "esc": "Esc",
    "del": "Del",
    "ins": "Ins",
    "pgup": "PgUp",
    "pgdn": "PgDn",
}


def keys(body: Text) -> Text:
    """``body`` with keys as ``<kbd>``; ``body`` itself where there are none. Insertions of more than one word
    (``++two words++``) are none."""
    if "++" not in body.text:
        return body
    edits = [(*match.span(), "+".join(map(_key, match["keys"].split("+")))) for match in outside(body, _KEYS)]
    return body.edited(edits) if edits else body


def _key(name: str) -> str:
    bare = name.strip('"')
    shown = bare if bare != name else _NAMES.get(bare.lower(), " ".join(bare.split("-")).title())
    return f"<kbd>{escape(shown)}</kbd>"
