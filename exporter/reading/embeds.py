"""Elements that no printed page, book or mail can hold, and what stands for them: a frame or a player becomes a link,
an inline SVG an image, MathML its TeX, a meter its figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from exporter.reading.svg import to_data_url
from exporter.reading.tree import Node

# Frames of players, the page that a reader can open in place of each, and whose it is.
_PLAYERS: Final = tuple(
    (re.compile(rf"https?://(?:www\.)?{frame}"), page, service)
    for frame, page, service in (
        (
            r"youtube(?:-nocookie)?\.com/embed/(?!videoseries)([\w-]{6,})",
            r"https://www.youtube.com/watch?v=\1",
            "YouTube",
        ),
        (r"player\.vimeo\.com/video/(\d+)", r"https://vimeo.com/\1", "Vimeo"),
        (
            r"player\.bilibili\.com/player\.html\?(?:[^#]*&)?bvid=(\w+)",
            r"https://www.bilibili.com/video/\1",
            "bilibili",
        ),
        (
            r"open\.spotify\.com/embed/((?:track|album|playlist|episode|show)/\w+)",
            r"https://open.spotify.com/\1",
            "Spotify",
        ),
    )
)

_RECORDING: Final = re.compile(r"\.(?:mp4|m4v|webm|mov|ogv|mp3|m4a|ogg|wav)(?:[?#].*)?\Z", re.IGNORECASE)

Absolute = Callable[[str], str]


def _link(url: str, label: str) -> Node:
    parts = urlsplit(url)
    text = label or f"{parts.hostname or ''}{parts.path}".rstrip("/")
    return Node("figure", {"class": "embed"}, [Node("a", {"href": url}, [text])])


def _frame(_: LexborNode, attributes: dict[str, str], absolute: Absolute) -> Node | None:
    url = absolute(attributes.get("src") or attributes.get("data-src") or attributes.get("data") or "")
    title = attributes.get("title", "").strip()
    for pattern, page, service in _PLAYERS:
        if player := pattern.match(url):
            # What YouTube's own "share" writes says nothing.
            said = "" if title.lower() == "youtube video player" else title
            return _link(player.expand(page), f"▶ {said or f'{service}: {player[1]}'}")
    return _link(url, title) if url else None


def _player(node: LexborNode, attributes: dict[str, str], absolute: Absolute) -> Node | None:
    source = node.css_first("source")
    given = attributes.get("src") or (source.attributes.get("src") if source else None) or ""
    return recording(absolute(given), attributes.get("title") or attributes.get("aria-label") or "")


def is_recording(src: str) -> bool:
    """Whether a picture is none: many editors and plugins write films as ``![](film.mp4)``."""
    return bool(_RECORDING.search(src))


def recording(url: str, label: str) -> Node | None:
    """The link that stands for a player."""
    return _link(url, f"▶ {label or urlsplit(url).path.rpartition('/')[2]}") if url else None


def _svg(node: LexborNode, attributes: dict[str, str], _: Absolute) -> Node | None:
    title = node.css_first("title")
    label = attributes.get("aria-label") or (title.text(deep=True).strip() if title else "")
    url = to_data_url(node)
    return Node("img", {"src": url, "alt": label, **_size(attributes)}) if url else None


def _size(attributes: dict[str, str]) -> dict[str, str]:
    names = ("width", "height")
    return {n: attributes[n] for n in names if attributes.get(n, "").isdigit() and len(attributes[n]) < 6}


def _math(node: LexborNode, attributes: dict[str, str], _: Absolute) -> Node | None:
    tex = node.css_first('annotation[encoding="application/x-tex"]')
    source = tex.text(deep=True) if tex else attributes.get("alttext", "")
    if source:
        return Node(
            "div" if attributes.get("display") == "block" else "span", {"class": "math"}, [source.strip()]
        )
    return Node("span", {}, [" ".join(node.text(deep=True).split())])


def _meter(node: LexborNode, attributes: dict[str, str], _: Absolute) -> Node | None:
    value, most = attributes.get("value", ""), attributes.get("max", "1")
    return Node("span", {}, [f"{value}/{most}" if value else node.text(deep=True)])


REPLACED: Final[dict[str, Callable[[LexborNode, dict[str, str], Absolute], Node | None]]] = {
    "iframe": _frame, "embed": _frame, "object": _frame, "video": _player, "audio": _player, "svg": _svg,
    "math": _math,
    "progress": _meter, "meter": _meter,
}  # fmt: skip
