from __future__ import annotations

import pytest

from exporter.errors import SiteError
from exporter.sites import NAMES, detect, open_site
from exporter.sites.base import SiteSettings
from exporter.world.memory import MemoryFiles


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"hugo.toml": ""}, "hugo"),
        ({"hugo.yaml": ""}, "hugo"),
        ({"config.toml": "", "content/a.md": ""}, "hugo"),
        ({"config/_default/hugo.toml": "", "content/a.md": ""}, "hugo"),
        ({"config.toml": "", "docs/a.md": ""}, "plain"),
        ({"config.toml": 'base_url = "https://zola.example"', "content/a.md": ""}, "zola"),
        ({"a.md": ""}, "plain"),
        ({"deep/er/a.markdown": ""}, "plain"),
    ],
)
def test_a_site_is_known_by_its_files(files: dict[str, str], name: str) -> None:
    assert detect(MemoryFiles(files)) == name


def test_a_folder_without_markdown_is_no_site() -> None:
    with pytest.raises(SiteError) as caught:
        detect(MemoryFiles({"a.txt": ""}))

    assert "--site" in caught.value.hint


def test_an_unknown_generator_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SiteError) as caught:
        open_site(MemoryFiles({"a.md": ""}), SiteSettings(generator="jekyl"), {})

    assert all(name in caught.value.hint for name in NAMES)


def test_the_generator_named_is_the_one_that_opens() -> None:
    opened = open_site(
        MemoryFiles({"hugo.toml": "", "content/a.md": ""}), SiteSettings(generator="plain"), {}
    )

    assert opened.sites[0].generator == "plain"


@pytest.mark.parametrize("name", ["zola", "pelican", "eleventy", "astro", "gatsby", "mkdocs"])
def test_a_generator_whose_configuration_is_missing_says_so(name: str) -> None:
    with pytest.raises(SiteError, match="was found here") as caught:
        open_site(MemoryFiles({"a.md": ""}), SiteSettings(generator=name), {})

    assert "--site" in caught.value.hint


@pytest.mark.parametrize("name", ["hugo", "hexo", "jekyll", "docusaurus", "plain"])
def test_a_generator_that_does_without_configuration_opens(name: str) -> None:
    opened = open_site(MemoryFiles({"a.md": ""}), SiteSettings(generator=name), {})

    assert opened.sites[0].generator == name
