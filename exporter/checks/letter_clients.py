"""What of a letter the clients of its readers drop, by caniemail's data (MIT, https://www.caniemail.com).

caniemail.json is made by scripts/compile-caniemail. What a client does in part counts as done: nearly everything is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
from lxml import etree
from msgspec import Struct

from exporter.checks.letter_page import Finding, Page, declarations, line_of

# Gmail, Apple Mail, Outlook on the web and the new Outlook (one engine), its apps, Yahoo, Thunderbird, Samsung, HEY.
# Classic Outlook on Windows, which Word draws, is looked after by conditional comments and by fallbacks.
MATRIX: Final = (
    "gmail.*", "apple-mail.*", "outlook.outlook-com", "outlook.macos", "outlook.ios", "outlook.android",
    "yahoo.*", "thunderbird.*", "samsung-email.*", "hey.*",
)  # fmt: skip

# Features that may be dropped, and what a reader then sees.
FALLBACKS: Final[Mapping[str, str]] = {
    "css-at-media": "without it the page keeps its wide margins and sizes, and is fluid all the same",
    "css-at-media-prefers-color-scheme": "the client inverts colours itself, or stays light",
    **dict.fromkeys(
        [f"css-selector-{name}" for name in ("class", "type", "grouping", "descendant")],
        "Gmail in the browser of a phone knows no styles of the head: it shows the wide, light page",
    ),
    "css-selector-attribute": "it names Outlook's own dark mode and means nothing elsewhere",
    "html-meta-color-scheme": "the client decides by itself, as for any other mail",
    # The data itself says of Outlook for Android, under word-break, that it breaks long words whatever is asked.
    "css-word-wrap": "a word longer than a line is cut off or scrolls; there is none in most posts",
    "css-overflow": "a wide table widens its cell instead of scrolling",
    "css-border-radius": "corners are square",
    "css-table-layout": "the page is as wide as its longest word",
    "html-semantics": "main is a plain block",
    "html-width": "a picture is as wide as it is, and never wider than its place",
    "html-lang": "the client guesses the language, as of any other mail",
    "html-role": "a screen reader calls a layout table a table",
    "html-dir": "the text is aligned by style as well",
    "css-white-space": "pre keeps its lines by itself; long ones scroll or are cut",
    "css-min-width": "columns of a table are as narrow as their text allows",
    "html-doctype": "the client shows the mail inside a page of its own",
    "css-display-none": "the preheader is cut off by max-height and overflow as well",
}
_WHOLE: Final = frozenset(
    {"html", "head", "body", "title", "style", "meta"}
)  # clients put the rest into their own page
_SHORT: Final = ("border", "margin", "padding", "background", "font", "list-style", "text-decoration")
_SEMANTIC: Final = frozenset(
    "article aside figcaption figure footer header main nav section summary time".split()
)
_UNIT: Final = re.compile(r"(?<![\w#])-?[\d.]+(px|em|rem|ex|ch|pt|pc|cm|mm|in|vh|vw|vmin|vmax|%)(?!\w)")
_FUNCTION: Final = re.compile(r"([a-z-]+)\(")


class Support(Struct, frozen=True):
    """``features`` has a letter for each of ``clients``."""

    source: str
    date: str
    clients: tuple[str, ...]
    features: dict[str, str]


@cache
def support() -> Support:
    """The compiled data."""
    return msgspec.json.decode((Path(__file__).parent / "caniemail.json").read_bytes(), type=Support)


def dropped(page: Page, matrix: Iterable[str] = MATRIX) -> Iterator[Finding]:
    """M5: each feature that a client of the matrix drops and nothing stands in for, where it is first used."""
    data = support()
    globs = tuple(matrix)
    chosen = [n for n, client in enumerate(data.clients) if any(fnmatchcase(client, glob) for glob in globs)]
    for slug, (element, line) in sorted(features(page).items()):
        letters = data.features.get(slug)
        if letters is None or slug in FALLBACKS:
            continue
        lacking = [data.clients[n] for n in chosen if letters[n] == "n"]
        if lacking:
            share = f"{len(lacking)} of {len(chosen)} clients"
            message = f"{slug} is dropped by {share}: {', '.join(lacking)}"
            yield page.finding("M5", message, element)._replace(line=line)


def features(page: Page) -> dict[str, tuple[etree._Element | None, int]]:
    """The features a page uses, by caniemail's names, each with the first place."""
    found: dict[str, tuple[etree._Element | None, int]] = {}
    for element in page.elements():
        for slug in _of_element(element):
            found.setdefault(slug, (element, line_of(element)))
    for rule in page.styles:
        slugs = {slug for name, value in rule.declarations for slug in _of_declaration(name, value)}
        slugs |= {slug for selector in rule.selectors for slug in _of_selector(selector)}
        slugs |= set(_of_condition(rule.condition))
        slugs |= {"css-selector-grouping"} if len(rule.selectors) > 1 else set()
        for slug in slugs:
            found.setdefault(slug, (None, rule.line))
    return found


