"""Every exception we raise.

* ExportError            the operator's or the machine's trouble; the author's mistakes are Diagnostics
  + UsageError           a wrong argument or configuration: exit code 2
    - ConfigError        exporter.toml or the site's own configuration cannot be used
    - SiteError          no site here, or not one we can read
    - ThemeError         a theme is missing or broken
  + OutputError          ``--out`` cannot be written
  + DamagedCacheError    an entry of the cache is not what was put there; the build begins again
  + LackingError         a library that a channel needs is not on this machine
  + CacheError           the cache cannot be written
  + ChangedError         files of the site change while they are read
  + RefusedError         an address that the network policy does not let us ask
  + NetworkError         an address that gave no answer, or none that can be used
  + UnsafePathError      a name that leaves its root; never followed
  + MarkupError          a tree the vocabulary lacks reached ``freeze()``: a bug of ours, not of a post

Every argument goes to ``super().__init__`` so that the exceptions survive a process pool.
"""

from __future__ import annotations

import sys
from shlex import quote


class ExportError(Exception):
    """Base of all; never raised itself. ``hint`` tells the way out."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  hint: {self.hint}" if self.hint else self.message


def install(*packages: str) -> str:
    """The command that installs ``packages`` into the Python that runs: `pip` alone may be another's, and the name of
    this program at a registry too.
    """
    return " ".join([quote(sys.executable), "-m", "pip", "install", *packages])


class UsageError(ExportError):
    """The command line or the configuration asks for something that cannot be."""

    exit_code = 2


class ConfigError(UsageError):
    """A configuration file cannot be used."""


class SiteError(UsageError):
    """The folder is not a site we can read."""


class ThemeError(UsageError):
    """A theme is missing or broken."""


class OutputError(ExportError):
    """The output folder cannot be written."""


class DamagedCacheError(ExportError):
    """An entry of the cache is gone or broken."""


class RefusedError(ExportError):
    """An address that must not be asked."""


class NetworkError(ExportError):
    """An address that did not answer as it should."""


class LackingError(ExportError):
    """A shared library is not installed that a channel cannot do without."""


class CacheError(ExportError):
    """The cache cannot be written: no space, no permission."""


class ChangedError(ExportError):
    """A file of the site is no longer what it was when the build was planned."""


class UnsafePathError(ExportError):
    """A path leaves the root it was meant to stay in."""


class MarkupError(ExportError):
    """A tree has an element, an attribute or a nesting that the vocabulary lacks."""
