from __future__ import annotations

import pytest

from exporter.errors import ConfigError
from exporter.sites.hugo.configuration import read_configuration
from exporter.sites.hugo.languages import languages
from exporter.world.memory import MemoryFiles
from tests.sites.support import codes, hugo, site, sources


def test_files_of_the_folder_are_merged_by_their_names() -> None:
    read = read_configuration(
        MemoryFiles(
            {
                "hugo.toml": 'title = "Root"\n[params]\na = 1\nb = 1\n',
                "config/_default/params.toml": "B = 2\nc = 2\n",
                "config/_default/params.ja.yaml": "d: 3\n",
                "config/_default/languages.toml": '[ja]\ntitle = "J"\n',
                "config/_default/languages.ja.toml": 'languageName = "日本語"\n',
                "config/_default/menu.toml": "[[main]]\nname = 'x'\n",
                "config/_default/config.json": '{"Title": "Folder"}',
                "config/production/params.toml": "c = 3\n",
                "config/staging/params.toml": "c = 4\n",
            }
        )
    )

    assert read.table == {
        "title": "Folder",
        "params": {"a": 1, "b": 2, "c": 3},
        "languages": {"ja": {"title": "J", "languagename": "日本語", "params": {"d": 3}}},
        "menus": {"main": [{"name": "x"}]},
    }
    assert "config/staging/params.toml" not in read.files


def test_hugo_toml_comes_before_config_toml_and_no_other_is_read() -> None:
    files = MemoryFiles({"config.toml": 'title = "old"', "hugo.yaml": "title: new"})

    assert read_configuration(files).table == {"title": "new"}


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("hugo.toml", b"a = \n", "hugo.toml:1"),
        ("hugo.yaml", b"a: 1\nb: [\n", "hugo.yaml:"),
        ("hugo.json", b'{"a": }', "hugo.json:1"),
        ("hugo.toml", b"a = '\xff'", "hugo.toml is not UTF-8"),
    ],
)
def test_a_broken_configuration_names_its_file_and_line(name: str, content: bytes, place: str) -> None:
    with pytest.raises(ConfigError, match=place):
        site({name: content, "content/a.md": ""})


def test_what_the_site_says_of_itself() -> None:
    opened = hugo(
        {},
        """
        baseURL = "https://example.org/notes"
        title = "Notes"
        languageCode = "ja-jp"
        timeZone = "Asia/Tokyo"
        copyright = "CC BY"
        [params]
        description = "What it is"
        author = ["Ann", {name = "Bob"}]
        """,
    )
    (found,) = opened.sites

    assert (found.title, found.url, found.root_url) == (
        "Notes",
        "https://example.org/notes/",
        "https://example.org/notes/",
    )
    assert (found.language, found.key, found.timezone, found.direction) == (
        "ja-JP",
        "en",
        "Asia/Tokyo",
        "ltr",
    )
    assert (found.description, found.rights, found.generator) == ("What it is", "CC BY", "hugo")
    assert [author.name for author in found.authors] == ["Ann", "Bob"]
    assert opened.diagnostics == ()


def test_exporter_toml_overrides_it() -> None:
    opened = hugo(
        {}, "title = 'x'", base_url="https://y.org/b", title="Y", language="ar", timezone="UTC", author="Me"
    )
    (found,) = opened.sites

    assert (found.title, found.url, found.language, found.timezone) == ("Y", "https://y.org/b/", "ar", "UTC")
    assert [author.name for author in found.authors] == ["Me"]


def test_without_a_base_url_addresses_are_absolute_all_the_same() -> None:
    opened = hugo({"content/posts/a.md": "---\ntitle: A\n---\n"}, "baseURL = '/'")

    assert codes(opened.diagnostics) == ["S111"]
    assert sources(opened)["content/posts/a.md"].url == "https://example.invalid/posts/a/"


LANGUAGES = {
    "defaultcontentlanguage": "ja",
    "baseurl": "https://x.org/",
    "params": {"a": 1, "b": 1},
    "languages": {
        "en": {"weight": 1, "locale": "en_gb", "title": "E", "params": {"b": 2}},
        "ja": {"weight": 9, "title": "J"},
        "ar": {"weight": 2, "languagedirection": "rtl"},
        "de": {"disabled": True},
    },
}


