"""The structure tree of a volume: those of its parts under one Document, and the tables that lead back to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exporter.backends.pdf.bound import Bound, number_row
from exporter.backends.pdf.objects import LABEL, WIDTH, Name, Ref, Value, byte_string

if TYPE_CHECKING:
    from exporter.backends.pdf.contents_pages import Contents
    from exporter.backends.pdf.volume import Volume


def add_tree(volume: Volume, tree: int, document: int, parts: Sequence[Bound], contents: Contents) -> None:
    """Puts the root at ``tree`` (14.7.2) and its Document at ``document``; the contents follow the first part."""
    parents = [volume.add(number_row(bound)) for bound in parts]
    parents.append(volume.add(contents.number_row()))
    kids = [Ref(bound.number(bound.fragment.root)) for bound in parts]
    kids.insert(1, contents.add_structure())
    root: dict[str, Value] = {
        "Type": Name("StructTreeRoot"),
        "K": [Ref(document)],
        "ParentTree": volume.add({"Kids": parents}),
        "ParentTreeNextKey": contents.next_key,
    }
    if notes := _notes(parts):
        root["IDTree"] = volume.add({"Names": notes})
    volume.put(tree, root)
    volume.put(document, {"Type": Name("StructElem"), "S": Name("Document"), "P": Ref(tree), "K": kids})


def _notes(parts: Sequence[Bound]) -> list[Value]:
    """Names and elements of all notes, in the order of their names (14.7.2, IDTree)."""
    numbers = [bound.number(note) for bound in parts for note in bound.fragment.notes]
    pairs = sorted((byte_string(LABEL + b"%*d" % (WIDTH, n)), Ref(n)) for n in numbers)
    return [item for pair in pairs for item in pair]
