"""Theme: a folder of styles, templates and settings as one value."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property
from typing import Any, Final

from msgspec import Struct

from exporter.errors import ThemeError

_VARIABLE: Final = re.compile(r"var\(\s*--([a-z0-9-]+)\s*\)")


_COLOUR: Final = re.compile("#(?:[0-9a-fA-F]{3}){1,2}")
_FAMILY: Final = re.compile('"([^"]+)"')


TOML: Final = "theme.toml"
# The theme.toml of the theme below, where there is one.
BASE: Final = "base/theme.toml"


class Face(Struct, frozen=True, array_like=True):
    """A font on the machine: ``style`` is normal or italic, ``index`` its place in a collection.

    ``stamp`` is another when the file is: it belongs to the keys of what is made, and to nothing else.
    """

    family: str
    weight: int
    style: str
    path: str
    index: int
    stamp: str = ""


class Theme(Struct, frozen=True, dict=True):
    """``files`` maps names relative to the theme's folder (POSIX) to bytes; ``faces`` are those of its families that
    are installed.
    """

    name: str
    files: dict[str, bytes]
    faces: tuple[Face, ...] = ()

    @cached_property
    def families(self) -> tuple[str, ...]:
        """Every family that a token names, in quotation marks, each once."""
        tokens = self.settings.get("tokens", {})
        return tuple(dict.fromkeys(name for value in tokens.values() for name in _FAMILY.findall(str(value))))

    def text(self, name: str) -> str:
        """The file ``name`` as text. Raises ThemeError where the theme lacks it or it is not UTF-8."""
        try:
            return self.files[name].decode("utf-8")
        except KeyError:
            raise ThemeError(f"theme {self.name!r} has no {name}") from None
        except UnicodeDecodeError as error:
            raise ThemeError(f"theme {self.name!r}: {name} is not UTF-8 ({error})") from None

    @cached_property
    def settings(self) -> dict[str, Any]:
        """theme.toml. Its [tokens] are the colours, faces and sizes all channels share; those it lacks are the
        ``base``'s. Raises ThemeError.
        """
        own = self._table(TOML)
        return {**self.base, **own, "tokens": {**self.base.get("tokens", {}), **own.get("tokens", {})}}

    @cached_property
    def base(self) -> dict[str, Any]:
        """theme.toml of the theme that this one lies on; empty where it lies on none. Raises ThemeError."""
        return self._table(BASE) if BASE in self.files else {}

    def _table(self, name: str) -> dict[str, Any]:
        try:
            table = tomllib.loads(self.text(name))
        except (ValueError, RecursionError) as error:
            raise ThemeError(f"theme {self.name!r}: {name}: {error}") from None
        if not isinstance(table.get("tokens", {}), dict):
            raise ThemeError(f"theme {self.name!r}: {name}: tokens is a table of names and values")
        return table

    def stylesheet(self, name: str) -> str:
        """The CSS file ``name`` with every ``var(--token)`` replaced by its value.

        Kindle, Gmail and Outlook know no variables. Raises ThemeError.
        """

        def value(match: re.Match[str]) -> str:
            return self.token(match[1], f"{name} uses")

        return _VARIABLE.sub(value, self.text(name))

    def token(self, name: str, who: str = "exporter uses") -> str:
        """The value of one token. Raises ThemeError, saying ``who`` asked, where theme.toml lacks it."""
        try:
            return str(self.settings.get("tokens", {})[name])
        except KeyError:
            raise ThemeError(f"theme {self.name!r}: {who} --{name}, which theme.toml lacks") from None

    def colour(self, name: str) -> str:
        """The value of a token that is drawn with. Raises ThemeError where it is not written as #rgb or #rrggbb."""
        value = self.token(name)
        if _COLOUR.fullmatch(value) is None:
            raise ThemeError(
                f"theme {self.name!r}: --{name} is {value!r}", "Write a colour as #rgb or #rrggbb."
            )
        return value
