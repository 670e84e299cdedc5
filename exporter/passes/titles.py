"""An issue's title, which as a rule begins with the site's name."""

from __future__ import annotations

from typing import Final

_PARTING: Final = " \u3000:：|·・/、,–—-"


def behind(name: str, title: str) -> str:
    """What ``title`` says behind ``name``; nothing where it does not begin with it, or goes on with the same words."""
    rest = title[len(name) :] if name and title.startswith(name) else ""
    return "" if rest[:1].isalpha() else rest.strip(_PARTING)
