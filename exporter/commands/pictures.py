"""The pictures of a site for a preview: those that its pages will publish, taken from its files."""

from __future__ import annotations

import re
from mimetypes import guess_type
from pathlib import Path
from typing import Final
from urllib.parse import quote

from exporter.commands.places import SitePlaces
from exporter.config import Config
from exporter.errors import ExportError
from exporter.sites import open_site
from exporter.sites.base import OpenSite
from exporter.world.files import DiskFiles, confine

_ADDRESSES: Final = re.compile(rb"\b(src|srcset|poster)=\"([^\"]*)\"")
_SHOWN: Final = ("image/", "audio/", "video/")


class SitePictures:
    """``out`` is where artifacts lie that will be published with the site."""

    def __init__(self, root: Path, out: Path) -> None:
        self._files = DiskFiles(root)
        self._out = out
        self._site: OpenSite | None = None
        self._known: SitePlaces | None = None

    def renew(self, config: Config) -> None:
        """The site is another than it was."""
        self._site, self._known = open_site(self._files, config.site, config.shortcodes), None

    @property
    def _root(self) -> str:
        return next((site.root_url or site.url for site in self._site.sites), "") if self._site else ""

    def localise(self, html: bytes) -> bytes:
        """``html`` with the pictures of the site taken from /site/: what is new is not on the web yet."""
        root = self._root.encode()
        if not root:
            return html
        return _ADDRESSES.sub(lambda m: m[1] + b'="' + m[2].replace(root, b"/site/") + b'"', html)

    def read(self, path: str) -> bytes | None:
        """The picture, sound or film at a path below the site's root; None where there is none."""
        if not (guess_type(path)[0] or "").startswith(_SHOWN):
            return None
        try:
            made = confine(self._out, path)
            if made.is_file():
                return made.read_bytes()
            places = self._places()
            name = places.name(self._root + quote(path)) if places else ""
            return self._files.read(name) if name else None
        except (OSError, ExportError):
            return None

    def _places(self) -> SitePlaces | None:
        """Made when the first picture is asked for: it reads every header."""
        site = self._site
        if self._known is None and site is not None:
            pages = [source for source in site.scan().sources if not source.draft]
            self._known = SitePlaces(self._files, site, pages)
        return self._known
