"""URLs: absolute, of a scheme we allow, and written in the characters RFC 3986 has."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Final, Protocol
from urllib.parse import quote, unquote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from exporter.diagnostics import Diagnostic
from exporter.model.post import ImageRef
from exporter.reading.findings import Findings

LARGEST_DATA: Final = 4 * 2**20
_BLANKS: Final = re.compile(r"[\x00-\x20\x7f]+")
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_DATA: Final = re.compile(
    r"data:image/(png|jpeg|jpg|gif|webp|svg\+xml)((?:;[\w=.+-]+)*),(.*)", re.DOTALL | re.IGNORECASE
)
_PATH: Final = "/:@!$&'()*+,;=~-._%"


class Resolver(Protocol):
    """What a site reader knows and we do not: where a link of this post leads, and which file an image is."""

    url: str  # the post's own absolute URL
    diagnostics: list[Diagnostic]

    def link(self, href: str, line: int) -> str:
        """The absolute public URL that ``href`` (no scheme, not ``#…``) means in this post."""

    def image(self, src: str, line: int) -> tuple[str, str]:
        """The absolute public URL of an image and its file's path in the site, empty where it is remote or missing."""


class Urls:
    """The URLs of one post; ``images`` gathers the images met, each once."""

    def __init__(self, resolve: Resolver, findings: Findings) -> None:
        self._resolve = resolve
        self._findings = findings
        self.images: dict[str, ImageRef] = {}

    def absolute(self, href: str) -> str:
        """A web URL, or the empty string."""
        url = canonical(urljoin(self._resolve.url, href.strip())) if href.strip() else ""
        return url if url.startswith(("http://", "https://")) else ""

    def link(self, href: str, line: int) -> str:
        """What may stand in href: a web, mail or telephone address, or ``#id`` for a place in the same post."""
        href = href.strip()
        scheme = _SCHEME.match(_BLANKS.sub("", href))
        if scheme and scheme[0].lower() in {"mailto:", "tel:"}:
            return quote(_BLANKS.sub("", href), safe=_PATH + "?#[]")
        if scheme and scheme[0].lower() not in {"http:", "https:"}:
            self._findings.add("H304", f"a {scheme[0]} link was removed", line)
            return ""
        if href.startswith("#"):
            return "#" + _BLANKS.sub("-", unquote(href[1:])) if href != "#" else ""
        url = href if scheme else self._resolve.link(href, line)
        return self._own_fragment(canonical(urljoin(self._resolve.url, url)), line)

    def _own_fragment(self, url: str, line: int) -> str:
        page, mark, fragment = url.partition("#")
        if mark and page == canonical(self._resolve.url):
            return "#" + _BLANKS.sub("-", unquote(fragment)) if fragment else page
        if not url:
            self._findings.add("H304", "a link that is no URL was removed", line)
        return url

    def image(self, src: str, line: int) -> str:
        """What may stand in src: a web URL or image data; the empty string where there is none."""
        src = src.strip()
        if src[:5].lower() == "data:":
            url, path = self._data(src, line), ""
        elif not src:
            self._findings.add("H304", "an image without a source was removed", line)
            return ""
        else:
            public, path = self._resolve.image(src, line)
            url = canonical(public)
            if not url.startswith(("http://", "https://")):
                self._findings.add(
                    "H304", "an image that is neither on the web nor in the site was removed", line
                )
                return ""
        if url:
            self.images.setdefault(url, ImageRef(url, path, line))
        return url

    def _data(self, src: str, line: int) -> str:
        match = _DATA.fullmatch(src) if len(src) <= LARGEST_DATA else None
        if match is None:
            self._findings.add("H304", "image data of a kind or size we do not take was removed", line)
            return ""
        kind = match[1].lower().replace("jpg", "jpeg")
        if "base64" in match[2].lower():
            content = re.sub(r"[^A-Za-z0-9+/=]", "", unquote(match[3]))
        else:
            content = b64encode(unquote_to_bytes(match[3])).decode("ascii")
        return f"data:image/{kind};base64,{content}"


def canonical(url: str) -> str:
    """``url`` with an ASCII host and every other character that RFC 3986 lacks percent-encoded; empty where
    it is no URL.
    """
    try:
        parts = urlsplit(_BLANKS.sub("%20", url.strip()))
        host = (
            (parts.hostname or "").encode("idna").decode("ascii")
            if not (parts.hostname or "").isascii()
            else ""
        )
        port = parts.port
    except (ValueError, UnicodeError):
        return ""
    network = parts.netloc if not host else host + (f":{port}" if port else "")
    if not parts.scheme or not network or not re.fullmatch(r"[A-Za-z0-9.:@%_\[\]~!$&'()*+,;=-]+", network):
        return ""
    fragment = quote(parts.fragment, safe=_PATH + "?")
    return urlunsplit(
        (
            parts.scheme.lower(),
            network,
            quote(parts.path, safe=_PATH),
            quote(parts.query, safe=_PATH + "?"),
            fragment,
        )
    )
