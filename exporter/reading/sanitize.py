"""Keeps of a post's HTML what the vocabulary has, and names everything else it leaves behind.

An allow-list walk of the HTML5 tree: an element is kept, renamed, replaced by something of ours, replaced by
its content,
or removed with its content. What comes out is made of new nodes, so nothing can slip through unlisted.
"""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborNode

from exporter.model.characters import FORBIDDEN
from exporter.model.vocabulary import BLOCKS, BOOLEAN, CLASSES, ELEMENTS, ROLES, VALUES
from exporter.reading import embeds, style
from exporter.reading.findings import Findings
from exporter.reading.html import DEEPEST
from exporter.reading.tree import Node
from exporter.reading.urls import Urls, place

# XML 1.0, production [2] Char.
_LINE: Final = re.compile(r"line (\d{1,9})")

_DROPPED: Final = frozenset(
    [
        "style",
        "template",
        "noscript",
        "title",
        "meta",
        "link",
        "base",
        "head",
        "frame",
        "frameset",
        "select",
        "textarea",
        "button",
        "dialog",
        "canvas",
        "map",
        "area",
        "param",
        "applet",
        "datalist",
        "basefont",
        "bgsound",
        "command",
        "keygen",
        "source",
        "track",
    ]
)
_RENAMED: Final = {
    "acronym": "abbr", "article": "section", "big": "span", "center": "div", "data": "span", "dir": "ul",
    "fieldset": "div", "font": "span", "form": "div", "optgroup": "div", "option": "div",
    "footer": "div", "header": "div", "label": "span", "legend": "p", "listing": "pre", "main": "div", "menu": "ul",
    "nav": "section", "plaintext": "pre", "search": "div", "strike": "s", "tt": "code", "xmp": "pre", "address": "div",
    "hgroup": "div", "nobr": "span", "output": "span",
}  # fmt: skip
_LANGUAGE_CLASS: Final = re.compile(r"lang(?:uage)?-([A-Za-z0-9_+#.-]+)")
_PIXEL: Final = re.compile(r"[01](px)?")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