def _of_element(element: etree._Element) -> Iterator[str]:
    tag = str(element.tag)
    if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        yield "html-h1-h6"
    elif tag in {"ul", "ol", "dl"}:
        yield "html-lists"
    elif tag in _SEMANTIC:
        yield "html-semantics"
    elif tag == "input":
        yield f"html-input-{element.get('type', 'text')}"
    elif tag not in _WHOLE:
        yield f"html-{tag}"
    for name, value in element.items():
        yield from _of_attribute(tag, str(name), str(value))


def _of_attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if name == "style":
        for key, content in declarations(value):
            yield from _of_declaration(key, content)
    elif name == "href" and value.startswith("#"):
        yield "html-anchor-links"
    elif name == "href" and value.startswith("mailto:"):
        yield "html-mailto-links"
    elif name == "src" and tag == "img":
        end = value.partition("?")[0].rpartition(".")[2].lower()
        yield "image-base64" if value.startswith("data:") else f"image-{'jpg' if end == 'jpeg' else end}"
    elif tag == "meta" and value == "color-scheme":
        yield "html-meta-color-scheme"
    elif name not in {"class", "id"} and tag not in _WHOLE:
        yield f"html-{name}"


def _of_declaration(name: str, value: str) -> Iterator[str]:
    short = next((one for one in _SHORT if name.startswith(f"{one}-")), "")
    yield f"css-{name}" if f"css-{name}" in support().features or not short else f"css-{short}"
    if name == "display":
        yield f"css-display-{value}"
    if "!important" in value:
        yield "css-important"
    for unit in _UNIT.findall(value):
        yield "css-unit-percent" if unit == "%" else f"css-unit-{unit}"
    for function in _FUNCTION.findall(value):
        yield {"var": "css-variables", "calc": "css-unit-calc"}.get(function, f"css-{function}")
        yield f"css-function-{function}"


def _of_selector(selector: str) -> Iterator[str]:
    marks = {
        "#": "id",
        ".": "class",
        "[": "attribute",
        ">": "child",
        "+": "adjacent-sibling",
        "~": "general-sibling",
    }
    for mark, name in marks.items():
        if mark in selector:
            yield f"css-selector-{name}"
    if "*" in selector:
        yield "css-selector-universal"
    if re.search(r"[\w\])]\s+[\w.#\[]", selector):
        yield "css-selector-descendant"
    if re.search(r"(^|[\s>+~])[a-z]", selector):
        yield "css-selector-type"
    if re.search(r"\.[\w-]+\.", selector):
        yield "css-selector-chaining"
    for colons, name in re.findall(r"(::?)([a-z-]+)", selector):
        yield f"css-pseudo-{'element' if len(colons) == 2 else 'class'}-{name}"


def _of_condition(condition: str) -> Iterator[str]:
    if not condition:
        return
    name = condition[1:].split(maxsplit=1)[0].partition("(")[0]
    yield f"css-at-{name}"
    for feature in (
        "prefers-color-scheme",
        "prefers-reduced-motion",
        "orientation",
        "hover",
        "device-pixel-ratio",
    ):
        if feature in condition:
            yield f"css-at-media-{feature}"
