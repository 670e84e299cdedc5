from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from io import BytesIO
from typing import Literal

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace

from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.front import group_of, spread
from exporter.backends.pdf.options import PdfOptions
from exporter.model.artifact import Part
from exporter.model.asset import Asset
from exporter.model.post import Cover, Post
from tests.backends.pdf import samples
from tests.build.blog import png


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


def shown_on(name: str, shade: int, body: str = "<p>x</p>") -> tuple[Post, Part]:
    """A post and its part, with a picture of its own file as its cover."""
    content, url = png(shade), f"https://example.org/{name}.png"
    asset = Asset(
        url=url,
        path=f"{name}.png",
        media_type="image/png",
        width=4,
        height=4,
        digest=str(shade),
        content=content,
    )
    post = samples.post(name, "A note", body, language="en", cover=Cover(url))
    return post, samples.part(post, assets={url: asset})


def test_a_cover_shows_a_picture_that_posts_share_once() -> None:
    made = [shown_on(f"p{number}", shade) for number, shade in enumerate((9, 9, 200, 9))]
    job = samples.job([post for post, _ in made], [part for _, part in made])
    with pikepdf.open(BytesIO(BACKEND.bind(job).artifacts[0].read())) as pdf:
        objects = dict(pdf.pages[0].Resources.XObject.items())
        assert [str(each.Subtype) for each in objects.values()].count("/Image") == 2


@pytest.mark.parametrize("body", ["<p>x</p>", '<p><img src="https://example.org/p.png" alt="p"/></p>'])
def test_a_picture_that_the_post_shows_itself_is_not_set_at_its_head_as_well(body: str) -> None:
    post, part = shown_on("p", 9, body)
    job = samples.job([post], [part])
    with pikepdf.open(BytesIO(BACKEND.bind(job).artifacts[0].read())) as pdf:
        drawn = [
            step
            for page in pdf.pages
            for step in pikepdf.parse_content_stream(page)
            if isinstance(step, pikepdf.ContentStreamInstruction) and str(step.operator) == "Do"
            if str(page.Resources.XObject[str(step.operands[0])].Subtype) == "/Image"
        ]
    assert len(drawn) == 1


def test_an_address_that_stands_for_none_is_not_printed() -> None:
    nowhere = replace(
        samples.post("en", "A note", "<p>x</p>", language="en"), url="https://example.invalid/a/"
    )
    with closing(pypdfium2.PdfDocument(samples.volume([nowhere]))) as pdf:
        shown = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "A note" in shown
    assert "invalid" not in shown


@pytest.mark.parametrize("page", ["A5", "B6", "A4"])
@pytest.mark.parametrize(
    "title", ["九つの測定とその後日談" * 6, "Incomprehensibilities and Misunderstandings " * 5]
)
def test_a_long_title_takes_no_second_cover(title: str, page: Literal["A5", "B6", "A4"]) -> None:
    made = [shown_on(f"p{shade}", shade) for shade in range(9)]
    job = samples.job([post for post, _ in made], [part for _, part in made], options=PdfOptions(page=page))
    counts = []
    for each in (job, replace(job, issue=replace(job.issue, title=title))):
        with pikepdf.open(BytesIO(BACKEND.bind(each).artifacts[0].read())) as pdf:
            counts.append(len(pdf.pages))
    assert counts[0] == counts[1]
