from __future__ import annotations

import pytest

from exporter.passes.titles import behind


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("余白工房 2026年7月", "2026年7月"),
        ("余白工房2026年", "2026年"),
        ("余白工房 — 特集、", "特集"),
        ("余白工房に書きとめた九つの測定", ""),
        ("余白工房", ""),
        ("別の題", ""),
    ],
)
def test_what_stands_behind_a_name_is_not_the_rest_of_a_sentence(title: str, rest: str) -> None:
    assert behind("余白工房", title) == rest


def test_no_name_has_nothing_behind_it() -> None:
    assert behind("", "2026") == ""
