"""A machine without Pango, and a Python without the formula library: what can be made is made, and no defect is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
# Run by Python before the program: the library is on this machine, and cannot be loaded.
BLIND = """
import cffi
real = cffi.FFI.dlopen
def dlopen(self, name, *rest):
    if isinstance(name, str) and "pango" in name:
        raise OSError(f"cannot load library {name!r}")
    return real(self, name, *rest)
cffi.FFI.dlopen = dlopen
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    (root / "exporter.toml").write_text('[site]\nbase_url = "https://example.org/"\n')
    for day in (1, 2):
        text = f"---\ntitle: T{day}\ndate: 2026-07-0{day}\n---\n$x^{day}$ and words of day {day}.\n"
        (root / f"{day}.md").write_text(text)
    return root


def build(site: Path, python: dict[str, str], *names: str) -> subprocess.CompletedProcess[str]:
    stubs = site.parent / "stubs"
    stubs.mkdir()
    for name, text in python.items():
        (stubs / name).write_text(text)
    places = ["--site", str(site), "--out", str(site.parent / "dist"), "--cache", str(site.parent / "cache")]
    command = [sys.executable, "-m", "exporter.cli", "build", *names, *places, "--jobs", "1"]
    path = os.pathsep.join([str(stubs), str(ROOT)])
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path}
    )


def test_without_pango_the_other_channels_are_made_and_the_way_out_is_told(site: Path) -> None:
    done = build(site, {"sitecustomize.py": BLIND}, "feed", "archive")

    assert done.returncode == 1
    assert "B908 error" in done.stdout
    assert "exporter doctor names it" in done.stdout
    assert "B901" not in done.stdout
    assert "Traceback" not in done.stdout
    assert (site.parent / "dist/feed/rss.xml").exists()
    assert not (site.parent / "dist/archive").exists()


def test_without_the_formula_library_a_post_keeps_its_tex(site: Path) -> None:
    done = build(site, {"latex2mathml.py": "raise ImportError('none')\n"}, "digest")

    assert done.returncode == 0
    assert "latex2mathml is not installed" in done.stdout
    assert (site.parent / "dist/digest/2026-07.epub").exists()


def test_without_a_font_the_way_out_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    none = site.parent / "fonts.conf"
    none.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{site.parent}/none</dir><cachedir>{site.parent}/fontcache</cachedir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(none))

    done = build(site, {}, "archive")

    assert done.returncode == 1
    assert "B908 error" in done.stdout
    assert "PDF needs fonts: this machine has none" in done.stdout
    assert "exporter doctor names it" in done.stdout
    assert "B901" not in done.stdout
    doctor = subprocess.run(
        [sys.executable, "-m", "exporter.cli", "doctor"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert doctor.returncode == 1
    assert "sudo apt-get install fonts-noto-cjk" in doctor.stdout
