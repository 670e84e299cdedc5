"""Output and cache at servers that speak the protocols of Amazon's, Google's and Microsoft's storage, from end to end."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server as listen
from typing import Final, NamedTuple

import fsspec
import pytest

from exporter.cli import main
from exporter.world.store import Store
from tests.build.blog import Blog, post
from tests.build.test_stores import WHAT, arguments, brought, plain

# gcp-storage-emulator reads an upload as a mail, and loses one that is a mail itself.
NO_LETTER: Final = ("feed", "digest")
AZURITE: Final = Path(__file__).parent.parent / "stores/node_modules/azurite/dist/src/blob/main.js"
BUCKET: Final = "blog"


class Service(NamedTuple):
    """``scheme`` of its addresses; ``media_type`` is what it says of an object; ``what`` is built to it."""

    scheme: str
    media_type: Callable[[str], str]
    what: tuple[str, ...] = WHAT


@contextmanager
def amazon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    import boto3  # noqa: PLC0415  takes a second
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = boto3.client("s3")
    client.create_bucket(Bucket=BUCKET)
    try:
        yield Service("s3", lambda name: str(client.head_object(Bucket=BUCKET, Key=name)["ContentType"]))
    finally:
        server.stop()


@contextmanager
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    import gcsfs  # type: ignore[import-untyped]  # noqa: PLC0415  takes two seconds
    from gcp_storage_emulator.server import create_server  # type: ignore[import-untyped]  # noqa: PLC0415

    with listen(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket=BUCKET)
    server.start()
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
    # What kind of bucket it is, gcsfs asks of another service of Google's, which nobody plays here.
    monkeypatch.setenv("GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false")
    try:
        info = gcsfs.GCSFileSystem().info
        yield Service("gs", lambda name: str(info(f"{BUCKET}/{name}")["contentType"]), NO_LETTER)
    finally:
        server.stop()


@contextmanager
def microsoft(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    from azure.storage.blob import BlobServiceClient  # noqa: PLC0415  takes a second

    options = ["--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry"]
    command = ["node", str(AZURITE), *options, "--skipApiVersionCheck"]
    environment = {**os.environ, "AZURITE_ACCOUNTS": "mei:a2V5"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            url = f"{_listening(server)}/mei"
            account = f"AccountName=mei;AccountKey=a2V5;BlobEndpoint={url};"
            monkeypatch.setenv("AZURE_STORAGE_CONNECTION_STRING", account)
            client = BlobServiceClient.from_connection_string(account)
            client.create_container(BUCKET)
            yield Service(
                "az",
                lambda name: str(
                    client.get_blob_client(BUCKET, name).get_blob_properties().content_settings.content_type
                ),
            )
        finally:
            server.terminate()


def _listening(server: subprocess.Popen[str]) -> str:
    """The address that a server says it listens at."""
    assert server.stdout
    found = (re.search(r"listens on (http://\S+)", line) for line in server.stdout)
    return next(match[1] for match in found if match)


@pytest.fixture(params=[amazon, google, microsoft])
def service(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Service]:
    """One that runs, with an empty bucket."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    with request.param(monkeypatch) as service:
        yield service
        fsspec.get_filesystem_class(service.scheme).clear_instance_cache()


@pytest.mark.slow
def test_a_bucket_of_a_real_server(
    tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blog = Blog(tmp_path)
    blog.write("content/posts/june.md", post("June", "2026-06-01"))
    address = f"{service.scheme}://{BUCKET}"
    command = arguments(blog, out=f"{address}/exports", cache=f"{address}/cache", what=service.what)
    assert main(command) == 0
    assert service.media_type("exports/digest/2026-07.epub") == "application/epub+zip"
    assert "digest/2026-06.epub" in Store(f"{address}/exports").list()
    (blog.root / "content/posts/june.md").unlink()
    blog.write("content/posts/p1.md", post("Post 1", "2026-07-01", "Edited"))
    # Another machine: it has nothing but what lies there.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    assert main(command) == 0
    assert brought(Store(f"{address}/exports"), tmp_path / "there") == plain(blog, tmp_path, service.what)
    nowhere = f"{service.scheme}://no-such-bucket/x"
    assert main(arguments(blog, out=nowhere, cache=str(tmp_path / "c"))) == 1
    assert f"{nowhere} cannot be used" in capsys.readouterr().err
