"""Requirements of a letter's HTML: what it may hold, what it must say, what a screen reader needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from lxml import etree

from exporter.checks.letter_page import Finding, Page

Rule = Callable[[Page], Iterator[Finding]]

_BARRED: Final = "script form iframe video audio object embed base link svg".split()
_WEB: Final = re.compile(r"(https?://|mailto:|tel:)\S+|\*\||\{\{|%%\{")  # or a mail service's tag
_PLACEHOLDER: Final = re.compile(
    r"\b(image|img|picture|photo|thumbnail|ai generated.*|dsc_?\d+|\S+\.(png|jpe?g|webp))", re.I
)
_LEFT: Final = re.compile(r"\{(site|title|id|lead|titles|count|token|term|period)\}|newsletter\.invalid")
_STYLE: Final = 16_000  # bytes; Gmail drops the styles of a head beyond
_INBOX: Final = 30  # letters of a preheader worth the name


def holds_what_mail_may(page: Page) -> Iterator[Finding]:
    """M1.1: no scripts, forms, frames, films, remote styles."""
    for element in page.elements(*_BARRED):
        yield page.finding("M1.1", f"<{element.tag!s}> is removed, or the mail refused, by clients", element)
    for element in page.elements():
        for name in map(str, element.attrib):
            if name.startswith("on"):
                yield page.finding("M1.1", f"{name} is a script", element)
            if name == "style" and "url(" in str(element.get(name)):
                yield page.finding("M1.1", "a style loads something from elsewhere", element)
    if "@import" in page.text:
        yield Finding("M1.1", "a style is imported from elsewhere")


def pictures_are_described(page: Page) -> Iterator[Finding]:
    """M1.2: pictures are absolute or attached, and have an alt text that says something."""
    for image in page.elements("img"):
        source, alt = str(image.get("src", "")), image.get("alt")
        if not source.startswith(("https://", "http://", "cid:")):
            yield page.finding("M1.2", f"a picture is neither on the web nor attached: {source[:60]}", image)
        if source.startswith("http://"):
            yield page.finding("M1.3", "a picture comes unencrypted: some clients show none such", image)
        if alt is None:
            yield page.finding("M1.2", "a picture has no alt", image)
        elif _PLACEHOLDER.fullmatch(str(alt).strip()):
            yield page.finding("M1.3", f"an alt text says nothing: {alt}", image)


def links_lead_somewhere(page: Page) -> Iterator[Finding]:
    """M1.4: links are absolute and have a text."""
    for link in page.elements("a"):
        href = str(link.get("href", ""))
        if not _WEB.match(href):
            yield page.finding("M1.4", f"a link leads nowhere from a mail: {href[:60]!r}", link)
        if not _says(link):
            yield page.finding("M1.4", f"a link without a text: {href[:60]}", link)


def tables_are_what_they_seem(page: Page) -> Iterator[Finding]:
    """M1.5: role=presentation on layout tables, never on data tables."""
    for table in page.elements("table"):
        heads = any(table.find(path) is not None for path in ("tr/th", "tbody/tr/th", "thead/tr/th"))
        if table.get("role") == "presentation" and heads:
            yield page.finding("M1.5", "a data table is marked as layout", table)
        if table.get("role") != "presentation" and not heads and table.find("caption") is None:
            yield page.finding("M1.5", "a table has neither heads nor the role of a layout", table)


def outline_is_whole(page: Page) -> Iterator[Finding]:
    """M1.6: one h1, no level skipped; a language, a direction and a title."""
    levels = [int(str(heading.tag)[1]) for heading in page.elements("h1", "h2", "h3", "h4", "h5", "h6")]
    if levels.count(1) != 1:
        yield Finding("M1.6", f"{levels.count(1)} headings of level 1")
    for before, after in pairwise(levels):
        if after > before + 1:
            yield Finding("M1.6", f"a heading of level {after} below one of level {before}")
            break
    html = page.root
    for name in ("lang", "dir"):
        if not html.get(name):
            yield Finding("M1.6", f"<html> has no {name}")
    title = page.root.find("head/title")
    if title is None or not (title.text or "").strip():
        yield Finding("M1.6", "no title")


def ids_are_unique(page: Page) -> Iterator[Finding]:
    """M1.4: an id stands once, else a link within the mail leads to another place than meant."""
    seen: set[str] = set()
    for element in page.elements():
        name = str(element.get("id") or "")
        if name and name in seen:
            yield page.finding("M1.4", f"an id stands twice: {name[:60]}", element)
        seen.add(name)


def dark_mode_is_served(page: Page) -> Iterator[Finding]:
    """M1.7: colour schemes are declared, and dark rules are there for systems and for Outlook, all important."""
    names = {meta.get("name") for meta in page.elements("meta")}
    for name in ("color-scheme", "supported-color-schemes"):
        if name not in names:
            yield Finding("M1.7", f"no meta {name}")
    dark = [rule for rule in page.styles if "prefers-color-scheme" in rule.condition]
    if not dark:
        yield Finding("M1.7", "no rules for dark systems")
    if not any("data-ogsc" in selector for rule in page.styles for selector in rule.selectors):
        yield Finding("M1.7", "no rules for Outlook's dark mode")
    for rule in page.styles:
        weak = [name for name, value in rule.declarations if "!important" not in value]
        if weak:
            yield Finding(
                "M1.7", f"{weak[0]} of {rule.selectors[0]} is not important: inlined styles win", rule.line
            )


def styles_are_small(page: Page) -> Iterator[Finding]:
    """M1.8: Gmail drops the styles of a head that are larger than 16 KB together."""
    size = sum(len((style.text or "").encode()) for style in page.elements("style"))
    if size > _STYLE:
        yield Finding("M1.8", f"{size:,} bytes of styles in the head; {_STYLE:,} are kept")


def ways_out_are_seen(page: Page) -> Iterator[Finding]:
    """M1.9: the mail's first and last links lead to the web copy and out of the list."""
    links = [str(link.get("href", "")) for link in page.elements("a")]
    if len(links) < 4 or set(links[:2]) != set(links[-2:]):
        yield Finding("M1.9", "web copy and way out are not both at the top and at the end")


