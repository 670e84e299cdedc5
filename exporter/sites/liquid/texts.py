"""Jekyll's filters of texts, numbers and URLs (https://jekyllrb.com/docs/liquid/filters/), and Eleventy's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final
from urllib.parse import quote, quote_plus

from liquid import RenderContext
from liquid.filter import with_context

from exporter.sites.liquid.values import as_json, shown

_ABSOLUTE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\s*[+-]?\d{1,1000}(?:\.\d{1,1000})?")
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_GROUPS: Final = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")
# What I18n writes for letters that have no base letter; the rest it does not know becomes a question mark.
_SPELLED: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
     "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ħ": "h", "ı": "i", "ŋ": "ng"}
)  # fmt: skip


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM" or character.isdecimal()


def _latin(character: str) -> str:
    base = unicodedata.normalize("NFKD", character.translate(_SPELLED))
    plain = "".join(c for c in base if not unicodedata.combining(c))
    return plain if plain.isascii() else "?"


# What each mode of ``slugify`` keeps; jekyll/utils.rb.
_KEPT: Final[Mapping[str, Callable[[str], bool]]] = {
    "raw": lambda c: not c.isspace(),
    "pretty": lambda c: _is_letter(c) or c in "._~!$&'()+,;=@",
    "ascii": lambda c: c.isascii() and c.isalnum(),
    "latin": _is_letter,
    "default": _is_letter,
}


def _address(context: RenderContext, value: object, *, whole: bool) -> str:
    """``value`` below the site's ``baseurl``, after its ``url`` where the ``whole`` URL is wanted."""
    path = shown(value)
    if _ABSOLUTE.match(path):
        return path
    site = context.resolve("site", default={})
    site = site if isinstance(site, Mapping) else {}
    base = shown(site.get("baseurl")).strip("/")
    joined = "/".join(part for part in (base, path.lstrip("/")) if part)
    joined = f"/{joined}" if joined or path or not whole else ""
    return shown(site.get("url")).rstrip("/") + joined if whole else joined


@with_context
def relative_url(value: object, *, context: RenderContext) -> str:
    return _address(context, value, whole=False)


@with_context
def absolute_url(value: object, *, context: RenderContext) -> str:
    return _address(context, value, whole=True)


def slugify(value: object, mode: object = "default") -> str:
    text, way = shown(value), shown(mode)
    if way == "none":
        return text.lower()
    if way == "latin":
        text = "".join(map(_latin, text))
    keep = _KEPT.get(way, _is_letter)
    return "-".join("".join(c if keep(c) else " " for c in text).lower().split())


def number_of_words(value: object, mode: object = "") -> int:
    text = shown(value)
    ideographs = len(_CJK.findall(text)) if shown(mode) in {"cjk", "auto"} else 0
    return ideographs + len((_CJK.sub(" ", text) if ideographs else text).split())


def to_integer(value: object) -> int:
    if isinstance(value, bool | int | float):
        return int(value)
    number = _NUMBER.match(shown(value))
    return int(float(number[0])) if number else 0


def number_with_delimiter(value: object, delimiter: object = ",") -> str:
    whole, point, rest = shown(value).partition(".")
    return _GROUPS.sub(shown(delimiter), whole) + point + rest


def _as_it_is(value: object, *_: object) -> object:
    return value


def _markdown(value: object, *_: object) -> object:
    """Markdown of several lines, which may stand in HTML: a blank line on either side has it read there."""
    written = shown(value)
    return f"\n\n{written.strip()}\n\n" if "\n" in written.strip() else value


def _each(change: Callable[[str], str]) -> Callable[..., str]:
    return lambda value, *_: change(shown(value))


TEXTS: Final[Mapping[str, Callable[..., Any]]] = {
    "relative_url": relative_url,
    "url": relative_url,
    "absolute_url": absolute_url,
    "slugify": slugify,
    "slug": slugify,
    "number_of_words": number_of_words,
    "to_integer": to_integer,
    "number_with_delimiter": number_with_delimiter,
    "jsonify": as_json,
    "json": lambda value, *_: as_json(value),
    "inspect": as_json,
    "xml_escape": _each(escape),
    "cgi_escape": _each(quote_plus),
    "uri_escape": _each(lambda text: quote(text, safe="-_.!~*'();/?:@&=+$,[]#%")),
    "normalize_whitespace": _each(lambda text: " ".join(text.split())),
    "strip_index": _each(lambda text: re.sub(r"/index\.html?$", "/", text)),
    # What they make of Markdown is made when the whole text is read.
    "markdownify": _markdown,
    **dict.fromkeys(("smartify", "sassify", "scssify"), _as_it_is),
}