class Sanitizer:
    """One walk over one post. ``line`` is the source line of the block at hand."""

    def __init__(self, urls: Urls, findings: Findings) -> None:
        self._urls = urls
        self._findings = findings
        self._line = 0
        self._fresh = False

    def children(self, node: LexborNode, depth: int = 0) -> list[Node | str]:
        """What is kept of the children of ``node``."""
        kept: list[Node | str] = []
        child = node.child
        while child is not None:
            if child.is_text_node:
                kept.append(self._text(child.text_content or ""))
            elif child.is_comment_node:
                self._note_line(child.comment_content or "")
            elif child.is_element_node:
                kept.extend(self._element(child, depth + 1))
            child = child.next
        return [child for child in kept if child != ""]

    def _text(self, text: str) -> str:
        if FORBIDDEN.search(text):
            names = sorted({f"U+{ord(c):04X}" for c in FORBIDDEN.findall(text)})
            self._findings.add("R206", f"removed {', '.join(names)}", self._line)
            text = FORBIDDEN.sub("", text)
        return text.replace("\r", "")

    def _note_line(self, comment: str) -> None:
        if match := _LINE.fullmatch(comment):
            self._line, self._fresh = int(match[1]), True

    def _element(self, node: LexborNode, depth: int) -> list[Node | str]:
        tag = node.tag or ""
        attributes = {name: value or "" for name, value in node.attributes.items()}
        if _NUMBER.fullmatch(attributes.get("data-line", "")):
            self._line = int(attributes["data-line"])
        if tag == "script":
            self._findings.add("H307", "a script was removed", self._line)
            return []
        if tag in _DROPPED:
            self._findings.add("H301" if tag not in _SILENT else "H302", f"<{tag}> was removed", self._line)
            return []
        if style.hides(attributes):
            self._findings.add("H301", f"a hidden <{tag}> was removed", self._line)
            return []
        if depth > DEEPEST:
            self._findings.add("H306", f"elements nested deeper than {DEEPEST} were flattened", self._line)
            return self._flat(node)
        if tag in embeds.REPLACED:
            return self._replace(node, tag, attributes, depth)
        return self._keep(node, _RENAMED.get(tag, tag), attributes, depth)

    def _flat(self, node: LexborNode) -> list[Node | str]:
        """What ``node`` says, without its elements; taken by the parser's own walk, which does not recurse."""
        texts = (n for n in node.traverse(include_text=True) if n.is_text_node)
        return [
            self._text(text.text_content or "")
            for text in texts
            if text.parent is None or text.parent.tag not in _DROPPED | {"script"}
        ]

    def _replace(
        self, node: LexborNode, tag: str, attributes: dict[str, str], depth: int
    ) -> list[Node | str]:
        made = embeds.REPLACED[tag](node, attributes, self._urls.absolute)
        if made is None and tag == "object":
            # Prose that says <object> unescaped opens one without data: its content is the rest of the post.
            self._findings.add("H302", f"<{tag}> was replaced by its content", self._line)
            return self.children(node, depth)
        if made is None:
            self._findings.add("H301", f"<{tag}> was removed", self._line)
            return []
        if tag == "svg" and node.css_first("foreignObject") is not None:
            self._findings.add("H301", "text that a drawing borrows from HTML was removed", self._line)
        if made.tag == "img":
            return self._image(made.attributes)
        if made.tag == "figure":
            self._findings.add("H308", f"<{tag}> became a link", self._line)
        for part in made.nodes():
            part.children = [self._text(c) if isinstance(c, str) else c for c in part.children]
            part.line = self._line
        return [made]

    def _keep(self, node: LexborNode, tag: str, attributes: dict[str, str], depth: int) -> list[Node | str]:
        if tag == "img":
            return self._image(attributes)
        if tag == "input" and attributes.get("type", "").lower() != "checkbox":
            return []
        if tag not in ELEMENTS or tag == "body":
            self._findings.add("H302", f"<{tag}> was replaced by its content", self._line)
            return self.children(node, depth)
        kept = Node(tag, self._attributes(tag, attributes), line=self._line)
        if tag in BLOCKS and self._fresh:
            kept.attributes["data-line"], self._fresh = str(self._line), False
        kept.children = self.children(node, depth)
        return [kept]

    def _image(self, attributes: dict[str, str]) -> list[Node | str]:
        if _PIXEL.fullmatch(attributes.get("width", "")) or _PIXEL.fullmatch(attributes.get("height", "")):
            self._findings.add("H309", "a counting pixel was removed", self._line)
            return []
        source = attributes.get("src", "")
        # Lazy loaders put a placeholder into src and the picture into data-src.
        if not source or source.startswith("data:image/gif") or "data-src" in attributes:
            source = attributes.get("data-src") or attributes.get("data-original") or source
        if embeds.is_recording(source):
            self._findings.add("H308", "<img> became a link", self._line)
            made = embeds.recording(self._urls.absolute(source), attributes.get("alt", ""))
            return [made] if made else []
        url = self._urls.image(source, self._line)
        if not url:
            return [self._text(attributes.get("alt", ""))]
        kept = self._attributes("img", {k: v for k, v in attributes.items() if k != "src"})
        return [Node("img", {**kept, "src": url}, line=self._line)]

    def _attributes(self, tag: str, given: dict[str, str]) -> dict[str, str]:
        allowed = ELEMENTS[tag].attributes
        given = {**given, **style.classes_of(tag, given)}
        if tag == "a" and "name" in given:
            given.setdefault("id", given["name"])
        kept = {}
        for name, value in sorted(given.items()):
            if name not in allowed:
                self._mention(name)
            elif (clean := self._value(tag, name, value)) is not None:
                kept[name] = clean
        if tag == "input":
            kept |= {"type": "checkbox", "disabled": ""}
        return kept

    def _value(self, tag: str, name: str, value: str) -> str | None:
        """The value as the vocabulary wants it; None where it cannot be had."""
        value = self._text(value)
        if name in BOOLEAN:
            return ""
        if name == "class":
            return _classes(tag, value)
        if name == "style":
            return style.alignment(value)
        if name == "id":
            return place(value) or None
        if name in {"href", "cite"}:
            value = self._urls.link(value, self._line)
        elif name == "role":
            value = next((role for role in value.lower().split() if tag in ROLES.get(role, ())), "")
        elif name == "type":
            value = value if tag == "ol" and len(value) == 1 else ""
        elif name in {"dir", "scope", "rel"}:
            value = " ".join(value.lower().split())
        pattern = VALUES.get(name)
        return value if pattern is None or (pattern.fullmatch(value) and (value or name == "lang")) else None

    def _mention(self, name: str) -> None:
        # The site's CSS and scripts stay behind with all that serves them alone; only the rest is worth a word.
        if name.startswith("on"):
            self._findings.add("H303", f"{name} was removed", self._line)


_SILENT: Final = frozenset(["style", "link", "meta", "source", "track", "param", "title"])


def _classes(tag: str, value: str) -> str | None:
    if tag == "code":
        found = _LANGUAGE_CLASS.search(value)
        return f"language-{found[1]}" if found else None
    return " ".join(dict.fromkeys(c for c in value.split() if c in CLASSES)) or None
