"""Directives and roles of docutils as blogs have them: code with whatever options, players, and those nobody knows."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, Final

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.languages import en

_NAMED: Final = re.compile(
    r"(?m)^[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?P<directive>[\w:+.-]+?)::(?:[ \t]|$)"
)
_ROLE: Final = re.compile(r"(?<![\w:]):(?P<role>[\w+.-]+(?::[\w+.-]+)?):`")
_PLAYERS: Final = {
    "youtube": "https://www.youtube.com/embed/{}",
    "vimeo": "https://player.vimeo.com/video/{}",
}
_TARGET: Final = re.compile(r"(?P<words>.*?)\s*<(?P<target>[^<>]+)>\Z", re.DOTALL)


class _AnyOption(defaultdict[str, Any]):
    """Takes every option as it is written."""

    def __init__(self) -> None:
        super().__init__(lambda: lambda said: said or "")

    def __bool__(self) -> bool:
        return True


class _Open(Directive):
    optional_arguments = 100
    has_content = True
    option_spec = _AnyOption()

    @property
    def said(self) -> str:
        return " ".join(self.arguments)


class Code(_Open):
    """``code-block``, ``sourcecode``: number and emphasis of lines are for a page's style."""

    def run(self) -> list[nodes.Node]:
        code = "\n".join(self.content)
        block = nodes.literal_block(code, code, language=self.said.split(" ")[0])
        block.line = self.lineno
        return [block]


class Player(_Open):
    """``youtube``, ``vimeo``, ``media``: a frame, which becomes a link."""

    def run(self) -> list[nodes.Node]:
        said = self.said
        if player := _PLAYERS.get(self.name):
            address = player.format(re.sub(r"[^\w-]", "", said))
            return [nodes.raw("", f'<iframe src="{address}"></iframe>', format="html")]
        address = f"https://gist.github.com/{said}" if self.name == "gist" else said
        return [nodes.paragraph("", "", nodes.reference("", address, refuri=address))]


class Thumbnail(_Open):
    """Nikola's picture that opens a larger one."""

    def run(self) -> list[nodes.Node]:
        figure = nodes.figure("", nodes.image(uri=self.said, alt=self.options.get("alt", "")))
        if self.content:
            inner = nodes.Element()
            self.state.nested_parse(self.content, self.content_offset, inner)
            figure += [nodes.caption("", "", *child.children) for child in inner.children[:1]]
        return [figure]


class Clock(_Open):
    """``date``: the day of the build, of which no output may know."""

    def run(self) -> list[nodes.Node]:
        return [nodes.Text("")]


class Unknown(_Open):
    """One that nobody knows: what it encloses."""

    def run(self) -> list[nodes.Node]:
        self.state.document.settings.told.append((self.name, self.lineno))
        inner = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, inner)
        return [inner]


def _unknown_role(
    name: str, _raw: str, text: str, _line: int, _inliner: Any, options: Any = None, content: Any = None
) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Its words; with ``words <target>``, as Sphinx has it, a link where the target is an address."""
    del name, options, content
    target = _TARGET.match(text)
    words = target["words"] if target else text.lstrip("~!")
    if target and re.match(r"https?://|/|\{", target["target"]):
        return [nodes.reference("", words, refuri=target["target"])], []
    return [nodes.inline("", words)], []


_KNOWN: Final[dict[str, type[Directive]]] = {
    **dict.fromkeys(("code", "code-block", "sourcecode", "highlight"), Code),
    **dict.fromkeys(("youtube", "vimeo", "gist", "media", "soundcloud"), Player),
    "thumbnail": Thumbnail,
    "date": Clock,
}


def prepare(source: str) -> None:
    """Makes known what ``source`` uses and docutils does not have. docutils keeps such names for the process."""
    for name, directive in _KNOWN.items():
        directives.register_directive(name, directive)
    for found in _NAMED.finditer(source):
        name = found["directive"].lower()
        if name not in _KNOWN and name not in en.directives:
            directives.register_directive(name, Unknown)
    for found in _ROLE.finditer(source):
        name = found["role"].lower()
        if name not in en.roles:
            roles.register_local_role(name, _unknown_role)  # type: ignore[arg-type]
