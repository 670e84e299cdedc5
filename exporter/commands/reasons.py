"""What stands against an artifact: why a build would make it anew."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from exporter import backends
from exporter.build.conditions import WORDS, conditions
from exporter.build.keys import theme_key
from exporter.build.plan import Binding
from exporter.build.prospect import Prospect
from exporter.build.themes import load_theme
from exporter.model.manifest import Entry
from exporter.model.publication import Publication


class Reasons:
    """Of artifacts in the folder ``out``, against the site at ``root`` as it is now."""

    def __init__(self, prospect: Prospect, root: Path, out: Path) -> None:
        self._prospect = prospect
        self._out = out
        self._key_of_theme = cache(
            lambda name, faces: theme_key(load_theme(name, root, faces=faces), faces=faces)
        )

    def of(self, entry: Entry, binding: Binding) -> Iterator[str]:
        """Parts of sentences, of what is nearest first. Whoever asks for the first alone pays for no more."""
        yield from self.of_file(entry)
        yield from self._of_posts(entry, binding)
        for path, digest in entry.pictures.items():
            if self._prospect.digest_of(path) != digest:
                yield (
                    f"the picture {path} was changed" if self._prospect.digest_of(path) else f"{path} is gone"
                )
        made = conditions(binding, self._theme_key, self._prospect.reading)
        for what, value in made.items():
            if entry.made_with.get(what, value) != value:
                yield f"{WORDS[what]} changed"
        for post in binding.issue.posts:
            if self._prospect.is_moved(post):
                yield f"a page or file that {post.source} refers to changed"

    def _theme_key(self, publication: Publication) -> str:
        return self._key_of_theme(publication.theme, backends.load(publication.backend).sets_type)

    def of_file(self, entry: Entry) -> Iterator[str]:
        """What happened to it where it lies."""
        path = self._out / entry.name
        if not path.is_file():
            yield "it is not there any more"
        elif path.stat().st_size != entry.size:
            yield "somebody changed it"

    def _of_posts(self, entry: Entry, binding: Binding) -> Iterator[str]:
        now = {post.source for post in binding.issue.posts}
        held = set(entry.held)
        for source, digest in entry.inputs.items():
            place = "it" if source in held else "another volume of its issue"
            if source not in now:
                yield f"{source} is no longer in {place}"
            elif self._prospect.digest_of(source) != digest:
                yield f"{source} was edited" if source in held else f"{source} in {place} was edited"
        for source in sorted(now - entry.inputs.keys()):
            yield (
                f"{source} is new in it"
                if len(held) == len(entry.inputs)
                else f"{source} is new in its issue"
            )
