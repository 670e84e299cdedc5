"""The schema of exporter.toml takes what exporter takes, and marks what it reports."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from exporter.cli import main
from exporter.config import DEFAULTS, read_config

DOCS = Path(__file__).parent.parent / "docs"
BLOCKS = [
    block
    for page in sorted(DOCS.glob("*.md"))
    for block in re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    if re.search(r"^\[(site|shortcodes|publications)\b", block, re.MULTILINE)
]


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    from exporter.schema import schema  # noqa: PLC0415

    made = schema()
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made, format_checker=FormatChecker())


def marks(validator: Draft202012Validator, text: str) -> list[str]:
    value: Any = json.loads(json.dumps(tomllib.loads(text), default=str))
    return [error.message for error in validator.iter_errors(value)]


@pytest.mark.parametrize("text", ["", DEFAULTS, *BLOCKS])
def test_what_exporter_takes_is_not_marked(validator: Draft202012Validator, text: str) -> None:
    assert len(BLOCKS) > 5
    assert read_config(text).diagnostics == ()
    assert marks(validator, text) == []


@pytest.mark.parametrize(
    "text",
    [
        '[site]\ntitel = "T"\n',
        "[site]\ntitle = 3\n",
        "[sites]\n",
        '[shortcodes.notice]\naction = "blink"\n',
        '[publications.digest]\nevery = "fortnight"\n',
        "[publications.digest]\nmax_pages = 5\n",
        '[publications.books]\nbackend = "mobi"\n',
        "[publications.books]\n",
        '[publications.books]\nbackend = "pdf"\npage = "A3"\n',
        '[publications.feed]\nbackend = "pdf"\nttl = 3\n',
        "[publications.feed]\nlatest = -1\n",
        '[publications."../up"]\nbackend = "epub"\n',
        '[publications.letter]\nfrom = { name = "N", adress = "a@example.org" }\n',
    ],
)
def test_what_exporter_reports_is_marked(validator: Draft202012Validator, text: str) -> None:
    assert read_config(text).diagnostics
    assert marks(validator, text)


def test_init_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "exporter.toml"
