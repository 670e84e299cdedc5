"""The cache gives back what was stored or nothing: never half of it, never something else."""

from __future__ import annotations

import errno
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.build.cache import Cache, content_digest, digest
from exporter.errors import CacheError, DamagedCacheError

KEY = digest(b"key")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def entry(cache: Cache) -> Path:
    (path,) = (p for p in cache.root.rglob("*") if p.is_file())
    return path


@pytest.mark.parametrize("content", [b"", b"x", b"\0" * 3_000_000])
def test_what_is_stored_comes_back(cache: Cache, content: bytes) -> None:
    cache.put(KEY, content)
    poured: list[bytes] = []
    cache.pour(KEY, poured.append)
    assert cache.has(KEY)
    assert cache.get(KEY) == cache.fetch(KEY) == b"".join(poured) == content


def test_what_was_never_stored_is_not_there(cache: Cache) -> None:
    assert (cache.has(KEY), cache.get(KEY)) == (False, None)
    assert not cache.root.exists()
    for ask in (cache.fetch, lambda key: cache.pour(key, bytes)):
        with pytest.raises(DamagedCacheError):
            ask(KEY)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "grown", "head"])
@pytest.mark.parametrize("ask", ["get", "fetch", "pour"])
def test_a_damaged_entry_counts_as_none_and_is_removed(cache: Cache, damage: str, ask: str) -> None:
    cache.put(KEY, b"content")
    path = entry(cache)
    whole = path.read_bytes()
    path.write_bytes(
        {
            "flip": whole[:-1] + bytes([whole[-1] ^ 1]),
            "cut": whole[:-3],
            "empty": b"",
            "grown": whole + b"x",
            "head": whole[:10],
        }[damage]
    )
    if ask == "get":
        assert cache.get(KEY) is None
    elif ask == "fetch":
        with pytest.raises(DamagedCacheError):
            cache.fetch(KEY)
    else:
        with pytest.raises(DamagedCacheError):
            cache.pour(KEY, bytes)
    assert not cache.has(KEY)
    cache.put(KEY, b"anew")
    assert cache.get(KEY) == b"anew"


def test_two_writers_leave_a_whole_entry(cache: Cache) -> None:
    contents = [bytes([n]) * 200_000 for n in range(4)]
    seen: list[bytes | None] = []

    def write(content: bytes) -> None:
        for _ in range(20):
            cache.put(KEY, content)
            seen.append(cache.get(KEY))

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(seen) <= set(contents)
    assert [path.name for path in cache.root.rglob(".new-*")] == []


def test_a_full_disk_is_the_machine_s_trouble_and_leaves_nothing(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CacheError, match="No space left"):
        cache.put(KEY, b"x")
    monkeypatch.undo()
    assert [p for p in cache.root.rglob("*") if p.is_file()] == []


def test_a_cache_that_is_a_file_is_the_operator_s_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((CacheError, OSError)):
        Cache(tmp_path / "file").put(KEY, b"x")


@given(st.lists(st.binary(max_size=6), max_size=5), st.lists(st.binary(max_size=6), max_size=5))
def test_two_lists_of_parts_have_one_digest_only_if_they_are_one(
    one: list[bytes], other: list[bytes]
) -> None:
    assert (digest(*one) == digest(*other)) is (one == other)


def test_a_digest_of_content_is_what_sha256sum_prints() -> None:
    assert content_digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
