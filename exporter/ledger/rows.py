"""exporter.ids: a line a post, made to be read, edited and committed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from exporter.errors import ConfigError
from exporter.model.post import Source

FILE: Final = "exporter.ids"
_HEAD: Final = """\
# The ids under which feed readers know the posts. A reader that meets another id shows the post as new.
# id, url, source (empty: no longer on the site), first published; with tabs between. Commit this file.
"""
_FIELDS: Final = 4
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


class Row(Struct, frozen=True):
    """One id that was announced. ``source`` is the post's file, empty where the site has it no more."""

    id: str
    url: str = ""
    source: str = ""
    published: datetime | None = None


class Ledger(Struct, frozen=True):
    """``rows`` in any order, no two of one id."""

    rows: tuple[Row, ...] = ()

    @property
    def newest(self) -> datetime:
        """When the newest post that is known was published; the beginning of time where none is."""
        return max((row.published for row in self.rows if row.published), default=_NEVER)


def read_ledger(text: str, name: str = FILE) -> Ledger:
    """Raises ConfigError for a line that is none, and for an id that stands twice."""
    rows: dict[str, Row] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = _row(line.split("\t"))
        if row is None or row.id in rows:
            reason = (
                "is no id, url, source and time with tabs between"
                if row is None
                else "has an id that stands twice"
            )
            raise ConfigError(
                f"{name}:{number} {reason}", "Mend the line, or take it back from your repository."
            )
        rows[row.id] = row
    return Ledger(tuple(rows.values()))


def _row(fields: list[str]) -> Row | None:
    if len(fields) != _FIELDS or not fields[0]:
        return None
    try:
        published = datetime.fromisoformat(fields[3]) if fields[3] else None
    except ValueError:
        return None
    if published is not None and published.tzinfo is None:
        return None
    return Row(fields[0], fields[1], fields[2], published)


def write_rows(rows: Iterable[Row]) -> str:
    """The oldest first, so that a new post is a line at the end."""
    ordered = sorted(rows, key=lambda row: (row.published or _NEVER, row.id))
    return _HEAD + "".join(f"{_line(row)}\n" for row in ordered)


def _line(row: Row) -> str:
    fields = (row.id, row.url, row.source, row.published.isoformat() if row.published else "")
    return "\t".join(one_line(field) for field in fields)


def one_line(text: str) -> str:
    """``text`` without what would end a field or a line, or begin a comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split()).lstrip("#")


def place(url: str) -> str:
    """What two spellings of one address share: neither scheme nor the last slash, nor how it is percent-encoded."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = parts.netloc.lower().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{unquote(parts.path).removesuffix('index.html').rstrip('/')}{query}"


def is_alone(post: Source) -> bool:
    """True where the address of ``post`` is its own: of several at one address, the oldest has that for its id."""
    return bool(post.url) and post.id == post.url
