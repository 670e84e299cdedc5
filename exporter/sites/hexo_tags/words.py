"""Tags that make words: pictures, links, labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import quote

from exporter.sites.hexo_tags.use import Made, Maker, Use

_ADDRESS: Final = re.compile(
    r"(?:https?://|/|\.{1,2}/)\S*|\S+\.(?:png|jpe?g|gif|webp|svg|avif)", re.IGNORECASE
)
_TITLED: Final = re.compile(r"(?P<title>.*?)['\"](?P<alt>[^'\"]*)['\"]")
_SIZE: Final = re.compile(r"\d+(?:px|%)?|(?:width|height|bg)=\S*")


def _picture(src: str, alt: str = "", title: str = "") -> str:
    label = re.sub(r"([\[\]\\])", r"\\\1", alt)
    named = f' "{title}"' if title and '"' not in title else ""
    return f"![{label}](<{src}>{named})" if src else ""


def _link(url: str, label: str) -> str:
    shown = re.sub(r"([\[\]\\])", r"\\\1", label or url)
    return f"[{shown}](<{url}>)" if url else shown


def _file(use: Use) -> str:
    return next((word for word in use.words if _ADDRESS.fullmatch(word)), "")


def _img(use: Use) -> str:
    """``{% asset_img [class] name.png [width] [height] ["title 'alt'"] %}``; ``img`` names any picture so."""
    src = _file(use)
    rest = use.words[use.words.index(src) + 1 :] if src else []
    said = " ".join(word for word in rest if not _SIZE.fullmatch(word))
    both = _TITLED.fullmatch(said)
    title, alt = (both["title"].strip(), both["alt"]) if both else ("", said)
    return _picture(use.names.asset(src) if use.name == "asset_img" and src else src, alt or title, title)


def _image(use: Use) -> str:
    """``{% image https://…, width=400px, alt=words %}``, ``{% inlineImg https://… 150px %}``."""
    alt = next((part[4:] for part in use.parts if part.startswith("alt=")), "")
    return _picture(use.parts[0].split(" ")[0], alt)


def _asset_link(use: Use) -> str:
    name = use.words[0] if use.words else ""
    return _link(use.names.asset(name), " ".join(use.words[1:]) or name) if name else ""


def _asset_path(use: Use) -> str:
    return quote(use.names.asset(use.words[0])) if use.words else ""


def _post_link(use: Use) -> str:
    """``{% post_link name [title] [escape] %}``; without a title the post's own."""
    name = use.words[0] if use.words else ""
    url, own = use.names.post(name)
    title = " ".join(word for word in use.words[1:] if word not in {"true", "false"})
    return _link(url, title or own or name)


def _post_path(use: Use) -> str:
    return use.names.post(use.words[0])[0] if use.words else ""


def _button(use: Use) -> str:
    """``{% btn url, words, icon %}``, ``{% link Title,site,url,icon %}``: the address, and the first that is none."""
    url = next((part for part in use.parts if re.match(r"https?://|/|#", part)), "")
    words = [
        part for part in use.parts if part and part != url and not re.match(r"https?://|fa[srlb]? ", part)
    ]
    return _link(url, words[0] if words else "")


def _label(use: Use) -> str:
    """``{% label primary @words %}``, ``{% span red, words %}``, ``{% p center, words %}``: the words."""
    return (use.said.partition("@")[2] or use.said.partition(",")[2] or use.said).strip()


def _tick(use: Use) -> str:
    checked = "checked" in use.parts[0].split()
    return f"{'☑' if checked else '☐'} {use.parts[-1]}"


def _key(use: Use) -> str:
    return f"<kbd>{escape(use.said)}</kbd>"


def _hidden(use: Use) -> str:
    """``{% hideInline words,button,bg,color %}``: the words; paper has no button."""
    return use.parts[0]


def _frame(url: str, label: str) -> str:
    return f'<figure class="embed"><a href="{escape(url)}">{escape(label)}</a></figure>'


def _iframe(use: Use) -> Made:
    url = use.words[0].rstrip(",") if use.words else ""
    return [(use.line, _frame(url, url)), (use.line, "")]


def _bilibili(use: Use) -> Made:
    video = use.words[0] if use.words else ""
    return [
        (use.line, _frame(f"https://www.bilibili.com/video/{quote(video)}", f"▶ bilibili: {video}")),
        (use.line, ""),
    ]


WORDS: Final[Mapping[str, Maker]] = {
    **dict.fromkeys(("asset_img", "img"), _img),
    **dict.fromkeys(("image", "inlineImg", "inlineimage"), _image),
    "asset_link": _asset_link,
    "asset_path": _asset_path,
    "post_link": _post_link,
    "post_path": _post_path,
    **dict.fromkeys(("btn", "button", "link", "site", "ghcard"), _button),
    **dict.fromkeys(("label", "span", "p", "u", "emp", "wavy", "psw"), _label),
    **dict.fromkeys(("checkbox", "radio"), _tick),
    "kbd": _key,
    "hideInline": _hidden,
    "iframe": _iframe,
    **dict.fromkeys(("bilibili", "bvideo"), _bilibili),
}
