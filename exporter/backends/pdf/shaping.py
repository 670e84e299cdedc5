"""Lines shaped once, and not much more than a line at a time.

WeasyPrint shapes four ems of text for each em of a line to find where it ends, which is right for Latin letters; shapes
the line by itself; and shapes it again to paint it, each time in a context of its own.

Kept until the document is painted, a line takes some three kilobytes: a post of 300 pages 35 MB.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf
from typing import Any, Final

from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.line_break import Layout, line_size

from exporter.backends.pdf.struts import description

_setup: Final = Layout.setup
_metrics: Final = line_break.first_line_metrics
# Two ideographs or kana, or their full stops and commas: nothing joins them, and no space is dropped between them.
_WHOLE: Final = re.compile("[\u3001\u3002\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff]{2}")
_split: Final = line_break.split_first_line
# Ideographs and kana are an em wide each. A line is looked for in so many more than it can hold: more than are set with
# kerning, and enough to see a word that goes on behind it.
_WIDE: Final = re.compile("[\u3000-\u9fff\uf900-\uffef]")
_MORE: Final = 16


def install() -> None:
    """Puts our rules in the place of WeasyPrint's, for this process."""
    Layout.setup = _begin
    Layout.deactivate = _keep
    Layout.reactivate = _keep
    inline.split_first_line = _split_first_line
    line_break.first_line_metrics = _measure


def _split_first_line(text: str, style: Any, context: Any, width: Any, *more: Any, **named: Any) -> Any:
    """What WeasyPrint finds, in less text where that is mostly wide and the line ends well before it does."""
    size = style["font_size"]
    if width is not None and width != inf and size:
        room = int(width / size) + _MORE
        short = text[:room]
        if room < len(text) and len(_WIDE.findall(short)) * 2 > room:
            found = _split(short, style, context, width, *more, **named)
            resume = found[2]
            if resume is not None and len(short.encode()[resume:].decode()) > _MORE // 3:
                return found
    return _split(text, style, context, width, *more, **named)


def _measure(first_line: Any, text: str, layout: Any, resume_at: int | None, *more: Any, **named: Any) -> Any:
    """What WeasyPrint finds, without shaping by itself a line that ends between two ideographs or kana: that is what it
    was in the longer text.
    """
    if resume_at and resume_at == first_line.length:
        encoded = text.encode()
        if _WHOLE.fullmatch(encoded[resume_at - 3 : resume_at + 3].decode(errors="replace")):
            layout.text = encoded[:resume_at].decode()
            baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
            return layout, resume_at, resume_at, *line_size(first_line, layout.style), baseline
    return _metrics(first_line, text, layout, resume_at, *more, **named)


def _keep(layout: Any, style: Any = None) -> None:
    """What was shaped stays."""


def _begin(layout: Any, style: Any) -> None:
    """Layout.setup, with a context shared by all lines of a language; rare styles are left to WeasyPrint."""
    if style["text_decoration_line"] != "none" or _has_features(style):
        _setup(layout, style)
        return
    layout.style, layout.first_line_direction = style, 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    override = style["font_language_override"]
    language = style["lang"] or "" if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    context, layout.language = _context(style.font_config, style["direction"], language)
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, description(style))


_FEATURES: Final = {
    "font_kerning": "auto",
    "font_variant_ligatures": "normal",
    "font_variant_position": "normal",
    "font_variant_caps": "normal",
    "font_variant_numeric": "normal",
    "font_variant_alternates": "normal",
    "font_variant_east_asian": "normal",
    "font_feature_settings": "normal",
}


def _has_features(style: Any) -> bool:
    return any(style[name] != value for name, value in _FEATURES.items())


@lru_cache(maxsize=64)
def _context(fonts: Any, direction: str, language: str) -> tuple[Any, Any]:
    """A Pango context and its language; ``fonts`` are those of the process."""
    context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[direction])
    if not language:
        return context, pango.pango_language_get_default()
    pointer, _text = unicode_to_char_p(language)
    found = pango.pango_language_from_string(pointer)
    pango.pango_context_set_language(context, found)
    return context, found
