"""``exporter init``: a commented exporter.toml for the site that is there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from exporter.config import DEFAULTS, FILE
from exporter.errors import ConfigError
from exporter.sites import open_site
from exporter.sites.base import NOWHERE, SiteSettings
from exporter.world.files import DiskFiles

_HEAD: Final = """\
# What exporter makes of this site. Everything here is optional: without this file the four publications
# below exist as they stand. The site itself was read as: {generator}, {files} content files, {posts} of them posts.

[site]
{origin}
# base_url = "{url}"
{known}title = "{title}"
# language = "{language}"
# timezone = "{timezone}"
# author = "{author}"

# A shortcode that your theme defines and exporter cannot know:
# [shortcodes.notice]
# action = "callout"      # unwrap, drop, html, text or callout
# kind = "warning"

# A publication may also say which posts: tags, categories, series, authors, language, path (a glob), since, until,
# latest; how they are cut: every = "post" | "week" | "month" | "quarter" | "year" | "all"; and theme, title, order.
"""

# A table that DEFAULTS ends with: the letter's.
_TAIL: Final = """\
# What the law asks a sender to show; `exporter send` refuses to go without it.
# from = {{ name = "{title}", address = "you@example.org" }}
# unsubscribe = "mailto:you@example.org?subject=unsubscribe"
# postal = "1 Long Street, Springfield"
# contact = "you@example.org"
"""
# Where services publish what their repositories hold.
_WRITERS: Final = {"zenn": "https://zenn.dev/you/", "qiita": "https://qiita.com/you/"}
_CONFIGURED: Final = "# Overrides of what the generator's own configuration says."
_UNKNOWN: Final = "# {whose} names no address. Write yours: links lead there, and feeds need it."


def write_config(root: Path) -> str:
    """Writes the file and says so. Raises SiteError where there is no site, ConfigError where the file exists."""
    path = root / FILE
    if path.exists():
        raise ConfigError(f"{path} exists already", "Delete it first, or edit it.")
    site = open_site(DiskFiles(root), SiteSettings(), {})
    main = site.sites[0]
    told = main.url != NOWHERE
    title = main.title or root.resolve().name
    whose = "A folder of Markdown" if main.generator == "plain" else "The site's own configuration"
    sources = site.scan().sources
    posts = [one for one in sources if one.published and not one.page]
    head = _HEAD.format(
        generator=main.generator,
        files=len(sources),
        posts=len(posts),
        origin=_CONFIGURED if told else _UNKNOWN.format(whose=whose),
        known="# " if told else "",
        url=_quoted(main.url) if told else _WRITERS.get(main.generator, "https://www.example.org/"),
        author=_quoted(", ".join(author.name for author in main.authors)),
        title=_quoted(title),
        language=main.language,
        timezone=main.timezone or "Europe/Paris",
    )
    try:
        path.write_text(f"{head}\n{DEFAULTS}{_TAIL.format(title=_quoted(title))}", "utf-8")
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from None
    first = "" if told else "Set base_url in it. "
    if not posts:
        first += "No file has a date yet, and without one none is a post. "
    return f"{path}: {main.generator} site “{title}”. {first}Next: exporter build --site {root}"


def _quoted(text: str) -> str:
    # A comment of TOML holds no control characters.
    shown = "".join(c for c in " ".join(text.split()) if c.isprintable())
    return shown.replace("\\", "\\\\").replace('"', '\\"')
