"""Every diagnostic code is in the table, in the documentation and in a test, and every one of these is a code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exporter.codes import CODES, SEVERITIES
from exporter.diagnostics import diagnose

ROOT = Path(__file__).parent.parent
STAGES = "CSRHAFEPNB"
CODE = re.compile(rf"\b[{STAGES}][0-9]{{3}}\b")
DOCUMENTED = re.compile(r"^\| ([A-Z][0-9]{3}) \| (\w+) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def texts(folder: str, *endings: str) -> dict[Path, str]:
    files = (path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in endings)
    return {path: path.read_text("utf-8") for path in files}


SOURCES = {path: text for path, text in texts("exporter", ".py").items() if path.name != "codes.py"}
USED = {code for text in SOURCES.values() for code in re.findall(rf'"({CODE.pattern})"', text)}
# A fixture's title names codes too; this file names none of its own.
TESTED = {code for text in texts("tests", ".py", ".md").values() for code in CODE.findall(text)}
TABLE = {row[0]: row[1:] for row in DOCUMENTED.findall((ROOT / "docs" / "diagnostics.md").read_text("utf-8"))}


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_code_is_well_formed_used_documented_and_tested(code: str) -> None:
    severity, title, hint = CODES[code]
    assert CODE.fullmatch(code)
    assert severity in SEVERITIES
    assert title == title.strip(" .")
    assert hint == hint.strip()
    assert code in USED, "nothing makes it"
    assert code in TABLE, "docs/diagnostics.md lacks it"
    assert TABLE[code][0] == severity
    assert code in TESTED, "no test asks for it"


def test_nothing_is_used_or_documented_that_is_no_code() -> None:
    assert sorted(USED - CODES.keys()) == []
    assert sorted(TABLE.keys() - CODES.keys()) == []


def test_every_stage_has_a_section() -> None:
    text = (ROOT / "docs" / "diagnostics.md").read_text("utf-8")
    assert re.findall(r"^## ([A-Z]): ", text, re.MULTILINE) == list(STAGES)


def test_an_unknown_code_is_a_defect_of_ours() -> None:
    with pytest.raises(KeyError):
        diagnose("nothing", "x")


def test_the_usual_hint_gives_way_to_a_better_one() -> None:
    code = next(code for code in sorted(CODES) if CODES[code][2])
    assert diagnose(code, "x").hint == CODES[code][2]
    assert diagnose(code, "x", hint="better").hint == "better"
