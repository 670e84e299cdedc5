"""Japanese and Chinese headings broken at phrases, and paragraphs, Korean ones too, whose last line is more than a
character. The only file that sees BudouX.

WeasyPrint knows no ``word-break: auto-phrase``: within a phrase each pair of characters is held by a word joiner.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

import budoux
from lxml import etree

JOINER: Final = "\u2060"
# A longer phrase may be broken between its words: kept whole it would leave half a line empty.
_LONGEST: Final = 12
# Between two characters of which one may end a line. Within a Latin word a ligature would swallow the joiner: it
# then says nothing to whoever copies it.
_GAP: Final = re.compile(r"(?<=[^ -~])(?=.)|(?<=[ -~])(?=[^ -~])")
# Within a word of a longer phrase: between katakana.
_WITHIN: Final = re.compile("(?<=[\u30a1-\u30fa\u30fc])(?=[\u30a1-\u30fa\u30fc])")
# What a paragraph ends with: two characters, and marks that never begin a line.
_MARKS: Final = "[、。，！？」』）….,!?)\"'”’\\s]*$"
_LAST: Final = re.compile(f"[\u3005-\u30fe\u4e00-\u9fff\uac00-\ud7a3]{{2}}{_MARKS}")
_NO_TEXT: Final = re.compile(_MARKS)
_RUNNING: Final = frozenset(
    ("a", "b", "cite", "del", "em", "i", "ins", "mark", "q", "s", "span", "strong", "u")
)
# In characters. One that is shorter has one line.
_SHORT: Final = 20
_LOADERS: Final[dict[str, Callable[[], budoux.Parser]]] = {
    "ja": budoux.load_default_japanese_parser,
    "zh": budoux.load_default_simplified_chinese_parser,
    "zh-tw": budoux.load_default_traditional_chinese_parser,
    "zh-hant": budoux.load_default_traditional_chinese_parser,
}


def keep_phrases(element: etree._Element, language: str) -> None:
    """Joins the phrases in the text of ``element`` and all below it, where ``language`` has no spaces."""
    for each in element.iter():
        each.text = joined(each.text, language) if each.text else None
        if each is not element and each.tail:
            each.tail = joined(each.tail, language)


def keep_last(root: etree._Element, language: str) -> None:
    """Joins the last two characters of every paragraph that ends with text, a link's too (JLREQ, widow adjustment of
    paragraphs): alone on a line a character looks forgotten.
    """
    if language.lower().partition("-")[0] not in ("ja", "zh", "ko"):
        return
    for each in root.iter("p", "li", "dd"):
        holder, name = _end(each)
        text = getattr(holder, name) or ""
        last = _LAST.search(text)
        if last and sum(map(len, each.itertext())) > _SHORT:
            at = last.start() + 1
            setattr(holder, name, text[:at] + JOINER + text[at:])


def _end(element: etree._Element) -> tuple[etree._Element, str]:
    """Where the text lies that ``element`` ends with: the element that has it, as its "text" or its "tail"."""
    if not len(element):
        return element, "text"
    last = element[-1]
    return _end(last) if last.tag in _RUNNING and _NO_TEXT.match(last.tail or "") else (last, "tail")


def joined(text: str, language: str) -> str:
    """``text`` with a joiner wherever no line should end."""
    parser = _parser(language.lower())
    if parser is None or text.isascii():
        return text
    return "".join(_hold(phrase) for phrase in parser.parse(text))


def _hold(phrase: str) -> str:
    if phrase.isascii():
        return phrase
    if len(phrase) > _LONGEST:
        return _WITHIN.sub(JOINER, phrase)
    return _GAP.sub(JOINER, phrase) if " " not in phrase else phrase


@cache
def _parser(language: str) -> budoux.Parser | None:
    loader = _LOADERS.get(language) or _LOADERS.get(language.partition("-")[0])
    return loader() if loader else None
