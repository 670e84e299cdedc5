"""Every diagnostic code is documented, raised somewhere, and made by a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exporter.codes import CODES, SEVERITIES

ROOT = Path(__file__).parent.parent
SOURCES = "\n".join(p.read_text("utf-8") for p in (ROOT / "exporter").rglob("*.py") if p.name != "codes.py")
TESTS = "\n".join(
    path.read_text("utf-8")
    for path in (ROOT / "tests").rglob("*")
    if path.suffix in {".py", ".md"} and path.name != Path(__file__).name
)
DOCUMENTED = (ROOT / "docs" / "diagnostics.md").read_text("utf-8")


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_documented_as_it_is(code: str) -> None:
    severity, title, _ = CODES[code]
    assert re.fullmatch(r"[A-Z]\d{3}", code)
    assert severity in SEVERITIES
    assert f"| {code} | {severity} | {title} |" in DOCUMENTED


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_raised_and_made_by_a_test(code: str) -> None:
    assert f'"{code}"' in SOURCES
    assert code in TESTS


def test_no_other_code_is_used() -> None:
    used = set(re.findall(r'"([A-Z]\d{3})"', SOURCES))
    assert used - set(CODES) == set()
