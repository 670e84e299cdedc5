"""Themes on disk to Theme values: the ones that come with exporter, and a site's own folder.

A site's own theme lies on the default one, so that a theme may be one line and new elements have a look in every theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from exporter import backends
from exporter.errors import ExportError, ThemeError
from exporter.model.publication import Publication
from exporter.model.theme import BASE, TOML, Theme
from exporter.world.files import DiskFiles

DEFAULT: Final = "default"
# A file of this name is set behind the default's own file, where one without it takes that one's place.
_MORE: Final = "more-"
_PACKAGE: Final = Path(__file__).parent.parent
LARGEST: Final = 32 * 2**20


def load_theme(name: str, site_root: Path, *, faces: bool = True) -> Theme:
    """The theme called ``name``, or the folder ``./name`` of the site where the name begins with ``./``.

    Without ``faces`` the machine is not asked for its fonts.

    Raises ThemeError where there is none, or where it is broken.
    """
    folder = _find(name, site_root)
    own = _content(name, folder)
    theme = Theme(name, own)
    if name != DEFAULT:
        theme = Theme(name, _laid_on(_content(DEFAULT, _find(DEFAULT, site_root)), own))
    # A broken theme.toml is told now, not by the first post.
    _look_for_slips(theme)
    if not faces:
        return theme
    # It starts a program, for which a build of feeds has no use.
    from exporter.world.fonts import find_faces  # noqa: PLC0415

    return Theme(name, theme.files, find_faces(theme.families))


def load_themes(publications: Sequence[Publication], site_root: Path) -> dict[str, Theme]:
    """The themes of ``publications`` by name. Only for a backend that sets type is the machine asked for its fonts: it
    takes another program.
    """
    faced = {p.theme for p in publications if backends.load(p.backend).sets_type}
    names = sorted({publication.theme for publication in publications})
    return {name: load_theme(name, site_root, faces=name in faced) for name in names}


def _laid_on(below: dict[str, bytes], own: dict[str, bytes]) -> dict[str, bytes]:
    whole = {**below, **own, BASE: below[TOML]}
    for name in own:
        target = name.removeprefix(_MORE)
        if target != name and target in below:
            whole[target] = whole[target] + b"\n" + whole.pop(name)
    return whole


def _look_for_slips(theme: Theme) -> None:
    """Raises ThemeError for a token that nothing uses: mostly the slip of a pen."""
    known = theme.base.get("tokens", {})
    for token in theme.settings.get("tokens", {}):
        used = f"--{token}".encode()
        if known and token not in known and not any(used in content for content in theme.files.values()):
            near = get_close_matches(token, known, 1)
            hint = f"Do you mean {near[0]!r}?" if near else "docs/themes.md lists the tokens."
            raise ThemeError(f"theme {theme.name!r}: nothing uses the token {token!r}", hint)


def _content(name: str, folder: Path) -> dict[str, bytes]:
    files = DiskFiles(folder)
    content: dict[str, bytes] = {}
    left = LARGEST
    for file in files.walk():
        try:
            content[file] = files.read(file, left)
            left -= len(content[file])
        except (OSError, ExportError) as error:
            raise ThemeError(f"theme {name!r}: {file} cannot be read ({error})") from None
    return content


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
