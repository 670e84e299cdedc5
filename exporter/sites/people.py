"""Authors as headers name them: a name, a list, tables, keys of an authors file, Markdown links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from exporter.model.post import Author
from exporter.sites.fields import Table, first, table, text

_LINK: Final = re.compile(r"\[(?P<name>[^\]\[]+)\]\((?P<url>(?:[^()\s]|\([^()\s]*\))*)\)")
_FIRM: Final = re.compile(r"(?<=\s)\([^()]*\)")
_MAIL: Final = re.compile(r"(?P<name>[^<>@]*)<(?P<mail>[^<>@\s]+@[^<>@\s]+)>")
_BETWEEN: Final = re.compile(r",|;|\n|\s(?:and|&)\s")

Lookup = Callable[[str], Table]


def authors(value: object, known: Lookup = lambda _: {}) -> tuple[Author, ...]:
    """The authors a header's value names, each once; ``known`` gives the table that an authors file has for a key."""
    found = dict.fromkeys(_authors(value, known))
    return tuple(author for author in found if author.name)


def _authors(value: object, known: Lookup) -> Iterator[Author]:
    if isinstance(value, list):
        for item in value:
            yield from _authors(item, known)
    elif table(value):
        yield _of_table(table(value))
    elif name := text(value):
        entry = known(name)
        yield from [_of_table({"name": name, **entry})] if entry else _of_text(name)


def _of_table(entry: Table) -> Author:
    url = first(entry, ("url", "homepage", "website", "link", "uri", "web"))
    return Author(
        name=first(entry, ("name", "title", "display_name", "nick")),
        url=url if url.startswith(("http://", "https://")) else "",
        email=text(entry.get("email")).removeprefix("mailto:"),
        reading=first(entry, ("reading", "yomi", "kana", "sort_name", "file_as")),
    )


def _of_text(written: str) -> Iterator[Author]:
    if not _LINK.search(written):
        mail = _MAIL.fullmatch(written)
        name = " ".join((mail["name"] if mail else written).split())
        yield Author(name or mail["mail"], email=mail["mail"]) if mail else Author(name)
        return
    # Names between links are names too: "[Ann](https://…) (Firm), Bob (Firm)".
    for piece in _BETWEEN.split(_FIRM.sub(" ", written)):
        link = _LINK.search(piece)
        if link:
            url = link["url"] if link["url"].startswith(("http://", "https://")) else ""
            yield Author(" ".join(link["name"].split()), url=url)
        elif name := " ".join(piece.split()):
            yield Author(name)
