"""A recording is part of its post in every channel: feeds enclose it, pages and books and letters lead to it."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from lxml import etree

from exporter.model.markup import Markup, freeze, thaw
from exporter.model.post import Post
from exporter.passes.recordings import clock, lead_with_recording, recording_of, seconds
from exporter.passes.strings import languages, words
from tests.test_vocabulary import exported, post, text_of_volume

BODY = freeze(thaw(Markup("<p>Hello.</p>")))
URL = "https://blog.example/audio/one%20two.mp3"
TRANSCRIPT = "https://blog.example/one.vtt"
FACTS = {"enclosure": URL, "enclosure_type": "audio/mpeg", "duration": "2530", "transcript": TRANSCRIPT}


def with_line(language: str = "en", **facts: str) -> str:
    root = thaw(BODY)
    lead_with_recording(root, post(BODY, extra=FACTS | facts), words(language))
    return etree.tostring(root, encoding="unicode")


def test_the_line_stands_before_the_text() -> None:
    assert with_line(language="ja") == (
        '<body><p class="recording" data-line="1">音声 · '
        f'<a href="{URL}">one two.mp3</a> · 42:10 · <a href="{TRANSCRIPT}">文字起こし</a></p><p>Hello.</p></body>'
    )


def test_a_film_and_what_is_not_known_of_it() -> None:
    shown = with_line(enclosure_type="video/mp4", duration="", transcript="")
    assert shown.startswith(
        f'<body><p class="recording" data-line="1">Video · <a href="{URL}">one two.mp3</a></p>'
    )


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_words(language: str) -> None:
    says = words(language)
    assert all([says.audio, says.video, says.transcript])


@pytest.mark.parametrize("url", ["", "/audio/one.mp3", "javascript:alert(1)", "file:///etc/passwd"])
def test_what_is_not_on_the_web_is_not_led_to(url: str) -> None:
    assert recording_of(post(BODY, extra={**FACTS, "enclosure": url})) is None
    assert "vtt" not in with_line(transcript=f"javascript:{TRANSCRIPT}")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://e.org/a%3Cscript%3E%00%0A.mp3?x=1", "a<script> .mp3"),
        ("https://e.org/", "e.org"),
        ("https://e.org/" + "n" * 90 + ".mp3", "n" * 59 + "…"),
        ("https://e.org/%E7%AC%AC%E4%B8%80%E5%9B%9E.mp3", "第一回.mp3"),
    ],
)
def test_a_file_is_called_by_its_name(url: str, name: str) -> None:
    recording = recording_of(post(BODY, extra={"enclosure": url, "enclosure_type": "audio/mpeg"}))
    assert recording is not None
    assert recording.name == name
    assert "<script>" not in with_line(enclosure=url)


@pytest.mark.parametrize(("time", "written"), [(0, ""), (59, "0:59"), (2530, "42:10"), (3723, "1:02:03")])
def test_a_length_is_read_back(time: int, written: str) -> None:
    assert clock(time) == written
    assert seconds(written) == time


def test_a_book_leads_to_it() -> None:
    (book,) = (a for a in exported("epub", BODY, extra=FACTS) if a.name.endswith(".epub"))
    with zipfile.ZipFile(io.BytesIO(book.read())) as opened:
        pages = b"".join(opened.read(name) for name in opened.namelist() if name.endswith(".xhtml"))
    assert f'href="{URL}"'.encode() in pages
    assert b"42:10" in pages


def test_a_volume_leads_to_it() -> None:
    (volume,) = exported("pdf", BODY, extra=FACTS)
    content = volume.read()
    assert "Audio · one two.mp3 · 42:10 · Transcript" in text_of_volume(content)
    with pikepdf.open(io.BytesIO(content)) as opened:
        notes = [note for page in opened.pages for note in page.get("/Annots", [])]
        links = [str(note.A.URI) for note in notes if "/URI" in note.get("/A", {})]
    assert {URL, TRANSCRIPT} <= set(links)


@pytest.mark.parametrize("size", ["full", "excerpt"])
def test_a_letter_leads_to_it(size: str) -> None:
    found = {
        a.name.rpartition(".")[2]: a.read().decode()
        for a in exported("newsletter", BODY, options={"size": size}, extra=FACTS)
    }
    assert URL in found["html"]
    assert "Audio · " in found["html"]
    assert "Audio · one two.mp3 [1] · 42:10 · Transcript [2]" in found["txt"]
    assert f"[1] {URL}" in found["txt"]


def test_a_post_without_one_says_nothing() -> None:
    given: Post = post(BODY)
    root = thaw(BODY)
    lead_with_recording(root, given, words("en"))
    assert freeze(root) == BODY
