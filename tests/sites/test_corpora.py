"""Real sites of other generators, where they are: every post is dated, named and at the address that its site gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.sites import open_site
from exporter.sites.base import SiteSettings
from exporter.world.files import DiskFiles


@pytest.mark.parametrize(
    ("folder", "generator", "posts", "path", "url"),
    [
        ("optech-jekyll", "jekyll", 150, "_posts/en/newsletters/2024-12-20-newsletter.md", "https://bitcoinops.org/en/newsletters/2024/12/20/"),
        ("rust-zola", "zola", 149, "content/Project-Goals-2025-October-Update.md", "https://blog.rust-lang.org/2025/11/19/project-goals-update-october-2025/"),
        ("mawenbao-pelican", "pelican", 137, "content/note/wordpress-my_config.md", "http://blog.atime.me/note/wordpress-my_config.html"),
        ("v8-eleventy", "eleventy", 70, "src/blog/v8-release-80.md", "https://v8.dev/blog/v8-release-80/"),
        ("gigio-astro", "astro", 110, "src/content/blog/hackerrank-sherlock-and-cost/index.md", "https://sunghogigio.com/blog/hackerrank-sherlock-and-cost/"),
        ("rn-docusaurus", "docusaurus", 67, "website/blog/2025-12-10-react-native-0.83.mdx", "https://reactnative.dev/blog/2025/12/10/react-native-0.83"),
        ("material-mkdocs", "mkdocs", 13, "docs/blog/posts/search-better-faster-smaller.md", "https://squidfunk.github.io/mkdocs-material/blog/2021/09/13/search-better-faster-smaller/"),
    ],
)  # fmt: skip
def test_every_post_is_found_where_its_site_has_it(
    corpora: Path, folder: str, generator: str, posts: int, path: str, url: str
) -> None:
    opened = open_site(DiskFiles(corpora / folder), SiteSettings(), {})
    assert opened.sites[0].generator == generator
    found = [source for source in opened.scan().sources if source.published and not source.page]
    assert len(found) == posts
    assert all(source.title for source in found)
    assert next(source.url for source in found if source.source == path) == url
