"""Which file of a site is published at an address: where its own generator looks for it, and nowhere else."""

from __future__ import annotations

import pytest

from exporter.commands.places import SitePlaces
from exporter.sites import open_site
from exporter.sites.base import SiteSettings
from exporter.sites.index import Index
from exporter.world.memory import MemoryFiles

ADDRESS = "https://example.org/blog/"
PICTURE = "pictures/a b.png"
MOUNTS = '[[module.mounts]]\nsource = "drawings"\ntarget = "static/pictures"\n'
# Those that have no site without one.
CONFIGS = {
    "zola": "zola.toml",
    "pelican": "pelicanconf.py",
    "eleventy": "eleventy.config.js",
    "astro": "astro.config.mjs",
    "gatsby": "gatsby-config.js",
    "mkdocs": "mkdocs.yml",
}


def name(generator: str, *pictures: str, **files: str) -> str:
    """The file that is published at ``PICTURE`` by a site that has these ``pictures``, and these ``files`` besides."""
    config = CONFIGS.get(generator, "a.md")
    there = dict.fromkeys(pictures, "png") | {config: "", **files}
    disk = MemoryFiles(there)
    site = open_site(disk, SiteSettings(generator=generator, base_url=ADDRESS), {})
    return SitePlaces(disk, site, ()).name(f"{ADDRESS}pictures/a%20b.png")


@pytest.mark.parametrize(
    ("generator", "folder"),
    [
        ("hugo", "static/"),
        ("hugo", "assets/"),
        ("hugo", "content/"),
        ("zola", "static/"),
        ("hexo", "source/"),
        ("jekyll", ""),
        ("pelican", "content/"),
        ("eleventy", "public/"),
        ("astro", "public/"),
        ("gatsby", "static/"),
        ("docusaurus", "static/"),
        ("mkdocs", "docs/"),
        ("plain", ""),
    ],
)
def test_a_file_lies_where_its_generator_looks(generator: str, folder: str) -> None:
    elsewhere = f"elsewhere/{PICTURE}"
    assert name(generator, folder + PICTURE, elsewhere) == folder + PICTURE
    assert name(generator, elsewhere) == ""


@pytest.mark.parametrize(
    ("generator", "folder"), [("hexo", "static/"), ("zola", "public/"), ("jekyll", "docs/")]
)
def test_the_folder_of_another_generator_is_none(generator: str, folder: str) -> None:
    assert name(generator, folder + PICTURE) == ""


def test_folders_that_the_configuration_names() -> None:
    hugo = {"hugo.toml": f'baseURL = "{ADDRESS}"\n{MOUNTS}'}
    assert name("hugo", "drawings/a b.png", **hugo) == "drawings/a b.png"
    assert name("mkdocs", f"pages/{PICTURE}", **{"mkdocs.yml": "docs_dir: pages\n"}) == f"pages/{PICTURE}"


def test_what_wins_comes_first() -> None:
    hugo = {"hugo.toml": f'baseURL = "{ADDRESS}"\nstaticDir = ["one", "two"]\n'}
    assert name("hugo", f"one/{PICTURE}", f"two/{PICTURE}", **hugo) == f"two/{PICTURE}"


def test_a_translation_shows_what_a_bundle_of_another_language_holds() -> None:
    config = f'baseURL = "{ADDRESS}"\n'
    for key in ("en", "ja"):
        config += f'[languages.{key}]\ncontentDir = "content/{key}"\n'
    disk = MemoryFiles({"hugo.toml": config, "content/en/posts/a/map.png": "png"})
    site = open_site(disk, SiteSettings(), {})
    assert SitePlaces(disk, site, ()).name(f"{ADDRESS}ja/posts/a/map.png") == "content/en/posts/a/map.png"


@pytest.mark.parametrize("permalink", ["article/:title.html", ":year/:month/:title/"])
def test_hexo_s_folder_of_a_post_is_found_from_the_address_of_the_post(permalink: str) -> None:
    disk = MemoryFiles({
        "_config.yml": f"url: https://h.example\npermalink: {permalink}\n",
        "source/_posts/a.md": "---\ndate: 2026-07-01\n---\n![p](p.png)\n",
        "source/_posts/a/p.png": "png",
    })  # fmt: skip
    site = open_site(disk, SiteSettings(), {})
    pages = site.scan().sources
    post = site.read(pages[0], Index(pages)).post
    assert post is not None
    assert SitePlaces(disk, site, pages).name(post.images[0].url) == "source/_posts/a/p.png"
