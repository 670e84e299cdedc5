"""Hugo's own Goldmark as the judge of ours: one tiny site of many pages, and trees that can be compared."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from sysconfig import get_path
from urllib.parse import unquote

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser, LexborNode

from exporter.reading.markdown import HUGO

# Goldmark's dialect with nothing of ours in it.
GOLDMARK = replace(HUGO, unsafe=True, emoji=True, alerts=False, cjk_emphasis=False, cjk_softbreak=False)

CONFIGURATION = """
baseURL = "https://blog.example/"
disableKinds = ["taxonomy", "term", "rss", "sitemap", "home", "section", "404", "robotstxt"]
enableEmoji = true
[markup.goldmark.renderer]
unsafe = true
[markup.highlight]
codeFences = false
"""

BLOCKS = frozenset(
    "p ul ol li div table thead tbody tr td th blockquote h1 h2 h3 h4 h5 h6 pre hr dl dt dd br aside "
    "details summary figure".split()
)


def hugo(folder: Path, bodies: Sequence[str], extra: str = "") -> list[str]:
    """What the real Hugo makes of each body."""
    (folder / "content").mkdir(parents=True)
    (folder / "layouts").mkdir()
    (folder / "hugo.toml").write_text(CONFIGURATION + extra, "utf-8")
    (folder / "layouts" / "single.html").write_text("{{ .Content }}", "utf-8")
    for number, body in enumerate(bodies):
        (folder / "content" / f"p{number}.md").write_text(f"---\ntitle: x\n---\n{body}", "utf-8")
    command = [str(_binary()), "--quiet", "--noBuildLock"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return [
        (folder / "public" / f"p{number}" / "index.html").read_text("utf-8") for number in range(len(bodies))
    ]


def _binary() -> Path:
    """The binary itself: the wrapper on the path prints a banner and asks the network for its version."""
    return min(Path(get_path("platlib"), "hugo", "binaries").glob("hugo*"))


Event = tuple[str, ...]


def events(html: str) -> list[Event]:
    """The tree as a list of tags and texts, without what is known to differ.

    Left out: lines, roles, the classes of footnotes and task lists, ``sup`` around a reference, the rule above the notes, an
    alignment of an empty cell, comments, and white space that no browser shows.
    """
    body = LexborHTMLParser(f"<html><body>{re.sub(r'<!--.*?-->', '', html, flags=re.DOTALL)}").body
    assert body is not None
    for rule in body.css(".footnotes > hr, tbody:not(:has(tr))"):
        rule.decompose()
    return _trimmed(_joined(_walk(body, preserved=False)))


def _walk(node: LexborNode, *, preserved: bool) -> Iterator[Event]:
    for child in node.iter(include_text=True):
        name = child.tag or ""
        if name == "-text":
            text = child.text(deep=False) or ""
            yield ("text", text if preserved else re.sub(r"[ \t\n]+", " ", text))
        elif name.startswith("-"):
            continue
        elif (child.attributes.get("id") or "").startswith("fnref"):
            yield ("reference", child.attributes["id"] or "", child.text())
        else:
            name = "div" if name == "section" else name
            yield ("open", name, *_attributes(child))
            yield from _walk(child, preserved=preserved or name == "pre")
            yield ("close", name)


def _attributes(node: LexborNode) -> list[str]:
    found = {
        name: value or "" for name, value in node.attributes.items() if name not in ("data-line", "role")
    }
    if found.get("class") in ("footnote-backref", "footnote-ref", "footnotes", "task-list"):
        del found["class"]
    if node.tag in ("td", "th") and not node.text().strip() and not node.css("img, input"):
        found.pop("style", None)
    if "style" in found:
        found["style"] = found["style"].replace(" ", "")
    return [
        f"{name}={unquote(value) if name in ('href', 'src') else value}"
        for name, value in sorted(found.items())
    ]


def _joined(found: Iterator[Event]) -> list[Event]:
    result: list[Event] = []
    for event in found:
        if event[0] == "text" and result and result[-1][0] == "text":
            result[-1] = ("text", result[-1][1] + event[1])
        else:
            result.append(event)
    return result


def _trimmed(found: list[Event]) -> list[Event]:
    result: list[Event] = []
    for i, event in enumerate(found):
        if event[0] == "text":
            text = event[1]
            if i == 0 or _is_edge(found[i - 1], "open"):
                text = text.lstrip(" \n")
            if i + 1 == len(found) or _is_edge(found[i + 1], "close"):
                text = text.rstrip(" \n")
            if not text:
                continue
            result.append(("text", text))
        else:
            result.append(event)
    return result


def _is_edge(event: Event, inside: str) -> bool:
    """Whether white space beside the tag is not shown; within ``pre`` it is."""
    return event[0] in ("open", "close") and event[1] in BLOCKS and event[:2] != (inside, "pre")
