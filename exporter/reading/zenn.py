"""What Zenn and Qiita add to Markdown: ``:::message alert``, ``@[card](…)``, ``![](… =250x)``, names of files at code.

https://zenn.dev/zenn/articles/markdown-guide and https://qiita.com/Qiita/items/c686397e4a0f4f11683d.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from exporter.reading.directives import directives
from exporter.reading.located import Text
from exporter.reading.rows import Row, fenced, joined, rows
from exporter.reading.verbatim import outside

_BOX: Final = re.compile(
    r"(?P<before>[ \t>]*:{3,})[ \t]*(?P<name>message|note)(?:[ \t]+(?P<kind>\w+))?[ \t]*\Z"
)
_FOLDED: Final = re.compile(r"(?<!:)(?P<before>:{3,}+details)(?=\S)")
_KINDS: Final = {"alert": "caution", "warn": "warning", "warning": "warning"}
# ```js:app.js and ```diff js:app.js
_FENCE: Final = re.compile(
    r"(?P<margin>[ \t>]*)(?P<run>`{3,}|~{3,})(?P<language>[\w+#.-]*(?:[ \t]+[\w+#.-]+)?):"
    r"(?P<name>[^`\s:][^`]*?)[ \t]*\Z"
)
_MATH: Final = re.compile(r"[ \t]*`{3,}math[ \t]*\Z")
_END: Final = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*\Z")
_EMBED: Final = re.compile(r"(?m)^(?P<margin>[ \t]*)@\[(?P<service>\w+)\]\((?P<said>[^()\s]+)\)[ \t]*$")
_SIZED: Final = re.compile(r"!\[(?P<alt>[^\]\n]*)\]\((?P<src>[^()\s]+)[ \t]+=(?P<width>\d*)x\d*\)")
_PLAYERS: Final = {
    "youtube": "https://www.youtube.com/embed/{}",
    "speakerdeck": "https://speakerdeck.com/player/{}",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/key/{}",
}
# Formulas in a fence, and `$`…`$` within a line, as GitHub and Qiita have them.
_TICKED: Final = re.compile(r"\$`(?P<tex>[^`\n]+)`\$")


def zenn(body: Text) -> Text:
    """``body`` in the Markdown that is read here; itself where it has none of this."""
    plain = joined(_plain(rows(body))) if ":" in body.text else body
    edits = (
        [(*found.span(), _picture(found)) for found in outside(plain, _SIZED)] if "=" in plain.text else []
    )
    plain = plain.edited(edits) if edits else plain
    edits = (
        [(*found.span(), _embedded(found)) for found in outside(plain, _EMBED)] if "@[" in plain.text else []
    )
    plain = plain.edited(edits) if edits else plain
    edits = [(*found.span(), f"${found['tex']}$") for found in _TICKED.finditer(plain.text)]
    return directives(plain.edited(edits) if edits else plain)


def _plain(lines: list[Row]) -> Iterator[Row]:
    """Rows without the notations of whole rows; a fence of language ``math`` is a formula."""
    inside = formula = False
    for (number, line), code in zip(lines, fenced(lines), strict=True):
        opens = code and not inside
        inside = code and (opens or not _END.match(line))
        if (opens and _MATH.match(line)) or (formula and not inside):
            formula = opens
            yield number, f"{line[: len(line) - len(line.lstrip())]}$$"
        elif opens and (fence := _FENCE.match(line)):
            margin = fence["margin"]
            yield number, f"{margin}<p><strong>{escape(fence['name'])}</strong></p>"
            yield number, margin.rstrip(" \t")
            yield number, f"{margin}{fence['run']}{fence['language']}"
        elif code:
            yield number, line
        else:
            yield number, _boxed(line)


def _boxed(line: str) -> str:
    if box := _BOX.match(line):
        return f"{box['before']}{_KINDS.get(box['kind'] or '', 'note')}"
    return _FOLDED.sub(r"\g<before> ", line)


def _picture(found: re.Match[str]) -> str:
    width = f' width="{found["width"]}"' if found["width"] else ""
    return f'<img src="{escape(found["src"])}" alt="{escape(found["alt"])}"{width}>'


def _embedded(found: re.Match[str]) -> str:
    """A player, or the address as a link; of what a service knows by a word alone, its words stay."""
    service, said = found["service"].lower(), found["said"]
    if said.startswith(("https://", "http://")):
        return f"{found['margin']}<{said}>"
    if service == "gist":
        return f"{found['margin']}<https://gist.github.com/{said}>"
    player = _PLAYERS.get(service, "")
    if player and re.fullmatch(r"[\w-]+", said):
        return f'{found["margin"]}<iframe src="{player.format(said)}"></iframe>'
    return f"{service}: {said}"
