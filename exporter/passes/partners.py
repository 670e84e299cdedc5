"""Links that pay a shop's partner: the terms of the shops keep them to the web.

Amazon's Associates agreement bars its links from e-mail, e-books and print; on the post's own page they may stand.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Post

# What becomes of such a link: it leads to the post on the web, where the shop's link stands; only its words stay; it is
# kept as it is.
Policy = Literal["to-post", "drop-link", "keep"]

# Amazon's own hosts; Rakuten's and A8's links redirect through these.
_PARTNERS: Final = re.compile(
    r"(^|\.)(amazon\.[a-z.]{2,6}|amzn\.(to|asia|eu)|a\.co|a\.r10\.to|hb\.afl\.rakuten\.co\.jp|px\.a8\.net|"
    r"af\.moshimo\.com|ck\.jp\.ap\.valuecommerce\.com)$"
)
_UNWRAP: Final = "unwrap"


class Settled(NamedTuple):
    """The shops whose links were taken out, and the line of the first."""

    hosts: tuple[str, ...]
    links: int
    line: int

    def told(self, code: str, post: Post) -> Diagnostic:
        """The diagnostic of a channel, by its ``code``."""
        return diagnose(code, f"{self.links} links to {', '.join(self.hosts)}", post.source, self.line)


def settle_partners(root: etree._Element, policy: Policy, url: str) -> Settled | None:
    """Does to every such link below ``root`` what ``policy`` says; ``url`` is the post's. None: nothing was done."""
    found = [link for link in root.iter("a") if _pays(link)] if policy != "keep" else []
    if not found:
        return None
    settled = Settled(tuple(sorted({_host(link) for link in found})), len(found), _line(found[0]))
    for link in found:
        link.attrib.pop("rel", "")
        if policy == "to-post" and url:
            link.set("href", url)
        else:
            link.tag = _UNWRAP
    etree.strip_tags(root, _UNWRAP)
    return settled


def _pays(link: etree._Element) -> bool:
    """Whether the author marked ``link`` as sponsored, or it goes to a host of partner links."""
    return "sponsored" in (link.get("rel") or "").split() or bool(_PARTNERS.search(_host(link)))


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
