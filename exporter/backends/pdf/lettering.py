"""A line of text as operators: glyphs in the fewest strings that keep each of them in its place.

WeasyPrint writes a number after every glyph that Pango moved, often longer than the glyph itself, and cut off towards
zero. Here what is off adds up until it could be seen, and the space between characters that fills a line is the text
state's own (Tc, ISO 32000-1, 9.3.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from struct import iter_unpack
from types import SimpleNamespace
from typing import Any, Final, NamedTuple

from weasyprint.draw import text as drawing
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from exporter.backends.pdf.clusters import Cluster, clusters, text_of

# Thousandths of an em by which a glyph may be off: at ten points a hundredth of a millimetre.
_NEAR: Final = 3
# So many characters are worth a space of their own between them; fewer are moved one by one.
_MANY: Final = 5
_GLYPH: Final = "Iiiii"  # PangoGlyphInfo: glyph, width, offsets to the right and down, attributes
_GLYPH_SIZE: Final = 20
_by_weasyprint: Final = drawing.draw_first_line

Glyph = tuple[int, int, int, int, int]


class Spread(NamedTuple):
    """What fills a line: ``space`` pixels at each character of ``giving``, ``before`` of it (0 to 1) on its left."""

    giving: re.Pattern[str]
    space: float
    before: float

    def places(self, text: str) -> set[int]:
        """Where those characters begin, in bytes of UTF-8."""
        starts = [0]
        for character in text:
            starts.append(starts[-1] + len(character.encode()))
        return {start for found in self.giving.finditer(text) for start in starts[slice(*found.span())]}


def install() -> None:
    """Puts our drawing in the place of WeasyPrint's, for this process."""
    drawing.draw_first_line = _draw


