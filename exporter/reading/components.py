"""What becomes of a component in MDX: what it is known for, or its content alone."""

from __future__ import annotations

import re
from html import escape
from typing import Final
from urllib.parse import urlsplit

from exporter.reading.callouts import callout_kind
from exporter.reading.jsx import Tag

# Components that only group, whatever the site; the name "" is that of a fragment.
GROUPS: Final = frozenset(
    [
        *["", "Fragment", "React.Fragment", "Tabs", "TabItem", "TabPanel", "Tab", "Translate", "Trans"],
        *["BrowserOnly", "Admonition", "Callout", "Aside", "Note", "Tip", "Info", "Warning", "Caution"],
        *["Danger", "Important", "Link", "Image", "Img", "Picture", "YouTube", "Youtube", "Vimeo", "Details"],
        *["Steps", "CardGrid", "TOCInline", "TableOfContents", "Pre"],
    ]
)
_BOXES: Final = frozenset(["Admonition", "Callout", "Aside"])
_LABELLED: Final = frozenset(["TabItem", "TabPanel", "Tab"])
_PICTURE: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#].*)?\Z", re.IGNORECASE)
_VIDEO: Final = {
    "youtube": "https://www.youtube.com/embed/{}",
    "vimeo": "https://player.vimeo.com/video/{}",
}

# React's names of HTML's attributes; the rest differ by case alone, which HTML does not tell apart.
_RENAMED: Final = {"className": "class", "htmlFor": "for", "charSet": "charset"}
_VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())


def html(tag: Tag) -> str:
    """A tag of HTML as HTML writes it."""
    if tag.closing:
        return f"</{tag.name}>"
    attributes = "".join(
        f' {_RENAMED.get(name, name)}="{escape(value)}"' if value else f" {_RENAMED.get(name, name)}"
        for name, value in tag.attributes.items()
        if not re.fullmatch(r"on[A-Z]\w*|dangerouslySetInnerHTML|key|ref", name)
    )
    end = f"</{tag.name}>" if tag.empty and tag.name.lower() not in _VOID else ""
    return f"<{tag.name}{attributes}>{end}"


def fence(tag: Tag, code: str, margin: str) -> str:
    """``code`` as a fenced block between blank lines, all of it indented by ``margin``."""
    language = tag.attributes.get("language") or tag.attributes.get("lang") or ""
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    ticks = "`" * (longest + 1)
    lines = [ticks + re.sub(r"[`\s]", "", language), *code.strip("\n").split("\n"), ticks]
    return "\n" + "\n".join(margin + line if line.strip() else "" for line in lines) + "\n"


def label(tag: Tag) -> str:
    """What a component shows above its content: a tab its label, any other its title."""
    names = ("label", "title", "value", "name") if tag.name in _LABELLED else ("title", "label", "heading")
    return next((tag.attributes[name] for name in names if tag.attributes.get(name)), "")


def box(tag: Tag) -> str:
    """Which callout a component is: the name of its kind; empty for none."""
    if tag.name in _BOXES:
        return tag.attributes.get("type") or tag.attributes.get("variant") or "note"
    return tag.name.lower() if tag.name in GROUPS and callout_kind(tag.name) else ""


def alone(tag: Tag) -> str:
    """What a component without content leaves: a picture, a player, a link; empty for nothing."""
    given = tag.attributes
    address = next((given[name] for name in ("src", "url", "href", "to", "link") if given.get(name)), "")
    if address and (_PICTURE.search(address) or tag.name in ("Image", "Img", "Picture")):
        title = f' title="{escape(given["title"])}"' if given.get("title") else ""
        return f'<img src="{escape(address)}" alt="{escape(given.get("alt", ""))}"{title}>'
    video = given.get("id") or given.get("videoId") or given.get("videoid")
    for name, player in _VIDEO.items():
        if name in tag.name.lower() and video and re.fullmatch(r"[\w-]+", video):
            return f'<iframe src="{player.format(video)}"></iframe>'
    if address:
        return f'<a href="{escape(address)}">{escape(label(tag) or given.get("alt") or _host(address))}</a>'
    return escape(label(tag))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
