from __future__ import annotations

import string
from datetime import date

import msgspec
import pytest

from exporter.passes.strings import WORDS, direction, format_day, format_month, words

DAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("ja", "2026年7月1日", "2026年7月"),
        ("en-GB", "1 July 2026", "July 2026"),
        ("ar", "1 يوليو 2026", "يوليو 2026"),
        ("tlh", "2026-07-01", "2026-07"),
    ],
)
def test_each_language_writes_its_dates(language: str, day: str, month: str) -> None:
    assert (format_day(DAY, language), format_month(DAY, language)) == (day, month)


def test_an_unknown_language_gets_english_words() -> None:
    assert words("tlh").contents == words("en-US").contents == "Contents"


def _braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_translation_has_every_word_and_the_same_gaps(language: str) -> None:
    english, translated = msgspec.structs.asdict(WORDS["en"]), msgspec.structs.asdict(WORDS[language])

    assert len(translated["months"]) == 12
    for name in english.keys() - {"months", "day", "month"}:
        assert translated[name].strip()
        assert _braces(english[name]) == _braces(translated[name])


def test_direction_follows_the_script() -> None:
    assert [direction(tag) for tag in ("ar", "he-IL", "fa", "ja", "en")] == [
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]
    assert [direction(tag) for tag in ("az-Arab", "ks-Latn")] == ["rtl", "ltr"]
