"""What a layout lost: WeasyPrint has dropped text at page ends in silence; a part of that kind must never be bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from exporter.backends.pdf.fragment import Words
from exporter.backends.pdf.tables import LISTED

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from exporter.backends.pdf.engine import Leaf, Painted

# Elements whose text the style sheet hides or repeats elsewhere.
_HIDDEN: Final = frozenset(["head", "script", "style", "title"])
_KEPT: Final = 24


def lost_text(painted: Painted, names: Iterable[str]) -> str:
    """The characters of the document that no page shows, each as often as it is missing; empty when all is there.

    ``names`` are those of pages that count; order does not matter, for right-to-left lines are painted as they look.
    """
    wanted: Counter[str] = Counter()
    for text in _texts(painted.root):
        wanted.update(text)
    known = set(names)
    for page in painted.pages:
        if page.name in known:
            for leaf in page.leaves:
                wanted.subtract(leaf.text or "")
    return "".join(c * n for c, n in sorted(wanted.items()) if n > 0 and not c.isspace() and c.isprintable())


def _texts(element: Element) -> Iterator[str]:
    if element.tag in _HIDDEN or _is_hidden(element):
        return
    yield element.text or ""
    for child in element:
        # A table set row by row shows the heads of its columns in its cells.
        if child.tag != "thead" or LISTED not in (element.get("class") or "").split():
            yield from _texts(child)
        yield child.tail or ""


def _is_hidden(element: Element) -> bool:
    return (element.get("class") or "").partition(" ")[0] in ("head", "folios", "line", "pagebreak")


def ends(leaves: Iterable[tuple[int, Leaf]]) -> tuple[Words, Words]:
    """The first and the last words among leaves of text, each with its page."""
    texts = [(page, "".join((leaf.text or "").split())) for page, leaf in leaves]
    texts = [(page, text) for page, text in texts if text]
    if not texts:
        return Words(0, ""), Words(0, "")
    return Words(texts[0][0], texts[0][1][:_KEPT]), Words(texts[-1][0], texts[-1][1][-_KEPT:])
