"""CFF programs as a PDF embeds them (Adobe Technical Notes 5176 and 5177): CID-keyed, with one font dictionary.

Noto CJK has a private dictionary for each script, with widths of its own. Validators read them differently; a program
with one of them, no hints and no subroutines can be read in one way only.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from fontTools.cffLib import CFFFontSet

_FULL: Final = 1000
# Operators that end the operands in which a width may come first, and how many operands they take by themselves.
_MOVES: Final = {21: 2, 22: 1, 4: 1, 14: 0}


def is_cid_keyed(table: bytes) -> bool:
    """True where glyphs are named by CID, which a subset keeps."""
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(table), None)
    return hasattr(fonts[0], "ROS")


def unify(table: bytes, width: Callable[[int], float]) -> bytes:
    """``table`` with one font dictionary; ``width`` gives the advance of a CID in thousandths.

    The program must be without hints and subroutines.
    """
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(table), None)
    top = fonts[0]
    for name in top.charset:
        glyph = top.CharStrings[name]
        cid = 0 if name == ".notdef" else int(name[3:])
        glyph.bytecode = _with_width(bytes(glyph.bytecode), round(width(cid)))
    _keep_first_dictionary(top)
    out = BytesIO()
    fonts.compile(out, _Font(len(top.charset)))
    return out.getvalue()


def _keep_first_dictionary(top: Any) -> None:
    top.FDSelect.format = 3
    top.FDSelect.gidArray = [0] * len(top.charset)
    first = top.FDArray[0]
    del top.FDArray.items[1:]
    private = first.Private
    for name in list(private.rawDict):
        if name not in ("defaultWidthX", "nominalWidthX"):
            del private.rawDict[name]
    for name in ("Subrs", "BlueValues", "OtherBlues", "FamilyBlues", "FamilyOtherBlues", "StdHW", "StdVW"):
        private.__dict__.pop(name, None)
    private.defaultWidthX, private.nominalWidthX = _FULL, 0


class _Font(dict[str, object]):
    """The little that CFFFontSet.compile asks of a font."""

    recalcBBoxes = False  # noqa: N815 fontTools' name

    def __init__(self, glyphs: int) -> None:
        super().__init__(maxp=type("maxp", (), {"numGlyphs": glyphs})())


def _with_width(program: bytes, width: int) -> bytes:
    """The charstring with its width first (5177, 3.1), or without where it is the default."""
    numbers, position = _operands(program)
    takes = _MOVES.get(program[position])
    if takes is None:
        raise AssertionError(f"a charstring begins with operator {program[position]}")
    if len(numbers) > takes:
        program = program[numbers[1] if len(numbers) > 1 else position :]
    return program if width == _FULL else _number(width) + program


def _operands(program: bytes) -> tuple[list[int], int]:
    """Where each operand before the first operator begins, and where that operator stands."""
    starts: list[int] = []
    at = 0
    while True:
        first = program[at]
        if first < 32 and first != 28:
            return starts, at
        starts.append(at)
        at += 3 if first == 28 else 1 if first < 247 else 2 if first < 255 else 5


def _number(value: int) -> bytes:
    """An operand (5177, 3.2)."""
    if -107 <= value <= 107:
        return bytes((value + 139,))
    if 108 <= value <= 1131:
        high, low = divmod(value - 108, 256)
        return bytes((high + 247, low))
    return b"\x1c" + value.to_bytes(2, "big", signed=True)
