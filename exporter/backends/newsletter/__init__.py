"""Newsletters: mail that reads well in every client and keeps under the size at which Gmail cuts it."""

from __future__ import annotations

from typing import Final

from exporter.backends.contract import Backend
from exporter.backends.newsletter.options import Options

BACKEND: Final = Backend(
    name="newsletter",
    version=15,
    options=Options,
    libraries=("css-inline", "jinja2", "lxml", "msgspec", "pygments"),
)
