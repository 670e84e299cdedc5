"""exporter.toml: defaults, overrides, and a mistake told with its line and the word that was meant."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter import backends
from exporter.commands.site import read_site_config
from exporter.config import DEFAULTS, Config, read_config
from exporter.errors import ConfigError, SiteError, UsageError


def told(config: Config) -> list[tuple[str, str, str]]:
    return [(d.code, str(d.span), d.message) for d in config.diagnostics]


def test_without_a_file_the_four_publications_exist() -> None:
    config = read_config("")
    assert {name: (p.backend, p.every, p.latest) for name, p in config.publications.items()} == {
        "feed": ("feeds", "", 20),
        "digest": ("epub", "month", 0),
        "archive": ("pdf", "year", 0),
        "letter": ("newsletter", "week", 0),
    }
    assert told(config) == []
    assert read_config(DEFAULTS) == config


@pytest.mark.parametrize("name", backends.NAMES)
def test_each_publication_has_its_backend_s_own_options(name: str) -> None:
    (publication,) = (p for p in read_config("").publications.values() if p.backend == name)
    assert isinstance(publication.options, backends.load(name).options)


def test_own_keys_lie_over_the_defaults_and_new_publications_come_after_them() -> None:
    config = read_config(
        '[publications.digest]\nevery = "quarter"\n\n[publications.python]\nbackend = "epub"\ntags = ["Python"]\n'
        "since = 2026-01-01\n"
    )
    assert list(config.publications) == ["feed", "digest", "archive", "letter", "python"]
    assert (config.publications["digest"].backend, config.publications["digest"].every) == ("epub", "quarter")
    python = config.publications["python"]
    assert (python.tags, python.since, python.every) == (("Python",), date(2026, 1, 1), "")


def test_a_publication_that_is_not_enabled_does_not_exist() -> None:
    assert "archive" not in read_config("[publications.archive]\nenabled = false\n").publications


def test_site_overrides_and_rules_for_shortcodes() -> None:
    config = read_config(
        '[site]\nbase_url = "https://e.org/"\ntitle = "夏"\n[shortcodes.notice]\naction = "callout"\nkind = "tip"\n'
    )
    assert (config.site.base_url, config.site.title, config.site.language) == ("https://e.org/", "夏", "")
    assert (config.shortcodes["notice"].action, config.shortcodes["notice"].kind) == ("callout", "tip")


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("[sites]\n", 1, "unknown key sites", "Did you mean 'site'?"),
        ("\n[site]\ntitel = 'x'\n", 3, "unknown key site.titel", "Did you mean 'title'?"),
        ("[site]\nqqq = 1\n", 2, "unknown key site.qqq", "Known keys: author, base_url,"),
        (
            "[publications.feed]\nlatests = 3\n",
            2,
            "unknown key publications.feed.latests",
            "Did you mean 'latest'?",
        ),
        (
            "publications.feed.latests = 3\n",
            1,
            "unknown key publications.feed.latests",
            "Did you mean 'latest'?",
        ),
        (
            "[publications.archive]\nwriting = 'vertical'\n",
            2,
            "unknown key publications.archive.writing",
            'It is an option of backend = "epub".',
        ),
        ("[shortcodes.x]\nactoin = 'drop'\n", 2, "unknown key shortcodes.x.actoin", "Did you mean 'action'?"),
        (
            "# latests = 1\n[publications.feed]\n'latests' = 3",
            3,
            "unknown key publications.feed.latests",
            "Did",
        ),
    ],
)
def test_an_unknown_key_is_told_with_its_line_and_what_was_meant(
    text: str, line: int, message: str, hint: str
) -> None:
    (found,) = read_config(text).diagnostics
    assert (found.code, found.severity, str(found.span)) == ("C001", "error", f"exporter.toml:{line}")
    assert found.message == message
    assert found.hint.startswith(hint)


def test_an_option_of_another_backend_is_unknown_here() -> None:
    option = "latest_x"
    assert told(read_config(f"[publications.digest]\n{option} = 1\n"))[0][:2] == ("C001", "exporter.toml:2")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("site = 1\n", 1, "site must be a table"),
        ("[publications]\nfeed = 'x'\n", 2, "publications.feed must be a table"),
        ("[site]\ntitle = 3\n", 2, "site.title: Expected `string`, got `integer`"),
        ("[publications.feed]\nlatest = 'ten'\n", 2, "publications.feed.latest: Expected `integer`, got `string`"),
        ("[publications.feed]\nlatest = -1\n", 2, "publications.feed.latest: Expected `integer` >= 0"),
        ("[publications.feed]\n\ntags = [1]\n", 3, "publications.feed.tags: Expected `string`, got `integer`"),
        ("[publications.feed]\ntags = 'x'\n", 2, "publications.feed.tags: Expected `array`, got `string`"),
        ("[publications.digest]\nevery = 'fortnight'\n", 2, "publications.digest.every: Invalid enum value 'fortnight'"),
        ("[publications.digest]\nsince = 'yesterday'\n", 2, "publications.digest.since: "),
        ("[publications.digest]\nenabled = 'no'\n", 2, "publications.digest.enabled: Expected `boolean`, got `string`"),
        ("[publications.x]\nevery = 'month'\n", 1, "publications.x.backend must be one of feeds, epub, pdf, newsletter"),
        ("[publications.x]\nbackend = 'mobi'\n", 2, "publications.x.backend must be one of feeds, epub, pdf, newsletter"),
        ("[publications.x]\nbackend = ['pdf']\n", 2, "publications.x.backend must be one of"),
        ("[publications.'../x']\nbackend = 'pdf'\n", 1, "a publication's name is a folder name: a-z"),
        ("[publications.'']\nbackend = 'pdf'\n", 1, "a publication's name is a folder name: a-z"),
        ("[publications.CON]\nbackend = 'pdf'\n", 1, "a publication's name is a folder name: a-z"),
        ("[shortcodes.x]\naction = 'explode'\n", 2, "shortcodes.x.action: Invalid enum value 'explode'"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_told_with_its_line(text: str, line: int, message: str) -> None:
    found = read_config(text).diagnostics[0]
    assert (found.code, found.severity, str(found.span)) == ("C002", "error", f"exporter.toml:{line}")
    assert found.message.startswith(message)


def test_all_mistakes_are_told_at_once() -> None:
    config = read_config("[site]\ntitel = 1\ntitle = 2\n[publications.feed]\nlatest = ''\nx = 1\n[y]\n")
    assert sorted(d.span.line for d in config.diagnostics) == [2, 3, 5, 6, 7]


@pytest.mark.parametrize(
    ("text", "place"),
    [("[site\n", "line 1"), ("a = 1\na = 2\n", "line 2"), ("x = \n", "line 1"), ("x = '\x00'", "line 1")],
)
def test_broken_toml_is_an_error_that_names_the_line(text: str, place: str) -> None:
    with pytest.raises(ConfigError, match=rf"^exporter.toml: .*{place}"):
        read_config(text)


def test_an_editor_s_byte_order_mark_is_no_mistake() -> None:
    assert read_config("\ufeff[site]\r\ntitle = 'x'\r\n").site.title == "x"


def test_keys_that_would_spoil_a_terminal_are_escaped() -> None:
    (found,) = read_config('"a\\u001b[31m\\u202e" = 1\n').diagnostics
    assert found.message.isprintable()


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [
                "[site]",
                "[publications.feed]",
                "[x",
                "title",
                "=",
                "'a'",
                "3",
                "{",
                "}",
                "\n",
                "\n",
                "latest",
                "tags",
                "[",
                "]",
                ".",
                '"""',
            ]
        ),
        max_size=20,
    ).map(" ".join)
)
def test_any_text_is_a_configuration_or_a_config_error(text: str) -> None:
    with suppress(ConfigError):
        read_config(text)