def _draw(stream: Any, box: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
    """Paints the first line of ``box``; returns the pictures of its emoji, which WeasyPrint paints."""
    if text_overflow == "ellipsis" or block_ellipsis != "none":
        return _by_weasyprint(stream, box, text_overflow, block_ellipsis, matrix)
    if not box.text.strip() or box.style["font_size"] < 1e-6:
        return []
    pen = _Pen(stream, box, matrix)
    runs = list(pen.runs(pango.pango_layout_get_line_readonly(box.pango_layout.layout, 0)))
    tracked = _tracked([given for run in runs for given in run.gives])
    for run in runs:
        pen.draw(run, [next(tracked) for _ in run.glyphs])
    pen.end()
    return pen.emoji


class _Run(NamedTuple):
    """Glyphs of one face: where their characters begin in the line, and which of them give."""

    item: Any
    face: Any
    size: float
    glyphs: list[Glyph]
    starts: list[int]
    gives: list[bool]

    @property
    def is_strange(self) -> bool:
        """Pictures, bitmaps, or what no face has."""
        face = self.face
        return bool(face.bitmap or face.png or face.svg or face.colr) or any(
            glyph[0] > pango.PANGO_GLYPH_EMPTY for glyph in self.glyphs
        )

    @property
    def is_leftward(self) -> bool:
        """Whether it is read from right to left."""
        return bool(self.item.item.analysis.level % 2)

    @property
    def is_clustered(self) -> bool:
        """Whether several glyphs stand for one character or more together, or one from right to left for several."""
        return self.is_leftward or len(set(self.starts)) < len(self.starts)


def _tracked(gives: Iterable[bool]) -> Iterator[bool]:
    """For each glyph of a line whether it stands among many that give."""
    for given, group in groupby(gives):
        count = len(list(group))
        yield from [given and count >= _MANY] * count


class _Pen:
    """Draws the runs of a line. ``wanted`` is where Pango has the next glyph, ``place`` where a reader of the file is
    by then, both in CSS pixels from the left end of the line.
    """

    def __init__(self, stream: Any, box: Any, matrix: Any) -> None:
        self.stream = stream
        self.box = box
        self.matrix = matrix
        self.text = box.pango_layout.text.encode()
        self.space = self.before = 0.0
        self.giving: set[int] = set()
        if spread := getattr(box, "spread", None):
            self.space, self.before = spread.space, spread.space * spread.before
            self.giving = spread.places(box.pango_layout.text)
        # What the first character has on its left, the box was moved by.
        self.wanted = -self.before if 0 in self.giving else 0.0
        self.place = 0.0
        self.is_placed = False
        self.font: tuple[str, float] = ("", 0.0)
        self.tracking = 0.0
        self.pieces: list[str] = []
        self.emoji: list[list[Any]] = []

    def runs(self, line: Any) -> Iterator[_Run]:
        """Those of a line of Pango's, from left to right."""
        run = line.runs
        while run != ffi.NULL:
            item, string = run.data.item, run.data.glyphs
            count = string.num_glyphs
            glyphs = list(iter_unpack(_GLYPH, ffi.buffer(string.glyphs, count * _GLYPH_SIZE)))
            starts = [item.offset + cluster for cluster in ffi.unpack(string.log_clusters, count)]
            face, size = self.stream.add_font(item.analysis.font)
            yield _Run(run.data, face, size, glyphs, starts, self._gives(starts))
            run = run.next

    def draw(self, run: _Run, tracked: Sequence[bool]) -> None:
        """``tracked`` tells of each glyph whether the space it gives is the text state's."""
        if run.is_strange:
            self._leave(run)
            return
        if not self.is_placed:
            self._move(max(self.wanted, 0.0))
        found = clusters(self.text, run.item.item, run.starts) if run.is_clustered else ()
        self._learn(run, found)
        self._choose(run.face.hash, round(run.size, 3))
        if found:
            self._show_clusters(run, found)
            return
        at = 0
        for (given, many), group in groupby(zip(run.gives, tracked, strict=True)):
            stop = at + len(list(group))
            self._track(round(self.space, 3) if many else 0.0)
            self._show(run.glyphs[at:stop], run.face.widths, self.space if given else 0.0)
            at = stop

    def _show_clusters(self, run: _Run, found: Sequence[Cluster]) -> None:
        """What glyphs say only together is said beside them (ISO 32000-1, 14.9.4)."""
        self._track(0.0)
        for start, stop, text, is_said in found:
            if is_said:
                self._flush()
                said = text.encode("utf-16-be").hex().upper()
                self.stream.stream.append(f"/Span <</ActualText<FEFF{said}>>> BDC".encode("ascii"))
            space = self.space if run.gives[start] else 0.0
            self._show(run.glyphs[start:stop], run.face.widths, space)
            if is_said:
                self._flush()
                self.stream.stream.append(b" EMC")

    def end(self) -> None:
        """Nothing of the line's own state is left."""
        self._track(0.0)
        self._flush()

    def _gives(self, starts: Sequence[int]) -> list[bool]:
        """Which glyphs are the first of a character that gives."""
        if not self.giving:
            return [False] * len(starts)
        before = [-1, *starts]
        return [start in self.giving and start != last for start, last in zip(starts, before, strict=False)]

    def _show(self, glyphs: Sequence[Glyph], widths: dict[int, float], space: float) -> None:
        unit = self.font[1] / 1000
        near, before, tracking = _NEAR * unit, self.before if space else 0.0, self.tracking
        wanted, place, add = self.wanted + before, self.place, self.pieces.append
        for glyph, width, right, down, _ in glyphs:
            if glyph != pango.PANGO_GLYPH_EMPTY:
                off = wanted + right * FROM_UNITS - place
                if not -near < off < near:
                    steps = round(off / unit)
                    place += steps * unit
                    add(f">{-steps}<")
                if down:
                    self._raise(glyph, down)
                else:
                    add(f"{glyph:04x}")
                place += widths[glyph] * unit + tracking
            wanted += width * FROM_UNITS + space
        self.wanted, self.place = wanted - before, place

    def _raise(self, glyph: int, down: int) -> None:
        """Shows one glyph above or below the line, as the marks of many scripts are."""
        self._flush()
        self.pieces.append(f"{glyph:04x}")
        self.stream.set_text_rise(round(-down * FROM_UNITS, 3))
        self._flush()
        self.stream.set_text_rise(0)

    def _choose(self, name: str, size: float) -> None:
        if self.font != (name, size):
            self._flush()
            self.font = name, size
            self.stream.set_font_size(name, size)

    def _track(self, space: float) -> None:
        if space != self.tracking:
            self._flush()
            self.tracking = space
            self.stream.stream.append(b"%g Tc" % space)

    def _flush(self) -> None:
        if self.pieces:
            shown = f"[<{''.join(self.pieces)}>] TJ".replace("<>", "")
            self.stream.stream.append(shown.encode("ascii"))
            self.pieces.clear()

    def _move(self, right: float) -> None:
        self.stream.set_text_matrix(*self._matrix(right).values)
        self.place, self.is_placed = right, True

    def _matrix(self, right: float) -> Any:
        a, b, c, d, e, f = self.matrix.values
        return Matrix(a, b, c, d, round(e + a * right, 2), round(f + b * right, 2))

    def _learn(self, run: _Run, found: Sequence[Cluster]) -> None:
        """Notes of each glyph that is met first what it stands for, and its width in thousandths of an em.

        Of the clusters that were ``found`` those of one glyph teach: in others it stands for this here, for that there.
        """
        texts, widths, stream = run.face.to_unicode, run.face.widths, self.stream
        alone = {each.start: each.text for each in found if each.stop == each.start + 1}
        for index, (glyph, *_) in enumerate(run.glyphs):
            if glyph == pango.PANGO_GLYPH_EMPTY or texts.get(glyph):
                continue
            texts[glyph] = (
                alone.get(index, "") if found else text_of(self.text, run.item.item, run.starts, index)
            )
            if glyph not in widths:
                font = run.item.item.analysis.font
                pango.pango_font_get_glyph_extents(font, glyph, stream.ink_rect, stream.logical_rect)
                widths[glyph] = stream.logical_rect.width * 1000 * FROM_UNITS / run.size

    def _leave(self, run: _Run) -> None:
        """Has WeasyPrint draw what is strange, in a layout that it may change: the line's own must stay as it is."""
        self.end()
        line = SimpleNamespace(runs=[SimpleNamespace(data=run.item, next=ffi.NULL)])
        layout = Layout(self.box.style)
        layout.text, layout.get_first_line = self.text.decode(), lambda: (line, None)
        box = SimpleNamespace(
            text=self.box.text, style=self.box.style, baseline=self.box.baseline, pango_layout=layout
        )
        for picture in _by_weasyprint(self.stream, box, "clip", "none", self._matrix(self.wanted)):
            picture[4] += self.wanted / self.box.style["font_size"]
            self.emoji.append(picture)
        self.wanted += sum(glyph[1] for glyph in run.glyphs) * FROM_UNITS + self.space * sum(run.gives)
        self.is_placed, self.font = False, ("", 0.0)
