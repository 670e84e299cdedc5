"""The network, as world.policy allows it. Only commands that are given an address use it; a build never does."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode, urljoin

import msgspec
from msgspec import Struct

from exporter import __version__
from exporter.errors import NetworkError
from exporter.world.policy import Policy, Target, choose_address, target_of

_AGENT: Final = f"exporter/{__version__}"
_REDIRECTS: Final = frozenset([301, 302, 303, 307, 308])
_CHUNK: Final = 2**16


class Answer(Struct, frozen=True):
    """``url`` is where it came from in the end."""

    url: str
    status: int
    content: bytes


def fetch(url: str, policy: Policy) -> Answer:
    """GETs ``url``, each redirect decided anew. Raises RefusedError, and NetworkError where there is no good answer."""
    deadline = time.monotonic() + policy.seconds
    for _ in range(policy.redirects + 1):
        status, headers, content = _exchange("GET", url, b"", policy, deadline)
        if status not in _REDIRECTS or not headers.get("Location"):
            if status != http.client.OK:
                raise NetworkError(f"{url} answers {status}")
            return Answer(url, status, content)
        url = urljoin(url, headers["Location"])
    raise NetworkError(f"{url}: more than {policy.redirects} redirects")


def post_form(url: str, fields: Mapping[str, str], policy: Policy) -> Answer:
    """POSTs ``fields``. No redirect is followed: what was meant for one host is not for another."""
    deadline = time.monotonic() + policy.seconds
    status, _, content = _exchange("POST", url, urlencode(fields).encode("ascii"), policy, deadline)
    return Answer(url, status, content)


def send_json(
    method: str, url: str, document: object, policy: Policy, *, headers: Mapping[str, str]
) -> Answer:
    """Sends ``document`` with ``headers``, which may hold a token: no redirect is followed, no message repeats them."""
    deadline = time.monotonic() + policy.seconds
    body = msgspec.json.encode(document)
    more = {**headers, "Content-Type": "application/json", "Accept": "application/json"}
    status, _, content = _exchange(method, url, body, policy, deadline, more)
    return Answer(url, status, content)


def _exchange(
    method: str, url: str, body: bytes, policy: Policy, deadline: float, more: Mapping[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    target = target_of(url)
    connection = _Connection(target, policy, deadline)
    headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity", "Connection": "close"}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    headers.update(more or {})
    try:
        connection.request(method, target.path, body or None, headers)
        response = connection.getresponse()
        return response.status, response.headers, _read(response, url, policy, deadline)
    except (OSError, http.client.HTTPException) as error:
        raise NetworkError(f"{url}: {str(error) or type(error).__name__}") from None
    finally:
        connection.close()


def _read(response: http.client.HTTPResponse, url: str, policy: Policy, deadline: float) -> bytes:
    """In pieces, so that neither a slow nor an endless answer holds us."""
    pieces, size = [], 0
    while piece := response.read1(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > policy.size:
            raise NetworkError(f"{url} is larger than {policy.size:,} bytes")
        if time.monotonic() > deadline:
            raise NetworkError(f"{url} took longer than {policy.seconds:.0f} s")
    return b"".join(pieces)


class _Connection(http.client.HTTPConnection):
    """Connects to the very address that was judged: a name may resolve to another a moment later."""

    def __init__(self, target: Target, policy: Policy, deadline: float) -> None:
        super().__init__(target.host, target.port)
        self._target = target
        self._policy = policy
        self._deadline = deadline

    def connect(self) -> None:
        found = socket.getaddrinfo(self._target.host, self._target.port, type=socket.SOCK_STREAM)
        address = choose_address(self._target.host, (str(entry[4][0]) for entry in found), self._policy)
        left = max(0.1, min(10.0, self._deadline - time.monotonic()))
        self.sock = socket.create_connection((address, self._target.port), timeout=left)
        if self._target.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._target.host)
