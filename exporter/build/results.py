"""What was bound, as rows of the report, entries of the manifest and files of the output."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from exporter.build.cache import Cache
from exporter.build.report import Row
from exporter.build.tasks import Bound, Made
from exporter.diagnostics import Diagnostic
from exporter.errors import DamagedCacheError
from exporter.model.manifest import Entry
from exporter.model.post import Source

if TYPE_CHECKING:
    from exporter.build.ends import Output

_decode: Final = msgspec.msgpack.Decoder(Bound).decode


class Result(NamedTuple):
    """What was bound of an issue: the key of its Bound, the posts it was made of, the site's pictures in them, and what
    else it was made with.
    """

    key: str
    publication: str
    issue: str
    posts: tuple[Source, ...] = ()
    pictures: tuple[str, ...] = ()
    made_with: dict[str, str] = {}  # noqa: RUF012  never changed


class Written(NamedTuple):
    """One result in the output: its rows and entries, and what was found while it was made."""

    rows: list[Row]
    entries: list[Entry]
    found: tuple[Diagnostic, ...]


def put_out(
    result: Result,
    output: Output,
    cache: Cache,
    *,
    seconds: Mapping[str, float],
    digest_of: Callable[[str], str],
) -> Written:
    """Stages what is new or changed of a result. Raises DamagedCacheError, OutputError."""
    bound = _decode(cache.fetch(result.key))
    inputs = {post.source: digest_of(post.source) for post in result.posts}
    pictures = {path: digest_of(path) for path in result.pictures}
    rows, entries = [], []
    for made in bound.artifacts:
        row = _row(result, made, seconds.get(result.key, 0.0))
        row = msgspec.structs.replace(row, state=output.state_of(row))
        if row.state != "same":
            try:
                _fill(output, row, cache)
            except DamagedCacheError:
                cache.drop(result.key)  # what names an artifact that is not there is of no use
                raise
        rows.append(row)
        entries.append(_entry(row, made, inputs=inputs, pictures=pictures, made_with=result.made_with))
    return Written(rows, entries, bound.diagnostics)


def _fill(output: Output, row: Row, cache: Cache) -> None:
    # A book may have a gigabyte: it goes from file to file in pieces.
    output.fill(row.name, lambda into: cache.pour(row.digest, into))


def _row(result: Result, made: Made, seconds: float) -> Row:
    facts = msgspec.structs.asdict(made)
    del facts["origins"]  # for who judges the artifact, not for who reads what was built
    return Row(publication=result.publication, issue=result.issue, seconds=round(seconds, 2), **facts)


def _entry(
    row: Row, made: Made, *, inputs: dict[str, str], pictures: dict[str, str], made_with: dict[str, str]
) -> Entry:
    return Entry(
        name=row.name,
        publication=row.publication,
        issue=row.issue,
        media_type=row.media_type,
        digest=row.digest,
        size=row.size,
        inputs=inputs,
        pictures=pictures,
        origins=made.origins,
        made_with=made_with,
    )
