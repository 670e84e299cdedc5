"""Where posts come from: one reader a generator."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from exporter.errors import ConfigError, SiteError
from exporter.sites.base import Generator, OpenSite, ShortcodeRule, SiteSettings
from exporter.world.files import Files

# In the order in which they are asked; plain takes any folder with Markdown and so comes last.
NAMES: Final = (
    "hugo", "zola", "hexo", "bridgetown", "jekyll", "pelican", "eleventy", "astro", "gatsby", "docusaurus", "mkdocs",
    "quartz", "vitepress", "nikola", "lektor", "middleman", "quarto", "sveltekit", "nuxt", "nextjs", "zenn", "qiita",
    "logseq", "plain",
)  # fmt: skip


def detect(files: Files) -> str:
    """The name of the generator whose site this is. Raises SiteError where there is none."""
    found = next((name for name in NAMES if _generator(name).detect(files)), None)
    if found is None:
        raise SiteError(
            "no site was found here: no configuration of a generator and no Markdown",
            "Name its folder with --site. A service's export (WordPress, Ghost) is turned into Markdown first.",
        )
    return found


def open_site(files: Files, settings: SiteSettings, shortcodes: Mapping[str, ShortcodeRule]) -> OpenSite:
    """The site below the root of ``files``. Raises SiteError, and ConfigError for a configuration that is broken."""
    name = settings.generator or detect(files)
    if name not in NAMES:
        raise SiteError(f"the generator {name!r} is not known", f"Known are {', '.join(NAMES)}.")
    if name == "hugo" and settings.permalink:
        raise ConfigError(
            "exporter.toml: permalink is Hugo's own to say", "Its addresses are known; remove the key."
        )
    return _generator(name).open(files, settings, shortcodes)


def _generator(name: str) -> Generator:
    """Readers are loaded when they are asked for."""
    module = import_module(f"exporter.sites.{name}")
    generator: Generator = module.GENERATOR
    return generator
