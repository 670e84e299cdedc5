"""``permalink`` under [site], for addresses that no reader knows."""

from __future__ import annotations

import pytest

from exporter.errors import ConfigError
from exporter.sites.base import SiteSettings
from tests.sites.support import site, sources

DATED = "---\ntitle: Über uns\ndate: 2026-07-01\n---\n"


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("/blog/{year}/{month}/{slug}/", "https://x.example/blog/2026/07/a%20b/"),
        ("{day}-{title}.html", "https://x.example/01-%C3%BCber-uns.html"),
        ("/{path}/", "https://x.example/src/posts/2026-07-01%20a%20b/"),
        ("", "https://x.example/src/posts/2026-07-01%20a%20b/"),
    ],
)
def test_addresses_are_made_as_it_says(template: str, url: str) -> None:
    settings = SiteSettings(base_url="https://x.example/", permalink=template)
    opened = site({"src/posts/2026-07-01 a b.md": DATED, "src/about.md": "# About\n"}, settings)
    found = sources(opened)
    assert found["src/posts/2026-07-01 a b.md"].url == url
    assert found["src/about.md"].url == "https://x.example/src/about/"


def test_a_slot_that_means_nothing_is_refused() -> None:
    with pytest.raises(ConfigError, match="means nothing"):
        site({"a.md": DATED}, SiteSettings(permalink="/{yaer}/"))


def test_hugo_needs_none() -> None:
    with pytest.raises(ConfigError, match="Hugo"):
        site({"hugo.toml": "title = 'x'\n"}, SiteSettings(permalink="/{slug}/"))
