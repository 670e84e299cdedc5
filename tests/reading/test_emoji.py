"""Our table of emoji has the names that Hugo knows."""

from __future__ import annotations

from pathlib import Path

from exporter.reading.emoji import names
from tests.reading.goldmark import events, hugo


def test_every_name_is_what_hugo_makes_of_it(tmp_path: Path) -> None:
    known = sorted(names())
    (page,) = hugo(tmp_path / "site", ["\n\n".join(f":{name}:" for name in known)])
    assert [event[1] for event in events(page) if event[0] == "text"] == [names()[name] for name in known]
    assert len(known) > 1900
