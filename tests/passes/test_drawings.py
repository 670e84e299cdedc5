"""Drawings made to take the machine: each of these took all of its memory, or minutes."""

from __future__ import annotations

from base64 import b64encode

import pytest

from exporter.passes import svg
from exporter.passes.images import Encoded, encode
from tests.passes.test_images import asset, png_header

XMLNS = 'xmlns="http://www.w3.org/2000/svg"'


@pytest.mark.parametrize(
    "size",
    [
        'width="200000" height="200000"',
        'width="90000em" height="90000em"',
        'font-size="1e9" width="9em" height="9em"',
        'width="1" height="99999"',
        'width="100%" height="100%" viewBox="0 0 1e9 1e9"',
    ],
)
def test_a_drawing_larger_than_any_picture_is_drawn_into_a_box(size: str) -> None:
    drawing = asset(f'<svg {XMLNS} {size}><rect width="9" height="9"/></svg>'.encode(), "a.svg")

    made = encode(drawing, longest=400, budget=90_000, formats=("image/png", "image/jpeg"))

    assert isinstance(made, Encoded)
    assert max(made.width, made.height) <= 600


@pytest.mark.parametrize("width", ["1" * 100_000 + "x", "1" + " " * 100_000 + "x", " " * 100_000])
def test_a_length_of_any_length_is_read_at_once(width: str) -> None:
    assert svg.size(f'<svg {XMLNS} width="{width}" height="9" viewBox="0 0 3 1"/>'.encode()) == (27, 9)


@pytest.mark.parametrize(("length", "pixels"), [("12", 12), ("1.5in", 144), (" .5e2px ", 50), ("1e2", 100)])
def test_lengths(length: str, pixels: int) -> None:
    assert svg.size(f'<svg {XMLNS} width="{length}" height="9"/>'.encode()) == (pixels, 9)


def test_a_picture_within_a_drawing_that_is_too_large_to_open_is_not_in_it() -> None:
    bomb = b64encode(png_header(40_000, 40_000)).decode()
    none = b64encode(b"no picture").decode()
    images = "".join(f'<image href="data:image/png;base64,{data}"/>' for data in (bomb, none))

    safe, lost = svg.make_safe(f'<svg {XMLNS} width="9" height="9"><g>{images}</g></svg>'.encode())

    assert b"image" not in safe
    assert lost == ("href",)
