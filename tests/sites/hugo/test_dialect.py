from __future__ import annotations

import pytest

from exporter.reading.dialect import HUGO, Substitutions
from exporter.sites.hugo.configuration import read_configuration
from exporter.sites.hugo.dialect import dialect_of
from exporter.sites.hugo.languages import languages
from exporter.world.memory import MemoryFiles


def dialect(toml: str) -> dict[str, object]:
    """What a configuration changes of Hugo's defaults."""
    (language,) = languages(read_configuration(MemoryFiles({"hugo.toml": toml})).table)
    found = dialect_of(language)
    return {
        name: getattr(found, name)
        for name in HUGO.__struct_fields__
        if getattr(found, name) != getattr(HUGO, name)
    }


GOLDMARK = "[markup.goldmark"


@pytest.mark.parametrize(
    ("toml", "changed"),
    [
        ("", {}),
        ("enableEmoji = true", {"emoji": True}),
        ("languageCode = 'ja'", {"language": "ja"}),
        (f"{GOLDMARK}.renderer]\nunsafe = true\nhardWraps = true", {"unsafe": True, "hard_breaks": True}),
        (f"{GOLDMARK}.extensions]\nlinkify = false\ntable = false\ntaskList = false\nstrikethrough = false",
         {"linkify": False, "tables": False, "task_lists": False, "strikethrough": False}),
        (f"{GOLDMARK}.extensions]\nfootnote = false\ndefinitionList = false",
         {"footnotes": False, "definition_lists": False}),
        (f"{GOLDMARK}.extensions.footnote]\nenable = false", {"footnotes": False}),
        (f"{GOLDMARK}.extensions]\nlinkifyProtocol = 'http'", {"linkify_protocol": "http"}),
        (f"{GOLDMARK}.extensions.typographer]\ndisable = true", {"typographer": None}),
        (f"{GOLDMARK}.extensions.typographer]\nleftDoubleQuote = '&laquo;'\nenDash = ''",
         {"typographer": Substitutions(left_double="«", en_dash="")}),
        (f"{GOLDMARK}.extensions.extras.mark]\nenable = true", {"mark": True}),
        (f"{GOLDMARK}.extensions.extras.subscript]\nenable = true", {"subscript": True}),
        (f"{GOLDMARK}.parser]\nautoHeadingIDType = 'github-ascii'", {"heading_ids": "github-ascii"}),
        (f"{GOLDMARK}.parser]\nautoHeadingID = false", {"heading_ids": ""}),
        (f"{GOLDMARK}.parser]\nautoIDType = 'blackfriday'", {"heading_ids": "blackfriday"}),
        (f"{GOLDMARK}.parser.attribute]\nblock = true\ntitle = false",
         {"block_attributes": True, "heading_attributes": False}),
        (f"{GOLDMARK}.extensions.passthrough]\nenable = true\n"
         f"{GOLDMARK}.extensions.passthrough.delimiters]\nblock = [['$$', '$$']]\ninline = [['\\(', '\\)'], ['$', '$']]",
         {"math_block": (("$$", "$$"),), "math_inline": (("\\(", "\\)"), ("$", "$"))}),
        (f"{GOLDMARK}.extensions.passthrough.delimiters]\nblock = [['$$', '$$']]", {}),
    ],
)  # fmt: skip
def test_goldmarks_settings_are_ours(toml: str, changed: dict[str, object]) -> None:
    assert dialect(toml) == changed
