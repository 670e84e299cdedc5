from __future__ import annotations

import pytest
from lxml import etree

from exporter.passes.outline import Repair, drop_title, heading_text, repair_headings


def tree(body: str) -> etree._Element:
    return etree.fromstring(f"<body>{body}</body>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1 2 2 1", "2 3 3 2"),
        ("3 3", "2 2"),
        ("2 4 4 2", "2 3 3 2"),
        ("3 2", "2 2"),
        ("1 2 3 4 5 6", "2 3 4 5 6 6"),
    ],
)
def test_levels_start_below_the_title_and_skip_none(before: str, after: str) -> None:
    root = tree("".join(f"<h{level}>x</h{level}>" for level in before.split()))
    repair_headings(root)
    assert " ".join(heading.tag[1] for heading in root) == after


def test_only_a_skipped_level_is_a_repair_and_says_where() -> None:
    root = tree('<h1>a</h1><div data-line="7"><h3>b <em>c</em></h3></div>')
    assert repair_headings(root) == [Repair(7, "b c", 3, 3)]
    assert repair_headings(tree("<h3>a</h3>")) == []


def test_a_title_said_again_at_the_top_is_dropped_and_no_other_heading() -> None:
    root = tree("<h1>The  Title</h1><p>x</p>")
    assert drop_title(root, "the title")
    assert [each.tag for each in root] == ["p"]
    assert not drop_title(tree("<p>x</p><h1>T</h1>"), "T")
    assert not drop_title(tree("<h1>Other</h1>"), "T")


def test_the_text_of_a_heading_has_its_images_words() -> None:
    assert heading_text(tree('<h2>a <img alt="b" src="https://e.org/x"/> c</h2>')[0]) == "a b c"
