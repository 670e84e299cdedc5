from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from exporter.backends.pdf.front import group_of, spread
from tests.backends.pdf import samples


@pytest.mark.parametrize(
    ("every", "count", "groups", "first"),
    [
        (1, 11, 1, ""),
        (0.25, 60, 16, "1 July 2026"),
        (2, 15, 1, ""),
        (10, 40, 13, "July 2026"),
        (40, 20, 3, "2026"),
        (200, 12, 1, ""),
    ],
)
def test_headings_of_contents_gather_posts(every: float, count: int, groups: int, first: str) -> None:
    begin = datetime(2026, 7, 1, 9, tzinfo=samples.ZONE)
    post = samples.post("en", "A note", "<p>x</p>", language="en")
    posts = [replace(post, published=begin + timedelta(days=every * n)) for n in range(count)]
    found = group_of(posts, "en")
    assert (len(found), len(set(found)), found[0]) == (count, groups, first)


@pytest.mark.parametrize(
    ("held", "shown"), [(0, 0), (1, 0), (2, 2), (3, 3), (5, 4), (8, 6), (11, 9), (40, 12)]
)
def test_a_cover_shows_as_many_pictures_as_fill_it(held: int, shown: int) -> None:
    chosen = spread(range(held))
    assert len(set(chosen)) == len(chosen) == shown
