"""The languages of a Hugo site, each with its whole configuration."""

from __future__ import annotations

import re
from typing import Any, Final

from msgspec import Struct

from exporter.sites.fields import Table, first, flag, integer, merged, table, text, texts

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# Below [languages.X] these are about the language; everything else overrides the key of that name at the top.
_OWN: Final = frozenset(["weight", "disabled", "languagename", "label", "languagedirection", "direction"])


class Language(Struct, frozen=True):
    """``key`` is Hugo's name of the language ("en"), ``tag`` its BCP 47 tag ("en-GB"); ``prefix`` begins its URLs.

    ``base_url`` ends in a slash, or is empty; ``table`` is the configuration as it holds in this language.
    """

    key: str
    tag: str
    base_url: str
    prefix: str
    direction: str
    table: dict[str, Any]

    @property
    def home(self) -> str:
        """The absolute URL of the home page; empty without a base URL."""
        return self.base_url and self.base_url + (f"{self.prefix}/" if self.prefix else "")


def languages(config: Table, base_url: str = "") -> tuple[Language, ...]:
    """Every language that is not disabled, the default one first, then by weight and key.

    ``base_url`` replaces what the configuration says, in all languages.
    """
    default = text(config.get("defaultcontentlanguage")).lower() or "en"
    entries = {
        key: table(entry) for key, entry in table(config.get("languages")).items() if isinstance(entry, dict)
    }
    off = {name.lower() for name in texts(config.get("disablelanguages"))}
    entries = {k: e for k, e in entries.items() if k == default or not (flag(e.get("disabled")) or k in off)}
    if entries and default not in entries:
        # Hugo refuses such a site; a default of "en" that nobody wrote is no reason to.
        default = min(entries, key=lambda key: _rank(key, entries[key]))
    order = sorted(
        entries or {default: {}}, key=lambda key: (key != default, *_rank(key, entries.get(key, {})))
    )
    multihost = not base_url and any(text(entry.get("baseurl")) for entry in entries.values())
    return tuple(
        _language(key, entries.get(key, {}), config, default=default, multihost=multihost, base_url=base_url)
        for key in order
    )


def _rank(key: str, entry: Table) -> tuple[int, str]:
    weight = integer(entry.get("weight"))
    return weight if weight > 0 else 2**31, key


def _language(
    key: str, entry: Table, config: Table, *, default: str, multihost: bool, base_url: str
) -> Language:
    whole = {k: v for k, v in config.items() if k != "languages"}
    own = {k: v for k, v in entry.items() if k not in _OWN}
    # Tables of a language replace those of the site (measured with 0.168: permalinks), but params are merged.
    whole |= own | {"params": merged(table(whole.get("params")), table(own.get("params")))}
    in_folder = key != default or flag(config.get("defaultcontentlanguageinsubdir"))
    tag = first(entry, ("locale", "languagecode")) or (
        first(config, ("locale", "languagecode")) if key == default or not config.get("languages") else ""
    )
    return Language(
        key=key,
        tag=_tag(tag) or _tag(key) or "en",
        base_url=_base(base_url or text(whole.get("baseurl"))),
        prefix=key if in_folder and not multihost else "",
        direction="rtl" if first(entry, ("direction", "languagedirection")).lower() == "rtl" else "ltr",
        table=whole,
    )


def _base(url: str) -> str:
    """An absolute URL with a slash at its end; a bare path or nothing is no base."""
    return url.rstrip("/") + "/" if url.startswith(("http://", "https://")) else ""


def _tag(name: str) -> str:
    """``name`` in the usual case of BCP 47, section 2.1.1; empty where it is no tag."""
    if not _LANGUAGE.fullmatch(name := name.replace("_", "-")):
        return ""
    head, *rest = name.split("-")
    cased = [
        part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest
    ]
    return "-".join([head.lower(), *cased])
