"""The recording that belongs to a post, told in a line: a page and a book cannot play it, but they can lead to it.

Feeds enclose it, and need no line.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree

from exporter.model.characters import FORBIDDEN
from exporter.model.post import Source
from exporter.passes.strings import Words

CLASS: Final = "recording"
_CLOCK: Final = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d\d)|(\d+)(?:\.\d+)?", re.ASCII)
_BETWEEN: Final = " · "
_LONGEST: Final = 60  # characters of a file's name


class Recording(NamedTuple):
    """``url`` and ``transcript`` are web addresses, the latter may be empty; ``name`` is the file's, ``length`` 1:02:03
    or empty.
    """

    kind: Literal["audio", "video"]
    url: str
    name: str
    length: str
    transcript: str


def recording_of(post: Source) -> Recording | None:
    """What the header names; None where it names none on the web."""
    url = _web(post.extra.get("enclosure", ""))
    if not url:
        return None
    kind: Literal["audio", "video"] = (
        "video" if post.extra.get("enclosure_type", "").startswith("video/") else "audio"
    )
    length = clock(seconds(post.extra.get("duration", "")))
    return Recording(kind, url, _name(url), length, _web(post.extra.get("transcript", "")))


def line_of(recording: Recording, says: Words) -> etree._Element:
    """A paragraph: ``Audio · episode-1.mp3 · 42:10 · Transcript``, the file and the transcript being links."""
    line = etree.Element("p", {"class": CLASS, "data-line": "1"})
    line.text = f"{says.audio if recording.kind == 'audio' else says.video}{_BETWEEN}"
    link = etree.SubElement(line, "a", {"href": recording.url})
    link.text = recording.name
    link.tail = f"{_BETWEEN}{recording.length}" if recording.length else None
    if recording.transcript:
        link.tail = f"{link.tail or ''}{_BETWEEN}"
        etree.SubElement(line, "a", {"href": recording.transcript}).text = says.transcript
    return line


def lead_with_recording(body: etree._Element, post: Source, says: Words) -> None:
    """Puts the line before the text of a post that has a recording."""
    recording = recording_of(post)
    if recording is None:
        return
    line = line_of(recording, says)
    line.tail, body.text = body.text, None
    body.insert(0, line)


def seconds(text: str) -> int:
    """``1:02:03``, ``62:03`` and ``3723`` as seconds; 0 for what is none of these."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return 0
    if match[4]:
        return int(match[4])
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])


def clock(time: int) -> str:
    """Seconds as ``1:02:03`` or ``42:10``; empty for none."""
    hours, rest = divmod(time, 3600)
    if not time:
        return ""
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def _web(url: str) -> str:
    return url if url.startswith(("http://", "https://")) else ""


def _name(url: str) -> str:
    """The file's own name, as a reader would read it; the host's where there is none."""
    parts = urlsplit(url)
    name = " ".join(FORBIDDEN.sub("", unquote(parts.path.rpartition("/")[2])).split()) or parts.netloc
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
