"""The blocks of a post by number, by which backends that set it differently can speak of one place in it."""

from __future__ import annotations

from typing import Final

from lxml import etree

from exporter.model.vocabulary import BLOCKS

ATTRIBUTE: Final = "data-block"
_BLOCKS: Final = BLOCKS | frozenset({"li", "dt", "dd", "th", "td", "caption", "figcaption", "summary"})


def number_blocks(body: etree._Element) -> None:
    """Numbers the blocks of a tree as ``thaw`` gives it, from 0 in document order."""
    for number, element in enumerate(body.iter(*_BLOCKS)):
        element.set(ATTRIBUTE, str(number))


def ink(text: str) -> int:
    """How many characters of ``text`` are neither white space nor marks of where a line may end."""
    return sum(1 for c in text if is_ink(c))


def is_ink(character: str) -> bool:
    """Whether a character is counted in a Spot's offset."""
    return not character.isspace() and character not in "\u200b\u2060\u00ad"
