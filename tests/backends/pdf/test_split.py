"""An issue with more pages than one file should have: volumes with links from one to the other, and their index."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import page as page_validation
import pikepdf
import pytest

from exporter.backends.pdf.options import PdfOptions
from tests.backends.pdf import samples

FILES = ("2026-07-1.pdf", "2026-07-2.pdf", "2026-07-3.pdf", "2026-07.pdf")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rendered = samples.bound(samples.three(), options=PdfOptions(max_pages=1))
    assert rendered.diagnostics == ()
    made = tmp_path_factory.mktemp("split")
    for artifact in rendered.artifacts:
        (made / Path(artifact.name).name).write_bytes(artifact.read())
    return made


def text(path: Path, number: int) -> str:
    command = ["pdftotext", "-f", str(number), "-l", str(number), str(path), "-"]
    return "".join(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


class Remote(NamedTuple):
    """A link into another file: what it says, the file, and the page there, from 0."""

    contents: str
    file: str
    page: int


def remote(path: Path) -> list[Remote]:
    with pikepdf.open(path) as pdf:
        notes: list[Any] = [note for each in pdf.pages for note in each.get("/Annots", []) if "/A" in note]
        return [
            Remote(str(note.Contents), str(note.A.F.UF), int(note.A.D[0]))
            for note in notes
            if note.A.S == "/GoToR"
        ]


def test_there_is_a_volume_for_each_post_and_an_index(folder: Path) -> None:
    assert tuple(sorted(path.name for path in folder.iterdir())) == FILES
    with pikepdf.open(folder / FILES[1]) as pdf:
        assert str(pdf.docinfo["/Title"]) == "紙の上 2026年7月 (2/3)"


def test_the_index_leads_to_the_page_with_the_title_and_names_its_number(folder: Path) -> None:
    found = remote(folder / FILES[-1])
    assert [link.file for link in found] == list(FILES[:3])
    for link, post in zip(found, samples.three(), strict=True):
        assert "".join(post.title.split()) in text(folder / link.file, link.page + 1)
        with pikepdf.open(folder / link.file) as pdf:
            assert link.contents == f"{post.title} {pdf.pages[link.page].label}"


def test_a_link_to_a_post_of_another_volume_leads_into_its_file(folder: Path) -> None:
    found = {link.contents: (link.file, link.page) for link in remote(folder / FILES[0])}
    assert found["英語の覚え書き"] == (FILES[1], 2)


def test_the_index_names_volumes_and_their_posts_in_order(folder: Path) -> None:
    found = re.findall(r"\((\d)/3\)", text(folder / FILES[-1], 2))
    assert found == ["1", "2", "3"]


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_sound_and_accessible(folder: Path, name: str) -> None:
    subprocess.run(["qpdf", "--check", folder / name], check=True, capture_output=True)
    assert page_validation.validate_pdf(str(folder / name), profile="ua1").failures == []
