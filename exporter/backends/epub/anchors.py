"""Ids and links of a chapter: names XML allows, targets that exist, URLs that parse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

# XML 1.0 (fifth edition), productions 4 and 4a, without the colon (Namespaces in XML, production 4).
_START: Final = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NOT_NAME: Final = re.compile(rf"[^{_START}0-9.\u00b7\u0300-\u036f\u203f\u2040-]")
_NOT_START: Final = re.compile(rf"^[^{_START}]")
# What the URL Standard calls an error outside of a host, though browsers let it pass; and % that begins no escape.
_UNSAFE: Final = re.compile(r"[\x00-\x20\"<>\\^`{|}\x7f]|%(?![0-9A-Fa-f]{2})")
# How the ids of printed pages begin, and no id of a post does.
PAGE: Final = "page."
_BRACKETS: Final = re.compile(r"[\[\]]")


def name_ids(root: etree._Element, taken: frozenset[str]) -> dict[str, str]:
    """Gives every element with an id an NCName of its own, none of ``taken``; returns old id to new, the
    first one's.
    """
    names: dict[str, str] = {}
    used = set(taken)
    for element in root.iter():
        old = element.get("id")
        if old is None:
            continue
        new = _free(_ncname(old), used)
        used.add(new)
        names.setdefault(old, new)
        element.set("id", new)
    for cell in root.iter("td", "th"):
        if headers := cell.get("headers"):
            cell.set("headers", " ".join(names.get(name, "") for name in headers.split()))
    return names


def _ncname(text: str) -> str:
    name = _NOT_NAME.sub("-", text)
    return f"x{name}" if _NOT_START.match(name) or name.startswith(PAGE) else name


def _free(name: str, used: set[str]) -> str:
    number = 2
    free = name
    while free in used:
        free = f"{name}-{number}"
        number += 1
    return free


def settle_links(root: etree._Element, anchors: Mapping[str, str]) -> None:
    """Points ``#id`` at the id's new name, mends URLs, and takes the href of what leads nowhere."""
    for link in root.iter("a"):
        href = link.get("href")
        if href is None:
            continue
        if href.startswith("#"):
            target = anchors.get(href[1:]) or anchors.get(unquote(href[1:]))
            _set(link, "href", f"#{target}" if target else "")
        else:
            _set(link, "href", clean_url(href))
        if link.get("href") is None:
            for name in ("rel", "hreflang", "role"):
                link.attrib.pop(name, "")
    for element in root.iter("blockquote", "q", "del", "ins"):
        if cite := element.get("cite"):
            # EPUBCheck takes it for a resource, and warns of one without TLS (RSC-031); no reading system shows it.
            _set(element, "cite", clean_url(cite) if cite.startswith("https:") else "")


def clean_url(url: str) -> str:
    """An absolute URL that a strict parser takes, percent-escaped where needed; empty for what is none."""
    url = _UNSAFE.sub(_escape, url)
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises ValueError where it is no number up to 65535
    except ValueError:
        return ""
    if parts.scheme in ("http", "https"):
        if not parts.hostname or "%" in parts.netloc or ".." in parts.netloc:
            return ""
        head, mark, tail = url.partition(parts.netloc)
        return head + mark + _BRACKETS.sub(_escape, tail)
    return _BRACKETS.sub(_escape, url)


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def _set(element: etree._Element, name: str, value: str) -> None:
    if value:
        element.set(name, value)
    else:
        element.attrib.pop(name, "")
