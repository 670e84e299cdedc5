"""Publication: what the blogger wants made of the site, as configured: which posts, how bound, by which backend."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Every = Literal["", "post", "week", "month", "quarter", "year", "all"]
Each = Literal["", "tag", "category", "author", "series", "section", "language"]
Count = Annotated[int, Meta(ge=0)]


class Publication(Struct, frozen=True, kw_only=True):
    """[publications.NAME] of exporter.toml. An empty filter lets every post pass; ``path`` is a glob over source paths.

    ``every`` cuts the posts into issues; empty means one issue, "latest". ``latest`` keeps the newest so
    many posts, 0 all.
    ``each`` makes a run of issues for every term of a kind, in a folder of its own; ``terms`` are globs of the terms
    that get one (none: all), ``fewest`` the posts a term must have.
    ``posts`` are picked by hand, by slug, id, address or file; they stay in that order where ``order`` is empty.
    ``title`` may hold {site} {term} {year} {month} {week} {issue}.
    ``options`` is an instance of the backend's options type.
    """

    name: str
    backend: str
    options: Any = None
    enabled: bool = True
    every: Every = ""
    each: Each = ""
    terms: tuple[str, ...] = ()
    fewest: Count = 1
    latest: Count = 0
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str = ""
    path: str = ""
    posts: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    theme: str = "default"
    title: str = ""
    order: Literal["", "newest", "oldest"] = ""
