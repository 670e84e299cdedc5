"""The cover: the site's name and the issue's, over a mosaic of its posts' pictures or a list of their titles.

Never one post's picture out of many: an issue is of all of them. Drawn at 1600 × 2560, the ratio that stores ask
for; the site's name is large enough to be read at a tenth of that.
"""

from __future__ import annotations

import sys
from typing import Final, NamedTuple

from lxml import etree

from exporter.backends.contract import Kept, made_anew
from exporter.backends.epub.chapter import Picture
from exporter.backends.epub.volume import Volume
from exporter.model.asset import Asset
from exporter.model.theme import Theme
from exporter.passes.columns import width, wrap
from exporter.passes.images import Layer, Refusal, compose, encode
from exporter.passes.resvg import draw
from exporter.passes.strings import direction

_SVG: Final = "http://www.w3.org/2000/svg"
_WIDTH: Final = 1600
_HEIGHT: Final = 2560
_HEAVIEST: Final = 2_000_000  # bytes; stores take up to 5 MB
_FORMATS: Final = ("image/jpeg", "image/png")
_MARGIN: Final = 120
_TOP: Final = 230
_FOLD: Final = 1180  # where the text ends and the pictures begin
_GAP: Final = 10
_GRIDS: Final = (
    (12, 3, 4),
    (6, 2, 3),
    (4, 2, 2),
    (3, 1, 3),
    (2, 1, 2),
)  # at least so many pictures: columns, rows
_NAME_SIZES: Final = (250, 210, 180, 150, 125, 105, 88)
_NAME_LINES: Final = 5
_PERIOD_SIZES: Final = (92, 76, 62, 50)
_TITLE_SIZES: Final = ((1, 120), (3, 92), (5, 72), (sys.maxsize, 58))  # up to so many posts: pixels
_SMALLEST: Final = 300  # narrower pictures are icons and badges


class _Line(NamedTuple):
    text: str
    baseline: int
    size: int
    face: str
    weight: int
    colour: str


def own_cover(picture: Asset, kept: Kept = made_anew) -> bytes:
    """The editor's picture as a JPEG, no longer than a cover is high; empty where its data turn out to be broken."""

    def make() -> bytes:
        made = encode(picture, formats=_FORMATS, longest=_HEIGHT, budget=_HEAVIEST)
        if isinstance(made, Refusal):
            return b""
        if made.media_type == "image/jpeg":
            return made.content
        size = (made.width, made.height)
        return compose(size, "#ffffff", [Layer(made.content, made.media_type, (0, 0, *size))]).content

    return kept([b"own cover", picture.content], make)


def cover_image(volume: Volume, theme: Theme, kept: Kept = made_anew) -> bytes:
    """A JPEG. Raises ThemeError where the theme lacks a colour or a face. To draw one takes longer than to bind
    hundreds of chapters, and few edits change it: it is ``kept``.
    """
    pictures = _chosen(volume)
    tiles = _tiles(pictures)
    lines = _heading(volume, theme) + ([] if tiles else _titles(volume, theme))
    height = _FOLD if tiles else _HEIGHT
    drawing = _drawing(lines, height, theme, volume.issue.language, panel=not tiles)
    fonts = _files(theme, drawing)

    def make() -> bytes:
        page = Layer(draw(drawing, fonts=fonts), "image/png", (0, 0, _WIDTH, height))
        return compose((_WIDTH, _HEIGHT), theme.colour("paper"), [*tiles, page]).content

    stamps = repr([(face.path, face.index, face.stamp) for face in theme.faces if face.path in fonts])
    shape = repr((_WIDTH, _HEIGHT, height, theme.colour("paper"), [(t.media_type, t.box) for t in tiles]))
    return kept([drawing, stamps.encode(), shape.encode(), *(tile.content for tile in tiles)], make)


def _files(theme: Theme, drawing: bytes) -> tuple[str, ...]:
    """The upright faces that the drawing names: with no other font at hand, none depends on what else is installed."""
    text = drawing.decode()
    faces = [face for face in theme.faces if face.style == "normal" and f"'{face.family}'" in text]
    return tuple(dict.fromkeys(face.path for face in faces))


def absent_faces(volume: Volume, theme: Theme) -> list[str]:
    """The families of the book's own script that the theme names for covers and that are not installed."""
    there = {face.family for face in theme.faces}
    wanted = [face.split(",")[0].strip('"') for face in _faces(theme, volume.issue.language)]
    return [family for family in wanted if there and family not in there]


