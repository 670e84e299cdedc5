"""Whether posts are in the language that the site says: a theme's ``en-us`` stays where nobody changes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.post import Source

# By the first and the last character of its letters: the script, and the languages written in it, the likeliest first.
_SCRIPTS: Final = (
    ("\u3041", "\u30ff", "Japanese", ("ja",)),
    ("\uac00", "\ud7a3", "Hangul", ("ko",)),
    ("\u4e00", "\u9fff", "Han", ("zh", "ja", "ko", "yue", "cmn")),
    ("\u0400", "\u04ff", "Cyrillic", ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg")),
    ("\u0600", "\u06ff", "Arabic", ("ar", "fa", "ur", "ps", "ku", "ug", "sd")),
    ("\u0590", "\u05ff", "Hebrew", ("he", "yi")),
    ("\u0370", "\u03ff", "Greek", ("el",)),
    ("\u0e00", "\u0e7f", "Thai", ("th",)),
    ("\u0900", "\u097f", "Devanagari", ("hi", "mr", "ne", "sa")),
)
_CHINESE: Final = frozenset(["zh", "yue", "cmn"])
_FEWEST: Final = 3  # titles; of fewer nobody can tell


def misnamed(posts: Iterable[Source]) -> Iterator[Diagnostic]:
    """S118 for each language in which most titles are in a script that it is not written in."""
    titles: dict[str, list[str]] = {}
    for post in posts:
        titles.setdefault(post.language, []).append(post.title)
    for language, said in titles.items():
        found = Counter(filter(None, map(_script, said)))
        if not found:
            continue
        # One title in kana tells that those in Chinese characters are Japanese; Chinese writers like a の too.
        own = language.partition("-")[0].lower()
        kana = found["Japanese"] > (found["Han"] if own in _CHINESE else 0)
        name = "Japanese" if kana else (found - Counter(Japanese=found["Japanese"])).most_common(1)[0][0]
        count = found["Japanese"] + found["Han"] if name == "Japanese" else found[name]
        tongues = next(tongues for _, _, script, tongues in _SCRIPTS if script == name)
        if count >= _FEWEST and 2 * count > len(said) and own not in tongues:
            spoken = f"{count} of {len(said)} titles are in {name}, the site's language is “{language}”"
            yield diagnose("S118", f'{spoken}: language = "{tongues[0]}"?')


def _script(title: str) -> str:
    """The first script of the table that has a letter in it, empty for none: kana come before Han."""
    return next((name for first, last, name, _ in _SCRIPTS if any(first <= c <= last for c in title)), "")
