from __future__ import annotations

import pytest

from exporter.model.post import Author, Source
from exporter.sites.readings import with_readings

POST = Source(
    id="a", source="a.md", url="", title="紙", published=None, language="ja", authors=(Author("水野"),)
)


@pytest.mark.parametrize(
    ("meta", "title", "author"),
    [
        ({"yomi": "カミ"}, "カミ", ""),
        ({"yomi": {"title": "カミ", "author": "ミズノ"}}, "カミ", "ミズノ"),
        ({"params": {"yomi": "カミ"}}, "カミ", ""),
        ({"yomi": ["x"]}, None, ""),
        ({}, None, ""),
    ],
)
def test_readings_of_title_and_author(meta: dict[str, object], title: str | None, author: str) -> None:
    read = with_readings(POST, meta)

    assert read.extra.get("yomi") == title
    assert read.authors[0].reading == author
