"""A function of WeasyPrint's replaced wherever its modules have it: they import it from one another by name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def put_instead(old: Callable[..., Any], new: Callable[..., Any]) -> None:
    """For this process. Raises LookupError where no module has ``old``."""
    modules = [module for name, module in sys.modules.items() if name.startswith("weasyprint")]
    places = [(module, name) for module in modules for name, value in vars(module).items() if value is old]
    if not places:
        raise LookupError(f"no module of WeasyPrint has {old.__name__}")
    for module, name in places:
        setattr(module, name, new)
