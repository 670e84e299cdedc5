"""What may be asked of the network. Pure decisions: nothing here opens a socket."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from exporter.errors import RefusedError

_PORTS: Final = {"http": 80, "https": 443}


class Policy(Struct, frozen=True):
    """``seconds`` bounds the whole exchange, ``size`` the answer in bytes, ``redirects`` how often it may move.

    ``private``: addresses of this machine and of its own network are allowed too.
    """

    private: bool = False
    seconds: float = 30.0
    size: int = 32 * 2**20
    redirects: int = 5


class Target(Struct, frozen=True):
    """Where a request goes: ``path`` with its query, ``host`` in ASCII."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """Raises RefusedError for what is no address of the web, and for one with a name and a password in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise RefusedError(f"{url!r} is no address") from None
    if parts.scheme not in _PORTS or not host:
        raise RefusedError(f"{url!r} is no address of the web", "Only http and https are followed.")
    if parts.username or parts.password:
        raise RefusedError(f"the address of {host} holds a password", "Passwords are never sent.")
    if not url.isascii() or any(c.isspace() or not c.isprintable() for c in url):
        raise RefusedError(f"{url!r} is not percent-encoded")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], path)


def choose_address(host: str, addresses: Iterable[str], policy: Policy) -> str:
    """The address to connect to. Raises RefusedError unless every one that ``host`` resolves to is public: one private
    address among them is how a name is turned against the network that asks for it.
    """
    found = list(dict.fromkeys(addresses))
    if not found:
        raise RefusedError(f"{host} has no address")
    private = [address for address in found if not _is_public(address)]
    if private and not policy.private:
        raise RefusedError(f"{host} is {private[0]}, which is not public", "--allow-private lets it through.")
    return found[0]


def _is_public(address: str) -> bool:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return parsed.is_global and not parsed.is_multicast