def preheader_is_there(page: Page) -> Iterator[Finding]:
    """M1.10: what an inbox shows behind the subject is said, and nothing else slips in there."""
    text = preheader(page)
    if not text:
        yield Finding("M1.10", "no preheader: inboxes show the first links instead")
    elif len(text) < _INBOX:
        yield Finding("M1.10", f"a preheader of {len(text)} letters")


def nothing_is_left_to_fill(page: Page) -> Iterator[Finding]:
    """M1.11: no placeholder of ours in what readers see."""
    for element in page.elements():
        if element.tag not in {"style", "code", "pre"} and (found := _LEFT.search(element.text or "")):
            yield page.finding("M1.11", f"a placeholder is left: {found[0]}", element)


def preheader(page: Page) -> str:
    """The text of the page's first, hidden element, without its filler."""
    for element in page.elements("div"):
        if "display:none" in str(element.get("style", "")).replace(" ", ""):
            return " ".join(
                "".join(map(str, element.itertext())).replace("\u034f", "").replace("\u200c", "").split()
            )
    return ""


def _says(link: etree._Element) -> bool:
    words = "".join(str(piece) for piece in link.itertext()).strip()
    return bool(words) or any((image.get("alt") or "").strip() for image in link.iter("img"))


RULES: Final[tuple[Rule, ...]] = (
    holds_what_mail_may,
    pictures_are_described,
    links_lead_somewhere,
    tables_are_what_they_seem,
    outline_is_whole,
    ids_are_unique,
    dark_mode_is_served,
    styles_are_small,
    ways_out_are_seen,
    preheader_is_there,
    nothing_is_left_to_fill,
)
