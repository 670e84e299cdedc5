"""The elements of a post as mail clients take them: one rule an element, over a private tree.

Kept are the elements that every client of the last ten years shows; all others become one of those. Ids go, since
links inside a mail are dead in Gmail on iOS, Yahoo and Samsung: they lead to the post on the web instead. Looks are
left to email.css, which is inlined later; the rules only name the classes it knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from exporter.backends.newsletter.edit import UNWRAP, become, classes, discard, remove, replace_by_text
from exporter.backends.newsletter.pictures import set_picture
from exporter.backends.newsletter.scene import Scene
from exporter.backends.newsletter.tables import set_table
from exporter.model.vocabulary import CALLOUTS

_Rule = Callable[[etree._Element, Scene], None]

_KEPT: Final = frozenset(
    "lang dir href src alt width height class start reversed type value colspan rowspan scope abbr style "
    "role tabindex".split()
)
_FIRST_LEVEL: Final = 3  # h1 is the issue, h2 the post


def apply(root: etree._Element, scene: Scene) -> None:
    """Rewrites everything below ``root`` for mail."""
    _set_headings(root)
    for element in list(root.iter()):
        if element is not root and (rule := RULES.get(element.tag)):
            rule(element, scene)
    _drop_empty_spans(root)
    etree.strip_tags(root, UNWRAP)
    for element in root.iter():
        discard(element, *(str(name) for name in element.attrib if name not in _KEPT))


def _set_headings(root: etree._Element) -> None:
    """Headings of the post in the mail's outline: below its title, no level skipped (WCAG 1.3.1)."""
    open_levels: list[int] = []
    for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(element.tag[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        become(element, f"h{min(_FIRST_LEVEL + len(open_levels) - 1, 6)}")


def _drop_empty_spans(root: etree._Element) -> None:
    for element in root.iter("span"):
        if not any(name in element.attrib for name in ("class", "lang", "dir")):
            element.tag = UNWRAP


# Blocks


def _as(tag: str, style: str = "") -> _Rule:
    return lambda element, _scene: become(element, tag, style)


def _section(element: etree._Element, _scene: Scene) -> None:
    if element.get("role") != "doc-endnotes":
        become(element, "div")
        return
    become(element, "div", "notes")
    for break_ in element.findall("hr"):
        remove(break_)


def _aside(element: etree._Element, _scene: Scene) -> None:
    """A callout is a table of one cell: the frame that Outlook pads and colours too."""
    names = classes(element)
    if "callout" not in names:
        become(element, "div", "card")
        return
    kind = next((name for name in names if name in CALLOUTS), "note")
    cell = etree.Element("td", {"class": f"callout {kind}"})
    cell.text, element.text = element.text, None
    cell.extend(list(element))
    become(element, "table", "frame")
    element.set("role", "presentation")
    etree.SubElement(element, "tr").append(cell)


def _division(element: etree._Element, _scene: Scene) -> None:
    names = classes(element)
    if "math" in names:
        become(element, "pre", "math")
        element.text = (element.text or "").strip()
    else:
        become(element, "div", next((name for name in names if name in {"card", "credit"}), ""))


def _paragraph(element: etree._Element, _scene: Scene) -> None:
    names = classes(element)
    if "callout-title" in names:
        frame = element.getparent()
        kind = classes(frame)[-1] if frame is not None and frame.tag == "td" else "note"
        become(element, "p", f"title {kind}-title")
    else:
        become(element, "p", "credit" if "credit" in names else "")


def _code_block(element: etree._Element, _scene: Scene) -> None:
    """One element: the code's own would only repeat the style."""
    become(element, "pre")
    for code in element.findall("code"):
        code.tag = UNWRAP


def _list(element: etree._Element, _scene: Scene) -> None:
    """A list of tasks alone needs no bullets: its boxes are some."""
    tasks = "task-list" in classes(element) and all(map(_is_task, element))
    become(element, element.tag, "tasks" if tasks else "")


def _is_task(item: etree._Element) -> bool:
    return any(item.find(path) is not None for path in ("input", "p/input"))


def _figure(element: etree._Element, _scene: Scene) -> None:
    become(element, "div", "embed" if "embed" in classes(element) else "figure")


# Phrasing


def _link(element: etree._Element, scene: Scene) -> None:
    role, url = element.get("role"), element.get("href")
    if role == "doc-backlink":
        remove(element)
    elif role == "doc-noteref":
        number = "".join(str(text) for text in element.itertext()).strip("[]() ")
        for child in element:
            element.remove(child)
        element.attrib.clear()
        element.tag, element.text = "sup", f"[{number}]"
    elif url is None:
        element.tag = UNWRAP
    else:
        if url.startswith("#"):
            element.set("href", scene.url.partition("#")[0] + url)
        become(element, "a", "button" if "button" in classes(element) else "")


def _span(element: etree._Element, scene: Scene) -> None:
    if "math" in classes(element):
        _code(element, scene)
    elif (element.get("class") or "") not in _CODE_CLASSES:
        become(element, "span", "badge" if "badge" in classes(element) else "")


_CODE_CLASSES: Final = frozenset("knsmcid")


def _code(element: etree._Element, scene: Scene) -> None:
    become(element, "code")
    if scene.rtl:
        element.set("dir", "ltr")


def _ruby(element: etree._Element, _scene: Scene) -> None:
    """漢字(かんじ): Gmail and Outlook keep the text of ruby and lose its place."""
    for part in list(element.iter("rt", "rp")):
        if part.tag == "rp":
            remove(part)
        else:
            part.text = f"({part.text or ''}"
            _append(part, ")")
            become(part, "small")
    element.tag = UNWRAP


def _append(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _quotation(element: etree._Element, scene: Scene) -> None:
    before, after = scene.words.quote
    element.text = before + (element.text or "")
    _append(element, after)
    element.tag = UNWRAP


def _checkbox(element: etree._Element, _scene: Scene) -> None:
    replace_by_text(element, "☐" if element.get("checked") is None else "☑")


def _unwrap(element: etree._Element, _scene: Scene) -> None:
    element.tag = UNWRAP


RULES: Final[Mapping[str, _Rule]] = {
    "section": _section,
    "aside": _aside,
    "div": _division,
    "p": _paragraph,
    "pre": _code_block,
    "blockquote": _as("blockquote"),
    "ul": _list,
    "ol": _list,
    "dl": _as("div"),
    "dt": _as("p", "term"),
    "dd": _as("div", "definition"),
    "figure": _figure,
    "figcaption": _as("div", "caption"),
    "details": _as("div", "card"),
    "summary": _as("p", "term"),
    "table": set_table,
    "a": _link,
    "img": set_picture,
    "input": _checkbox,
    "span": _span,
    "ruby": _ruby,
    "q": _quotation,
    "code": _code,
    "kbd": _code,
    "samp": _code,
    "mark": _as("span", "mark"),
    "del": _as("s"),
    "ins": _as("u"),
    "var": _as("i"),
    "cite": _as("i"),
    "dfn": _as("i"),
    "abbr": _unwrap,
    "time": _unwrap,
    "bdi": _as("span"),
    "bdo": _as("span"),
}
