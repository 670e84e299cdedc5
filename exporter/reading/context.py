"""Rules that look further up than the parent: no link in a link, no heading in a header cell, ids once, links
that land.
"""

from __future__ import annotations

from typing import Final

from exporter.model.vocabulary import HEADINGS
from exporter.reading.findings import Findings
from exporter.reading.tree import Child, Node

# HTML's content models: what may not stand anywhere below an element, and what stands there instead.
_BANNED: Final = {
    "a": {"a": "span", "input": "", "details": "div"},
    "dfn": {"dfn": "span"},
    "ruby": {"ruby": "span"},
    "th": dict.fromkeys(HEADINGS, "p"),
    "caption": {"table": ""},
    "figcaption": {"table": ""},
    "pre": {"input": ""},
}
_CARRIED: Final = frozenset(["id", "class", "lang", "dir", "title", "data-line"])


def ban(node: Node, banned: dict[str, str] | None = None) -> None:
    """Replaces, below ``node``, what an ancestor does not suffer."""
    banned = {**(banned or {}), **_BANNED.get(node.tag, {})}
    kept: list[Child] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag in banned:
            replacement = banned[child.tag]
            if not replacement:
                said = _said(child)
                kept += [" ", said, " "] if said else []
                continue
            child.tag = replacement
            child.attributes = {k: v for k, v in child.attributes.items() if k in _CARRIED}
        if isinstance(child, Node):
            ban(child, banned)
        kept.append(child)
    node.children = kept


def _said(node: Node) -> str:
    """The words of ``node``, those of one cell apart from those of the next."""
    words = (c.strip() for n in node.nodes() for c in n.children if isinstance(c, str))
    return " ".join(word for word in words if word)


def land(root: Node, findings: Findings) -> None:
    """Makes ids unique, and takes the target from links and cells that name a place that is not there."""
    ids = _unique_ids(root, findings)
    for node in root.nodes():
        href = node.attributes.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            del node.attributes["href"]
            findings.add("H310", f"no place in the post is called {href}", node.line)
        if node.tag == "a" and "href" not in node.attributes:
            # HTML 4.5.1: without href nothing else that tells of the target.
            node.attributes = {k: v for k, v in node.attributes.items() if k not in {"rel", "hreflang"}}
        if "headers" in node.attributes and not ids.issuperset(node.attributes["headers"].split()):
            del node.attributes["headers"]


def _unique_ids(root: Node, findings: Findings) -> set[str]:
    """Of several equal ids the first keeps its name; the others get one that nobody wrote."""
    written = {node.attributes["id"] for node in root.nodes() if "id" in node.attributes}
    ids: set[str] = set()
    last: dict[str, int] = {}
    for node in root.nodes():
        name = node.attributes.get("id")
        if name is None:
            continue
        fresh, n = name, last.get(name, 0)
        while fresh in ids or (n and fresh in written):
            n += 1
            fresh = f"{name}-{n}"
        if fresh != name:
            findings.add("H305", f"the id {name!r} occurs again", node.line)
            node.attributes["id"], last[name] = fresh, n
        ids.add(fresh)
    return ids
