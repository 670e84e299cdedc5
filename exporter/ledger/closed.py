"""exporter.closed: the issues that are frozen, and which posts they hold. A line an issue, then a line a post."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from exporter.errors import ConfigError
from exporter.ledger.rows import one_line

FILE: Final = "exporter.closed"
_HEAD: Final = """\
# Issues that are closed, by `exporter issue close`: folder/issue, the time it was last modified; below each, indented,
# the ids of its posts in reading order, and the digests of their files. Tabs between. Commit this file.
"""


class Closed(Struct, frozen=True):
    """``posts`` maps the ids of its posts, in reading order, to the digests that their files had."""

    modified: datetime
    posts: dict[str, str]


def read_closed(text: str, name: str = FILE) -> dict[str, Closed]:
    """Issues by folder/id. Raises ConfigError for a line that is none."""
    issues: dict[str, Closed] = {}
    posts: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) == 3 and not fields[0] and issues:
            posts[fields[1]] = fields[2]
        elif len(fields) == 2 and (modified := _instant(fields[1])):
            posts = {}
            issues[fields[0]] = Closed(modified, posts)
        else:
            raise ConfigError(
                f"{name}:{number} is neither an issue nor a post", "Mend the line, or take it back."
            )
    return issues


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def write_closed(issues: Mapping[str, Closed]) -> str:
    """The file's text, issues by name."""
    return _HEAD + "".join(
        f"{one_line(name)}\t{issue.modified.isoformat()}\n"
        + "".join(f"\t{one_line(post)}\t{digest}\n" for post, digest in issue.posts.items())
        for name, issue in sorted(issues.items())
    )


def load_closed(path: Path) -> dict[str, Closed]:
    """Nothing where there is no such file. Raises ConfigError for one that cannot be read."""
    try:
        return read_closed(path.read_text("utf-8"), path.name)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from None
