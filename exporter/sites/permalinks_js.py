"""Permalinks that a program of Eleventy's makes of a page's names, as far as that is plain: they become a template.

``permalink: (data) => data.page.fileSlug + "/index.html"`` is ``{{ page.fileSlug }}/index.html``. Nothing is run.
"""

from __future__ import annotations

import re
from typing import Final

_MADE: Final = re.compile(
    r"\bpermalink\s*(?::\s*(?:async\s+)?(?:function\s*)?\w*|)\s*(?:\((?P<given>[^()]*)\)|(?<=:\s)(?P<bare>\w+))\s*(?:=>)?\s*"
    r"(?:\{\s*return\s+)?(?P<made>[^;\n]+)"
)
_PART: Final = re.compile(
    r"\s*(?:\"(?P<double>[^\"\\]*)\"|'(?P<single>[^'\\]*)'|`(?P<filled>[^`\\]*)`|(?P<name>(?:(?:this\.)?slug(?:ify)?\(\s*)?[A-Za-z_][\w.]*\s*\)?))\s*(?P<end>\+|,?\s*\Z)"
)
_SLOT: Final = re.compile(r"\$\{\s*((?:(?:this\.)?slug(?:ify)?\(\s*)?[A-Za-z_][\w.]*\s*\)?)\s*\}")
_CALLED: Final = re.compile(r"(?P<slugs>(?:this\.)?slug(?:ify)?\(\s*)?(?P<name>[\w.]+)\s*\)?")


def permalink(program: str) -> str | None:
    """The template; empty where a function makes it in a way that is not plain, None where no function does."""
    made = _MADE.search(program)
    if made is None:
        return None
    found, at, source = "", 0, made["made"].strip().rstrip("},").strip()
    while part := _PART.match(source, at):
        found += part["double"] or part["single"] or _filled(part["filled"]) or _slot(part["name"])
        at = part.end()
        if not part["end"].startswith("+"):
            return "" if "{}" in found or at < len(source) else found
    return ""


def _filled(template: str | None) -> str:
    if template is None:
        return ""
    text = _SLOT.sub(lambda slot: _slot(slot[1]), template)
    return "{}" if "${" in text else text


def _slot(name: str | None) -> str:
    """A variable of the page; ``{}`` for a value that is none."""
    called = _CALLED.fullmatch(name or "")
    if called is None:
        return ""
    plain = called["name"].removeprefix("data.")
    filtered = " | slugify" if called["slugs"] else ""
    return (
        f"{{{{ {plain}{filtered} }}}}"
        if plain in {"page.fileSlug", "page.filePathStem", "title", "slug"}
        else "{}"
    )
