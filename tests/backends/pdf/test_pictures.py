from __future__ import annotations

from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from exporter.backends.pdf.pictures import Gallery, draw_formulas, place_images
from exporter.model.asset import Asset
from exporter.passes.images import inspect

ROOM = (900.0, 1300.0)


def asset(width: int, height: int) -> Asset:
    content = BytesIO()
    Image.new("RGB", (width, height), "teal").save(content, "PNG")
    found = inspect("https://e.org/a.png", "a.png", content.getvalue())
    assert isinstance(found, Asset)
    return found


def tree(body: str) -> etree._Element:
    return etree.fromstring(f"<body>{body}</body>")


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((1800, 600), (900, 300)),
        ((600, 2600), (300, 1300)),
        ((300, 200), (300, 200)),
        ((1300, 500), (1300, 500)),
        ((1800, 1200), (900, 600)),
        ((1, 30000), (1, 1300)),
    ],
)
def test_an_image_has_not_many_more_pixels_than_the_page_shows(
    size: tuple[int, int], shown: tuple[int, int]
) -> None:
    gallery = Gallery({"https://e.org/a.png": asset(*size)}, ROOM)
    name = gallery.show("https://e.org/a.png")
    with Image.open(BytesIO(gallery.resources[name].content)) as image:
        assert image.size == shown


def test_an_image_we_do_not_hold_becomes_its_words_and_its_address() -> None:
    root = tree(
        '<p><img src="https://e.org/x.png" alt="絵"/></p><p><a href="https://e.org/"><img src="https://e.org/y.png"/></a></p>'
    )
    place_images(root, Gallery({}, ROOM), undescribed="Image")
    assert [link.get("href") for link in root.iter("a")] == ["https://e.org/x.png", "https://e.org/"]
    assert "[絵]" in "".join(map(str, root.itertext()))


def test_alt_text_is_kept_and_only_a_missing_one_is_supplied() -> None:
    held = {"https://e.org/a.png": asset(9, 9)}
    root = tree('<p><img src="https://e.org/a.png"/><img src="https://e.org/a.png" alt=""/></p>')
    gallery = Gallery(held, ROOM)
    place_images(root, gallery, undescribed="画像")
    assert [image.get("alt") for image in root.iter("img")] == ["画像", ""]
    assert len(gallery.resources) == 1


def test_a_picture_is_as_wide_as_its_author_says() -> None:
    held = {"https://e.org/a.png": asset(900, 9)}
    root = tree(
        '<p><img src="https://e.org/a.png" width="250" height="9"/><img src="https://e.org/a.png"/></p>'
    )
    place_images(root, Gallery(held, ROOM), undescribed="Image")
    assert [image.get("style") for image in root.iter("img")] == ["width:250px", None]


def test_a_formula_is_drawn_and_what_cannot_be_stays_tex() -> None:
    root = tree('<p><span class="math">x^2</span> <span class="math">\\newcommand{\\a}{b}</span></p>')
    gallery = Gallery({}, ROOM)
    draw_formulas(root, gallery)
    assert [image.get("alt") for image in root.iter("img")] == ["x^2"]
    assert "newcommand" in "".join(map(str, root.itertext()))
    assert next(iter(gallery.resources.values())).content.startswith(b"<svg")
