"""What is opened and never ended reaches no further than the next of its kind: looked for to the end of the page each
time, 100 kB of it took a minute."""

from __future__ import annotations

from exporter.reading.erb import without_ruby
from exporter.reading.located import locate
from exporter.reading.parts import without_parts
from exporter.reading.wordpress import wordpress


def test_ruby() -> None:
    assert without_ruby(locate("<% a <% b %>c"), "p.erb")[0].text == "<% a c"


def test_the_parts_of_a_component() -> None:
    assert without_parts(locate("<script>\n<script>\na\n</script>\nb")).text == "<script>\n\nb"


def test_a_caption_of_wordpress() -> None:
    picture = "[caption]![a](b.png)"
    found = wordpress(locate(f"{picture} {picture} words[/caption]")).text
    assert found.startswith(f"{picture} <figure>")
    assert found.count("<figure>") == 1
