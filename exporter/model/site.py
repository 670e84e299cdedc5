"""Site: what the generator's own configuration says of the whole site, after the overrides of exporter.toml."""

from __future__ import annotations

from msgspec import Struct

from exporter.model.post import Author


class Site(Struct, frozen=True, kw_only=True):
    """One site in one language; a site in several languages is several of these with one ``root_url``.

    ``url`` is the absolute address of its home page and ends in ``/``; empty when nobody said it.
    ``key`` is the generator's own short name of the language, as in its URLs and folders ("en" where
    ``language`` is "en-GB").
    ``placeholders`` are alternative texts that many different covers share and that so describe none of them.
    ``timezone`` is an IANA name; empty when nobody said it, and then each date keeps the offset it was written with.
    """

    title: str
    url: str
    language: str
    key: str = ""
    root_url: str = ""
    timezone: str = ""
    description: str = ""
    rights: str = ""
    authors: tuple[Author, ...] = ()
    languages: tuple[str, ...] = ()
    generator: str = ""
    direction: str = "ltr"
    placeholders: tuple[str, ...] = ()
