"""Files among a site's posts that are in a language which is not read: they are told, for a post may be lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from exporter.diagnostics import Diagnostic, diagnose

_LANGUAGES: Final = frozenset(
    [".adoc", ".asciidoc", ".org", ".rst", ".textile", ".ipynb", ".lhs", ".mediawiki", ".qmd", ".rmd"]
)


def unread(
    paths: Iterable[str], endings: frozenset[str], is_post: Callable[[str], bool]
) -> Iterator[Diagnostic]:
    """One S112 for each ending; ``is_post`` tells whether a file of Markdown in a file's place would be a post."""
    kinds: dict[str, list[str]] = {}
    for path in paths:
        ending = PurePosixPath(path).suffix.lower()
        if ending in _LANGUAGES and ending not in endings and is_post(path[: -len(ending)] + ".md"):
            kinds.setdefault(ending, []).append(path)
    for ending, found in sorted(kinds.items()):
        yield diagnose("S112", f"{len(found)} {ending} files, the first of them {found[0]}", found[0])
