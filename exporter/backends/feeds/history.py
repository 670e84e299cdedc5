"""How the documents of an archived feed lead to one another (RFC 5005, section 4, and its appendix B for RSS)."""

from __future__ import annotations

from lxml import etree

from exporter.backends.feeds.channel import Channel
from exporter.backends.feeds.generators import HISTORY
from exporter.backends.feeds.options import Format


def add_history(anchor: etree._Element, channel: Channel, form: Format) -> None:
    """Puts the links after ``anchor``, a link element of the feed's own, and the mark of an archive after them.

    There is no next-archive: a closed document cannot know what will come after it, and learning it later would change
    a file that readers keep for ever.
    """
    added = [
        anchor.makeelement(anchor.tag, {"rel": rel, "href": href})
        for rel, href in (
            ("current", channel.current(form) if channel.closed else ""),
            ("prev-archive", channel.previous(form)),
        )
        if href
    ]
    if channel.closed:
        added.append(anchor.makeelement(f"{{{HISTORY}}}archive"))
    for element in reversed(added):
        anchor.addnext(element)
