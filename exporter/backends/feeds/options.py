"""What a publication of feeds may be told, beside which posts it holds."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Format = Literal["rss", "atom", "json"]
Compression = Literal["gzip", "brotli"]


class Podcast(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What directories of podcasts want to know. ``category`` may have a part below it: "Society & Culture/Philosophy".

    ``order`` is how episodes are heard: newest first, or each after the one before. ``email`` is the owner's, which
    directories write to and everybody can read; ``locked`` forbids other hosts to import the feed.
    """

    category: str = ""
    explicit: bool = False
    order: Literal["episodic", "serial"] = "episodic"
    owner: str = ""
    email: str = ""
    locked: bool = False
    guid: str = ""


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every address is absolute; an empty string leaves the thing out or to the site.

    ``content``     full: the whole post; summary: a few sentences and the link
    ``math``        tex: formulas as their source; mathml: as MathML, which browsers show and few readers let pass
    ``formats``     which of the three files are written
    ``url``         where the feeds will lie; by default the publication's folder below the site's home page
    ``description`` of the feed; by default the site's
    ``author`` ``author_url``  of the posts that name none; by default the site's authors
    ``icon``        a square picture of 512 pixels or more;  ``logo`` one twice as wide as high
    ``hub``         a WebSub hub that is told of new posts
    ``budget``      thousands of bytes that rss.xml and atom.xml may have, feed.json half of them; 0: any number
    ``profile``     podcast: only posts with a recording, and the tags of podcast directories in rss.xml
    ``podcast``     what these say
    ``compress``    which compressed siblings lie beside each feed, for servers that send those
    ``headers``     a ``_headers`` file for static hosts lies beside the list of feeds
    ``backdated``   how many posts older than the newest known one a build may announce, where ids are kept
    ``ttl``         minutes a reader may wait before it asks again (RSS)
    """

    content: Literal["full", "summary"] = "full"
    math: Literal["tex", "mathml"] = "tex"
    formats: tuple[Format, ...] = ("rss", "atom", "json")
    url: str = ""
    description: str = ""
    author: str = ""
    author_url: str = ""
    icon: str = ""
    logo: str = ""
    hub: str = ""
    profile: Literal["blog", "podcast"] = "blog"
    podcast: Podcast = Podcast()
    compress: tuple[Compression, ...] = ()
    headers: bool = False
    backdated: Annotated[int, Meta(ge=0)] = 3
    budget: Annotated[int, Meta(ge=0)] = 500
    ttl: Annotated[int, Meta(ge=0)] = 0
