"""Frames of players lead to the page that a reader can open."""

from __future__ import annotations

import pytest

from tests.reading.resolving import read


@pytest.mark.parametrize(
    ("frame", "page", "label"),
    [
        ("https://www.youtube.com/embed/abc_DEF-123?si=x", "https://www.youtube.com/watch?v=abc_DEF-123", "▶ YouTube: abc_DEF-123"),
        ("https://www.youtube-nocookie.com/embed/abcdefgh", "https://www.youtube.com/watch?v=abcdefgh", "▶ YouTube: abcdefgh"),
        ("https://player.vimeo.com/video/52?h=1", "https://vimeo.com/52", "▶ Vimeo: 52"),
        ("https://player.bilibili.com/player.html?aid=1&amp;bvid=BV1x", "https://www.bilibili.com/video/BV1x", "▶ bilibili: BV1x"),
        ("https://open.spotify.com/embed/track/a1", "https://open.spotify.com/track/a1", "▶ Spotify: track/a1"),
        ("https://www.youtube.com/embed/videoseries?list=PL1", "https://www.youtube.com/embed/videoseries?list=PL1", "www.youtube.com/embed/videoseries"),
        ("https://maps.example/embed/x", "https://maps.example/embed/x", "maps.example/embed/x"),
    ],
)  # fmt: skip
def test_a_frame_is_a_link(frame: str, page: str, label: str) -> None:
    made = read(f'<iframe src="{frame}"></iframe>').markup.text
    assert made == f'<figure class="embed"><a href="{page}">{label}</a></figure>'


def test_a_title_that_says_something_is_the_label() -> None:
    frame = '<iframe src="https://www.youtube.com/embed/abcdefgh" title="{}"></iframe>'
    assert ">▶ A talk</a>" in read(frame.format("A talk")).markup.text
    assert ">▶ YouTube: abcdefgh</a>" in read(frame.format("YouTube video player")).markup.text


def test_a_film_written_as_a_picture_is_a_link() -> None:
    made = read('<p><img src="https://x.example/a.MP4" alt="A walk"></p>')
    assert '<figure class="embed"><a href="https://x.example/a.MP4">▶ A walk</a></figure>' in made.markup.text
    assert made.images == ()
