"""Paragraphs that announce what follows them stay on its page, as headings do: a title in bold, the name of a tab or
of a file, one line below a heading, one line that ends in a colon before a list or a block.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from exporter.passes.columns import width

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTED: Final = frozenset(
    {"ul", "ol", "dl", "pre", "table", "blockquote", "aside", "div", "figure", "details"}
)
# In columns, of which a wide character takes two: what a line of the narrowest page holds, and what is a title still.
_LINE: Final = 56
_TITLE: Final = 80


def keep_announced(root: etree._Element) -> None:
    """Marks each of them with the class ``announces``."""
    for paragraph in root.iter("p"):
        if paragraph.getnext() is None or paragraph.find(".//img") is not None:
            continue
        if _is_title(paragraph) or _is_line_below_heading(paragraph) or _is_opened(paragraph):
            paragraph.set("class", f"{paragraph.get('class', '')} announces".strip())


def _is_title(paragraph: etree._Element) -> bool:
    """Whether all of it is bold, and short."""
    if len(paragraph) != 1 or paragraph[0].tag not in ("strong", "b"):
        return False
    around = f"{paragraph.text or ''}{paragraph[0].tail or ''}"
    return not around.strip(" \n:：") and 0 < _columns(paragraph) <= _TITLE


def _is_line_below_heading(paragraph: etree._Element) -> bool:
    before = paragraph.getprevious()
    return before is not None and before.tag in _HEADINGS and 0 < _columns(paragraph) <= _LINE


def _is_opened(paragraph: etree._Element) -> bool:
    """``These are:`` and then they are."""
    said = "".join(map(str, paragraph.itertext())).rstrip()
    after = paragraph.getnext()
    opens = said.endswith((":", "\uff1a")) and after is not None and after.tag in _LISTED
    return opens and _columns(paragraph) <= _LINE


def _columns(paragraph: etree._Element) -> int:
    return width(" ".join("".join(map(str, paragraph.itertext())).split()))
