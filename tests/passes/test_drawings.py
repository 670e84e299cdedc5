"""Drawings made to take the machine: each of these took all of its memory, or minutes."""

from __future__ import annotations

from base64 import b64encode

import pytest

from exporter.passes import resvg, svg
from exporter.passes.images import Encoded, Refusal, encode
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


def test_a_drawing_that_ends_its_process_ends_no_other() -> None:
    tile = '<pattern id="p" width="1e6" height="1e6" patternUnits="userSpaceOnUse"><rect width="1" height="1"/></pattern>'
    drawing = f'<svg {XMLNS} width="9" height="9">{tile}<rect width="9" height="9" fill="url(#p)"/></svg>'

    made = encode(asset(drawing.encode(), "a.svg"), longest=400, budget=90_000, formats=("image/png",))

    assert isinstance(made, Refusal)
    assert made.code == "A403"


def test_a_drawing_that_takes_longer_than_any_is_not_drawn() -> None:
    noise = '<filter id="f"><feTurbulence baseFrequency=".5" numOctaves="1000000"/></filter>'
    drawing = f'<svg {XMLNS} width="9" height="9">{noise}<rect width="9" height="9" filter="url(#f)"/></svg>'

    with pytest.raises(resvg.DrawError, match="takes more than 1 s"):
        resvg.draw_apart(drawing.encode(), 400, 400, seconds=1)


@pytest.mark.parametrize(
    ("element", "reference"),
    [("pattern", "fill"), ("mask", "mask"), ("clipPath", "clip-path"), ("marker", "marker-mid")],
)
def test_references_within_references_multiply(element: str, reference: str) -> None:
    shapes = [f'<path d="M0 0L1 1L2 2" {reference}="url(#p{n + 1})"/>' * 2 for n in range(30)]
    nested = "".join(f'<{element} id="p{n}">{shape}</{element}>' for n, shape in enumerate(shapes))

    with pytest.raises(svg.SvgError, match="references repeat"):
        svg.make_safe(f"<svg {XMLNS}>{nested}<g style=\"{reference}: url( '#p0' )\"/></svg>".encode())


def test_a_link_to_a_place_in_the_drawing_draws_nothing() -> None:
    drawing = (
        f'<svg {XMLNS}><g id="top"><a href="#top"><rect width="9" height="9" fill="url(#g)"/></a></g></svg>'
    )

    assert svg.make_safe(drawing.encode()).lost == ()
