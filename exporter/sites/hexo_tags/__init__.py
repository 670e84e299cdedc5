"""Hexo's tags, ``{% note info %}…{% endnote %}``: its own, and those that its widespread themes share, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from exporter.diagnostics import Diagnostic
from exporter.reading.located import Text, constant, join
from exporter.reading.rows import indent
from exporter.sites.base import ShortcodeRule
from exporter.sites.hexo_tags.blocks import BLOCKS
from exporter.sites.hexo_tags.call import Call, calls
from exporter.sites.hexo_tags.use import Made, Names, Use
from exporter.sites.hexo_tags.words import WORDS
from exporter.sites.liquid import expand

_MAKERS: Final = {**BLOCKS, **WORDS}


def tags(
    body: Text, names: Names, rules: Mapping[str, ShortcodeRule], source: str, language: str
) -> tuple[Text, tuple[Diagnostic, ...]]:
    """``body`` with its tags replaced, and those told that nobody knows; code is left as it is.

    ``names`` finds what tags name: posts and files beside the post. ``rules`` come before what is known here.
    """
    found = calls(body)
    if not found:
        return body, ()
    maker = _Maker(body, names, rules, source, language)
    return maker.between(0, len(body.text), found), tuple(maker.told)


class _Maker:
    def __init__(
        self, body: Text, names: Names, rules: Mapping[str, ShortcodeRule], source: str, language: str
    ) -> None:
        self.told: list[Diagnostic] = []
        self._body, self._names, self._rules = body, names, rules
        self._source, self._language = source, language

    def between(self, start: int, end: int, found: list[Call]) -> Text:
        """A part of the body with its tags, which lie within it, replaced."""
        pieces: list[Text] = []
        for call in found:
            pieces += [self._body.part(start, call.start), self._made(call)]
            start = call.end
        return join([*pieces, self._body.part(start, end)])

    def _made(self, call: Call) -> Text:
        line = self._body.line(call.start)
        inner = self.between(*call.inner, call.children) if call.inner else None
        maker = None if call.name in self._rules else _MAKERS.get(call.name)
        made = maker(Use(call.name, call.said, inner, line, self._names)) if maker else None
        if isinstance(made, str):
            return constant(made, line)
        return self._unknown(call, inner, line) if made is None else self._placed(made, call, line)

    def _placed(self, made: Made, call: Call, line: int) -> Text:
        """Rows as blocks of their own, as deep in a list as their tag."""
        before = self._body.text[: call.start].rpartition("\n")[2]
        margin = "" if before.strip() else " " * indent(before)
        rows = [(at, f"{margin if i else ''}{row}".rstrip(" ")) for i, (at, row) in enumerate(made)]
        start = "\n\n" if before.strip() else "" if margin else "\n"
        text = "\n".join(row for _, row in rows)
        return join(
            [
                constant(start, line),
                Text(text, tuple(at for at, _ in rows) or (line,)),
                constant("\n\n", line),
            ]
        )

    def _unknown(self, call: Call, inner: Text | None, line: int) -> Text:
        """By a rule of exporter.toml or as a player; else what it encloses, and a word about it."""
        said = f"{{% {call.name} {call.said} %}}".replace("\n", " ")
        pieces = [constant(said, line)]
        if inner is not None:
            pieces += [constant("{% raw %}", line), inner, constant("{% endraw %}", line)]
            pieces.append(constant(f"{{% end{call.name} %}}", line))
        made, told = expand(
            join(pieces),
            {},
            include=lambda _: None,
            address=lambda name: self._names.post(name)[0],
            rules=self._rules,
            source=self._source,
            language=self._language,
        )
        self.told += told
        return made
