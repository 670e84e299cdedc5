"""Posts in reStructuredText, as Pelican and Nikola have them: docutils parses it, the HTML is that of Markdown here."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.frontmatter import FrontMatter, split
from exporter.reading.located import locate

_RULE: Final = r"[!-/:-@\[-`{-~]"
_TITLE: Final = re.compile(
    rf"(?:[ \t]*\n)*(?:(?P<over>({_RULE})\2*)[ \t]*\n[ \t]*)?(?P<title>\S.*)\n(?P<under>({_RULE})\5*)[ \t]*(?:\n|\Z)"
)
# Nikola writes what it wants to know as comments, Pelican as a list of fields.
_COMMENTS: Final = re.compile(r"(?:[ \t]*\n)*(?:\.\. [\w-]+:(?: .*)?(?:\n|\Z))+")
_COMMENT: Final = re.compile(r"^[ \t]*\.\. (?P<key>[\w-]+):[ \t]*(?P<value>.*)$", re.MULTILINE)
_FIELDS: Final = re.compile(r"(?:[ \t]*\n)*(?::[\w -]+:(?:[ \t].*)?(?:\n|\Z)(?:[ \t]+\S.*(?:\n|\Z))*)+")
_FIELD: Final = re.compile(r"^:(?P<key>[\w -]+):[ \t]*(?P<value>.*(?:\n[ \t]+\S.*)*)$", re.MULTILINE)


def is_rst(path: str) -> bool:
    return path.lower().endswith((".rst", ".rest"))


def header(written: str, path: str) -> FrontMatter:
    """A post's title and fields, or comments, and its body without them; one with fences is read as anywhere else."""
    whole = locate(written)
    if re.match(r"\s*(?:---|\+\+\+)[ \t]*\n(?=.*:|.*=)", whole.text):
        return split(written, path)
    meta: dict[str, object] = {}
    at = 0
    if said := _COMMENTS.match(whole.text):
        meta |= comments(said[0])
        at = said.end()
    title = _TITLE.match(whole.text, at)
    if title and len(title["under"]) >= min(4, len(title["title"])) and "title" not in meta:
        meta["title"] = " ".join(title["title"].split())
        at = title.end()
    if not said and (fields := _FIELDS.match(whole.text, at)):
        meta |= {one["key"].lower(): " ".join(one["value"].split()) for one in _FIELD.finditer(fields[0])}
        at = fields.end()
    return FrontMatter(_listed(meta), whole.part(at, len(whole.text)), whole.text[:at])


def comments(written: str) -> dict[str, object]:
    """What ``.. key: value`` lines say."""
    return _listed({one["key"].lower(): one["value"].strip() for one in _COMMENT.finditer(written)})


def _listed(meta: dict[str, object]) -> dict[str, object]:
    """Tags and authors as lists."""
    for key in ("tags", "authors"):
        if isinstance(said := meta.get(key), str):
            names = re.split(r";" if ";" in said else r",", said)
            meta[key] = [name.strip() for name in names if name.strip()]
    return meta