def _chosen(volume: Volume) -> list[Picture]:
    """As many different pictures as the largest grid that they fill, spread over the issue; covers before others."""
    files = {picture.name: picture for chapter in volume.chapters for picture in chapter.pictures}
    uses = [use for chapter in volume.chapters for use in chapter.uses]
    names = dict.fromkeys([use.picture for use in uses if use.cover] or [use.picture for use in uses])
    fit = [p for name in names if (p := files[name]).width >= _SMALLEST and p.media_type != "image/svg+xml"]
    if len(volume.chapters) == 1:
        return fit[:1]
    count = next((count for count, _, _ in _GRIDS if len(fit) >= count), 0)
    return [fit[i * len(fit) // count] for i in range(count)]


def _tiles(pictures: list[Picture]) -> list[Layer]:
    if not pictures:
        return []
    columns, rows = next(((c, r) for count, c, r in _GRIDS if count == len(pictures)), (1, 1))
    wide = (_WIDTH - _GAP * (columns - 1)) / columns
    high = (_HEIGHT - _FOLD - _GAP * (rows - 1)) / rows
    layers = []
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        left, top = round(column * (wide + _GAP)), round(_FOLD + row * (high + _GAP))
        right, bottom = round(column * (wide + _GAP) + wide), round(_FOLD + row * (high + _GAP) + high)
        layers.append(Layer(picture.content, picture.media_type, (left, top, right - left, bottom - top)))
    return layers


def _heading(volume: Volume, theme: Theme) -> list[_Line]:
    text, head = _faces(theme, volume.issue.language)
    size = next((s for s in _NAME_SIZES if _fits(volume.name, s)), _NAME_SIZES[-1])
    baseline = _TOP + size * 4 // 5
    lines = []
    for row in _shortened(_broken(volume.name, size), _NAME_LINES):
        # A rule between two halves of a name parts nothing at the end of a row.
        lines.append(_Line(row.rstrip(" |·/–—") or row, baseline, size, text, 700, theme.colour("ink")))
        baseline += _leading(size)
    baseline += 165 - _leading(size)
    if volume.period:
        size = next((s for s in _PERIOD_SIZES if len(_broken(volume.period, s)) == 1), _PERIOD_SIZES[-1])
        (row,) = _shortened(_broken(volume.period, size), 1)
        lines.append(_Line(row, baseline, size, head, 700, theme.colour("accent")))
        baseline += 100
    note = volume.says.count(len(volume.chapters))
    lines.append(_Line(note, baseline, 54, head, 400, theme.colour("muted")))
    return lines


def _fits(name: str, size: int) -> bool:
    rows = len(_broken(name, size))
    return rows <= _NAME_LINES and _TOP + rows * _leading(size) + 265 + _MARGIN // 2 < _FOLD


def _leading(size: int) -> int:
    return size * 5 // 4


def _titles(volume: Volume, theme: Theme) -> list[_Line]:
    """The first titles, as large as they may be, and the site's address at the foot."""
    _, head = _faces(theme, volume.issue.language)
    paper = theme.colour("paper")
    size = next(size for count, size in _TITLE_SIZES if len(volume.titles) <= count)
    lines = []
    baseline = _FOLD + 130 + size
    for title in volume.titles:
        rows = _shortened(_broken(title, size), 2)
        if baseline + len(rows) * size * 4 // 3 > _HEIGHT - 2 * _MARGIN:
            break
        for row in rows:
            lines.append(_Line(row, baseline, size, head, 700, paper))
            baseline += size * 4 // 3
        baseline += size * 2 // 3
    return [*lines, _Line(volume.address, _HEIGHT - _MARGIN, 44, theme.token("head-latin"), 400, paper)]


def _broken(text: str, size: int) -> list[str]:
    """``text`` in rows no longer than the measure; a word that alone is longer is cut."""
    columns = _columns(text, size)
    return [row[at : at + columns] for row in wrap(text, columns) for at in range(0, len(row), columns)]


def _columns(text: str, size: int) -> int:
    """How many columns of ``text`` fit the measure, by the widths that bold letters have on average."""
    ems = sum(_ems(character) for character in text)
    return int((_WIDTH - 2 * _MARGIN) / size * width(text) / max(ems, 1))


def _ems(character: str) -> float:
    if width(character) != 1:
        return width(character) / 2
    if character in "MW@%":
        return 1.15
    if character in "iIjlrtf.,:;!|'() -":
        return 0.42
    return 0.78 if character.isupper() else 0.62


def _shortened(rows: list[str], count: int) -> list[str]:
    return rows if len(rows) <= count else [*rows[: count - 1], f"{rows[count - 1][:-1]}…"]


def _faces(theme: Theme, language: str) -> tuple[str, str]:
    """The families for long text and for labels, of the language's script."""
    script = language.lower().split("-")[0]
    if script == "zh":
        script = "zh-hant" if {"hant", "tw", "hk"} & set(language.lower().split("-")) else "zh-hans"
    tokens = theme.settings.get("tokens", {})
    own = script if f"text-{script}" in tokens else "latin"
    # The script's own face first: what draws this looks for a missing glyph in any font at all, not in the next.
    order = tuple(dict.fromkeys((own, "latin")))
    text = ", ".join(theme.token(f"text-{name}") for name in (*order, "other"))
    return text, ", ".join(theme.token(f"head-{name}") for name in (*order, "other"))


def _drawing(lines: list[_Line], height: int, theme: Theme, language: str, *, panel: bool) -> bytes:
    rtl = direction(language) == "rtl"
    root = etree.Element(f"{{{_SVG}}}svg", nsmap={None: _SVG})  # type: ignore[dict-item]
    root.set("width", str(_WIDTH))
    root.set("height", str(height))
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    _box(root, (0, 0, _WIDTH, height), theme.colour("paper"))
    _box(root, (_WIDTH - _MARGIN - 200 if rtl else _MARGIN, 150, 200, 18), theme.colour("accent"))
    if panel:
        _box(root, (0, _FOLD, _WIDTH, height - _FOLD), theme.colour("accent"))
    for line in lines:
        text = etree.SubElement(root, f"{{{_SVG}}}text")
        text.set("x", str(_WIDTH - _MARGIN if rtl else _MARGIN))
        text.set("y", str(line.baseline))
        text.set("text-anchor", "end" if rtl else "start")
        text.set("font-family", line.face.replace('"', "'"))
        text.set("font-size", str(line.size))
        text.set("font-weight", str(line.weight))
        text.set("fill", line.colour)
        text.text = line.text
    return etree.tostring(root, encoding="UTF-8")


def _box(root: etree._Element, box: tuple[int, int, int, int], colour: str) -> None:
    names = ("x", "y", "width", "height")
    attributes = {name: str(value) for name, value in zip(names, box, strict=True)}
    etree.SubElement(root, f"{{{_SVG}}}rect", {**attributes, "fill": colour})
