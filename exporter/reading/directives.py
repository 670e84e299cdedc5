"""``:::note Title`` … ``:::``: the containers of Docusaurus, VitePress, remark-directive, markdown-it-container
and pandoc, as callouts."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from exporter.reading.callouts import callout_kind
from exporter.reading.located import Text
from exporter.reading.quoting import quoted, trimmed
from exporter.reading.rows import Row, dedented, fenced, indent, joined, rows

# What stands before the colons may be a quote's mark or a bullet.
_MARGIN: Final = r"(?P<margin>(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)"
_OPEN: Final = re.compile(
    rf"{_MARGIN}(?P<colons>:{{3,}})[ \t]*(?P<name>[A-Za-z][\w.-]*|(?=\{{))(?P<rest>.*)\Z"
)
_CLOSE: Final = re.compile(r"(?:[ \t]*>)*[ \t]*(?P<colons>:{3,})[ \t]*\Z")
_ATTRIBUTES: Final = re.compile(r"[ \t]*\{(?P<attributes>[^{}]*)\}[ \t]*\Z")
_TITLE: Final = re.compile(r"""(?:^|\s)(?:title|summary|label)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""")
_CLASS: Final = re.compile(r"(?:^|\s)\.([A-Za-z][\w-]*)")

_HEADING: Final = re.compile(r"#{1,6}[ \t]+(?P<title>.*?)(?:[ \t]*\{[^{}]*\})?[ \t]*\Z")

# Folded on the page; here all of it is read.
_FOLDED: Final = frozenset(["details", "collapse", "collapsible", "spoiler", "expand", "dropdown"])


# Deeper ones are words: every level is one more mark before every row.
_DEEPEST: Final = 20


class _Container(Struct):
    """One that is open: its colons, and where its rows begin among those that are settled."""

    colons: int
    name: str
    title: str
    margin: str
    number: int
    content: list[Row]
    headed: bool = False  # Quarto's: a heading at its beginning is its title


def directives(body: Text) -> Text:
    """``body`` with containers as callouts; ``body`` itself where there are none.

    A container of a kind that is none (``:::table-wrapper``) gives its content, under its title where it has
    one. What is never closed ends with the text.
    """
    if ":::" not in body.text:
        return body
    lines = rows(body)
    opened: list[_Container] = [_Container(0, "", "", "", 0, [])]
    seen = False
    for row, code in zip(lines, fenced(lines), strict=True):
        container = None if code or len(opened) > _DEEPEST else _opening(row)
        if container:
            seen = True
            opened.append(container)
        elif not code and seen and (close := _CLOSE.match(row[1])):
            _close(opened, len(close["colons"]))
        else:
            opened[-1].content.append(_inside(row, opened[-1].margin))
    while len(opened) > 1:
        _settle(opened)
    return joined(opened[0].content) if seen else body


def _opening(row: Row) -> _Container | None:
    match = _OPEN.match(row[1])
    if match is None:
        return None
    margin, name = match["margin"], match["name"]
    title, attributes = _titled(match["rest"])
    if title is None:
        return None
    classes = _CLASS.findall(attributes)
    if not name:
        name = classes[0].removeprefix("callout-") if classes else "div"
    headed = any(one.startswith("callout-") for one in classes)
    stated = _TITLE.search(attributes)
    own = (stated["double"] or stated["single"] or "") if stated else ""
    return _Container(len(match["colons"]), name, title or own, margin, row[0], [], headed)


def _titled(rest: str) -> tuple[str | None, str]:
    """The title that stands behind a name, and the attributes behind that; None for what is no directive."""
    attributes = _ATTRIBUTES.search(rest)
    found = attributes["attributes"] if attributes else ""
    rest = rest[: attributes.start()] if attributes else rest
    if not rest.startswith("["):
        # ``:::name:`` or ``:::name/x`` is prose; pandoc may close the line with colons again.
        return (rest.rstrip(": \t").strip() if not rest or rest[0] in " \t:" else None), found
    depth = 0
    for i, char in enumerate(rest):
        depth += (char == "[") - (char == "]")
        if depth == 0:
            return rest[1:i] + rest[i + 1 :], found
    return rest[1:], found


def _inside(row: Row, margin: str) -> Row:
    """A row of a container without what stood before the container's colons."""
    number, line = row
    if not margin.strip():
        return number, dedented(line, indent(margin)) if margin else line
    if ">" in margin:
        for _ in range(margin.count(">")):
            line = re.sub(r"^[ \t]*>[ ]?", "", line)
        return number, line
    return number, dedented(line, len(margin.expandtabs(4)))


def _close(opened: list[_Container], colons: int) -> None:
    """The innermost container that so many colons close, and what is open within it."""
    exact = any(container.colons == colons for container in opened[1:])
    while len(opened) > 1 and opened[-1].colons <= colons:
        last = opened[-1].colons == colons or not exact
        _settle(opened)
        if last:
            return
    # Too few colons for all that is open: they are meant for the innermost.
    if len(opened) > 1:
        _settle(opened)


def _settle(opened: list[_Container]) -> None:
    """Puts the innermost container, as it is read here, into the one around it."""
    container = opened.pop()
    outer = opened[-1]
    margin = container.margin if not outer.margin else _inside((0, container.margin), outer.margin)[1]
    following = margin if ">" in margin else " " * len(margin.expandtabs(4))
    content = trimmed(container.content)
    name, title = container.name, container.title
    if container.headed and not title and content and (heading := _HEADING.match(content[0][1])):
        title, content = heading["title"], trimmed(content[1:])
    if name.lower() in _FOLDED:
        made = quoted("note", title or "Details", content, number=container.number)
    elif name.lower() == "figure" and title:
        last = content[-1][0] if content else container.number
        made = [*content, (last, ""), (container.number, title), (last, "")]
    elif callout_kind(name) or title:
        made = quoted(name, title, content, number=container.number)
    else:
        made = [*content, (content[-1][0] if content else container.number, "")]
    if outer.content and outer.content[-1][1].strip():
        outer.content.append((container.number, following.rstrip(" \t") if ">" in margin else ""))
    for i, (number, line) in enumerate(made):
        before = following if i else margin
        outer.content.append((number, f"{before}{line}" if line.strip() or i == 0 else before.rstrip(" \t")))
