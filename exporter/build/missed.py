"""What lies in the site and is not read: links that lead out of it, names that are no text, folders that are closed."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Diagnostic, diagnose
from exporter.world.surveyed import SurveyedFiles


def missed(files: SurveyedFiles) -> Iterator[Diagnostic]:
    """S116 for each; packages that npm installs are full of links and no part of a site."""
    for name, why in files.missed():
        if "node_modules" not in name.split("/"):
            readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
            yield diagnose("S116", why, readable)
