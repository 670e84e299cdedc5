"""Octopress' tags, which blogs kept when they went on to Jekyll: code with a title, quotations, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from exporter.reading.located import Text, locate
from exporter.sites.liquid.code import HighlightTag
from exporter.sites.liquid.placed import Use
from exporter.sites.shortcodes.figures import FIGURES
from exporter.sites.shortcodes.outcome import Html, Outcome, Splice, Wrap

_OPTION: Final = re.compile(r"(?<!\S)(lang|start|mark|linenos|range):(\S+)")
_ENDING: Final = re.compile(r"\w\.(\w+)\Z")
# {% codeblock Title https://… words %}, {% blockquote Author https://… Work %}; an address may be one of the site.
_LINKED: Final = re.compile(r"(?P<said>.*?)(?<!\S)(?P<url>(?:https?:/)?/\S+)\s*(?P<words>.*)", re.DOTALL)
# {% img left /images/a.png 350 200 'Title' 'alt' %}
_PICTURE: Final = re.compile(
    r"(?:[^\s\"'=]+\s+){0,5}?(?P<src>(?:https?://|/|[^\s\"'=]+/)[^\s\"']+)(?P<sizes>(?:\s+\d+){0,2})(?=\s|\Z)(?P<said>.*)",
    re.DOTALL,
)
_QUOTED: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_PULLED: Final = re.compile(r"\{\"[ \t]*|[ \t]*\"\}")
_EMPTY: Final = locate("")


class CodeblockTag(HighlightTag):
    """``{% codeblock Title.rb lang:ruby https://… words %}``: without ``lang`` the title's ending is the language."""

    name = "codeblock"
    end = "endcodeblock"

    def opening(self, said: str) -> tuple[str, str]:
        options = dict(_OPTION.findall(said))
        title, link = _linked(" ".join(_OPTION.sub(" ", said).split()), "link")
        ending = _ENDING.search(title)
        heads = " ".join(filter(None, [f"<strong>{escape(title)}</strong>" if title else "", link]))
        return (options.get("lang") or (ending[1] if ending else ""), f"<p>{heads}</p>" if heads else "")


def _linked(said: str, unsaid: str = "") -> tuple[str, str]:
    """What stands before an address, and the link; ``unsaid`` are its words where it has none."""
    found = _LINKED.fullmatch(said)
    if found is None:
        return said.strip(), ""
    url = escape(found["url"])
    return found["said"].strip(), f'<a href="{url}">{escape(found["words"].strip()) or unsaid or url}</a>'


def _quotation(use: Use) -> Outcome:
    """``{% blockquote Author, Work %}``, ``{% blockquote Author https://… Work %}``."""
    by, link = (
        (use.get("author", "by"), use.get("source", "title", "url")) if use.named else _linked(use.said)
    )
    credit = ", ".join(filter(None, [escape(by.strip("\"', ")), link]))
    closing = f"<p>— {credit}</p></blockquote>" if credit else "</blockquote>"
    return Wrap("<blockquote>", use.inner or _EMPTY, closing)


def _pulled(use: Use) -> Outcome:
    """``{% pullquote %}``: a paragraph, of which ``{" this "}`` was shown large beside it too."""
    inner = use.inner or _EMPTY
    return Splice(Text(_PULLED.sub("", inner.text), inner.numbers))


def _picture(use: Use) -> Outcome:
    found = _PICTURE.fullmatch(use.said)
    if found is None:
        return FIGURES[use.name](use)
    said = [double or single for double, single in _QUOTED.findall(found["said"])]
    alt = said[-1] if said else found["said"].strip()
    title = f' title="{escape(said[0])}"' if len(said) > 1 else ""
    sizes = zip(("width", "height"), found["sizes"].split(), strict=False)
    given = "".join(f' {name}="{size}"' for name, size in sizes)
    return Html(f'<img src="{escape(found["src"])}" alt="{escape(alt)}"{title}{given}>')


OCTOPRESS: Final[Mapping[str, Callable[[Use], Outcome]]] = {
    "blockquote": _quotation,
    "pullquote": _pulled,
    "img": _picture,
}
