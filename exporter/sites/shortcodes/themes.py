"""What themes of wide use call their shortcodes: LoveIt and its heirs, Blowfish, Congo, PaperMod.

``kept`` is what stays of one that nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import quote

from exporter.reading.located import locate
from exporter.sites.shortcodes.boxes import box
from exporter.sites.shortcodes.embeds import EMBEDS, embed
from exporter.sites.shortcodes.outcome import Html, Outcome, Shortcode, Splice, Use
from exporter.sites.shortcodes.rules import unwrap

_PICTURE: Final = re.compile(r"[^\s*{}]+\.(?:png|jpe?g|gif|webp|svg|avif)(?:[?#]\S*)?", re.IGNORECASE)
_EMPTY: Final = locate("")
_FORGES: Final = {
    "github": "https://github.com/",
    "gitlab": "https://gitlab.com/",
    "codeberg": "https://codeberg.org/",
}


def kept(use: Use) -> Outcome:
    """Of a shortcode that nobody knows: what it encloses, else the picture or the address that it names."""
    if use.inner is not None:
        return unwrap(use)
    said = [*use.named.values(), *use.positional]
    pictures = [one for one in said if _PICTURE.fullmatch(one)]
    if pictures:
        words = use.get("alt", "caption", "title")
        return Html(f'<img src="{escape(pictures[0])}" alt="{escape(words)}">')
    address = next((one for one in said if re.match(r"https?://\S+\Z", one)), "")
    label = use.get("title", "text", "name", "label", "caption") or address
    return Html(f'<a href="{escape(address)}">{escape(label)}</a>') if address else Html("")


def _link(use: Use) -> Outcome:
    """LoveIt's ``{{< link "https://…" "words" >}}``."""
    address = use.need("href", 0)
    words = use.inline(use.inner) if use.inner else escape(use.get("content", "title", 1) or address)
    return Html(f'<a href="{escape(address)}">{words}</a>' if address else "")


def _article(use: Use) -> Outcome:
    """Blowfish's card of another post."""
    link = use.need("link", 0)
    address = use.reference(link, "") or link
    return Html(f'<p><a href="{escape(address)}">{escape(link.strip("/").rpartition("/")[2])}</a></p>')


def _forge(use: Use) -> Outcome:
    repository = use.need("repo", "projectid", 0)
    return embed(_FORGES[use.name] + quote(repository), repository)


def _bilibili(use: Use) -> Outcome:
    video = use.need("id", 0)
    return embed(f"https://www.bilibili.com/video/{quote(video, safe='')}", f"▶ bilibili: {video}")


def _music(use: Use) -> Outcome:
    """A file is a recording; of a list at a service nothing is known but its number."""
    if not use.get("url", "src"):
        return kept(use)
    use.named["title"] = ": ".join(filter(None, [use.get("artist"), use.get("name", "title")]))
    return EMBEDS["audio"](use)


def _station(use: Use) -> Outcome:
    """One of a time line's, under its heads."""
    heads = [use.get("header", "title", 0), use.get("badge"), use.get("subheader", "date")]
    label = " · ".join(escape(head) for head in heads if head)
    opening = f"<div><p><strong>{label}</strong></p>" if label else "<div>"
    return box(use, opening, use.inner or _EMPTY, "</div>")


def _pictures(use: Use) -> Outcome:
    """Blowfish's ``images="{a.png,b.png}"``; a pattern of names is not resolved."""
    named = use.get("images", 0).strip("{} ").split(",")
    pictures = [one.strip() for one in named if _PICTURE.fullmatch(one.strip())]
    if not pictures:
        use.report("R207", f"{use.name} names its pictures by a pattern")
    return Html("".join(f'<p><img src="{escape(one)}" alt=""></p>' for one in pictures))


def _inline_picture(use: Use) -> Outcome:
    address = use.need("url", "src", 0)
    return Html(f'<img src="{escape(address)}" alt="{escape(use.get("alt"))}">' if address else "")


def _typed(use: Use) -> Outcome:
    """LoveIt's typewriter: the words, or code."""
    inner = (use.inner or _EMPTY).text
    if language := use.get("code"):
        code = escape(inner.strip("\n"))
        return Html(
            f'<pre data-line="{use.line}"><code class="language-{escape(language)}">{code}\n</code></pre>'
        )
    return Splice(use.inner or _EMPTY)


def _quote(use: Use) -> Outcome:
    credit = ", ".join(filter(None, [use.get("author", "name"), use.get("source", "title", "link", "url")]))
    closing = f"<p>— {escape(credit)}</p></blockquote>" if credit else "</blockquote>"
    return box(use, "<blockquote>", use.inner or _EMPTY, closing)


def _person(use: Use) -> Outcome:
    address, name = use.get("url", 0), use.get("text", "name", 1)
    return Html(f'<a href="{escape(address)}">{escape(name or address)}</a>')


THEMES: Final[Mapping[str, Shortcode]] = {
    "link": _link,
    "article": _article,
    **dict.fromkeys(_FORGES, _forge),
    **dict.fromkeys(("bilibili", "bili"), _bilibili),
    **dict.fromkeys(("music", "aplayer"), _music),
    **dict.fromkeys(("timelineitem", "timeline-item"), _station),
    "carousel": _pictures,
    "intextimg": _inline_picture,
    "typeit": _typed,
    **dict.fromkeys(("quote", "blockquote"), _quote),
    **dict.fromkeys(("person", "friend"), _person),
    **dict.fromkeys(("codeimporter", "mdimporter"), kept),
    **dict.fromkeys(("style", "timeline", "gallery", "badge", "keyword", "keywordlist", "div"), unwrap),
    **dict.fromkeys(("icon", "script", "clear", "version"), lambda _: Html("")),
}
