"""What headers say of a recording, under the names that people and podcast themes use."""

from __future__ import annotations

import pytest

from tests.sites.support import codes, hugo, site, sources

SOUND = b"not looked at"


def extra(header: str, **files: bytes) -> tuple[dict[str, str], list[str]]:
    post = f"---\ntitle: One\ndate: 2026-07-01\n{header}\n---\nHello.\n"
    opened = hugo({"content/posts/one.md": post, "static/audio/one.mp3": SOUND, **files})
    return sources(opened)["content/posts/one.md"].extra, codes(opened.scan().diagnostics)


@pytest.mark.parametrize(
    "header",
    [
        "audio: /audio/one.mp3",
        "enclosure: {url: /audio/one.mp3, length: 1, type: audio/mpeg}",
        "podcast_file: /audio/one.mp3",
        "params: {audio: /audio/one.mp3}",
    ],
)
def test_a_file_of_the_site_is_announced_with_its_own_length(header: str) -> None:
    facts, told = extra(header)
    assert facts == {
        "enclosure": "https://example.org/audio/one.mp3",
        "enclosure_type": "audio/mpeg",
        "enclosure_length": str(len(SOUND)),
    }
    assert told == []


def test_a_recording_elsewhere_has_the_length_that_is_written() -> None:
    facts, _ = extra("audio: {src: 'https://cdn.example/x.m4a', size: 1234, duration: '1:02:03'}")
    assert facts["enclosure"] == "https://cdn.example/x.m4a"
    assert (facts["enclosure_type"], facts["enclosure_length"], facts["duration"]) == (
        "audio/mp4",
        "1234",
        "1:02:03",
    )


def test_a_recording_that_is_missing_is_told_and_not_announced() -> None:
    facts, told = extra("audio: /audio/two.mp3")
    assert facts == {}
    assert told == ["S115"]


@pytest.mark.parametrize(
    "header", ["audio: true", "type: audio", "media: [a, b]", "video: 'https://youtu.be/x'", ""]
)
def test_what_only_looks_like_a_recording_is_none(header: str) -> None:
    assert extra(header) == ({}, [])


def test_a_folder_of_markdown_may_hold_episodes() -> None:
    opened = site(
        {"one.md": "---\ntitle: One\ndate: 2026-07-01\naudio: one.mp3\nepisode: 3\n---\n", "one.mp3": SOUND}
    )
    facts = sources(opened)["one.md"].extra
    assert (facts["enclosure_length"], facts["episode"]) == (str(len(SOUND)), "3")
