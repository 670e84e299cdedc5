"""Names as generators write them in addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

# English, whatever the locale of the machine.
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def slugified(name: str) -> str:
    """Letters, marks and digits of any script in lower case, a hyphen for each run of anything else: Jekyll's
    ``slugify``, Docusaurus' and Eleventy's for what has no marks.
    """
    return _hyphenated(name, lambda c: unicodedata.category(c)[0] in "LM" or c.isdecimal())


def ascii_slug(name: str) -> str:
    """The same in ASCII, accents taken off: Zola's and Pelican's. What has no Latin base stays as it is, where they
    spell it out in Latin letters.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _hyphenated(unicodedata.normalize("NFC", plain), str.isalnum)


def word_slug(name: str) -> str:
    """Punctuation left out, blanks to hyphens: that of Python-Markdown's extensions and of GitHub."""
    return re.sub(r"[^\w\- ]", "", name.lower()).strip().replace(" ", "-")


def _hyphenated(name: str, keep: Callable[[str], bool]) -> str:
    return "-".join("".join(c if keep(c) else " " for c in name).lower().split())
