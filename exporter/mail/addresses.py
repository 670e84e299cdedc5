"""Mail addresses: what is one, which two reach the same person, and how one is spoken of without being said."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# RFC 5321, 4.1.2 and 4.5.3.1, without quoted local parts and address literals, which no list of readers holds.
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_LONGEST_LOCAL: Final = 64
_LONGEST: Final = 254


def ascii_address(text: str) -> str:
    """``text`` as SMTP takes it: the host in lower case and ASCII (IDNA). Raises ValueError, saying why, never what."""
    local, at, host = text.strip(" \t").rpartition("@")
    if not at or not host:
        raise ValueError("no address: it needs a name, one @ and a host")
    if not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        raise ValueError("no address: the part before @ is not one that every server takes")
    domain = _ascii_host(host)
    if len(local) + 1 + len(domain) > _LONGEST:
        raise ValueError("no address: it is longer than 254 characters")
    return f"{local}@{domain}"


@lru_cache(maxsize=4096)
def _ascii_host(host: str) -> str:
    try:
        domain = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValueError("no address: the part behind @ is no host") from None
    labels = domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError("no address: the part behind @ is no host")
    return domain


def person(address: str) -> str:
    """One form for all addresses that reach one mailbox: no case, no ``+tag``."""
    local, _, domain = address.rpartition("@")
    return f"{(local.partition('+')[0] or local).casefold()}@{domain.casefold()}"


def mask(address: str) -> str:
    """``mei@example.org`` as ``m…@e….org``: enough to know one's own readers by, too little to write to."""
    local, _, domain = address.rpartition("@")
    name, _, top = domain.rpartition(".")
    return f"{local[:1]}…@{name[:1]}….{top}"
