"""The C declarations of Pango and its like that WeasyPrint makes, compiled beforehand (cffi: out-of-line, ABI mode).

To parse them takes each process 50 ms. Where WeasyPrint is another than scripts/compile-pango saw, they are parsed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

_COMPILED: Final = Path(__file__).with_name("pango.json")


@contextmanager
def compiled() -> Iterator[None]:
    """Within it ``import cffi`` gives one whose FFI knows the declarations, if they are this WeasyPrint's."""
    made = json.loads(_COMPILED.read_bytes())
    if "cffi" in sys.modules or made["of"] != sha256(declaring().read_bytes()).hexdigest():
        yield
        return
    ffi = _ffi(_packed(made["arguments"]))
    module: Any = ModuleType("cffi")
    module.FFI = lambda: ffi
    sys.modules["cffi"] = module
    try:
        yield
    finally:
        del sys.modules["cffi"]


def declaring() -> Path:
    """The module of WeasyPrint that declares."""
    package = find_spec("weasyprint")
    if package is None or not package.submodule_search_locations:
        raise ImportError("WeasyPrint is not installed")
    return Path(package.submodule_search_locations[0]) / "text/ffi.py"


def _ffi(arguments: dict[str, Any]) -> Any:
    import _cffi_backend  # type: ignore[import-untyped]  # noqa: PLC0415 - where modules that cffi compiled take it from

    class Compiled(_cffi_backend.FFI):  # type: ignore[misc]
        def cdef(self, declarations: str, *, override: bool = False) -> None:
            """Nothing: they are known."""

    return Compiled("pango", **arguments)


def _packed(value: Any) -> Any:
    """JSON has no bytes and no tuples."""
    if isinstance(value, str):
        return value.encode("latin-1")
    if isinstance(value, dict):
        return {name: _packed(each) for name, each in value.items()}
    return tuple(map(_packed, value)) if isinstance(value, list) else value
