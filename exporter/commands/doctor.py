"""``exporter doctor``: the libraries, fonts and programs that outputs need, and the command that installs
what is missing; and whether the mail server that ``exporter send`` is told of lets us in.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
from typing import Final, NamedTuple

from exporter.build.libraries import version
from exporter.errors import ExportError, install
from exporter.mail.settings import PORTS, PREFIX, read_settings
from exporter.mail.smtp import Smtp


class Need(NamedTuple):
    """``kind`` is library, font or program, which come with a ``package`` of Debian, or module, which comes with one of
    Python's; ``needed`` is False for what some sites can do without.
    """

    kind: str
    name: str
    package: str
    purpose: str
    needed: bool = True


NEEDS: Final = (
    Need("library", "pango-1.0", "libpango-1.0-0", "PDF layout"),
    Need("library", "pangoft2-1.0", "libpangoft2-1.0-0", "PDF layout"),
    Need(
        "library",
        "harfbuzz-subset",
        "libharfbuzz-subset0",
        "small PDFs; without it writing is twelve times slower",
    ),
    Need("font", "Noto Serif CJK JP", "fonts-noto-cjk", "Japanese, Chinese and Korean text"),
    Need("font", "Noto Sans CJK JP", "fonts-noto-cjk", "Japanese, Chinese and Korean headings"),
    Need("font", "Noto Serif", "fonts-noto-core", "Latin, Greek and Cyrillic text"),
    Need("font", "Noto Naskh Arabic", "fonts-noto-core", "Arabic"),
    Need("font", "Noto Serif Hebrew", "fonts-noto-core", "Hebrew"),
    Need("font", "Noto Serif Devanagari", "fonts-noto-core", "Devanagari"),
    Need("font", "Noto Serif Thai", "fonts-noto-core", "Thai"),
    Need("font", "Noto Sans Math", "fonts-noto-core", "mathematics"),
    Need("font", "Noto Sans Mono", "fonts-noto-mono", "code"),
    Need("font", "Noto Color Emoji", "fonts-noto-color-emoji", "emoji"),
    Need("program", "java", "default-jre-headless", "exporter check (EPUBCheck)", needed=False),
    Need("module", "latex2mathml", "latex2mathml", "formulas; without it they stay TeX", needed=False),
    Need("module", "ziamath", "ziamath", "formulas in PDF and on Kindle", needed=False),
    Need("module", "epubcheck", "epubcheck", "exporter check (EPUBCheck)", needed=False),
    Need("module", "starlette", "starlette", "exporter preview", needed=False),
    Need("module", "uvicorn", "uvicorn", "exporter preview", needed=False),
    Need("module", "watchfiles", "watchfiles", "exporter preview", needed=False),
    Need("module", "pypdfium2", "pypdfium2", "exporter preview", needed=False),
    Need("module", "page-validation", "page-validation", "exporter check (PDF/UA, PDF/A)", needed=False),
)


_PATIENCE: Final = 10.0  # seconds to wait for a mail server


def examine() -> tuple[list[str], bool]:
    """A line for each need, and whether all that is needed is there."""
    fonts = _fonts()
    missing = [need for need in NEEDS if not _is_there(need, fonts)]
    lines = [
        f"{'✗' if need in missing else '✓'} {need.kind:8} {need.name:24} {need.purpose}" for need in NEEDS
    ]
    mail, reached = _mail_line()
    lines.append(mail)
    if modules := [need.package for need in missing if need.kind == "module"]:
        lines += ["", "Of use to some, and not needed:", f"  {install(*modules)}"]
    if packages := sorted({need.package for need in missing if need.kind != "module"}):
        lines += ["", "On Debian and Ubuntu this installs what is missing:"]
        lines += [f"  sudo apt-get install {' '.join(packages)}"]
    return lines, reached and not any(need.needed for need in missing)


def _mail_line() -> tuple[str, bool]:
    """What became of a visit to the mail server, and False where it failed. Nothing is sent; no secret is repeated."""
    place = f"{PREFIX}HOST"
    try:
        settings = read_settings(os.environ)
        if not settings.host:
            return f"– mail     {f'no {place}':24} exporter send", True
        place = f"{settings.host}:{settings.port or PORTS[settings.tls]}"
        server = Smtp(settings, (_PATIENCE, _PATIENCE))
        server.greet()
        server.close()
    except ExportError as error:
        return f"✗ mail     {place:24} exporter send: {error.message}", False
    return f"✓ mail     {place:24} exporter send", True


def _is_there(need: Need, fonts: set[str]) -> bool:
    if need.kind == "library":
        return ctypes.util.find_library(need.name) is not None
    if need.kind == "module":
        return bool(version(need.name))
    return need.name in fonts if need.kind == "font" else shutil.which(need.name) is not None


def _fonts() -> set[str]:
    """The families fontconfig knows; empty where it is not there."""
    program = shutil.which("fc-list")
    if program is None:
        return set()
    listed = subprocess.run([program, ":", "family"], capture_output=True, text=True, check=False, timeout=60)
    return {name.strip() for line in listed.stdout.splitlines() for name in line.split(",")}
