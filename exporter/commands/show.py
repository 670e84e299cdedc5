"""What a build prints when it is done: a table, and the diagnostics."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from exporter.build.report import Report
from exporter.build.standing import Said, closing_line, counted
from exporter.commands.table import table
from exporter.diagnostics import worst
from exporter.formats import FORMATS, summary


class Shown(NamedTuple):
    """What a finished build prints, and what one prints that finds everything as it left it."""

    text: str
    again: Said


def show_report(report: Report, form: str, *, width: int) -> Shown:
    """The artifacts, the diagnostics, and a line of closing."""
    found = FORMATS[form](report.diagnostics)
    closing = {
        "artifacts": len(report.artifacts),
        "posts": report.posts,
        "found": summary(report.diagnostics),
        "removed": [],
    }
    last = closing_line(form, {**closing, "removed": report.removed}, report.seconds)
    rows = tuple(msgspec.structs.replace(row, state="same", seconds=0.0) for row in report.artifacts)
    still = msgspec.structs.replace(report, artifacts=rows, removed=())
    again = Said(_made(still, form, width) + found, closing, worst(report.diagnostics) or "")
    return Shown(_made(report, form, width) + found + last, again)


def _made(report: Report, form: str, width: int) -> str:
    if form == "json":
        return "".join(
            msgspec.json.encode({"event": "artifact", **msgspec.structs.asdict(row)}).decode() + "\n"
            for row in report.artifacts
        )
    return _table(report, width) if form == "text" else ""


def _table(report: Report, width: int) -> str:
    rows = [
        [
            row.name,
            counted(row.count, row.unit) if row.unit else "",
            human_size(row.size),
            f"{row.seconds:.1f} s" if row.seconds else "–",
            row.state,
        ]
        for row in report.artifacts
    ]
    rows += [[name, "", "", "", "removed"] for name in report.removed]
    return table(["artifact", "contents", "size", "time", ""], rows, width=width)


def human_size(size: int) -> str:
    """1,536 as 1.5 KB."""
    amount, units = float(size), ["B", "KB", "MB", "GB"]
    while amount >= 999.95 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    return f"{amount:.0f} {units[0]}" if units[0] == "B" else f"{amount:.1f} {units[0]}"
