"""What the rules for one post's elements need to know besides the element."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from exporter.backends.contract import PartJob
from exporter.model.asset import Asset
from exporter.passes.strings import MailWords, direction, words


class Scene(NamedTuple):
    """``url`` is the post on the web, ``column`` the text's width in CSS pixels, ``missing`` images nobody has.

    ``placeholders`` are texts that stand for many pictures and describe none.
    """

    url: str
    language: str
    words: MailWords
    assets: Mapping[str, Asset]
    missing: frozenset[str]
    column: int
    rtl: bool
    placeholders: frozenset[str] = frozenset()


def scene_of(job: PartJob, column: int) -> Scene:
    """The scene of a job's post. An image of the site's own host that we do not hold is a dead link there."""
    own = urlsplit(job.site.url).netloc
    missing = frozenset(
        image.url
        for image in job.post.images
        if not image.path and own and urlsplit(image.url).netloc == own and image.url not in job.assets
    )
    post = job.post
    return Scene(
        post.url,
        post.language,
        words(post.language).mail,
        job.assets,
        missing,
        column,
        rtl=direction(post.language) == "rtl",
        placeholders=frozenset(job.site.placeholders),
    )