def test_the_file_of_the_site_is_found_and_another_can_be_named(tmp_path: Path) -> None:
    assert read_site_config(tmp_path, None) == read_config("")
    (tmp_path / "exporter.toml").write_text("[site]\ntitle = 'own'\n", "utf-8")
    (tmp_path / "other.toml").write_text("[site]\ntitel = 'other'\n", "utf-8")
    assert read_site_config(tmp_path, None).site.title == "own"
    (found,) = read_site_config(tmp_path, tmp_path / "other.toml").diagnostics
    assert str(found.span) == f"{tmp_path}/other.toml:2"


def test_what_is_not_there_is_the_operator_s_mistake(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="is not a folder"):
        read_site_config(tmp_path / "nothing", None)
    with pytest.raises(ConfigError, match="there is no"):
        read_site_config(tmp_path, tmp_path / "nothing.toml")
    (tmp_path / "latin.toml").write_bytes(b"[site]\ntitle = '\xe9'\n")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_site_config(tmp_path, tmp_path / "latin.toml")
    (tmp_path / "exporter.toml").mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        read_site_config(tmp_path, None)


def test_publications_are_chosen_by_name_in_the_order_they_are_named() -> None:
    config = read_config("")
    assert [one.name for one in config.chosen(["letter", "feed"])] == ["letter", "feed"]
    assert config.chosen() == list(config.publications.values())
    with pytest.raises(UsageError, match="no publication is called 'feeed'") as caught:
        config.chosen(["feed", "feeed"])
    assert "feed, " in caught.value.hint


@pytest.mark.parametrize("broken", ["a = " + "[" * 5000, "a = " + "9" * 5000])
def test_what_is_nested_without_end_is_told(broken: str) -> None:
    with pytest.raises(ConfigError, match=r"exporter\.toml"):
        read_config(broken)
