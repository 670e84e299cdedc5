"""The HTML of a document of docutils, as Markdown gives it here: callouts, notes at the end, formulas as TeX."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Final

from docutils import nodes

from exporter.reading.callouts import callout_kind, callout_title

_TAGS: Final = {
    "paragraph": "p", "emphasis": "em", "strong": "strong", "literal": "code", "bullet_list": "ul", "list_item": "li",
    "definition_list": "dl", "term": "dt", "definition": "dd", "block_quote": "blockquote", "caption": "figcaption",
    "subscript": "sub", "superscript": "sup", "title_reference": "cite", "inline": "span", "abbreviation": "abbr",
    "acronym": "abbr", "container": "div", "compound": "div", "figure": "figure", "table": "table", "thead": "thead",
    "tbody": "tbody", "row": "tr", "sidebar": "aside", "legend": "div", "field_list": "dl", "field_name": "dt",
    "field_body": "dd", "option_list": "dl", "option_group": "dt", "description": "dd", "topic": "div",
}  # fmt: skip
_NOTHING: Final = frozenset(
    [
        "system_message",
        "substitution_definition",
        "pending",
        "comment",
        "colspec",
        "meta",
        "decoration",
        "generated",
    ]
)
_BOXES: Final = frozenset(
    "attention caution danger error hint important note tip warning admonition seealso".split()
)
_MORE: Final = frozenset(["TEASER_END", "more", "end_summary"])


class Writer:
    """One document; ``line`` gives the line of the post for one of what docutils was given."""

    def __init__(self, document: nodes.document, line: Callable[[int], int], language: str) -> None:
        self._line, self._language = line, language
        kinds = (nodes.footnote, nodes.citation)
        notes: list[Any] = [one for one in document.findall() if isinstance(one, kinds)]
        self._notes = {name: note for note in notes for name in note["ids"]}
        self._order = list(dict.fromkeys(id(note) for note in self._notes.values()))
        self._document = document

    def html(self) -> str:
        return self._inner(self._document, 1) + self._endnotes()

    def _inner(self, node: nodes.Node, level: int) -> str:
        return "".join(self._made(child, level) for child in node.children)

    def _made(self, node: Any, level: int) -> str:
        if isinstance(node, nodes.Text):
            return escape(node.astext(), quote=False)
        name = node.tagname
        special: Callable[[Any, int], str] | None = getattr(self, f"_{name}", None)
        if special:
            return special(node, level)
        if name in _BOXES:
            return self._box(node, level)
        if name in _NOTHING:
            return self._mark(node) if name == "comment" else ""
        tag = _TAGS.get(name)
        inner = self._inner(node, level)
        return f"<{tag}{self._attributes(node)}>{inner}</{tag}>" if tag else inner

    def _attributes(self, node: Any) -> str:
        names = node.get("ids", ())
        known = isinstance(node, nodes.Body) and getattr(node, "line", None)
        line = f' data-line="{self._line(node.line)}"' if known else ""
        return (f' id="{escape(names[0])}"' if names else "") + line

    def _mark(self, node: nodes.Node) -> str:
        return "<!--more-->" if node.astext().strip() in _MORE else ""

    def _section(self, node: Any, level: int) -> str:
        title = next((one for one in node.children if isinstance(one, nodes.title)), None)
        head = (
            f"<h{min(level + 1, 6)}{self._attributes(node)}>{self._inner(title, level)}</h{min(level + 1, 6)}>"
            if title
            else ""
        )
        return head + "".join(self._made(one, level + 1) for one in node.children if one is not title)

    def _title(self, node: Any, level: int) -> str:
        return f"<p><strong>{self._inner(node, level)}</strong></p>"

    _rubric = _title
    _subtitle = _title

    def _attribution(self, node: Any, level: int) -> str:
        return f"<p>— {self._inner(node, level)}</p>"

    def _topic(self, node: Any, level: int) -> str:
        return "" if "contents" in node["classes"] else f"<div>{self._inner(node, level)}</div>"

    def _list_item(self, node: Any, level: int) -> str:
        """One paragraph alone, or before a list, is no paragraph where all items of the list are so."""
        if not all(map(_is_tight, node.parent.children)):
            return f"<li{self._attributes(node)}>{self._inner(node, level)}</li>"
        first, rest = node.children[:1], node.children[1:]
        words = "".join(self._inner(one, level) for one in first)
        return f"<li{self._attributes(node)}>{words}{''.join(self._made(one, level) for one in rest)}</li>"

    def _enumerated_list(self, node: Any, level: int) -> str:
        start = f' start="{node["start"]}"' if node.get("start", 1) != 1 else ""
        return f"<ol{start}{self._attributes(node)}>{self._inner(node, level)}</ol>"

    def _literal_block(self, node: Any, _: int) -> str:
        words = [one for one in node["classes"] if one != "code"]
        language = node.get("language") or (words[0] if words else "")
        given = f' class="language-{escape(language)}"' if language else ""
        line = f' data-line="{self._line(node.line)}"' if node.line else ""
        return f"<pre{line}><code{given}>{escape(node.astext(), quote=False)}\n</code></pre>"

    def _doctest_block(self, node: Any, _: int) -> str:
        return f'<pre><code class="language-pycon">{escape(node.astext(), quote=False)}\n</code></pre>'

    def _line_block(self, node: Any, level: int) -> str:
        lines = "<br>".join(self._lines(node, level, 0))
        return f"<p{self._attributes(node)}>{lines}</p>"

    def _lines(self, node: Any, level: int, depth: int) -> list[str]:
        found: list[str] = []
        for one in node.children:
            nested = isinstance(one, nodes.line_block)
            found += (
                self._lines(one, level, depth + 1) if nested else ["\u2003" * depth + self._inner(one, level)]
            )
        return found

    def _transition(self, _: Any, __: int) -> str:
        return "<hr>"

    def _image(self, node: Any, _: int) -> str:
        width = str(node.get("width", "")).removesuffix("px")
        size = f' width="{width}"' if width.isdigit() else ""
        return f'<img src="{escape(node["uri"])}" alt="{escape(node.get("alt", ""))}"{size}>'

    def _reference(self, node: Any, level: int) -> str:
        target = node.get("refuri") or (f"#{node['refid']}" if node.get("refid") else "")
        inner = self._inner(node, level)
        return f'<a href="{escape(target)}">{inner}</a>' if target else inner

    def _target(self, node: Any, level: int) -> str:
        names = node.get("ids", ())
        inner = self._inner(node, level)
        return f'<span id="{escape(names[0])}">{inner}</span>' if names and not node.get("refuri") else inner

    def _problematic(self, node: Any, _: int) -> str:
        return escape(node.astext().strip("`"), quote=False)

    def _math(self, node: Any, _: int) -> str:
        return f'<span class="math">{escape(node.astext(), quote=False)}</span>'

    def _math_block(self, node: Any, _: int) -> str:
        tex = node.astext()
        aligned = (
            f"\\begin{{aligned}}{tex}\\end{{aligned}}" if "\\\\" in tex and "\\begin" not in tex else tex
        )
        return f'<div class="math">{escape(aligned, quote=False)}</div>'

    def _raw(self, node: Any, _: int) -> str:
        return str(node.astext()) if "html" in node.get("format", "").split() else ""

    def _entry(self, node: Any, level: int) -> str:
        tag = "th" if isinstance(node.parent.parent, nodes.thead) else "td"
        spans = "".join(
            f' {name}span="{node[key] + 1}"'
            for name, key in (("col", "morecols"), ("row", "morerows"))
            if node.get(key)
        )
        only = (
            node.children[0]
            if len(node.children) == 1 and isinstance(node.children[0], nodes.paragraph)
            else None
        )
        return f"<{tag}{spans}>{self._inner(only if only is not None else node, level)}</{tag}>"

    def _option(self, node: Any, _: int) -> str:
        return f"<code>{escape(node.astext(), quote=False)}</code> "

    def _box(self, node: Any, level: int) -> str:
        kind = callout_kind(node.tagname) or "note"
        own = node.children[0] if node.tagname == "admonition" else None
        title = self._inner(own, level) if own is not None else escape(callout_title(kind, self._language))
        inner = "".join(self._made(one, level) for one in node.children if one is not own)
        return (
            f'<aside class="callout {kind}" role="note"{self._attributes(node)}>'
            f'<p class="callout-title">{title}</p>{inner}</aside>'
        )

    def _footnote_reference(self, node: Any, _: int) -> str:
        note = self._notes.get(node.get("refid", ""))
        if note is None:
            return f"[{escape(node.astext(), quote=False)}]"
        number = self._order.index(id(note)) + 1
        shown = escape(node.astext(), quote=False)
        return f'<a role="doc-noteref" href="#fn:{number}" id="fnref:{escape(node["ids"][0])}">{shown}</a>'

    _citation_reference = _footnote_reference

    def _footnote(self, _: Any, __: int) -> str:
        return ""

    _citation = _footnote

    def _endnotes(self) -> str:
        notes = {id(note): note for note in self._notes.values()}
        items = []
        for number, key in enumerate(self._order, 1):
            note: Any = notes[key]
            label = next((one for one in note.children if isinstance(one, nodes.label)), None)
            cited = isinstance(note, nodes.citation) and label is not None
            name = f"<p><strong>{escape(label.astext())}</strong></p>" if cited else ""  # type: ignore[union-attr]
            inner = "".join(self._made(one, 2) for one in note.children if one is not label)
            back = (
                f' <a role="doc-backlink" href="#fnref:{escape(note["backrefs"][0])}">↩︎</a>'
                if note["backrefs"]
                else ""
            )
            inner = inner.removesuffix("</p>") + f"{back}</p>" if inner.endswith("</p>") else inner + back
            items.append(f'<li id="fn:{number}">{name}{inner}</li>')
        return (
            f'<section role="doc-endnotes" class="footnotes"><ol>{"".join(items)}</ol></section>'
            if items
            else ""
        )


def _is_tight(item: Any) -> bool:
    kinds = [type(one) for one in item.children]
    lists = (nodes.bullet_list, nodes.enumerated_list)
    return bool(kinds) and kinds[0] is nodes.paragraph and all(issubclass(kind, lists) for kind in kinds[1:])
