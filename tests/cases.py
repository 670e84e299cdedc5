"""Cases in a text file a person can read: a title, what is given, what is made of it, each closed by a lone dot.

The title may end in the codes of the diagnostics, ``[H301 H304]``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_CASE = re.compile(
    r"(?P<title>[^\n]+?)(?: \[(?P<codes>[A-Z0-9 ]+)\])?\n\.\n(?P<given>.*?)\n?^\.\n(?P<expected>.*?)\n?^\.$",
    re.DOTALL | re.MULTILINE,
)


class Case(NamedTuple):
    title: str
    given: str
    expected: str
    codes: tuple[str, ...]


def read_cases(path: Path) -> list[Case]:
    """All cases of a file; text that belongs to none of them is an error."""
    text = path.read_text("utf-8")
    rest = _CASE.sub("", text).strip()
    assert not rest, f"{path.name}: no case: {rest[:200]!r}"
    cases = [
        Case(m["title"], m["given"], m["expected"], tuple((m["codes"] or "").split()))
        for m in _CASE.finditer(text)
    ]
    titles = [case.title for case in cases]
    assert len(titles) == len(set(titles)), f"{path.name}: two cases of one title"
    return cases


def write_case(path: Path, case: Case) -> None:
    """Puts ``case`` in the place of the one with its title."""
    blocks = []
    for old in read_cases(path):
        title, given, expected, codes = case if old.title == case.title else old
        head = f"{title} [{' '.join(codes)}]" if codes else title
        blocks.append(
            "\n".join([head, ".", *([given] if given else []), ".", *([expected] if expected else []), "."])
        )
    path.write_text("\n\n".join(blocks) + "\n", "utf-8")
