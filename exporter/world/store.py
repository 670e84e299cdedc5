"""Objects below an address: ``s3://``, ``gs://``, ``az://`` and, for tests, ``memory://``, by way of fsspec.

A store has whole objects under names, and neither renaming nor locks: who writes there must get along without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from exporter.errors import NetworkError, UsageError
from exporter.world.files import plain

# What fsspec could open besides (a web page, an archive, another machine's disk) is no place to keep things in.
_PACKAGES: Final = {"memory": "fsspec", "s3": "s3fs", "gs": "gcsfs", "az": "adlfs>=2026.8"}
# In what words each takes the media type under which it will serve an object.
_SERVED: Final[dict[str, Callable[[str], dict[str, Any]]]] = {
    "s3": lambda media_type: {"ContentType": media_type},
    "gs": lambda media_type: {"content_type": media_type},
    "az": lambda media_type: {"content_settings": {"content_type": media_type}},
}
_AT_ONCE: Final = 16  # an answer takes 20 to 50 ms, whatever its size


class Object(NamedTuple):
    """Size in bytes, and when it was written, in POSIX seconds."""

    size: int
    written: float


class Store:
    """The objects below ``url``. Raises UsageError for an address that cannot be one; its methods raise NetworkError,
    and UnsafePathError for a name that would leave it.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._scheme, _, place = self.url.partition("://")
        if self._scheme not in _PACKAGES or not place:
            raise UsageError(
                f"{url} is no address that we can write to",
                f"Give a folder, or one of {', '.join(f'{scheme}://…' for scheme in _PACKAGES)}.",
            )
        self._fs, self._base = _opened(self.url, self._scheme)

    def list(self) -> dict[str, Object]:
        """Every object, by its name below the address."""
        with self._asking():
            self._fs.invalidate_cache()
            found = self._fs.find(self._base, detail=True)
        start = len(self._base.rstrip("/")) + 1
        return {path[start:]: Object(info["size"] or 0, _written(info)) for path, info in found.items()}

    def read(self, name: str) -> bytes | None:
        """None where there is no object of that name."""
        with self._asking():
            try:
                content: bytes = self._fs.cat_file(self._path(name))
            except FileNotFoundError:
                return None
            return content

    def write(self, name: str, content: bytes, media_type: str = "") -> None:
        """The whole object or nothing."""
        with self._asking():
            self._fs.pipe_file(self._path(name), content, **self._served(media_type))

    def upload(self, files: Iterable[tuple[str, Path, str]]) -> None:
        """Each file under a name and with a media type, several at once."""

        def put(file: tuple[str, Path, str]) -> None:
            name, path, media_type = file
            with self._asking():
                self._fs.put_file(str(path), self._path(name), **self._served(media_type))

        _at_once(put, files)

    def download(self, files: Iterable[tuple[str, Path]]) -> None:
        """Each object to a file, several at once. One that has gone leaves no file."""

        def get(file: tuple[str, Path]) -> None:
            name, path = file
            with self._asking():
                try:
                    self._fs.get_file(self._path(name), str(path))
                except FileNotFoundError:
                    path.unlink(missing_ok=True)

        _at_once(get, files)

    def remove(self, names: Iterable[str]) -> None:
        """Those that are there."""

        def remove(name: str) -> None:
            with self._asking():
                try:
                    self._fs.rm_file(self._path(name))
                except FileNotFoundError:
                    return

        _at_once(remove, names)

    def _path(self, name: str) -> str:
        return f"{self._base.rstrip('/')}/{plain(name)}"

    def _served(self, media_type: str) -> dict[str, str]:
        words = _SERVED.get(self._scheme)
        return words(media_type) if words and media_type else {}

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # each service has exceptions of its own
            raise _unreachable(self.url, error) from None


def _opened(url: str, scheme: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415  an extra

        # Another process may have written since: what lies there is asked every time.
        return url_to_fs(url, **({} if scheme == "memory" else {"use_listings_cache": False}))  # type: ignore[no-any-return]
    except ImportError:
        package = _PACKAGES[scheme]
        extra = "'exporter[cloud]'" if scheme in {"s3", "memory"} else f"'exporter[cloud]' '{package}'"
        raise UsageError(f"{scheme}:// needs the package {package}", f"pip install {extra}") from None
    except Exception as error:
        raise _unreachable(url, error) from None


def _unreachable(url: str, error: Exception) -> NetworkError:
    return NetworkError(
        f"{url} cannot be used: {str(error) or type(error).__name__}",
        "Look at the address, and at the credentials that the service takes from the environment.",
    )


def _written(info: dict[str, Any]) -> float:
    """S3 says LastModified, the others mtime, updated, last_modified or created."""
    for word in ("LastModified", "mtime", "updated", "last_modified", "created"):
        value = info.get(word)
        if isinstance(value, str):
            return datetime.fromisoformat(value).timestamp()
        if isinstance(value, datetime):
            return value.timestamp()
    return 0.0


def _at_once(work: Callable[[Any], None], items: Iterable[Any]) -> None:
    """Raises what the first that failed raised, when all have been tried."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for done in [threads.submit(work, item) for item in items]:
            done.result()
