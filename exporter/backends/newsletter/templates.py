"""The theme's templates, rendered in a sandbox: the only file that sees Jinja2.

HTML templates escape every value; a template can reach no attribute that begins with an underscore and no file but the
theme's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from jinja2 import DictLoader, StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup as Safe

from exporter.errors import ThemeError
from exporter.model.theme import Theme
from exporter.passes.columns import width, wrap

COLUMNS: Final = 72
_FOLDER: Final = "templates/"


def safe(html: str) -> Safe:
    """Marks HTML of our own making, so that a template does not escape it."""
    return Safe(html)  # noqa: S704 — only the rules' output and the theme's own CSS come here


def render(theme: Theme, name: str, values: Mapping[str, object]) -> str:
    """The template ``name`` of ``theme`` filled with ``values``. Raises ThemeError."""
    names = sorted(file for file in theme.files if file.startswith(_FOLDER) and file.endswith(".j2"))
    environment = _environment(tuple((file.removeprefix(_FOLDER), theme.text(file)) for file in names))
    try:
        return environment.get_template(name).render(values)
    except Exception as error:  # whatever it is: the values are ours, and what is done with them the theme's
        raise ThemeError(f"theme {theme.name!r}: templates/{name}: {type(error).__name__}: {error}") from None


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"**"})

    def call_binop(self, *_: object, **__: object) -> object:
        """A power of two lines of digits is reckoned for hours, and nothing interrupts that."""
        raise SecurityError("templates know no powers")


@lru_cache(maxsize=4)
def _environment(sources: tuple[tuple[str, str], ...]) -> _Sandbox:
    environment = _Sandbox(
        loader=DictLoader(dict(sources)),
        autoescape=lambda name: name is None or not name.endswith(".txt.j2"),
        undefined=StrictUndefined,
    )
    environment.filters["fill"] = lambda text: "\n".join(wrap(text, COLUMNS))
    environment.filters["item"] = _item
    environment.filters["columns"] = lambda text: max(map(width, text.split("\n")))
    return environment


def _item(text: str) -> str:
    """``text`` as an entry of a list, its later lines set in."""
    return "\n".join(("  " if number else "- ") + line for number, line in enumerate(wrap(text, COLUMNS - 2)))