def test_languages_come_default_first_then_by_weight() -> None:
    found = languages(LANGUAGES)

    assert [(one.key, one.tag, one.home, one.direction) for one in found] == [
        ("ja", "ja", "https://x.org/", "ltr"),
        ("en", "en-GB", "https://x.org/en/", "ltr"),
        ("ar", "ar", "https://x.org/ar/", "rtl"),
    ]
    assert [one.table["params"] for one in found] == [{"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 1, "b": 1}]
    assert [one.table.get("title") for one in found] == ["J", "E", None]


def test_every_language_has_a_site_that_names_the_others() -> None:
    opened = hugo(
        {"content/p.md": "---\ntitle: P\ndate: 2026-07-01\n---\n", "content/p.ja.md": "---\ntitle: P\n---\n"},
        """
        baseURL = "https://x.org/"
        [languages.en]
        languageCode = "en-GB"
        [languages.ja]
        """,
    )

    assert [s.language for s in opened.sites] == ["en-GB", "ja"]
    assert {s.languages for s in opened.sites} == {("en-GB", "ja")}
    assert {path: s.language for path, s in sources(opened).items()} == {
        "content/p.md": "en-GB",
        "content/p.ja.md": "ja",
    }


MOUNTED = {
    "content/en/posts/a.md": "---\ntitle: A\n---\n",
    "content/en/docs/d.md": "---\ntitle: D\n---\n",
    "content/ja/posts/a.md": "---\ntitle: A\n---\n",
    "local/posts/b.md": "---\ntitle: B\n---\n",
}
TWO = 'baseURL = "https://x.org/"\n[languages.en]\nweight = 1\n[languages.ja]\nweight = 2\n'


@pytest.mark.parametrize(
    "form", ["sites.matrix.languages = ['ja']", "sites.matrix.languages = 'j*'", "lang = 'ja'"]
)
def test_mounts_in_the_old_form_and_the_new(form: str) -> None:
    config = TWO + (
        "[[module.mounts]]\nsource = 'content/en'\ntarget = 'content'\n"
        f"[[module.mounts]]\nsource = 'content/ja'\ntarget = 'content'\n{form}\n"
        f"[[module.mounts]]\nsource = 'content/en/docs'\ntarget = 'content/docs'\n{form}\n"
        "[[module.mounts]]\nsource = 'gone'\ntarget = 'content/gone'\n"
        "[[module.mounts]]\nsource = '../outside'\ntarget = 'content/out'\n"
        "[[module.mounts]]\nsource = 'local'\ntarget = 'content/l'\nexcludeFiles = ['**/z*']\n"
    )
    found = [(s.source, s.language, s.url) for s in hugo(MOUNTED, config).scan().sources]

    assert found == [
        ("content/en/docs/d.md", "en", "https://x.org/docs/d/"),
        ("content/en/docs/d.md", "ja", "https://x.org/ja/docs/d/"),
        ("content/en/posts/a.md", "en", "https://x.org/posts/a/"),
        ("content/ja/posts/a.md", "ja", "https://x.org/ja/posts/a/"),
        ("local/posts/b.md", "en", "https://x.org/l/posts/b/"),
    ]


def test_folders_that_bear_the_names_of_languages_are_taken_for_them() -> None:
    """opentelemetry.io: a script writes the mounts before each build, and the repository holds the state before."""
    opened = hugo({name: text for name, text in MOUNTED.items() if name.startswith("content")}, TWO)

    assert codes(opened.diagnostics) == ["S113"]
    assert [s.url for s in opened.scan().sources] == [
        "https://x.org/docs/d/",
        "https://x.org/posts/a/",
        "https://x.org/ja/posts/a/",
    ]
    assert codes(hugo({**MOUNTED, "content/other/x.md": ""}, TWO).diagnostics) == []


def test_the_fingerprint_follows_configuration_rules_and_sections() -> None:
    base = {
        "content/posts/_index.md": "---\ncascade: {a: 1}\n---\n",
        "content/posts/p.md": "---\ntitle: P\n---\n",
    }
    same = hugo(base).fingerprint

    assert hugo({**base, "content/posts/q.md": "x"}).fingerprint == same
    assert hugo({**base, "content/posts/_index.md": "---\ncascade: {a: 2}\n---\n"}).fingerprint != same
    assert hugo(base, title="Other").fingerprint != same
    assert hugo(base, "baseURL = 'https://x.org/'").fingerprint != same
