"""Sites that lie in a folder of the one that was named: ``docs/_config.yml``, ``blog/hugo.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exporter.world.files import Files

# Two folders down at most; a theme's own example is nobody's blog.
_CONFIG: Final = re.compile(
    r"(?P<folder>(?!(?:themes|node_modules|vendor|examples?|exampleSite|tests?)/)[^/.][^/]*(?:/[^/.][^/]*)?)/"
    r"(?:hugo\.(?:toml|ya?ml|json)|config/_default/hugo\.(?:toml|ya?ml)|zola\.toml|pelicanconf\.py|mkdocs\.ya?ml"
    r"|\.?eleventy(?:\.config)?\.[cm]?[jt]s|(?:astro|docusaurus)\.config\.[cm]?[jt]s|gatsby-config\.[cm]?[jt]s"
    r"|quartz\.config\.ts|_quarto\.ya?ml|(?:svelte|nuxt|next)\.config\.[cm]?[jt]s|bridgetown\.config\.yml|(?P<posts>_config\.yml))"
)


def deeper(files: Files) -> Iterator[tuple[str, str]]:
    """Each such folder, and the configuration in it; Jekyll's and Hexo's only where posts are too."""
    names = tuple(files.walk())
    for match in filter(None, map(_CONFIG.fullmatch, names)):
        folder = match["folder"]
        posts = (f"{folder}/_posts/", f"{folder}/source/_posts/")
        if not match["posts"] or any(name.startswith(posts) for name in names):
            yield folder, match[0]
