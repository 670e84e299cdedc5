"""Finds a site's configuration and the cache."""

from __future__ import annotations

from pathlib import Path

from exporter.commands.home import cache_place, prepare
from exporter.config import FILE, Config, read_config
from exporter.errors import ConfigError, SiteError
from exporter.ledger.closed import FILE as FILE_OF_CLOSED
from exporter.ledger.rows import FILE as FILE_OF_IDS
from exporter.world.url import Url


def read_site_config(site: Path, file: Path | None) -> Config:
    """exporter.toml of the site, or ``file``; the defaults where the site has none. Raises SiteError, ConfigError."""
    if not site.is_dir():
        raise SiteError(f"{site} is not a folder", "Name the root of your site with --site DIR.")
    path = file or site / FILE
    if file is None and not path.exists():
        return read_config("")
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise ConfigError(f"there is no {path}", "`exporter init` writes one.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from None
    return read_config(text, str(path) if file else FILE)


def ledger_file(site: Path, file: Path | None) -> Path:
    """Where the ids that readers know are kept: beside the configuration."""
    return (file.parent if file else site) / FILE_OF_IDS


def closed_file(site: Path, file: Path | None) -> Path:
    """Where closed issues are kept: beside the configuration as well."""
    return (file.parent if file else site) / FILE_OF_CLOSED


def cache_folder(given: Path | Url | None) -> Path:
    """The folder of the cache, made ready. Raises ConfigError where it cannot be written."""
    folder = cache_place(given)
    if not prepare(folder):
        raise ConfigError(f"the cache {folder} cannot be written", "Choose another folder with --cache.")
    return folder
