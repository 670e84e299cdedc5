"""Themes on disk to Theme values: the ones that come with exporter, and a site's own folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from exporter.errors import ExportError, ThemeError
from exporter.model.theme import Theme
from exporter.world.files import DiskFiles
from exporter.world.fonts import find_faces

_PACKAGE: Final = Path(__file__).parent.parent
LARGEST: Final = 32 * 2**20


def load_theme(name: str, site_root: Path) -> Theme:
    """The theme called ``name``, or the folder ``./name`` of the site where the name begins with ``./``.

    Raises ThemeError where there is none, or where it is broken.
    """
    folder = _find(name, site_root)
    files = DiskFiles(folder)
    content: dict[str, bytes] = {}
    for file in files.walk():
        try:
            content[file] = files.read(file, LARGEST)
        except (OSError, ExportError) as error:
            raise ThemeError(f"theme {name!r}: {file} cannot be read ({error})") from None
    theme = Theme(name, content)
    # A broken theme.toml is told now, not by the first post.
    return Theme(name, content, find_faces(theme.families))


def _find(name: str, site_root: Path) -> Path:
    if name.startswith("./"):
        folder = (site_root / name).resolve()
        if folder.is_relative_to(site_root.resolve()) and (folder / "theme.toml").is_file():
            return folder
        raise ThemeError(
            f"there is no theme in {name}", "A theme is a folder below the site with a theme.toml in it."
        )
    # An installed wheel holds themes inside the package; a working copy beside it.
    homes = [_PACKAGE / "themes", _PACKAGE.parent / "themes"]
    known = sorted(
        {p.name for home in homes if home.is_dir() for p in home.iterdir() if (p / "theme.toml").is_file()}
    )
    for home in homes:
        if name in known and (home / name / "theme.toml").is_file():
            return home / name
    raise ThemeError(
        f"no theme is called {name!r}", f"There are {', '.join(known)}; a folder of the site is ./NAME."
    )
