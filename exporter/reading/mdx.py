"""MDX to Markdown and HTML: modules, expressions and components are taken out of it, their words kept."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import Final

from exporter.diagnostics import Diagnostic
from exporter.reading import components, jsx
from exporter.reading.findings import Findings
from exporter.reading.flow import BOX, CLOSE, OPEN, settled
from exporter.reading.located import Text
from exporter.reading.verbatim import fences

# Where something of MDX may begin, and what hides it.
_START: Final = re.compile(
    r"\\[\s\S]|(?P<ticks>`+)|(?P<comment><!--[\s\S]*?(?:-->|\Z))|(?P<tag><(?=[A-Za-z/>]))|(?P<brace>\{)"
    r"|(?P<math>\$\$[\s\S]*?\$\$|\$(?![\s$])[^$\n]*?(?<![\s\\])\$(?!\d))"
    r"|(?P<module>^(?:import|export)(?=[\s{\"']))",
    re.MULTILINE,
)
_MODULE: Final = re.compile(
    r"import\s+[\"']|import\s*(?:type\s+)?[\w*{$][^;]{0,2000}?\bfrom\s*[\"']"
    r"|export\s+(?:default|const|let|var|function|async|class|type|interface|enum|\{|\*)|export\s*[{*]"
)
_STRING: Final = re.compile(r"\s*\{(?P<code>\s*`(?:[^`\\]|\\.)*`\s*)\}\s*</CodeBlock>", re.DOTALL)
_IMPORTED: Final = re.compile(r"^import\s+([\w$]+)\s+from\s*([\"'])([^\"'\n]+)\2", re.MULTILINE)
_COMMENT: Final = re.compile(r"\{\s*/\*(?P<words>[\s\S]*?)\*/\s*\}\Z")
_BLANK: Final = re.compile(r"\n[ \t]*\n")
_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t]")
_RAW: Final = frozenset(["script", "style", "pre", "textarea", "svg", "math"])
# Elements that hold blocks: Markdown within them is read, where it stands on lines of its own.
_HOLDS_BLOCKS: Final = frozenset(
    "article aside blockquote center details div figure footer header main nav section".split()
)
# What follows their end is Markdown again, and begins after a blank line.
_CAPTIONS: Final = frozenset(["summary", "figcaption"])
# Deeper nesting is read as if it were within a line: every level costs a frame.
_DEEPEST: Final = 20
# So often may the end of a bracket be searched in vain, each time to the end of the text.
_VAIN: Final = 20


def plain_markdown(body: Text, source: str = "") -> tuple[Text, tuple[Diagnostic, ...]]:
    """``body`` without what only a program can run, and what was left out of it (R201, R209).

    ``{/* truncate */}`` becomes ``<!--more-->``. Pure; never raises for what the author wrote.
    """
    return _Reader(body, source).read()


class _Reader:
    """One pass over the text; what is to be changed is noted as edits."""

    def __init__(self, body: Text, source: str) -> None:
        self._body, self._text = body, body.text
        self._findings = Findings(source)
        self._edits: list[tuple[int, int, str]] = []
        self._known = {name: path for name, _, path in _IMPORTED.findall(body.text)}
        self._opened: list[tuple[str, bool, str]] = []  # name, whether a block, what closes it
        self._clear = 0  # up to here the line holds nothing but tags that became rows
        self._paragraph = 0  # where the one ends in which a code span was last looked for
        self._names: Counter[str] = Counter()  # how often each name is open
        self._vain = 0
        self._blocks = False

    def read(self) -> tuple[Text, tuple[Diagnostic, ...]]:
        code = fences(self._body)
        position = 0
        while start := _START.search(self._text, position):
            end = code.end(start.start())
            position = end if end else max(self._step(start), start.start() + 1)
        if not self._edits:
            return self._body, ()
        edited = self._body.edited(self._edits)
        return (settled(edited) if self._blocks else edited), self._findings.diagnostics()

    def _step(self, start: re.Match[str]) -> int:
        """Where to go on after what begins there."""
        if start["ticks"]:
            return self._span(start)
        if start["comment"]:
            if start["comment"][4:-3].strip() == "truncate":
                self._edits.append((*start.span(), "<!--more-->"))
            return start.end()
        if start["tag"]:
            return self._tag(start.start())
        if start["brace"]:
            return self._expression(start.start())
        if start["module"] is not None:
            return self._module(start.start())
        return start.end()

    def _span(self, start: re.Match[str]) -> int:
        """The end of a code span, or of the backticks that begin none."""
        if start.end() > self._paragraph:
            blank = _BLANK.search(self._text, start.end())
            self._paragraph = blank.start() if blank else len(self._text)
        same = re.compile(rf"(?<!`){start['ticks']}(?!`)").search(self._text, start.end(), self._paragraph)
        return same.end() if same else start.end()

    def _module(self, start: int) -> int:
        above = self._text.rfind("\n", 0, max(0, start - 1)) + 1
        apart = not self._text[above:start].strip() or (self._edits and self._edits[-1][1] == start)
        if not apart or not _MODULE.match(self._text, start):
            return start + 1
        end = jsx.statement(self._text, start) if self._vain <= _VAIN else -1
        if end < 0:
            self._vain += 1
            blank = _BLANK.search(self._text, start)
            end = blank.start() + 1 if blank else len(self._text)
        self._edits.append((start, end, ""))
        return end

    def _expression(self, start: int) -> int:
        text = self._text
        if text.startswith(("{#", "{:", "{.", "{{<", "{{%"), start) or self._vain > _VAIN:
            return start + 1
        if text[text.rfind("\n", 0, start) + 1 : start].lstrip(" \t>").startswith("::"):
            # The attributes of a directive.
            return start + 1
        end = jsx.expression(text, start)
        if end < 0:
            self._vain += 1
            return start + 1
        code = text[start:end]
        self._edits.append((start, end, self._worth(code, start)))
        return end

    def _worth(self, code: str, start: int) -> str:
        """What an expression leaves in the text."""
        comment = _COMMENT.match(code)
        if comment:
            words = comment["words"].strip()
            line = self._text[self._text.rfind("\n", 0, start) + 1 : start]
            if words.startswith("#") and _HEADING.match(line):
                return f"{{{words}}}"
            return "<!--more-->" if words == "truncate" else ""
        value = jsx.literal(code[1:-1], {})
        if value is not None and code[1:-1].strip() != "true":
            return _as_text(value)
        if code[1:-1].strip():
            shown = " ".join(code.split())
            shown = shown if len(shown) <= 40 else f"{shown[:39]}…"
            self._findings.add("R209", f"the expression {shown} was left out", self._body.line(start))
        return ""

    def _tag(self, start: int) -> int:
        try:
            tag = jsx.tag(self._text, start, self._known) if self._vain <= _VAIN else None
        except jsx.UnclosedError:
            self._vain += 1
            tag = None
        if tag is None:
            return start + 1
        if end := self._code(start, tag):
            return end
        if tag.name in _RAW and not tag.closing and not tag.empty:
            close = self._text.find(f"</{tag.name}", tag.end)
            self._note(start, tag)
            return close if close >= 0 else tag.end
        self._note(start, tag)
        return tag.end

    def _code(self, start: int, tag: jsx.Tag) -> int:
        """The end of a component that shows a string as code, which becomes a fence; 0 for any other."""
        held = _STRING.match(self._text, tag.end) if tag.name == "CodeBlock" and not tag.empty else None
        code = tag.attributes.get("code") if tag.empty else held and jsx.literal(held["code"], {})
        line = self._text.rfind("\n", 0, start) + 1
        margin = self._text[line:start]
        if not code or margin.strip():
            return 0
        end = held.end() if held else tag.end
        self._edits.append((line, end, components.fence(tag, code, margin)))
        return end

    def _note(self, start: int, tag: jsx.Tag) -> None:
        component = not tag.name or tag.name[0].isupper() or "." in tag.name
        if tag.closing:
            self._close(start, tag, component=component)
        elif tag.empty:
            made = components.alone(tag) if component else components.html(tag)
            if component:
                self._tell(tag, start, known=bool(made))
            if component or not tag.plain or made.endswith(f"</{tag.name}>") or "className" in tag.attributes:
                self._edits.append((start, tag.end, made))
        else:
            self._open(start, tag, component=component)

    def _open(self, start: int, tag: jsx.Tag, *, component: bool) -> None:
        line = max(self._text.rfind("\n", 0, start) + 1, self._clear)
        first = not self._text[line:start].strip()
        block = first and (component or tag.name in _HOLDS_BLOCKS) and len(self._opened) < _DEEPEST
        if component:
            self._tell(tag, start)
        made, closing = self._made(tag, component=component, block=block)
        self._opened.append((tag.name, block, closing))
        self._names[tag.name] += 1
        if block:
            margin = self._text[line:start] if line > self._clear or not line else ""
            self._row(line, tag.end, f"\n{margin}{OPEN}{made}\n")
        elif component or not tag.plain or "className" in tag.attributes:
            self._edits.append((start, tag.end, made))

    def _made(self, tag: jsx.Tag, *, component: bool, block: bool) -> tuple[str, str]:
        """What an opening tag becomes, and the tag that closes it."""
        if not component:
            return components.html(tag), f"</{tag.name}>"
        address = tag.attributes.get("href") or tag.attributes.get("to")
        title = " ".join(components.label(tag).split())
        kind = components.box(tag)
        if block and kind:
            return f"{BOX}{kind}\t{title}", ""
        if tag.name == "Link" and address:
            return f'<a href="{escape(address)}">', "</a>"
        return (f"**{title}**" + ("" if block else " ") if title else ""), ""

    def _close(self, start: int, tag: jsx.Tag, *, component: bool) -> None:
        if not self._names[tag.name]:
            if component:
                self._edits.append((start, tag.end, ""))
            return
        place = next(i for i in range(len(self._opened) - 1, -1, -1) if self._opened[i][0] == tag.name)
        if tag.name in _CAPTIONS and self._text.startswith("\n", tag.end):
            self._edits.append((tag.end, tag.end, "\n"))
        # What was opened within and never closed ends here.
        inner = self._opened[place + 1 :]
        _, block, closing = self._opened[place]
        self._names.subtract(name for name, _, _ in self._opened[place:])
        del self._opened[place:]
        ends = "".join(f"\n{CLOSE}{made}\n" for _, is_block, made in reversed(inner) if is_block)
        if block:
            self._row(start, tag.end, f"{ends}\n{CLOSE}{closing}\n")
        elif component or ends:
            self._edits.append((start, tag.end, ends + closing))

    def _row(self, start: int, end: int, row: str) -> None:
        after = self._text[end:].partition("\n")[0]
        end += len(after) - len(after.lstrip(" \t"))
        self._edits.append((start, end, row))
        self._clear = end
        self._blocks = True

    def _tell(self, tag: jsx.Tag, start: int, *, known: bool = False) -> None:
        if tag.name in components.GROUPS or known:
            return
        hint = "Nothing of it is shown." if tag.empty else "Its content was kept."
        self._findings.add(
            "R201", f"the component <{tag.name}> is unknown", self._body.line(start), hint=hint
        )


def _as_text(value: str) -> str:
    """A string so that neither Markdown nor HTML sees marks in it."""
    return re.sub(r"[\\`*_{}\[\]<>&#~|$]", lambda mark: f"&#{ord(mark[0])};", value)
