from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from exporter.errors import ThemeError
from exporter.model.theme import Theme
from exporter.passes.code import CLASSES, LONGEST, ROLES, highlight, inline, stylesheet

THEME_TOML = Path(__file__).parents[2] / "themes" / "default" / "theme.toml"
THEME = Theme("default", {"theme.toml": THEME_TOML.read_bytes()})
LANGUAGES = [
    "python",
    "bash",
    "js",
    "json",
    "yaml",
    "html",
    "toml",
    "go",
    "rust",
    "c",
    "diff",
    "console",
    "sql",
    "php",
    "css",
]
XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\t\n"))


def pre(code: str, language: str) -> etree._Element:
    body = etree.Element("body")
    element = etree.SubElement(etree.SubElement(body, "pre"), "code", {"class": f"language-{language}"})
    element.text = code
    return body


def shown(body: etree._Element) -> str:
    return etree.tostring(body, encoding="unicode")


def test_tokens_become_spans_of_few_classes_and_plain_ones_stay_text() -> None:
    body = pre("def greet(name):  # hello\n    return 1\n", "python")
    highlight(body, CLASSES)
    assert shown(body) == (
        '<body><pre><code class="language-python"><span class="k">def</span> <span class="n">greet</span>(name):'
        '  <span class="c"># hello</span>\n    <span class="k">return</span> <span class="m">1</span>\n'
        "</code></pre></body>"
    )


def test_neighbours_of_one_colour_share_a_span_across_white_space() -> None:
    body = pre("# one\n# two\nx", "python")
    highlight(body, CLASSES)
    assert [span.text for span in body.iter("span")] == ["# one\n# two"]


def test_inline_style_carries_the_theme_colours() -> None:
    body = pre("return", "python")
    highlight(body, inline(THEME))
    (span,) = body.iter("span")
    assert span.items() == [("style", "color:" + THEME.token("code-keyword"))]


@pytest.mark.parametrize("language", ["klingon", "text", "", "mermaid"])
def test_a_language_that_is_unknown_or_none_leaves_code_as_it_is(language: str) -> None:
    body = pre("if x: pass", language)
    before = shown(body)
    highlight(body, CLASSES)
    assert shown(body) == before


def test_code_with_elements_in_it_and_code_outside_pre_stay_as_they_are() -> None:
    text = (
        '<body><pre><code class="language-python">if <mark>x</mark>: pass</code></pre>'
        '<p><code class="language-python">if x: pass</code></p></body>'
    )
    body = etree.fromstring(text)
    highlight(body, CLASSES)
    assert shown(body) == text


def test_a_huge_block_stays_plain() -> None:
    body = pre("x = 1\n" * (LONGEST // 6 + 1), "python")
    highlight(body, CLASSES)
    assert not list(body.iter("span"))


def test_a_lexer_that_fails_leaves_the_code_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def get_tokens_unprocessed(self, text: str) -> object:
            raise RecursionError(text)

    monkeypatch.setattr("exporter.passes.code._lexer", lambda language: Broken)
    body = pre("if x: pass", "python")
    highlight(body, CLASSES)
    assert shown(body) == shown(pre("if x: pass", "python"))


@given(
    XML_TEXT,
    st.sampled_from(LANGUAGES),
)
@example("\n\n  x\n\n", "python")
@example("$ ls\nfile", "console")
@example("a\tb\u2028c\u0085d", "html")
def test_the_text_never_changes(code: str, language: str) -> None:
    body = pre(code, language)
    highlight(body, CLASSES)
    assert body.xpath("string()") == code


def test_every_colour_keeps_contrast_on_code_and_on_paper() -> None:
    """WCAG 2.2, success criterion 1.4.3: 4.5 to 1."""
    for prefix in ("", "dark-"):
        for role in ROLES:
            for ground in ("wash", "paper"):
                assert contrast(THEME.token(f"{prefix}code-{role}"), THEME.token(prefix + ground)) >= 4.5


def test_the_stylesheet_has_a_rule_for_every_class() -> None:
    for dark in (False, True):
        rules = stylesheet(THEME, dark=dark).splitlines()
        assert [rule.partition("{")[0] for rule in rules] == [
            f"pre .{short}" for short in CLASSES.values.values()
        ]
    assert stylesheet(THEME) != stylesheet(THEME, dark=True)


def test_a_theme_without_a_colour_is_refused() -> None:
    with pytest.raises(ThemeError, match="--code-keyword"):
        inline(Theme("bare", {"theme.toml": b"[tokens]\n"}))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
