"""One subset of each face for a whole volume, and its PDF font (ISO 32000-1, 9.7; PDF/UA-1, 7.21).

Content names glyphs by their ids in the font file. A CFF font keyed by CID keeps those as its CIDs; a TrueType font
gets a map from one to the other. So no subset is padded with empty glyphs up to the last one used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

import uharfbuzz as hb

from exporter.backends.pdf.cmap import to_unicode
from exporter.backends.pdf.fragment import Font
from exporter.backends.pdf.objects import Name, Ref, Value
from exporter.backends.pdf.table import Table
from exporter.errors import ExportError

if TYPE_CHECKING:
    from exporter.backends.pdf.fragment import Face

_UNUSED: Final = (
    "BASE CBDT CBLC COLR CPAL DSIG EBDT EBLC EBSC GDEF GPOS GSUB JSTF LTSH MATH OS/2 PCLT STAT SVG VDMX VORG cmap gasp "
    "hdmx kern meta name post vhea vmtx"
)


class Program(NamedTuple):
    """A subset: the key and the dictionary of its font file, its bytes, and which of its glyphs each CID is."""

    key: str
    entries: dict[str, Value]
    content: bytes
    glyphs: Mapping[int, int] | None


def make_font(face: Face, glyphs: Mapping[int, str]) -> Font:
    """One subset with ``glyphs``. Raises ExportError where the font file is not the one the face was laid out with."""
    from exporter.backends.pdf.installed import font_file  # noqa: PLC0415

    path, index = font_file(face.family, face.style, face.weight)
    content = hb.Blob.from_file_path(path)  # mapped and not read: of 27 MB a subset needs one or two
    if len(content) != face.file_size:
        raise ExportError(
            f"the font {face.family} changed since a post was laid out", "Build again with --fresh."
        )
    whole = hb.Face(content, index)
    widths = _widths(whole, glyphs)
    program = _pictures(widths) if face.pictures else _subset(whole, widths)
    table = Table()
    name = Name(f"{face.name}+{_postscript(face)}")
    child = _child(table, name, widths, program)
    bounds = _Bounds(*_rise(whole), max(widths.values(), default=1000))
    child["FontDescriptor"] = _descriptor(table, name, face, bounds, program)
    font: dict[str, Value] = {
        "Type": Name("Font"),
        "Subtype": Name("Type0"),
        "BaseFont": name,
        "Encoding": Name("Identity-H"),
        "DescendantFonts": [table.add(child)],
        "ToUnicode": table.add_deflated({}, to_unicode(glyphs)),
    }
    number = table.add(font).number
    return Font(table.block(), number)


def _child(table: Table, name: Name, widths: Mapping[int, float], program: Program) -> dict[str, Value]:
    child: dict[str, Value] = {
        "Type": Name("Font"),
        "Subtype": Name("CIDFontType0" if program.glyphs is None else "CIDFontType2"),
        "BaseFont": name,
        "CIDSystemInfo": {"Registry": b"(Adobe)", "Ordering": b"(Identity)", "Supplement": 0},
        "DW": 1000,
        "W": _width_array(widths),
    }
    if program.glyphs is not None:
        child["CIDToGIDMap"] = table.add_deflated({}, _cid_map(program.glyphs))
    return child


class _Bounds(NamedTuple):
    """In thousandths of an em."""

    ascent: int
    descent: int
    widest: float


def _rise(face: hb.Face) -> tuple[int, int]:
    """Ascent and descent by the font's own tables: Pango rounds them to pixels of the size it first met the face at,
    and which that was depends on what else a worker has set.
    """
    extents = hb.Font(face).get_font_extents("ltr")
    return round(extents.ascender * 1000 / face.upem), round(extents.descender * 1000 / face.upem)


def _descriptor(table: Table, name: Name, face: Face, bounds: _Bounds, program: Program) -> Ref:
    return table.add(
        {
            "Type": Name("FontDescriptor"),
            "FontName": name,
            "Flags": face.flags,
            "FontBBox": [0, bounds.descent, bounds.widest, bounds.ascent],
            "ItalicAngle": 0,
            "Ascent": bounds.ascent,
            "Descent": bounds.descent,
            "CapHeight": bounds.ascent,
            "StemV": 80,
            program.key: table.add_deflated(program.entries, program.content),
        }
    )


def _postscript(face: Face) -> str:
    weight = {400: "", 700: "-Bold"}.get(face.weight, f"-{face.weight}")
    return (
        "".join(c for c in face.family if c.isascii() and c.isalnum())
        + weight
        + ("-Italic" if face.style else "")
    )


def _subset(face: hb.Face, widths: Mapping[int, float]) -> Program:
    if "CFF " not in face.table_tags:
        content, numbers = _cut(face, widths, hb.SubsetFlags.DEFAULT)
        return Program("FontFile2", {"Length1": len(content)}, content, numbers)
    from exporter.backends.pdf.cff import is_cid_keyed, unify  # noqa: PLC0415  as the next: most faces are known

    # Without subroutines the programs of a month are even smaller: the font's thousands of them stay behind.
    content, _ = _cut(face, widths, hb.SubsetFlags.DESUBROUTINIZE)
    table = _table(content)
    if is_cid_keyed(table):
        advance = hb.Font(face).get_glyph_h_advance
        table = unify(table, lambda cid: advance(cid) * 1000 / face.upem)
    else:
        # Named glyphs: a CID is then the glyph's own id, which must not move.
        content, _ = _cut(face, widths, hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.RETAIN_GIDS)
        table = _table(content)
    return Program("FontFile3", {"Subtype": Name("CIDFontType0C")}, table, None)


def _table(font: bytes) -> bytes:
    return bytes(hb.Face(font).reference_table("CFF ").data)


def _cut(face: hb.Face, glyphs: Iterable[int], flags: hb.SubsetFlags) -> tuple[bytes, dict[int, int]]:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = flags | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    drop = wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG)
    for tag in _UNUSED.split():
        drop.add(int.from_bytes(tag.ljust(4).encode("ascii"), "big"))
    plan = hb.SubsetPlan(face, wanted)
    return plan.execute().blob.data, dict(plan.old_to_new_glyph_mapping)


def _pictures(widths: Mapping[int, float]) -> Program:
    """A font of blanks: the pictures are painted as images, and their text is there to be read and copied."""
    from fontTools.fontBuilder import FontBuilder  # noqa: PLC0415
    from fontTools.ttLib.tables._g_l_y_f import Glyph  # noqa: PLC0415

    distinct = sorted(set(widths.values()))
    order = [".notdef", *(f"blank{index}" for index in range(len(distinct)))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({})
    builder.setupGlyf({name: Glyph() for name in order})
    builder.setupHorizontalMetrics(
        {name: (round(w), 0) for name, w in zip(order, [0, *distinct], strict=True)}
    )
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupMaxp()
    builder.setupHead(unitsPerEm=1000, created=0, modified=0)
    stream = BytesIO()
    del builder.font["cmap"]
    builder.font.recalcTimestamp = False
    builder.save(stream)
    content = stream.getvalue()
    glyphs = {cid: distinct.index(width) + 1 for cid, width in widths.items()}
    return Program("FontFile2", {"Length1": len(content)}, content, glyphs)


def _widths(face: hb.Face, glyphs: Iterable[int]) -> dict[int, float]:
    font = hb.Font(face)
    return {glyph: font.get_glyph_h_advance(glyph) * 1000 / face.upem for glyph in sorted(glyphs)}


def _width_array(widths: Mapping[int, float]) -> list[Value]:
    """Runs of neighbouring CIDs (9.7.4.3); a full-width glyph has the default and needs no entry."""
    rows: list[Value] = []
    run: list[Value] = []
    last = -2
    for cid, width in sorted(widths.items()):
        if width == 1000:
            continue
        if cid != last + 1:
            run = []
            rows += [cid, run]
        run.append(width)
        last = cid
    return rows


def _cid_map(glyphs: Mapping[int, int]) -> bytes:
    table = bytearray(2 * (max(glyphs, default=0) + 1))
    for cid, glyph in glyphs.items():
        table[2 * cid : 2 * cid + 2] = glyph.to_bytes(2, "big")
    return bytes(table)
