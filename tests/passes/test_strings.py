from __future__ import annotations

import re
import string
from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec
import pytest

from exporter.passes.strings import Words, direction, format_day, format_month, languages, words

DAY = date(2026, 7, 1)

# Spelled as in English.
_ALIKE: Final = {
    "de": {"Audio", "Video", "Original"},
    "es": {"Audio", "Original"},
    "fr": {
        "Audio",
        "Notes",
        "Image",
        "image",
        "Contact",
        "Index",
        "Colophon",
        "Site",
        "Original",
        "1 article",
        "{n} articles",
    },
    "it": {"Audio", "Colophon", "Video"},
    "pt": {"Original", "Site"},
}


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("ja", "2026年7月1日", "2026年7月"),
        ("en-GB", "1 July 2026", "July 2026"),
        ("ar", "1 يوليو 2026", "يوليو 2026"),
        ("zh-CN", "2026年7月1日", "2026年7月"),
        ("ko", "2026년 7월 1일", "2026년 7월"),
        ("es", "1 de julio de 2026", "julio de 2026"),
        ("pt-BR", "1 de julho de 2026", "julho de 2026"),
        ("fr", "1er juillet 2026", "juillet 2026"),
        ("de_AT", "1. Juli 2026", "Juli 2026"),
        ("it", "1º luglio 2026", "luglio 2026"),
        ("ru", "1 июля 2026 г.", "июль 2026 г."),
        ("uk", "1 липня 2026 р.", "липень 2026 р."),
        ("tlh", "2026-07-01", "2026-07"),
    ],
)
def test_each_language_writes_its_dates(language: str, day: str, month: str) -> None:
    assert (format_day(DAY, language), format_month(DAY, language)) == (day, month)


def test_only_the_first_day_is_an_ordinal() -> None:
    assert format_day(date(2026, 7, 21), "fr") == "21 juillet 2026"


def test_one_post_is_not_counted_like_many() -> None:
    assert [words("en").count(n) for n in (1, 2)] == ["1 post", "2 posts"]
    assert words("ja").count(1) == "1本の記事"


def test_an_unknown_language_gets_english_words() -> None:
    assert words("tlh").contents == words("en-US").contents == "Contents"


def test_chinese_is_written_in_the_characters_of_its_place() -> None:
    tags = ("zh", "zh-CN", "zh-SG", "zh-Hans-HK", "zh-TW", "zh-HK", "zh-hant")

    assert [words(tag).contents for tag in tags] == ["目录"] * 4 + ["目錄"] * 3


def _texts(known: Words) -> Iterator[tuple[str, str]]:
    """Each word with the path of its field."""
    for name, value in msgspec.structs.asdict(known).items():
        if isinstance(value, str):
            yield name, value
    for name, value in msgspec.structs.asdict(known.mail).items():
        if isinstance(value, str):
            yield f"mail.{name}", value


def _braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", languages())
def test_a_translation_has_every_word_and_the_same_gaps(language: str) -> None:
    known, english = words(language), dict(_texts(words("en")))

    assert known.language == language
    assert len(known.months) == 12
    assert len(known.genitives) in {0, 12}
    for name, text in _texts(known):
        assert text.strip()
        if name not in {"day", "month"}:
            assert _braces(text) == _braces(english[name]), name


@pytest.mark.parametrize("language", sorted({*languages()} - {"en"}))
def test_a_translation_leaves_no_english(language: str) -> None:
    english = dict(_texts(words("en")))
    same = {
        text
        for name, text in _texts(words(language))
        if name != "language" and text == english[name] and re.search("[a-z]", re.sub(r"{\w+}", "", text))
    }

    assert same <= _ALIKE.get(language, set())


def test_direction_follows_the_script() -> None:
    assert [direction(tag) for tag in ("ar", "he-IL", "fa", "ja", "en")] == [
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]
    assert [direction(tag) for tag in ("az-Arab", "ks-Latn")] == ["rtl", "ltr"]
