"""JSON of any depth, wherever a file or an answer from outside is read: it is no JSON, and ends nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exporter.checks import read_manifest
from exporter.checks.feed_items import read_items
from exporter.checks.feed_json import judge_json
from exporter.errors import ConfigError, ExportError, OutputError
from exporter.ledger.live import FeedError, read_live
from exporter.mail.editions import entries_of
from exporter.model.manifest import MANIFEST
from exporter.sites.configs import loose_data, read_table
from exporter.world.memory import MemoryFiles

DEEP = b'{"items": ' + b"[" * 100_000
FILES = MemoryFiles({"a.json": DEEP})


@pytest.mark.parametrize(
    ("read", "error"),
    [
        (lambda _: read_live(DEEP, "feed.json"), FeedError),
        (lambda _: read_table(FILES, "a.json"), ConfigError),
        (read_manifest, OutputError),
        (lambda folder: entries_of(folder, "letter", "latest"), OutputError),
    ],
)
def test_it_is_refused(read: Callable[[Path], object], error: type[ExportError], tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(DEEP)
    with pytest.raises(error):
        read(tmp_path)


def test_it_is_nothing() -> None:
    assert loose_data(FILES, "a.json") is None
    assert read_items(DEEP) == ()
    assert judge_json(DEEP)[0][0][0] == "F4.18"
