"""The structure tree of a volume: those of its parts under one Document, and the tables that lead back to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exporter.backends.pdf.objects import LABEL, WIDTH, Name, Ref, Value, byte_string

if TYPE_CHECKING:
    from exporter.backends.pdf.bound import Bound
    from exporter.backends.pdf.volume import Volume


def add_tree(
    volume: Volume,
    tree: int,
    document: int,
    *,
    kids: Sequence[Ref],
    parents: Sequence[Ref],
    bound: Sequence[Bound],
) -> None:
    """Puts the root at ``tree`` (14.7.2) and its Document of ``kids`` at ``document``.

    ``parents`` are the leaves of the parent tree in the order of their keys; ``bound`` are the posts, which have notes.
    """
    root: dict[str, Value] = {
        "Type": Name("StructTreeRoot"),
        "K": [Ref(document)],
        "ParentTree": volume.add({"Kids": parents}),
    }
    if notes := _notes(bound):
        root["IDTree"] = volume.add({"Names": notes})
    volume.put(tree, root)
    volume.put(document, {"Type": Name("StructElem"), "S": Name("Document"), "P": Ref(tree), "K": kids})


def _notes(bound: Sequence[Bound]) -> list[Value]:
    """Names and elements of all notes, in the order of their names (14.7.2, IDTree)."""
    numbers = [note for each in bound for note in each.notes]
    pairs = sorted((byte_string(LABEL + b"%*d" % (WIDTH, n)), Ref(n)) for n in numbers)
    return [item for pair in pairs for item in pair]
