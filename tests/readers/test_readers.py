"""Books in two reading systems that nobody here wrote: epub.js and foliate-js, in a browser without a window."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zipfile import ZipFile

import pytest

HERE = Path(__file__).parent

pytestmark = [pytest.mark.slow]


class Quiet(SimpleHTTPRequestHandler):
    """The reading systems' files, and one book beside them."""

    book = Path()

    def translate_path(self, path: str) -> str:
        return str(self.book) if path.endswith("/book.epub") else super().translate_path(path)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        return None

    def log_error(self, format: str, *arguments: object) -> None:  # noqa: A002
        return None


@pytest.fixture
def base(request: pytest.FixtureRequest, books: Path) -> Iterator[str]:
    """The address at which the book named by the test lies."""
    handler = type("Handler", (Quiet,), {"book": books / request.param})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(HERE)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("reader", ["epubjs", "foliate"])
@pytest.mark.parametrize("base", ["ja/2026-07.epub", "en/2026-07.epub", "ar/2026-07.epub"], indirect=True)
def test_every_chapter_is_reached_and_every_link_lands(
    request: pytest.FixtureRequest, base: str, reader: str, books: Path, tmp_path: Path
) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert browser, "apt install chromium"
    name = request.node.callspec.params["base"]
    with ZipFile(books / name) as opened:
        references = sum(
            opened.read(n).count(b"doc-noteref") for n in opened.namelist() if n.endswith(".xhtml")
        )
        documents = {n.removeprefix("EPUB/") for n in opened.namelist() if n.endswith(".xhtml")}

    done = subprocess.run(
        ["node", str(HERE / "drive.mjs"), base, reader, browser, str(tmp_path), "cover.xhtml", "contents.xhtml"],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    reached = {file.removeprefix("EPUB/") for file in found["chapters"]}
    assert reached == documents - {"nav.xhtml"}
    assert all(length for file, length in found["chapters"].items() if "/text/" in f"/{file}")
    assert found["links"] > 0
    assert found["broken"] == []
    assert found["notes"] == ["footnote"] * (references if reader == "foliate" else 0)  # over the page
    assert found["errors"] == []
    assert len(list(tmp_path.glob("*.png"))) == 4
