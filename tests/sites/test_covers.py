from __future__ import annotations

import pytest

from exporter.sites.covers import Picture, cover_of


@pytest.mark.parametrize(
    ("meta", "picture"),
    [
        ({"cover": {"image": "a.png", "alt": "A", "caption": "C"}}, Picture("a.png", "A", "C")),
        ({"cover": "a.png"}, Picture("a.png")),
        ({"image": "a.png"}, Picture("a.png")),
        ({"image": {"src": "a.png"}}, Picture("a.png")),
        ({"featured_image": "a.png"}, Picture("a.png")),
        ({"featureimage": "a.png"}, Picture("a.png")),
        ({"banner": "a.png"}, Picture("a.png")),
        ({"thumbnail": "a.png"}, Picture("a.png")),
        ({"images": ["a.png", "b.png"]}, Picture("a.png")),
        ({"header": {"image": "a.png"}}, Picture("a.png")),
        ({"resources": [{"src": "z.png", "name": "featured-image"}]}, Picture("z.png")),
        ({"cover": {"hidden": True}}, Picture("cover.jpg")),
        ({"cover": True}, Picture("cover.jpg")),
        ({}, Picture("cover.jpg")),
        ({"cover": {"image": ""}, "images": ["b.png"]}, Picture("b.png")),
    ],
)
def test_a_cover_is_found_under_its_many_names(meta: dict[str, object], picture: Picture) -> None:
    assert cover_of(meta, ("cover.jpg", "index.md", "z.png")) == picture


def test_a_featured_file_comes_before_a_cover_file() -> None:
    assert cover_of({}, ("cover.jpg", "featured.webp")) == Picture("featured.webp")


def test_no_cover_is_none() -> None:
    assert cover_of({"image": "", "images": []}, ("cover.md", "a.png")) is None
