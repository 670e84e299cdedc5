from __future__ import annotations

import pytest

from exporter.model.post import Author
from exporter.sites.people import authors


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("Ann Lee", [Author("Ann Lee")]),
        (["Ann Lee", "Bob"], [Author("Ann Lee"), Author("Bob")]),
        (["Ann Lee", "Ann Lee"], [Author("Ann Lee")]),
        ("[Ann Lee](https://ann.example/) (Firm, Inc.)", [Author("Ann Lee", url="https://ann.example/")]),
        (
            "[Ann](https://a.example) (Firm),\n[Bob](https://b.example) (Other) and Cy (Third)",
            [Author("Ann", url="https://a.example"), Author("Bob", url="https://b.example"), Author("Cy")],
        ),
        ("Ann Lee <ann@example.org>", [Author("Ann Lee", email="ann@example.org")]),
        ({"name": "Ann", "homepage": "https://ann.example"}, [Author("Ann", url="https://ann.example")]),
        ([{"name": "灯", "reading": "あかり"}], [Author("灯", reading="あかり")]),
        ("[Ann](javascript:alert(1))", [Author("Ann")]),
        ("Acme, Inc.", [Author("Acme, Inc.")]),
        (None, []),
        ([], []),
        (True, [Author("true")]),
    ],
)
def test_authors_are_read_in_every_form(written: object, understood: list[Author]) -> None:
    assert list(authors(written)) == understood


def test_a_key_is_looked_up_in_an_authors_file() -> None:
    known = {"ann": {"name": "Ann Lee", "url": "https://ann.example"}}

    assert authors(["ann", "bob"], lambda key: known.get(key, {})) == (
        Author("Ann Lee", url="https://ann.example"),
        Author("bob"),
    )
