"""The ledger on disk, beside exporter.toml. Written by the commands that say so, and by no other."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from exporter.errors import ConfigError, OutputError
from exporter.ledger.rows import Ledger, read_ledger, write_rows


def load(path: Path) -> Ledger | None:
    """None where there is no such file. Raises ConfigError for one that cannot be read."""
    try:
        return read_ledger(path.read_text("utf-8"), path.name)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from None


def save(path: Path, ledger: Ledger) -> bool:
    """Renamed into place; False where the file says the same already. Raises OutputError where it cannot be written."""
    return replace_text(path, write_rows(ledger.rows))


def replace_text(path: Path, text: str) -> bool:
    """As ``save``, for any text."""
    try:
        if path.is_file() and path.read_text("utf-8") == text:
            return False
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        # mkstemp's file is its owner's alone; a file to be committed is everybody's.
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from None
    return True
