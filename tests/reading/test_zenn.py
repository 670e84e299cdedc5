"""Zenn's notations within a line."""

from __future__ import annotations

import pytest

from exporter.reading.located import locate
from exporter.reading.zenn import zenn


@pytest.mark.parametrize("text", [":" * 200_000, ">" * 200_000 + ":::", (": " + ":" * 9) * 20_000])
def test_colons_of_any_number_are_text(text: str) -> None:
    assert zenn(locate(text)).text == text
