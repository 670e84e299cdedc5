"""What a file is called and when it was written, where its header does not say: by its first heading and its name."""

from __future__ import annotations

import re
from typing import Final

from exporter.reading.located import Text
from exporter.sites.identity import stem

_FIRST_H1: Final = re.compile(r"(?:[ \t]*\n)*(#[ \t](.*\S.*))$", re.MULTILINE)
# A line that is longer is no heading by its look, and takes seconds to search for pairs of marks.
_LONGEST: Final = 1000
# What is said by Markdown within a heading: code, links and pictures, emphasis.
_CODE: Final = re.compile(r"(?<!`)(`++) ?(.+?) ?\1(?!`)")
_LINK: Final = re.compile(r"!?\[([^][]*)\]\([^()\s]*\)")
_STARS: Final = re.compile(r"(?<!\\)(\*{1,3})(?=\S)([^*]+)(?<=[^\s\\])\1")
_LINES: Final = re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_]+)(?<=\S)\1(?!\w)")
_H1: Final = re.compile(r"^#[ \t](?P<title>.*\S.*)$", re.MULTILINE)
# 2026-07-01-name, 2026_07_01, 20260701 name, and with the time that some note-takers put behind it.
_FILE_DATE: Final = re.compile(
    r"(?P<y>\d{4})(?P<dash>[-_]?)(?P<m>0[1-9]|1[0-2])(?P=dash)(?P<d>0[1-9]|[12]\d|3[01])"
    r"(?:\d{4}|\d{6})?(?!\d)[-_ ]*(?P<rest>.*)"
)


def day_of(path: str) -> str:
    """The day with which a file's name begins, 2026-07-01; empty where it begins with none."""
    match = _FILE_DATE.match(stem(path))
    return f"{match['y']}-{match['m']}-{match['d']}" if match else ""


def name_of(path: str) -> str:
    """A file's name without its day and endings; of a bundle, its folder's."""
    match = _FILE_DATE.match(stem(path))
    return match["rest"] if match and match["rest"] else stem(path)


def heading(body: Text) -> str:
    """The first ``#`` heading."""
    match = _H1.search(body.text)
    return _heading_text(match["title"]) if match else ""


def _heading_text(title: str) -> str:
    """The words of a heading alone."""
    words = title.rstrip().rstrip("#").strip()
    if len(words) > _LONGEST:
        return words
    code = iter([match[2] for match in _CODE.finditer(words)])
    bare = _LINK.sub(r"\1", _CODE.sub("\0", words))
    bare = _LINES.sub(r"\2", _STARS.sub(r"\2", bare))
    return re.sub("\0", lambda _: next(code), bare)


def spoken(path: str) -> str:
    """A title made of a file's name."""
    name = stem(path)
    match = _FILE_DATE.match(name)
    if match and not match["rest"]:
        return f"{match['y']}-{match['m']}-{match['d']}"  # a diary's page is called by its day
    words = (match["rest"] if match else name).replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def is_spoken(path: str) -> bool:
    """Whether the file's name was written as a title: words with blanks, or not in ASCII, or a day alone."""
    match = _FILE_DATE.match(stem(path))
    words = match["rest"] if match else stem(path)
    return not words or " " in words or not words.isascii()


def without_title(body: Text, title: str) -> Text:
    """The body without a first heading that says the title: every channel sets that above the post by itself."""
    match = _FIRST_H1.match(body.text)
    return body.replaced(*match.span(1), "") if match and _heading_text(match[2]) == title else body
