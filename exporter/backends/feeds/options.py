"""What a publication of feeds may be told, beside which posts it holds."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Format = Literal["rss", "atom", "json"]


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every address is absolute; an empty string leaves the thing out or to the site.

    ``content``     full: the whole post; summary: a few sentences and the link
    ``formats``     which of the three files are written
    ``url``         where the feeds will lie; by default the publication's folder below the site's home page
    ``description`` of the feed; by default the site's
    ``author`` ``author_url``  of the posts that name none; by default the site's authors
    ``icon``        a square picture of 512 pixels or more;  ``logo`` one twice as wide as high
    ``hub``         a WebSub hub that is told of new posts
    ``budget``      thousands of bytes that rss.xml and atom.xml may have, feed.json half of them; 0: any number
    ``ttl``         minutes a reader may wait before it asks again (RSS)
    """

    content: Literal["full", "summary"] = "full"
    formats: tuple[Format, ...] = ("rss", "atom", "json")
    url: str = ""
    description: str = ""
    author: str = ""
    author_url: str = ""
    icon: str = ""
    logo: str = ""
    hub: str = ""
    budget: Annotated[int, Meta(ge=0)] = 500
    ttl: Annotated[int, Meta(ge=0)] = 0
