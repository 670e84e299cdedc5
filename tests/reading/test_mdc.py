"""Nuxt's components in Markdown."""

from __future__ import annotations

import pytest

from exporter.reading.located import locate
from exporter.reading.mdc import mdc


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ('::alert{type="danger"}\nx\n::\n', ":::danger\nx\n:::\n"),
        ("::callout\n#title\nHead\n#body\nx\n::\n", ":::note Head\n\nx\n:::\n"),
        ("::card\n---\ntitle: T\nicon: x\n---\nx\n::\n", ":::card T\nx\n:::\n"),
        ("::a\n:::b\nx\n:::\n::\n", ":::a\n::::b\nx\n::::\n:::\n"),
        ('::film{src="https://x.example/a"}\n::\n', "<https://x.example/a>\n"),
        (":icon{name=x} and :badge[new]{a=b}, [red]{.text-red}\n", " and new, red\n"),
        ("`:badge[x]` at 10:30 and a::b\n", "`:badge[x]` at 10:30 and a::b\n"),
        ("```\n::alert\n::\n```\n", "```\n::alert\n::\n```\n"),
        ("[a link](/x) stays\n", "[a link](/x) stays\n"),
    ],
)
def test_components(written: str, made: str) -> None:
    assert mdc(locate(written)).text == made
