"""``figure``, after Hugo's own template, and the names that themes have for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from exporter.sites.shortcodes.outcome import Html, Outcome, Shortcode, Use

_TAGS: Final = re.compile(r"<[^>]*>")


def figure(use: Use) -> Outcome:
    """Caption and attribution are Markdown; without ``alt`` the caption describes the picture, as in Hugo."""
    src = use.need("src", "url", "image", 0)
    if not src:
        return Html("")
    caption = use.inline(use.get("caption")) if use.get("caption") else ""
    attributes = {
        "src": src,
        "alt": use.get("alt") or _TAGS.sub("", caption) or use.get("title"),
        "width": use.get("width"),
        "height": use.get("height"),
    }
    image = (
        "<img" + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if value) + ">"
    )
    if link := use.get("link"):
        image = f'<a href="{escape(link)}">{image}</a>'
    return Html(f"<!--line {use.line}--><figure>{image}{_caption(use, caption)}</figure>")


def _caption(use: Use, caption: str) -> str:
    title = f"<strong>{escape(use.get('title'))}</strong>" if use.get("title") else ""
    credit = use.inline(use.get("attr")) if use.get("attr") else ""
    if credit and use.get("attrlink"):
        credit = f'<a href="{escape(use.get("attrlink"))}">{credit}</a>'
    parts = [part for part in (title, caption, credit) if part]
    return f"<figcaption>{' '.join(parts)}</figcaption>" if parts else ""


FIGURES: Final[Mapping[str, Shortcode]] = dict.fromkeys(
    ("figure", "img", "image", "imgproc", "picture"), figure
)
