"""Judges a finished feed: RSS 2.0, Atom or JSON Feed 1.1. It knows nothing of what made it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from lxml import etree
from msgspec import Struct

from exporter.checks.feed_dates import judge_dates
from exporter.checks.feed_html import judge_html
from exporter.checks.feed_json import judge_json
from exporter.checks.feed_rules import ATOM, NAMESPACES, RSS, Rule
from exporter.diagnostics import Diagnostic, diagnose

MEDIA_TYPES: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})

_CDATA: Final = re.compile(rb"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_HTML: Final = {
    "rss": "//item/*[self::description or self::content:encoded]",
    "feed": "//atom:entry/*[self::atom:content or self::atom:summary][@type='html']",
}


class Finding(Struct, frozen=True, order=True):
    """``rule`` is the requirement's id, ``where`` the file and the line (0: unknown) it was broken at."""

    where: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}:{self.line}: {self.rule} {self.message}"


def check_feeds(paths: Mapping[str, Path]) -> Iterator[Diagnostic]:
    """The findings on the feeds at ``paths``, by their names in the output folder, as diagnostics."""
    for name, path in paths.items():
        for finding in check(path.read_bytes(), name):
            yield diagnose("F510", f"{finding.rule} {finding.message}", name, finding.line)


def check(content: bytes, name: str) -> list[Finding]:
    """What is wrong with the feed ``content``; its format is told by its first character."""
    if content.lstrip()[:1] == b"{":
        verdicts, fragments = judge_json(content)
        findings = [Finding(name, 0, rule, message) for rule, message in verdicts]
        return findings + [
            Finding(name, 0, rule, f"item {i + 1}: {m}") for i, rule, m in judge_html(fragments)
        ]
    return list(_check_xml(content, name))


def _check_xml(content: bytes, name: str) -> Iterator[Finding]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        yield Finding(name, error.lineno or 0, "F1.21", f"not well-formed: {error.msg}")
        return
    kind = etree.QName(root).localname
    for rule in RSS if kind == "rss" else ATOM:
        yield from _apply(rule, root, name)
    for node, rule_id, message in judge_dates(root):
        yield Finding(name, _line(node), rule_id, message)
    if kind == "rss":
        yield from _check_references(content, name)
    yield from _check_html(root, kind, name)


def _apply(rule: Rule, root: etree._Element, name: str) -> Iterator[Finding]:
    for node in _select(root, rule.offenders):
        text = " ".join(str(node.xpath("string()")).split())[:80]
        yield Finding(name, _line(node), rule.id, f"{rule.says}: <{etree.QName(node).localname}> {text}")


def _select(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list), path  # noqa: S101 - every expression of ours selects nodes
    return [node for node in found if isinstance(node, etree._Element)]


def _line(node: etree._Element) -> int:
    line: Any = node.sourceline
    return int(line or 0)


def _check_references(content: bytes, name: str) -> Iterator[Finding]:
    """F1.3: in text, ``&`` and ``<`` are hexadecimal references, which survive readers that decode twice."""
    outside = _CDATA.sub(lambda match: b"\n" * match[0].count(b"\n"), content)
    for match in re.finditer(b"&(amp|lt);", outside):
        line = outside.count(b"\n", 0, match.start()) + 1
        yield Finding(name, line, "F1.3", f"{match[0].decode()} is not a hexadecimal reference")


def _check_html(root: etree._Element, kind: str, name: str) -> Iterator[Finding]:
    # Grouped by element: a description may repeat an id of the content below it.
    nodes = _select(root, _HTML.get(kind, _HTML["feed"]))
    for tag in sorted({str(node.tag) for node in nodes}):
        chosen = [node for node in nodes if node.tag == tag]
        for index, rule, message in judge_html([node.text or "" for node in chosen]):
            yield Finding(name, _line(chosen[index]), rule, message)
