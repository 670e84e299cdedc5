"""The HTML of a letter, read for its judges: elements with their line and post, styles, text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, NamedTuple

from lxml import etree

_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


class Finding(NamedTuple):
    """``rule`` is the requirement's id; ``post`` the address of the post it stands in, empty outside of posts."""

    rule: str
    message: str
    line: int = 0
    post: str = ""


class Rule(NamedTuple):
    """One rule of a ``<style>``: its condition ("" or "@media …"), selectors and declarations."""

    condition: str
    selectors: tuple[str, ...]
    declarations: tuple[tuple[str, str], ...]
    line: int


class Page:
    """``text`` is the whole document."""

    def __init__(self, text: str) -> None:
        self.text = text
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        root = etree.fromstring(text.encode() or b"<html></html>", parser)
        self.root: etree._Element = root if root is not None else etree.Element("html")

    def elements(self, *tags: str) -> Iterator[etree._Element]:
        """Elements in order, comments left out; all of them where no tag is named."""
        for node in self.root.iter(*tags) if tags else self.root.iter():
            if isinstance(node.tag, str):
                yield node

    def finding(self, rule: str, message: str, element: etree._Element | None = None) -> Finding:
        """A finding at ``element``."""
        if element is None:
            return Finding(rule, message)
        return Finding(rule, message, line_of(element), self._posts.get(element, ""))

    @cached_property
    def _posts(self) -> dict[etree._Element, str]:
        """The address of the post each element belongs to: that of the heading before it in its cell."""
        posts: dict[etree._Element, str] = {}
        for cell in self.elements("td"):
            if "post" not in (cell.get("class") or "").split():
                continue
            url = next((str(link.get("href")) for link in cell.iterfind(".//h2//a")), "")
            posts |= dict.fromkeys(cell.iter(), url)
        return posts

    @cached_property
    def styles(self) -> tuple[Rule, ...]:
        """The rules of all ``<style>`` elements."""
        return tuple(
            rule for style in self.elements("style") for rule in _rules(style.text or "", line_of(style))
        )


def declarations(body: str) -> tuple[tuple[str, str], ...]:
    """``color: red; margin: 0`` as pairs."""
    pairs = (one.partition(":") for one in body.split(";"))
    return tuple((name.strip().lower(), value.strip()) for name, colon, value in pairs if colon)


def _rules(css: str, line: int) -> Iterator[Rule]:
    css = _COMMENT.sub("", css)
    position = 0
    while position < len(css):
        if media := re.compile(r"\s*(@[^{;]+)\{").match(css, position):
            end = _closing(css, media.end())
            yield from (
                rule._replace(condition=media[1].strip()) for rule in _rules(css[media.end() : end], line)
            )
            position = end + 1
        elif rule := _RULE.match(css, position):
            selectors = tuple(one.strip() for one in rule[1].split(","))
            yield Rule("", selectors, declarations(rule[2]), line)
            position = rule.end()
        else:
            position += 1


def _closing(css: str, start: int) -> int:
    depth = 1
    for position in range(start, len(css)):
        depth += {"{": 1, "}": -1}.get(css[position], 0)
        if not depth:
            return position
    return len(css)


def line_of(element: etree._Element) -> int:
    """The line of its start tag; 0 where the parser does not know."""
    line: Any = element.sourceline
    return int(line or 0)
