"""Hugo's ``markup.goldmark`` as a dialect of Markdown."""

from __future__ import annotations

from html import unescape
from typing import Final

from exporter.reading.dialect import HUGO, Dialect, HeadingIds, Pairs, Substitutions
from exporter.sites.fields import Table, dig, flag, table, text
from exporter.sites.hugo.languages import Language

_IDS: Final[dict[str, HeadingIds]] = {
    "github": "github",
    "github-ascii": "github-ascii",
    "blackfriday": "blackfriday",
}
# Goldmark's names of the typographer's substitutions (https://gohugo.io/configuration/markup/#typographer).
_SUBSTITUTIONS: Final = {
    "apostrophe": "apostrophe",
    "ellipsis": "ellipsis",
    "emdash": "em_dash",
    "endash": "en_dash",
    "leftanglequote": "left_angle",
    "leftdoublequote": "left_double",
    "leftsinglequote": "left_single",
    "rightanglequote": "right_angle",
    "rightdoublequote": "right_double",
    "rightsinglequote": "right_single",
}


def dialect_of(language: Language) -> Dialect:
    """The Markdown that the site's configuration describes, Hugo's defaults where it is silent."""
    config = language.table
    goldmark = table(dig(config, "markup.goldmark"))
    extensions, parser = table(goldmark.get("extensions")), table(goldmark.get("parser"))
    math = table(extensions.get("passthrough"))
    extra = table(extensions.get("extras"))
    ids = text(parser.get("autoidtype")) or text(parser.get("autoheadingidtype"))
    return Dialect(
        tables=_on(extensions, "table", HUGO.tables),
        strikethrough=_on(extensions, "strikethrough", HUGO.strikethrough)
        or _on(extra, "delete", default=False),
        footnotes=_on(extensions, "footnote", HUGO.footnotes),
        definition_lists=_on(extensions, "definitionlist", HUGO.definition_lists),
        task_lists=_on(extensions, "tasklist", HUGO.task_lists),
        linkify=_on(extensions, "linkify", HUGO.linkify),
        linkify_protocol=text(extensions.get("linkifyprotocol")) or HUGO.linkify_protocol,
        typographer=_typographer(extensions.get("typographer")),
        heading_ids=_IDS.get(ids, "github") if _id_wanted(parser) else "",
        heading_attributes=flag(dig(parser, "attribute.title"), default=True),
        block_attributes=flag(dig(parser, "attribute.block")),
        emoji=flag(config.get("enableemoji")),
        unsafe=flag(dig(goldmark, "renderer.unsafe"), default=HUGO.unsafe),
        math_inline=_pairs(math, "inline"),
        math_block=_pairs(math, "block"),
        mark=_on(extra, "mark", default=False),
        insert=_on(extra, "insert", default=False),
        subscript=_on(extra, "subscript", default=False),
        superscript=_on(extra, "superscript", default=False),
        hard_breaks=flag(dig(goldmark, "renderer.hardwraps")),
        language=language.tag,
    )


def _id_wanted(parser: Table) -> bool:
    return flag(parser.get("autoid"), default=True) and flag(parser.get("autoheadingid"), default=True)


def _on(extensions: Table, name: str, default: bool) -> bool:
    """An extension is ``true``, or since 0.126 a table with ``enable``."""
    value = extensions.get(name)
    return flag(value.get("enable"), default) if isinstance(value, dict) else flag(value, default)


def _typographer(value: object) -> Substitutions | None:
    if value is False or flag(table(value).get("disable")):
        return None
    given = {
        ours: unescape(text(table(value)[name]))
        for name, ours in _SUBSTITUTIONS.items()
        if name in table(value)
    }
    return Substitutions(**given)


def _pairs(passthrough: Table, kind: str) -> Pairs:
    if not flag(passthrough.get("enable")):
        return ()
    written = dig(passthrough, f"delimiters.{kind}")
    pairs = written if isinstance(written, list) else []
    return tuple(
        (str(pair[0]), str(pair[1]))
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and all(pair)
    )
