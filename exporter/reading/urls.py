"""URLs: absolute, of a scheme we allow, and written in the characters RFC 3986 has."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from typing import Final, Protocol
from unicodedata import normalize
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from exporter.diagnostics import Diagnostic
from exporter.model.post import ImageRef
from exporter.reading.findings import Findings

LARGEST_DATA: Final = 4 * 2**20
_BEFORE_QUERY: Final = re.compile(r"\A[^?#]*")
_BLANKS: Final = re.compile(r"[\x00-\x20\x7f]+")
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_DATA: Final = re.compile(
    r"data:image/(png|jpeg|jpg|gif|webp|svg\+xml)((?:;[\w=.+-]+)*),(.*)", re.DOTALL | re.IGNORECASE
)
_PATH: Final = "/:@!$&'()*+,;=~-._%"
_LONE_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
# An address that is canonical at a look, as nearly all pictures and posts have it: lower-case labels, none of them an
# international one, and a path of characters that stay as they are.
_CANONICAL: Final = re.compile(
    r"https?://(?!xn--)[a-z0-9_-]{1,63}(?:\.(?!xn--)[a-z0-9_-]{1,63})*(?:/[A-Za-z0-9_.~-]*)+"
)
_DOTS: Final = re.compile("[.\u3002\uff0e\uff61]")  # UTS 46: what a browser takes for the dot of a host
_HOST: Final = re.compile(r"[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?|\[[0-9A-Fa-f:.]+\]")


class Resolver(Protocol):
    """What a site reader knows and we do not: where a link of this post leads, and which file an image is."""

    url: str  # the post's own absolute URL
    diagnostics: list[Diagnostic]

    def link(self, href: str, line: int) -> str:
        """The absolute public URL that ``href`` (no scheme, not ``#…``) means in this post; empty: no page."""

    def image(self, src: str, line: int) -> tuple[str, str]:
        """The absolute public URL of an image and its file's path in the site, empty where it is remote or missing."""


class Urls:
    """The URLs of one post; ``images`` gathers the images met, each once."""

    def __init__(self, resolve: Resolver, findings: Findings) -> None:
        self._resolve = resolve
        self._findings = findings
        self.images: dict[str, ImageRef] = {}

    def absolute(self, href: str) -> str:
        """The URL of another page of the web, or the empty string."""
        url = self._joined(href.strip()) if href.strip() else ""
        is_other = url.partition("#")[0] != canonical(self._resolve.url)
        return url if is_other and url.startswith(("http://", "https://")) else ""

    def _joined(self, href: str) -> str:
        try:
            return canonical(urljoin(self._resolve.url, href))
        except ValueError:  # a host in broken brackets, or one that is none after normalisation
            return ""

    def link(self, href: str, line: int) -> str:
        """What may stand in href: a web, mail or telephone address, or ``#id`` for a place in the same post."""
        href = href.strip()
        scheme = _SCHEME.match(_BLANKS.sub("", href))
        if scheme and scheme[0].lower() in {"mailto:", "tel:"}:
            address = _quoted(re.sub(r"[\t\n\r]", "", href).partition(":")[2].strip(), "?")
            return f"{scheme[0].lower()}{address}" if address else self._refuse("no URL", line)
        if scheme and scheme[0].lower() not in {"http:", "https:"}:
            return self._refuse(f"a {scheme[0][:20]} URL", line)
        if href.startswith("#"):
            name = place(unquote(href[1:]))
            return f"#{name}" if name else ""
        target = href if scheme else self._resolve.link(href, line)
        if href and not target:
            return ""
        url = self._joined(target)
        return (
            self._own_fragment(url)
            if url.startswith(("http://", "https://"))
            else self._refuse("no URL", line)
        )

    def _refuse(self, what: str, line: int) -> str:
        self._findings.add("H304", f"a link that is {what} was removed", line)
        return ""

    def _own_fragment(self, url: str) -> str:
        page, _, fragment = url.partition("#")
        if not fragment or page != canonical(self._resolve.url):
            return url
        name = place(unquote(fragment))
        return f"#{name}" if name else page

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
        if not content:
            self._findings.add("H304", "an image without data was removed", line)
            return ""
        return f"data:image/{kind};base64,{content}"


def place(name: str) -> str:
    """A name as an id, which holds no white space; the same for a link to it."""
    return re.sub(r"\s+", "-", name.strip())


@lru_cache(maxsize=4096)  # a post's own address is asked for with each link, and many posts share a picture
def canonical(url: str) -> str:
    """``url`` with an ASCII host and every other character that RFC 3986 lacks percent-encoded; empty where
    it is no URL.
    """
    if _CANONICAL.fullmatch(url):
        return url
    try:
        parts = urlsplit(_BEFORE_QUERY.sub(_with_slashes, _BLANKS.sub("%20", url.strip())))
        network = _network(parts)
    except ValueError:
        return ""
    if not parts.scheme or not network:
        return ""
    path, query, fragment = _quoted(parts.path), _quoted(parts.query, "?"), _quoted(parts.fragment, "?")
    return urlunsplit((parts.scheme.lower(), network, path, query, fragment))


def _with_slashes(match: re.Match[str]) -> str:
    """Browsers read a backslash as a slash (URL Standard, 4.4); read otherwise it would name another host."""
    return match[0].replace("\\", "/")


def _quoted(text: str, also: str = "") -> str:
    return _LONE_PERCENT.sub("%25", quote(text, safe=_PATH + also))


def _network(parts: SplitResult) -> str:
    """User, host and port; empty where the host is none. Raises ValueError for a port or a name that cannot be."""
    user, at, rest = parts.netloc.rpartition("@")
    host, colon, port = (
        rest.rpartition(":") if parts.port is not None or rest.endswith(":") else (rest, "", "")
    )
    host = host if host.startswith("[") else ".".join(_ascii(label) for label in _DOTS.split(host))
    return f"{_quoted(user)}{at}{host}{colon}{port}" if _HOST.fullmatch(host) else ""


def _ascii(label: str) -> str:
    """One label of a host name. Raises UnicodeError where it is none."""
    # The codec is of IDNA 2003 and writes ß as ss, which to every browser (IDNA 2008) is another host.
    if {"ß", "ς"} & set(label.lower()):
        return "xn--" + normalize("NFC", label.lower()).encode("punycode").decode("ascii")
    if label[:4].lower() == "xn--":
        label[4:].encode("ascii").decode("punycode")
    return label if label.isascii() else label.encode("idna").decode("ascii")
