"""The index of tags at the end of a volume."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest
from msgspec.structs import replace

from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.fragment import Form
from exporter.backends.pdf.index import Term, column, letter_of, set_index, tags_of
from exporter.backends.pdf.options import PAGES, PdfOptions
from exporter.backends.pdf.stamps import Digits
from exporter.model.post import Post
from tests.backends.pdf import samples
from tests.pages import Pages

PAPER = PAGES["A5"]
DIGITS = Digits("F", 8.0, {c: (f"{i:04x}", 0.5) for i, c in enumerate("0123456789")})
TAGS = (("紙", "Paper", "ｐ"), ("Paper", "tools"), ("ورق", "Paper"))


def tagged() -> list[Post]:
    return [replace(post, tags=tags) for post, tags in zip(samples.three(), TAGS, strict=True)]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pdf") / "volume.pdf"
    file.write_bytes(samples.volume(tagged()))
    return file


def numbers(path: Path) -> dict[str, str]:
    """What stands in the index: each tag with its numbers."""
    with pikepdf.open(path) as pdf:
        count = len(pdf.pages)
    command = ["pdftotext", "-raw", "-f", str(count - 1), "-l", str(count - 1), str(path), "-"]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    lines = [line.split() for line in shown if line.strip()]
    return {line[0]: " ".join(line[1:]) for line in lines[1:-1]}


def test_every_tag_stands_once_with_the_first_pages_of_its_posts(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        starts = [str(note.Contents).rpartition(" ")[2] for note in pdf.pages[1].Annots]
    ja, en, ar = starts
    found = numbers(path)
    assert [*list(found)[:3], list(found)[-1]] == ["ｐ", "Paper", "tools", "紙"]
    assert found["Paper"] == f"{ja} {en} {ar}"
    assert found["tools"] == en


def test_its_numbers_lead_to_those_posts_and_are_tagged_as_links(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        notes: list[Any] = list(pdf.pages[-2].Annots)
        pages = {page.objgen: index for index, page in enumerate(pdf.pages)}
        for note in notes:
            title, _, number = str(note.Contents).rpartition(" ")
            index = pages[note.A.D[0].objgen]
            assert str(pdf.pages[index].label) == number
            assert title in {post.title for post in samples.three()}
        index_element = next(kid for kid in pdf.Root.StructTreeRoot.K[0].K if kid.S == "/Index")
        kinds = [str(kid.S) for kid in index_element.K]
        assert kinds == ["/H1", *["/P"] * 5]
        assert len(notes) == sum(len(kid.K) - 1 for kid in index_element.K if kid.S == "/P") == 7


def test_a_volume_with_an_index_is_sound_and_accessible(path: Path) -> None:
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
    assert page_validation.validate_pdf(str(path), profile="ua1").failures == []


def test_there_is_none_where_it_is_not_wanted_or_there_are_no_tags() -> None:
    with_index = samples.bound(tagged()).artifacts[0].count
    assert samples.bound(tagged(), options=PdfOptions(index=False)).artifacts[0].count == with_index - 1
    assert samples.bound(samples.three()).artifacts[0].count == with_index - 1


def test_of_very_many_tags_those_of_one_post_are_left_out() -> None:
    posts = [replace(post, tags=(*map(str, range(n, 300)), "both")) for n, post in enumerate(tagged())]
    assert len(tags_of(posts[:1])) == 0
    assert len(tags_of(posts)) == 300
    assert "0" not in tags_of(posts)


def test_names_and_heading_of_an_index_from_right_to_left_end_at_the_margin(tmp_path: Path) -> None:
    posts = [replace(post, language="ar") for post in tagged()]
    path = tmp_path / "volume.pdf"
    job = samples.job(posts, [samples.part(post) for post in posts])
    rendered = BACKEND.bind(replace(job, issue=replace(job.issue, language="ar")))
    path.write_bytes(rendered.artifacts[0].read())
    with Pages(path) as volume:
        page = len(volume.pages) - 1
        edges = [word.right for word in volume.words[page] if not word.text.isdecimal()]
    second = PAPER.side + column(PAPER)
    assert edges == pytest.approx([PAPER.width - PAPER.side] * 4 + [second] * 2, abs=1.5)


@pytest.mark.parametrize("rtl", [False, True])
def test_numbers_that_fill_lines_and_pages_stay_within_the_text(*, rtl: bool) -> None:
    form = Form(9, 200.0, 14.0, 10.0, 20.0, 120.0)
    terms = [Term(form, ()), *(Term(form, [(n, str(n)) for n in range(900)]) for _ in range(3))]
    pages = set_index(terms, PAPER, DIGITS, ink=b"0 0 0", rtl=rtl)
    marks = [mark for page in pages for mark in page.marks if mark.post >= 0]
    assert [mark.folio for mark in marks] == [str(n) for n in range(900)] * 3
    assert len(pages) > 2
    for mark in marks:
        left, bottom, right, top = mark.box
        assert PAPER.side <= left < right <= PAPER.width - PAPER.side + 0.01
        assert PAPER.bottom - PAPER.size <= bottom < top <= PAPER.height - PAPER.top + PAPER.size


def test_columns_of_a_short_index_end_alike_and_letters_stand_apart() -> None:
    form = Form(9, 200.0, 14.0, 10.0, 20.0, 60.0)
    tags = ["a", "Ab", "b", "é", "紙", "道具"]
    terms = [Term(form, ()), *(Term(form, [(n, "7")], letter_of(tag)) for n, tag in enumerate(tags))]
    (page,) = set_index(terms, PAPER, DIGITS, ink=b"0 0 0", rtl=False)
    boxes = [mark.box for mark in page.marks if mark.post >= 0]
    middle = PAPER.width / 2
    assert [box[0] < middle for box in boxes] == [True] * 3 + [False] * 3
    assert boxes[0][1] == boxes[3][1]
    drops = [round(above[1] - below[1], 1) for above, below in pairwise(boxes)]
    assert drops[1] - drops[0] == pytest.approx(0.7 * PAPER.size, abs=0.1)
    assert [letter_of(tag) for tag in tags] == ["a", "a", "b", "é", "", ""]


def test_a_single_tag_stands_in_the_first_column() -> None:
    form = Form(9, 200.0, 14.0, 10.0, 20.0, 60.0)
    (page,) = set_index([Term(form, ()), Term(form, [(0, "7")])], PAPER, DIGITS, ink=b"0 0 0", rtl=False)
    assert page.marks[-1].box[0] < PAPER.width / 2
