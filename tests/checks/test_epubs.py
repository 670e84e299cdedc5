"""The judge of books: findings in a chapter are told at the lines of its post, with EPUBCheck or without it."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from exporter.checks.epubs import judge_books
from exporter.model.artifact import Artifact
from tests.backends.epub.books import book, post

NAME = "digest/2026-07.epub"
PICTURE = "https://example.org/harbour.png"


def png() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(stream, "PNG")
    return stream.getvalue()


def keep(path: Path, made: Artifact, old: bytes = b"", new: bytes = b"") -> Path:
    """``made`` as a file, ``old`` replaced in each of its chapters."""
    with ZipFile(BytesIO(made.content)) as source, ZipFile(path, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(entry, content.replace(old, new) if "/text/" in entry.filename else content)
    return path


def test_a_book_as_it_was_bound_has_no_findings(tmp_path: Path) -> None:
    made = book([post(f'<p><img src="{PICTURE}" alt="The harbour at low tide"/></p>')], {PICTURE: png()})

    path = keep(tmp_path / "b.epub", made)

    assert list(judge_books({NAME: path}, {NAME: made.origins})) == []


def test_a_picture_without_words_is_told_at_its_line_of_the_post(tmp_path: Path) -> None:
    body = f'<p data-line="5">Tide.</p>\n<p data-line="9"><img src="{PICTURE}" alt="IMG_4711.png"/></p>'
    made = book([post(body, slug="harbour")], {PICTURE: png()})

    found = list(judge_books({NAME: keep(tmp_path / "b.epub", made)}, {NAME: made.origins}))

    assert [(d.code, d.severity, str(d.span)) for d in found] == [("E610", "info", "posts/harbour.md:9")]
    assert found[0].message == "E2.1 a picture's alternative text says nothing"


def test_a_link_that_leads_nowhere_breaks_the_book(tmp_path: Path) -> None:
    body = '<p data-line="5">See <a href="#tools">tools</a>.</p>\n<h2 id="tools" data-line="7">Tools</h2>'
    made = book([post(body, slug="paper")])
    path = keep(tmp_path / "b.epub", made, b'href="#tools"', b'href="#knives"')

    found = list(judge_books({NAME: path}, {NAME: made.origins}))

    ours = [(d.severity, d.message[:5], str(d.span)) for d in found if d.code == "E690"]
    assert ours == [("error", "E1.8 ", "posts/paper.md:5")]
    assert {d.code for d in found} == {"E690", "E691"}


def test_what_is_no_book_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "b.epub"
    path.write_bytes(b"not a zip")

    first = next(judge_books({NAME: path}, {}))

    assert (first.code, first.span.source) == ("E690", NAME)
    assert first.message.startswith("E1.4 b.epub cannot be opened")


def test_without_java_our_own_requirements_are_still_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    made = book([post("<table><tbody><tr><td>1</td></tr></tbody></table>")])

    found = list(judge_books({NAME: keep(tmp_path / "b.epub", made)}, {NAME: made.origins}))

    assert [(d.code, d.severity, d.message[:20]) for d in found] == [
        ("E610", "info", "E2.4 a table has no "),
        ("E694", "warning", "EPUBCheck needs Java"),
    ]
    assert "default-jre-headless" in found[1].hint
    assert list(judge_books({}, {})) == []
