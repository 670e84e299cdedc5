"""Includes that widespread themes of Jekyll bring along: a theme is a gem, and its files are not in the repository."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import quote

from exporter.reading.located import locate
from exporter.sites.fields import first, tables, text
from exporter.sites.shortcodes.embeds import EMBEDS, embed
from exporter.sites.shortcodes.outcome import Html, Outcome, Shortcode, Use

_NAME: Final = re.compile(r"(?:embed/|components/|elements/)?(?P<name>[\w-]+?)(?:\.html|\.liquid|\.md)?")
# By name: where a player's page is, {id} its own; https://github.com/cotes2020/jekyll-theme-chirpy.
_PLAYERS: Final = {
    "bilibili": "https://www.bilibili.com/video/{id}",
    "twitch": "https://www.twitch.tv/videos/{id}",
    "spotify": "https://open.spotify.com/track/{id}",
    "dailymotion": "https://www.dailymotion.com/video/{id}",
}


def themed(name: str) -> Shortcode | None:
    """What the file of a theme shows; None for one that is not known."""
    match = _NAME.fullmatch(name)
    return _KNOWN.get(match["name"].lower()) if match else None


def _player(name: str) -> Shortcode:
    def shortcode(use: Use) -> Outcome:
        address = use.need("id", 0)
        return embed(
            _PLAYERS[name].replace("{id}", quote(address, safe="")), f"▶ {name.capitalize()}: {address}"
        )

    return shortcode


def _video(use: Use) -> Outcome:
    """Minimal Mistakes' ``video id="…" provider="youtube"``; with ``src`` a file."""
    provider = use.get("provider").lower()
    known = _KNOWN.get(provider) if provider else None
    if known is None and use.get("id"):
        known = EMBEDS["youtube"]
    return known(use) if known else EMBEDS["video"](use)


def _figure(use: Use) -> Outcome:
    source = use.get("image_path", "path", "src", "url", "image", "file", "name")
    if not source:
        use.need("image_path")
        return Html("")
    caption = use.get("caption", "description")
    return Html(
        f"<figure>{_image(source, use.get('alt', 'alt_text') or caption)}{_caption(use, caption)}</figure>"
    )


def _gallery(use: Use) -> Outcome:
    """Minimal Mistakes' pictures, which the header lists under ``gallery`` or the name that ``id`` has."""
    pictures = tables(use.param(use.get("id") or "gallery"))
    images = "\n".join(_image(first(one, ("image_path", "url")), text(one.get("alt"))) for one in pictures)
    return Html(f"<figure>{images}{_caption(use, use.get('caption'))}</figure>" if images else "")


def _image(source: str, alt: str) -> str:
    return f'<img src="{escape(source)}" alt="{escape(alt)}">'


def _caption(use: Use, caption: str) -> str:
    return f"<figcaption>{use.render(locate(caption, use.line))}</figcaption>" if caption else ""


def _button(use: Use) -> Outcome:
    url = use.get("url", "link", "href")
    return Html(
        f'<p><a class="button" href="{escape(url)}">{escape(use.get("text", "label", "title") or url)}</a></p>'
    )


_KNOWN: Final[Mapping[str, Shortcode]] = {
    **{name: EMBEDS[name] for name in ("youtube", "vimeo", "gist", "audio", "instagram", "tweet", "twitter")},
    **{name: _player(name) for name in _PLAYERS},
    **dict.fromkeys(("youtubeplayer", "youtube-player", "youtube_player"), EMBEDS["youtube"]),
    "video": _video,
    **dict.fromkeys(("figure", "image", "img", "picture", "figure-image", "post-image"), _figure),
    **dict.fromkeys(
        ("toc", "table-of-contents", "comments", "share", "social-share", "ads", "adsense"),
        lambda _: Html(""),
    ),
    "gallery": _gallery,
    "button": _button,
}
