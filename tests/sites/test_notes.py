"""What is remembered of pages, written whole and in pieces."""

import pytest

from exporter.sites.notes import Note, Notes, decode, encode, encode_pieces
from exporter.world.files import Stat


@pytest.mark.parametrize("count", [0, 1, 1000, 1001])
def test_pieces_are_the_whole(count: int) -> None:
    notes = Notes("here", {f'p"{n}.md': Note(Stat(n, n)) for n in range(count)})
    stored = b"".join(encode_pieces(notes))
    assert stored == encode(notes)
    assert decode(stored) == notes
