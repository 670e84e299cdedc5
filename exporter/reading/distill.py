"""Distill's elements in Markdown: ``<d-footnote>``, ``<d-cite key="…">``, ``<d-code>``, ``<d-math>``; https://distill.pub/guide/.

Blogs of researchers have them (al-folio, the blog track of ICLR). A script makes notes and numbers of them.
"""

from __future__ import annotations

import re
from html import unescape
from textwrap import dedent
from typing import Final

from exporter.reading.located import Text
from exporter.reading.verbatim import outside

_ELEMENT: Final = re.compile(
    r"<d-(?P<name>footnote|cite|code|math)\b(?P<given>[^<>]*)>(?P<inner>(?:(?!<d-(?P=name)\b).)*?)</d-(?P=name)\s*>",
    re.DOTALL,
)
_KEY: Final = re.compile(r"\bkey\s*=\s*[\"']([^\"']*)[\"']")
_LANGUAGE: Final = re.compile(r"\blanguage\s*=\s*[\"']([\w+#-]*)[\"']")


def distill(body: Text) -> Text:
    """``body`` with footnotes, keys of citations, fences and formulas in their place; itself where there are none."""
    if "<d-" not in body.text:
        return body
    notes: list[str] = []
    edits = [(*element.span(), _plain(element, notes)) for element in outside(body, _ELEMENT)]
    end = len(body.text)
    below = "".join(f"\n\n[^distill-{number}]: {note}" for number, note in enumerate(notes, 1))
    return body.edited([*edits, (end, end, below)])


def _plain(element: re.Match[str], notes: list[str]) -> str:
    name, given, inner = element["name"], element["given"], element["inner"]
    if name == "footnote":
        inner = _ELEMENT.sub(lambda found: _plain(found, []) if found["name"] != "footnote" else "", inner)
        notes.append(" ".join(inner.split()))
        return f"[^distill-{len(notes)}]"
    if name == "cite":
        key = _KEY.search(given)
        keys = ", ".join(one.strip() for one in key[1].split(",")) if key else ""
        return f"\\[{keys}\\]" if keys else ""
    if name == "math":
        return f"$${unescape(inner.strip())}$$"
    language = _LANGUAGE.search(given)
    code = unescape(dedent(inner).strip("\n"))
    if "block" not in given and "\n" not in code:
        return f"`{code}`"
    return f"\n\n~~~~{language[1] if language else ''}\n{code}\n~~~~\n\n"
