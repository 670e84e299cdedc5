"""Qiita's repositories: ``public/*.md`` as `qiita pull` writes them, at qiita.com below the writer's name."""

from __future__ import annotations

from typing import Any, Final

from exporter.reading.dialect import Dialect
from exporter.reading.zenn import zenn
from exporter.sites.base import SiteSettings
from exporter.sites.configured import Configured
from exporter.sites.fields import flag, text
from exporter.sites.folder import Facts, FolderSite
from exporter.sites.habits import Header
from exporter.sites.zenn import japanese
from exporter.world.files import Files

CONFIGS: Final = ("qiita.config.json",)
_PUBLIC: Final = "public/"


class QiitaSite(FolderSite):
    """Articles; the address of the writer's page is for exporter.toml to say.

    A file says when its article was changed last (``updated_at``) and not when it was published: that day is taken
    unless the header has a ``date`` too.
    """

    generator = "qiita"
    notations = (zenn,)
    dates = ("date", "created_at", "updated_at")

    def __init__(self, files: Files, settings: SiteSettings) -> None:
        super().__init__(files, settings, Facts(language="ja", timezone="Asia/Tokyo"))

    def content(self, path: str) -> bool:
        # public/.remote/ holds what was pulled last.
        return path.startswith(_PUBLIC) and "/." not in path and super().content(path)

    def is_draft(self, path: str, meta: dict[str, Any]) -> bool:
        """What is shown to those alone who know its address, and what is not there yet."""
        return flag(meta.get("private")) or text(meta.get("id")) in {"", "null"}

    def address(self, header: Header) -> str:
        return f"items/{text(header.meta.get('id')) or header.path.removeprefix(_PUBLIC).removesuffix('.md')}"

    def dialect(self, language: str) -> Dialect:
        return japanese(language)


GENERATOR = Configured(QiitaSite.generator, CONFIGS, QiitaSite)
