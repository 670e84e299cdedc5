"""What opens and closes a header of each kind, and what reads it.

python-frontmatter's handlers detect and split; its own ``parse()`` is not used, for it strips the body,
counts no lines, knows no TOML without a third-party package and takes a header that never closes for text.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final, Protocol

from frontmatter.default_handlers import BaseHandler

from exporter.reading.data import parse_json_prefix, parse_toml, parse_yaml


class _Handler(Protocol):
    def detect(self, text: str) -> bool: ...
    def split(self, text: str) -> tuple[str, str]: ...
    def load(self, fm: str) -> Any: ...


class _Yaml(BaseHandler):
    """Opened by ``---``, closed by that (or a longer run, as Hugo allows) or by YAML's own end mark
    ``...``."""

    FM_BOUNDARY = re.compile(r"^(?:-{3,}|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
    OPENING: ClassVar = re.compile(r"---[ \t]*(?:\n|\Z)")

    def detect(self, text: str) -> bool:
        return self.OPENING.match(text) is not None

    def load(self, fm: str) -> Any:
        return parse_yaml(fm)


class _Toml(BaseHandler):
    FM_BOUNDARY = re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)

    def load(self, fm: str) -> Any:
        return parse_toml(fm)


class _Json(BaseHandler):
    """A JSON object has no fence: it ends where its last brace does."""

    FM_BOUNDARY = re.compile(r"\{\s*[\"}]")

    def split(self, text: str) -> tuple[str, str]:
        _, end = parse_json_prefix(text)
        end += 1 if text.startswith("\n", end) else 0
        return text[:end], text[end:]

    def load(self, fm: str) -> Any:
        return parse_json_prefix(fm)[0]


HANDLERS: Final[tuple[tuple[_Handler, int], ...]] = (
    (_Yaml(), 1),
    (_Toml(), 1),
    (_Json(), 0),
)  # with the lines of the fence
