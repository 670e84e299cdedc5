"""What is written on a composed cover."""

from __future__ import annotations

import pytest

from exporter.backends.epub import cover


@pytest.mark.parametrize(
    "name",
    [
        "余白工房の野帳",
        "余白工房の野帳に書きとめた、紙と文字とお茶とフィードについての九つの測定と、その後日談および訂正",
        "Incomprehensibilities and Misunderstandings: Field Notes on Everything We Measured in July",
    ],
)
def test_a_long_name_is_set_smaller_and_stays_whole(name: str) -> None:
    size = next(size for size in cover._NAME_SIZES if cover._fits(name, size))
    assert "".join(cover._broken(name, size)).replace(" ", "") == name.replace(" ", "")
