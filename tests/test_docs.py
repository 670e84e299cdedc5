"""The documentation names what the program has."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from exporter import backends
from exporter.config import DEFAULTS, read_config
from exporter.model.publication import Publication
from exporter.sites.base import ShortcodeRule, SiteSettings

DOCS = Path(__file__).parent.parent / "docs"
STRUCTS = [
    SiteSettings,
    ShortcodeRule,
    Publication,
    *(backends.load(name).options for name in backends.NAMES),
]


@pytest.mark.parametrize("kind", STRUCTS, ids=lambda kind: kind.__module__)
def test_every_option_is_documented(kind: type[msgspec.Struct]) -> None:
    text = (DOCS / "configuration.md").read_text("utf-8")
    keys = {field.encode_name for field in msgspec.structs.fields(kind)} - {"name", "options"}
    assert [key for key in sorted(keys) if f"`{key}`" not in text] == []


def test_the_defaults_are_documented_as_they_are() -> None:
    text = (DOCS / "configuration.md").read_text("utf-8")
    block = text.split("```toml\n[publications.feed]", 1)[1].split("```", 1)[0]
    documented = read_config("[publications.feed]" + block)
    assert documented.diagnostics == ()
    assert documented.publications == read_config(DEFAULTS).publications
