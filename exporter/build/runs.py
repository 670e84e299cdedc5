"""Runs of issues: one for each language of a site, and one for each tag, author, … where a publication asks for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final

import msgspec
from msgspec import Struct

from exporter.build.select import in_order, in_range
from exporter.model.post import Source
from exporter.model.publication import Publication
from exporter.model.site import Site


class Run(Struct, frozen=True):
    """The posts of one run, and the folder that its issues go to. ``term`` is spelt as it was first."""

    site: Site
    folder: str
    posts: list[Source]
    term: str = ""


_TERMS: Final[Mapping[str, Callable[[Source], Sequence[str]]]] = {
    "tag": lambda source: source.tags,
    "category": lambda source: source.categories,
    "author": lambda source: [author.name for author in source.authors],
    "series": lambda source: source.series,
    "section": lambda source: [source.section],
    "language": lambda source: [source.language],
}


def runs(publication: Publication, sites: Sequence[Site], posts: Sequence[Source]) -> Iterator[Run]:
    """Runs with posts, the default language first, terms in the order of their oldest posts.

    A publication bound to a language, and every publication of a site in one language, lies in a folder of its own
    name; else each language has a folder in that. A term has one below.
    """
    meant = [site for site in sites if in_range(site.language, publication.language)]
    plural = len(meant) > 1
    for site in meant if len(sites) > 1 else sites:
        spoken = [s for s in posts if s.language == site.language] if len(sites) > 1 else list(posts)
        folder = f"{publication.name}/{site.key or site.language}" if plural else publication.name
        if not publication.each or (plural and publication.each == "language"):
            yield from [Run(site, folder, spoken)] if spoken else []
        else:
            yield from _by_term(publication, Run(site, folder, spoken))


def _by_term(publication: Publication, run: Run) -> Iterator[Run]:
    groups: dict[str, list[Source]] = {}
    spelt: dict[str, str] = {}
    for source in in_order(run.posts, newest_first=False):
        for term in _TERMS[publication.each](source):
            key = _key(term)
            if key and _wanted(key, publication) and groups.setdefault(key, [])[-1:] != [source]:
                spelt.setdefault(key, term)
                groups[key].append(source)
    taken: set[str] = set()
    for key, members in groups.items():
        # Named before it is judged: that a term grew must not move its neighbour's folder.
        folder = f"{run.folder}/{_folder(key, taken)}"
        if len(members) >= publication.fewest:
            yield Run(_spoken(run.site, publication, spelt[key]), folder, members, spelt[key])


def _key(term: str) -> str:
    """Terms that differ in case or in the form of their letters only are one."""
    return " ".join(unicodedata.normalize("NFC", term).split()).casefold()


def _wanted(key: str, publication: Publication) -> bool:
    return not publication.terms or any(fnmatchcase(key, _key(glob)) for glob in publication.terms)


def _spoken(site: Site, publication: Publication, term: str) -> Site:
    return msgspec.structs.replace(site, language=term) if publication.each == "language" else site


def _folder(term: str, taken: set[str]) -> str:
    """``C++`` and ``C#`` are told apart by a number: the term with the older post keeps the bare name."""
    base = safe_name(term, "term")
    name, n = base, 1
    while name in taken:
        n += 1
        name = f"{base}-{n}"
    taken.add(name)
    return name


def safe_name(text: str, otherwise: str) -> str:
    """``text`` as a file name of 80 characters and 200 bytes at most; ``otherwise`` where nothing is left of it."""
    composed = unicodedata.normalize("NFC", text)  # or macOS would take two names for one
    kept = "".join(c if c.isalnum() or c in "-_." else "-" for c in composed).strip("-.")
    return _cut(kept).rstrip("-.") or otherwise


def _cut(name: str) -> str:
    # File systems take 255 bytes; the rest is for a number and an ending.
    return name[:80].encode()[:200].decode(errors="ignore")
