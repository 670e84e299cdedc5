"""A theme is a value: its texts, its tokens, and errors that name what it lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.build import themes
from exporter.build.themes import load_theme
from exporter.errors import ThemeError
from exporter.model.theme import Theme

TOKENS = b'[tokens]\ncolor-text = "#222"\nsize = 12\n'


def theme(**files: bytes) -> Theme:
    return Theme(
        "mine", {"theme.toml": TOKENS, **{name.replace("_", "."): content for name, content in files.items()}}
    )


def test_tokens_take_the_place_of_variables() -> None:
    made = theme(print_css=b"p{color:var(--color-text);font:var( --size )pt x}")
    assert made.stylesheet("print.css") == "p{color:#222;font:12pt x}"


def test_what_a_theme_lacks_is_named_with_who_asked() -> None:
    made = theme(print_css=b"p{color:var(--gone)}", latin_css=b"\xe9")
    with pytest.raises(ThemeError, match=r"theme 'mine': print.css uses --gone, which theme.toml lacks"):
        made.stylesheet("print.css")
    with pytest.raises(ThemeError, match=r"has no epub.css"):
        made.text("epub.css")
    with pytest.raises(ThemeError, match=r"latin.css is not UTF-8"):
        made.text("latin.css")
    with pytest.raises(ThemeError, match=r"theme.toml: "):
        _ = Theme("mine", {"theme.toml": b"[tokens"}).settings


def test_the_default_theme_has_all_it_uses(tmp_path: Path) -> None:
    default = load_theme("default", tmp_path)
    for name in default.files:
        if name.endswith(".css"):
            assert "var(" not in default.stylesheet(name)


def folder(root: Path, toml: str = "[tokens]\n") -> Path:
    root.mkdir(parents=True)
    (root / "theme.toml").write_text(toml, "utf-8")
    return root


def test_a_site_s_own_theme_is_a_folder_below_it(tmp_path: Path) -> None:
    folder(tmp_path / "site" / "look")
    assert load_theme("./look", tmp_path / "site").text("theme.toml") == "[tokens]\n"


def test_a_site_s_own_theme_lies_on_the_default_one(tmp_path: Path) -> None:
    look = folder(tmp_path / "look", '[tokens]\naccent = "#064"\nmine = "3px"\n')
    (look / "more-print.css").write_text("h1{border:var(--mine) solid}", "utf-8")
    (look / "feed.css").write_text("a{color:var(--accent);background:var(--wash)}", "utf-8")
    made, default = load_theme("./look", tmp_path), load_theme("default", tmp_path)

    assert made.token("accent") == "#064"
    assert made.token("ink") == default.token("ink")
    assert made.stylesheet("feed.css") == f"a{{color:#064;background:{default.token('wash')}}}"
    assert made.stylesheet("print.css").startswith(default.stylesheet("print.css").split("var(")[0][:80])
    assert made.stylesheet("print.css").endswith("h1{border:3px solid}")
    assert made.stylesheet("epub.css").replace("#064", default.token("accent")) == default.stylesheet(
        "epub.css"
    )
    assert made.text("templates/email.html.j2") == default.text("templates/email.html.j2")


def test_a_token_that_nothing_uses_is_a_slip(tmp_path: Path) -> None:
    folder(tmp_path / "look", '[tokens]\nacent = "#064"\n')
    with pytest.raises(ThemeError, match="nothing uses the token 'acent'") as error:
        load_theme("./look", tmp_path)
    assert error.value.hint == "Do you mean 'accent'?"


def test_a_theme_outside_the_site_is_refused(tmp_path: Path) -> None:
    folder(tmp_path / "outside")
    site = tmp_path / "site"
    site.mkdir()
    (site / "link").symlink_to(tmp_path / "outside")
    for name in ("./../outside", "./link", "./nothing", "../outside", str(tmp_path / "outside"), ".", ""):
        with pytest.raises(ThemeError):
            load_theme(name, site)


@pytest.mark.parametrize("broken", ["[tokens", "tokens = 5", "a = " + "[" * 5000, "a = " + "9" * 5000])
def test_a_broken_theme_is_told_before_the_first_post(tmp_path: Path, broken: str) -> None:
    folder(tmp_path / "look", broken)
    with pytest.raises(ThemeError, match=r"theme.toml"):
        load_theme("./look", tmp_path)


def test_a_theme_is_no_larger_than_one_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path / "look")
    for name in "abc":
        (tmp_path / "look" / name).write_bytes(bytes(60))
    monkeypatch.setattr(themes, "LARGEST", 100)
    with pytest.raises(ThemeError, match="cannot be read"):
        load_theme("./look", tmp_path)


def test_a_theme_that_nobody_made_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match="no theme is called 'nobody'") as error:
        load_theme("nobody", tmp_path)
    assert "default" in error.value.hint
