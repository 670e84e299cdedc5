"""Links in a mail: those inside the post lead to the web, those that pay a shop's partner follow the policy."""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from exporter.backends.newsletter.edit import UNWRAP, discard

# Amazon's Associates agreement bars Special Links from e-mail; Rakuten's and A8's links redirect through these hosts.
_PARTNERS: Final = re.compile(
    r"(^|\.)(amazon\.[a-z.]{2,6}|amzn\.(to|asia|eu)|a\.co|a\.r10\.to|hb\.afl\.rakuten\.co\.jp|px\.a8\.net|"
    r"af\.moshimo\.com|ck\.jp\.ap\.valuecommerce\.com)$"
)


class Dropped(NamedTuple):
    """The shops whose links were taken out, and the line of the first."""

    hosts: tuple[str, ...]
    links: int
    line: int


def is_affiliate(link: etree._Element) -> bool:
    """Whether the author marked ``link`` as sponsored, or it goes to a host of partner links."""
    if "sponsored" in (link.get("rel") or "").split():
        return True
    return bool(_PARTNERS.search(_host(link)))


def drop_affiliates(root: etree._Element, instead: str = "") -> Dropped | None:
    """Takes every affiliate link below ``root`` away and leaves its text, or makes it lead to ``instead``."""
    found = [link for link in root.iter("a") if is_affiliate(link)]
    if not found:
        return None
    dropped = Dropped(tuple(sorted({_host(link) for link in found})), len(found), _line(found[0]))
    for link in found:
        if instead:
            discard(link, "rel")
            link.set("href", instead)
        else:
            link.tag = UNWRAP
    etree.strip_tags(root, UNWRAP)
    return dropped


def _host(link: etree._Element) -> str:
    try:
        return (urlsplit(link.get("href", "")).hostname or "").lower()
    except ValueError:  # a broken IPv6 literal
        return ""


def _line(element: etree._Element) -> int:
    """The source line of the nearest block that knows it."""
    for node in (element, *element.iterancestors()):
        if line := node.get("data-line"):
            return int(line)
    return 0
