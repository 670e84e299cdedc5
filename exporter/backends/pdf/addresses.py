"""Addresses as people read them on paper: in letters, broken at their punctuation, from left to right."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

_ZWSP: Final = "\u200b"
# Where a long URL or path is broken: after these, never before (Chicago Manual of Style, 14.18).
_BREAKS: Final = re.compile(r"(?<=[/?&=._\-,;:%#@|+])(?=[^/?&=._\-,;:%#@|+])")
_ENCODED: Final = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
# What is shown of a link when it shows its address.
_ADDRESS: Final = re.compile(r"https?://|www\.|[\w.+-]+@")


def is_address(url: str) -> bool:
    """False for none, and for one below .invalid (RFC 6761, 6.4), which stands for none."""
    return bool(url) and not (urlsplit(url).hostname or "").endswith(".invalid")


def break_address(text: str) -> str:
    """``text`` with a zero-width space wherever an address or a path may be broken."""
    return _BREAKS.sub(_ZWSP, text)


def readable(url: str) -> str:
    """An address for people: its percent-encoded letters as letters, broken where an address may be."""
    text = unquote(url, errors="strict") if _ENCODED.search(url) else url
    return break_address(text if text.isprintable() and " " not in text else url)


def mark_addresses(body: etree._Element) -> None:
    """An address runs from left to right in every language, or its last slash would come first (UAX #9)."""
    for link in body.iterfind(".//a[@href]"):
        if _ADDRESS.match(link.text or ""):
            link.set("class", f"{link.get('class') or ''} address".strip())
