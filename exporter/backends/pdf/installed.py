"""The fonts of this machine, as Pango finds them."""

from __future__ import annotations

import sys
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from weasyprint.text.ffi import TO_UNITS, ffi, fontconfig, gobject, harfbuzz, pango, pangoft2
from weasyprint.text.fonts import (
    FontConfiguration,
    get_pango_font_hb_face,
    get_pango_font_key,
)

from exporter.errors import ExportError, LackingError

# Pango's own call for what WeasyPrint never asks (pangofc-font.h, since 1.48).
ffi.cdef("FcPattern *pango_fc_font_get_pattern (PangoFont *font);", override=True)
_OS2: Final = int.from_bytes(b"OS/2", "big")
# Restricted licence, and bitmaps only.
_BARRED: Final = 0x0002 | 0x0200


def font_file(family: str, style: int, weight: int) -> tuple[str, int]:
    """The path of the installed face that Pango finds, and the face's index in its file.

    Raises ExportError where its licence bars it from a file for others.
    """
    font = _load(family, style, weight)
    if _is_barred(font):
        hint = "Name a family in the theme that holds the characters it stands in for."
        raise ExportError(f"the font {family} may not be embedded", hint)
    index = int(harfbuzz.hb_face_get_index(get_pango_font_hb_face(font)))
    return _path(font), index


def _path(font: Any) -> str:
    pattern, found = pangoft2.pango_fc_font_get_pattern(font), ffi.new("FcChar8 **")
    if fontconfig.FcPatternGetString(pattern, ffi.new("char[]", b"file"), 0, found):
        raise ExportError("a font has no file")
    name: bytes = ffi.string(found[0])
    return name.decode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())


def file_size(font: Any) -> int:
    """Bytes of the file that a font of Pango's is from."""
    blob = harfbuzz.hb_face_reference_blob(get_pango_font_hb_face(font))
    size = int(harfbuzz.hb_blob_get_length(blob))
    harfbuzz.hb_blob_destroy(blob)
    return size


class Standing(Enum):
    """What a family is good for here."""

    FINE = "fine"
    ABSENT = "absent"
    BARRED = "barred"


@lru_cache(maxsize=256)
def standing(family: str) -> Standing:
    """Absent where Pango would put another in its place, barred where the font itself says that nobody may embed it
    (OpenType, OS/2, fsType). Raises LackingError where there is no font at all.
    """
    font = _load(family, 0, 400)
    description = get_pango_font_key(font)[1]  # which holds the name
    found = pango.pango_font_description_get_family(description)
    if found == ffi.NULL:
        raise LackingError("PDF needs fonts: this machine has none")
    if ffi.string(found).decode() != family:
        return Standing.ABSENT
    return Standing.BARRED if _is_barred(font) else Standing.FINE


def _is_barred(font: Any) -> bool:
    blob = harfbuzz.hb_face_reference_table(get_pango_font_hb_face(font), _OS2)
    with ffi.new("unsigned int *") as length:
        data = harfbuzz.hb_blob_get_data(blob, length)
        kind = bytes(ffi.unpack(data, int(length[0])))[8:10] if length[0] else b""
    harfbuzz.hb_blob_destroy(blob)
    return bool(int.from_bytes(kind, "big") & _BARRED)


def _load(family: str, style: int, weight: int) -> Any:
    fonts = font_configuration().font_map
    context = ffi.gc(pango.pango_font_map_create_context(fonts), gobject.g_object_unref)
    wanted = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    pango.pango_font_description_set_family(wanted, family.encode())
    pango.pango_font_description_set_style(wanted, style)
    pango.pango_font_description_set_weight(wanted, weight)
    pango.pango_font_description_set_absolute_size(wanted, 16 * TO_UNITS)
    return ffi.gc(pango.pango_font_map_load_font(fonts, context, wanted), gobject.g_object_unref)


@lru_cache(maxsize=1)
def font_configuration() -> FontConfiguration:
    # Reading the fonts of the machine takes 30 ms: once a process, not once a post.
    return FontConfiguration()
