"""The theme's faces inside the book, each cut down to the letters that are set in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from lxml import etree
from msgspec import Struct

from exporter.backends.epub.document import XHTML
from exporter.model.theme import Face, Theme

_HEADS: Final = frozenset("h1 h2 h3 h4 h5 h6 th dt summary".split())
_LABELS: Final = frozenset({"callout-title", "dateline", "byline", "period", "number"})
_CODES: Final = frozenset("pre code kbd samp".split())
_BOLD: Final = frozenset({"b", "strong"})
_ITALIC: Final = frozenset("em i cite dfn var".split())
# OpenType, OS/2 fsType: restricted licence, and bitmaps only.
_BARRED: Final = 0x0002 | 0x0200


class Style(NamedTuple):
    """What a run of text is set in: one of the theme's roles, a weight and a slant."""

    role: str
    weight: int
    slant: str


class Font(Struct, frozen=True):
    """A font file of the book and the @font-face rule that declares it; ``licence`` is what the font says itself."""

    name: str
    family: str
    content: bytes
    media_type: str
    rule: str
    licence: str


def fonts_of(
    documents: Iterable[bytes], theme: Theme, files: Mapping[str, bytes], languages: Iterable[str]
) -> tuple[list[Font], list[str]]:
    """The fonts that ``documents`` need, by name, and the families whose licences bar them from a book."""
    used: dict[Style, set[str]] = {}
    for document in documents:
        for style, text in _runs(etree.fromstring(document), Style("text", 400, "normal")):
            used.setdefault(style, set()).update(text)
    scripts = sorted({_script(language) for language in languages})
    wanted: dict[Face, set[str]] = {}
    barred: set[str] = set()
    for style, letters in sorted(used.items()):
        _choose(style, letters, theme, files, scripts, wanted=wanted, barred=barred)
    return [_subset(face, wanted[face], files[face.path]) for face in sorted(wanted, key=_name)], sorted(
        barred
    )


def _runs(element: etree._Element, style: Style) -> Iterator[tuple[Style, str]]:
    tag = str(element.tag).removeprefix(f"{{{XHTML}}}")
    own = _style(tag, (element.get("class") or "").split(), style)
    if tag != "head":
        yield own, element.text or ""
        for child in element:
            yield from _runs(child, own)
            yield own, child.tail or ""


def _style(tag: str, classes: list[str], around: Style) -> Style:
    if tag in _CODES:
        return around._replace(role="code")
    if tag in _HEADS:
        return Style("head", 700, "normal")
    if not _LABELS.isdisjoint(classes):
        return around._replace(role="head")
    if tag in _BOLD:
        return around._replace(weight=700)
    return around._replace(slant="italic") if tag in _ITALIC else around


def _script(language: str) -> str:
    first, *rest = language.lower().split("-")
    if first == "zh":
        return "zh-hant" if {"hant", "tw", "hk"} & set(rest) else "zh-hans"
    return first


def _choose(
    style: Style, letters: set[str], theme: Theme, files: Mapping[str, bytes], scripts: list[str],
    *, wanted: dict[Face, set[str]], barred: set[str],
) -> None:  # fmt: skip
    """Gives each letter to the first installed face of the style's stack that has it, as a reading system would."""
    left = set(letters)
    for family in _stack(style.role, theme, scripts):
        face = _face(family, style, theme)
        if face is None or face.path not in files:
            continue
        known, may = _known(face, files[face.path])
        has = {letter for letter in left if ord(letter) in known}
        if has and not may:
            barred.add(family)
            continue
        if has:
            wanted.setdefault(face, set()).update(has)
            left -= has


def _stack(role: str, theme: Theme, scripts: list[str]) -> list[str]:
    tokens = theme.settings.get("tokens", {})
    names = (
        ["book-code"] if role == "code" else [f"book-{role}-latin", *(f"book-{role}-{s}" for s in scripts)]
    )
    if "ar" in scripts:
        names.sort(key=lambda name: not name.endswith("-ar"))
    return [family for name in names for family in re.findall('"([^"]+)"', str(tokens.get(name, "")))]


def _face(family: str, style: Style, theme: Theme) -> Face | None:
    """The face of the family nearest to the style: a slant may be missing, and then the weight."""
    own = [face for face in theme.faces if face.family == family]
    own.sort(key=lambda face: (face.style != style.slant, abs(face.weight - style.weight)))
    return own[0] if own else None


def _known(face: Face, content: bytes) -> tuple[frozenset[int], bool]:
    """The code points that a face has letters for, and whether it may be embedded."""
    import uharfbuzz as hb  # noqa: PLC0415 - only for books that bring fonts

    whole = hb.Face(hb.Blob(content), face.index)
    table = bytes(whole.reference_table("OS/2").data)
    kind = int.from_bytes(table[8:10], "big") if len(table) >= 10 else 0
    return frozenset(whole.unicodes), not kind & _BARRED


def _name(face: Face) -> str:
    family = re.sub("[^a-z0-9]+", "-", face.family.lower()).strip("-")
    return f"{family}-{face.weight}{'i' if face.style == 'italic' else ''}"


def _subset(face: Face, letters: set[str], content: bytes) -> Font:
    import uharfbuzz as hb  # noqa: PLC0415

    whole = hb.Face(hb.Blob(content), face.index)
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(ord(letter) for letter in letters)
    cut = hb.subset(whole, wanted).blob.data
    kind = "otf" if "CFF " in whole.table_tags else "ttf"
    name = f"fonts/{_name(face)}.{kind}"
    rule = (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style};'
        f' src: url("../{name}"); }}'
    )
    return Font(name, face.family, bytes(cut), f"font/{kind}", rule, _licence(whole))


def _licence(face: object) -> str:
    """The name table's licence, its address where it has one, else its description (OpenType, name ids 14 and 13)."""
    get = face.get_name  # type: ignore[attr-defined]
    return " ".join(str(get(14) or get(13) or "").split())
