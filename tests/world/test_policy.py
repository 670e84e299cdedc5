"""What may be asked of the network."""

from __future__ import annotations

import pytest

from exporter.errors import RefusedError
from exporter.world.policy import Policy, Target, choose_address, target_of


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org", Target("https", "example.org", 443, "/")),
        ("http://example.org:8080/a?b=c#d", Target("http", "example.org", 8080, "/a?b=c")),
    ],
)
def test_an_address_of_the_web(url: str, target: Target) -> None:
    assert target_of(url) == target


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "//example.org/",
        "https:///x",
        "https://user:secret@example.org/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://example.org/a b",
        "https://example.org/\r\nHost: evil",
        "https://example.org/é",
    ],
)
def test_everything_else_is_refused(url: str) -> None:
    with pytest.raises(RefusedError):
        target_of(url)


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(RefusedError) as refused:
        target_of("https://user:secret@example.org/")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1%eth0", "fc00::1",
     "::ffff:127.0.0.1", "224.0.0.1", "100.64.0.1"],
)  # fmt: skip
def test_one_private_address_spoils_a_host(address: str) -> None:
    with pytest.raises(RefusedError):
        choose_address("h", ["93.184.215.14", address], Policy())
    assert choose_address("h", [address], Policy(private=True)) == address


def test_a_public_address_is_taken_and_none_is_none() -> None:
    assert choose_address("h", ["93.184.215.14", "2606:2800:21f::1"], Policy()) == "93.184.215.14"
    with pytest.raises(RefusedError):
        choose_address("h", [], Policy())
