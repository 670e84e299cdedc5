"""TeX to MathML for the channels that show it. The only file that sees latex2mathml."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from lxml import etree
from msgspec import Struct

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MATHML: Final = "http://www.w3.org/1998/Math/MathML"

# A macro may call two others, those four more: two hundred characters of definitions can fill the memory.
_DEFINITION: Final = re.compile(r"\\(?:(?:re)?newcommand|providecommand|[egx]?def|let|newenvironment)\b")
# What numbers equations, which here have none.
_LABEL: Final = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])")
_REFERENCE: Final = re.compile(r"\\(?P<name>eqref|ref)\s*\{(?P<label>[^{}\\$]*)\}")
# Environments that the library takes for a row of letters, by those of its own that set the same.
_ALIGNED: Final = "align aligned split eqnarray flalign alignat alignedat"
_CENTRED: Final = "gather gathered multline multlined"
_MEANT: Final = {
    **dict.fromkeys((*_ALIGNED.split(), *(f"{name}*" for name in _ALIGNED.split())), "align*"),
    **dict.fromkeys((*_CENTRED.split(), *(f"{name}*" for name in _CENTRED.split())), "matrix"),
    "equation*": "equation",
    "displaymath": "equation",
    "math": "equation",
}
_ENVIRONMENT: Final = re.compile(
    r"\\(?P<side>begin|end)\s*\{\s*(?P<name>[A-Za-z]+\*?)\s*\}(?P<given>(?:\s*\[[tbc]\])?(?:(?<=at\})\s*\{\d+\}|(?<=at\*\})\s*\{\d+\})?)"
)
_UNKNOWN: Final = re.compile(r"\\[A-Za-z]+")
_LONGEST: Final = 10_000
# \href, \style and \class write attributes of the author's choice.
_ATTRIBUTES: Final = frozenset(
    (
        *("accent", "accentunder", "align", "columnalign", "columnlines", "columnspacing", "columnspan"),
        *("depth", "display", "displaystyle", "fence", "form", "frame", "height", "largeop", "linebreak"),
        *("linethickness", "lspace", "mathbackground", "mathcolor", "mathsize", "mathvariant", "maxsize"),
        *("minsize", "movablelimits", "notation", "rowalign", "rowlines", "rowspacing", "rowspan", "rspace"),
        *("scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width"),
    )
)


class Unset(Struct, frozen=True):
    """A formula that stayed TeX: the source line of its block (0 unknown), and why."""

    line: int
    reason: str


def set_math(root: etree._Element) -> tuple[Unset, ...]:
    """Puts MathML in the place of every ``class="math"`` below ``root``; what cannot be set becomes <code> of its TeX.

    Run it before ``strip_lines``: a formula is named by the nearest ``data-line``.
    """
    failed = []
    for holder in [e for e in root.iter("span", "div") if "math" in (e.get("class") or "").split()]:
        tex = "".join(str(text) for text in holder.itertext()).strip()
        result = to_mathml(tex, block=holder.tag == "div")
        if isinstance(result, str):
            failed.append(Unset(_line(holder), result))
            result = etree.Element("code")
            result.text = tex
        holder.text = None
        holder[:] = [result]
    return tuple(failed)


def to_mathml(tex: str, *, block: bool) -> etree._Element | str:
    """The <math> element of a formula, its TeX as ``alttext``; or, as text, why it cannot be set."""
    try:
        from latex2mathml.converter import Converter  # noqa: PLC0415 - 30 ms that most posts never need
    except ImportError:
        return "latex2mathml is not installed"
    if len(tex) > _LONGEST:
        return f"it has {len(tex):,} characters; the limit is {_LONGEST:,}"
    if _DEFINITION.search(tex):
        return "it defines macros"
    written = _REFERENCE.sub(_referred, _ENVIRONMENT.sub(_known, _LABEL.sub("", tex)))
    try:
        made = Converter(display="block" if block else "inline").convert_to_element(written)
    except RecursionError:
        return "it is nested too deeply"
    except Exception as error:
        # The converter raises StopIteration, KeyError and a dozen of its own for what authors write.
        return type(error).__name__
    root = etree.Element(f"{{{MATHML}}}math", nsmap={None: MATHML})  # type: ignore[dict-item]
    root.set("alttext", tex)
    root.set("display", "block" if block else "inline")
    unknown = _copy(made, root)
    # A mark of alignment is no letter: its environment was not understood.
    if not unknown and "\\&" not in tex and any(one.text == "&" for one in root.iter(f"{{{MATHML}}}mi")):
        unknown = "its environment"
    return f"{unknown} is unknown" if unknown else root


def _known(found: re.Match[str]) -> str:
    """An environment by the name that the library knows it by, without what only says where on its line it stands."""
    name = _MEANT.get(found["name"])
    return f"\\{found['side']}{{{name}}}" if name else found[0]


def _referred(found: re.Match[str]) -> str:
    """The label of an equation, which its author knows it by, in the place of its number."""
    return rf"\text{{({found['label']})}}" if found["name"] == "eqref" else rf"\text{{{found['label']}}}"


def _copy(made: Element, parent: etree._Element) -> str:
    """Copies the children of ``made`` below ``parent``; returns the first command the converter let through."""
    for child in made:
        element = etree.SubElement(parent, f"{{{MATHML}}}{child.tag}")
        for name, value in child.attrib.items():
            if name in _ATTRIBUTES:
                element.set(name, value)
        element.text = html.unescape(child.text) if child.text else None
        if child.tag in ("mi", "mo", "mtext") and (match := _UNKNOWN.match(child.text or "")):
            return match[0]
        if unknown := _copy(child, element):
            return unknown
    return ""


def _line(element: etree._Element | None) -> int:
    while element is not None:
        if (line := element.get("data-line")) is not None:
            return int(line)
        element = element.getparent()
    return 0
