"""Ruby as HTML 4.5.10 has it: runs of base text, each followed by its readings.

What stands outside of that is written out: a reading without a base in brackets, a base without a reading plainly.
"""

from __future__ import annotations

from msgspec import Struct

from exporter.reading.tree import Child, Node


class _Run(Struct):
    base: list[Child]
    readings: list[Node]
    brackets: list[str]

    def is_whole(self) -> bool:
        return bool(self.readings) and not Node("ruby", {}, self.base).blank()

    def annotated(self) -> list[Child]:
        """Base and readings, in brackets for readers that know no ruby where the author wrote some."""
        if len(self.brackets) < len("()"):
            return [*self.base, *self.readings]
        opening, closing = self.brackets[0], self.brackets[-1]
        result = [*self.base]
        for reading in self.readings:
            result += [Node("rp", {}, [opening]), reading, Node("rp", {}, [closing])]
        return result

    def spelled_out(self) -> list[Child]:
        return [*self.base, *(part for r in self.readings for part in ("（", *r.children, "）"))]


def set_readings(ruby: Node) -> None:
    """Mends ``ruby`` in place; where not all of it is ruby it becomes a span that holds some."""
    runs = _runs(ruby.children)
    if runs and all(run.is_whole() for run in runs):
        ruby.children = [child for run in runs for child in run.annotated()]
        return
    ruby.tag = "span"
    ruby.children = [
        child
        for run in runs
        for child in ([Node("ruby", {}, run.annotated())] if run.is_whole() else run.spelled_out())
    ]


def _runs(children: list[Child]) -> list[_Run]:
    runs: list[_Run] = []
    for child in children:
        if isinstance(child, Node) and child.tag in {"rt", "rp"}:
            if not runs:
                runs.append(_Run([], [], []))
            if child.tag == "rt":
                runs[-1].readings.append(child)
            else:
                runs[-1].brackets.append(child.text())
        elif runs and not runs[-1].readings and not runs[-1].brackets:
            runs[-1].base.append(child)
        elif not (isinstance(child, str) and child.isspace()) or not runs:
            runs.append(_Run([child], [], []))
    return runs
