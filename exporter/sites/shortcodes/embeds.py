"""Players and posts of other sites: a link to what the reader would have seen. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import quote

from exporter.sites.shortcodes.outcome import Html, Outcome, Shortcode, Use


def embed(url: str, label: str) -> Html:
    """The figure that stands for a frame."""
    return Html(f'<figure class="embed"><a href="{escape(url)}">{escape(label)}</a></figure>')


def _youtube(use: Use) -> Outcome:
    video = use.need("id", 0)
    start = use.get("start")
    after = f"&t={quote(start, safe='')}s" if start.isdigit() else ""
    url = f"https://www.youtube.com/watch?v={quote(video, safe='')}{after}"
    return embed(url, f"▶ {use.get('title') or f'YouTube: {video}'}")


def _vimeo(use: Use) -> Outcome:
    video = use.need("id", 0)
    return embed(f"https://vimeo.com/{quote(video)}", f"▶ {use.get('title') or f'Vimeo: {video}'}")


def _post_on_x(use: Use) -> Outcome:
    user, number = use.get("user"), use.need("id", 1, 0)
    if not user and len(use.positional) > 1:
        user = use.positional[0]
    url = f"https://x.com/{quote(user, safe='') or 'i'}/status/{quote(number, safe='')}"
    return embed(url, f"X: @{user}" if user else f"X: {number}")


def _instagram(use: Use) -> Outcome:
    post = use.need("id", 0)
    return embed(f"https://www.instagram.com/p/{quote(post, safe='')}/", f"Instagram: {post}")


def _gist(use: Use) -> Outcome:
    user, number, file = use.need("user", 0), use.need("id", 1), use.get("file", 2)
    url = f"https://gist.github.com/{quote(user, safe='')}/{quote(number, safe='')}"
    if file:
        url += "#file-" + quote(file.lower().replace(".", "-"), safe="")
    return embed(url, f"GitHub Gist: {user}/{file or number}")


def _player(use: Use) -> Outcome:
    """``video`` and ``audio`` of many themes: the element itself, which the sanitiser turns into a link."""
    src = use.get("src", "url", "mp4", "webm", "file", 0)
    if not src:
        use.report("R207", f"{use.name} names no file")
        return Html("")
    title = use.get("title", "caption", "alt")
    return Html(f'<video src="{escape(src)}" title="{escape(title)}"></video>')


EMBEDS: Final[Mapping[str, Shortcode]] = {
    "youtube": _youtube,
    "youtubelite": _youtube,
    "vimeo": _vimeo,
    "vimeo_simple": _vimeo,
    **dict.fromkeys(("x", "x_simple", "twitter", "twitter_simple", "tweet"), _post_on_x),
    "instagram": _instagram,
    "instagram_simple": _instagram,
    "gist": _gist,
    "video": _player,
    "audio": _player,
}
