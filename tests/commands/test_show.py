"""What a build prints: for people a table, for logs lines, for programs events."""

from __future__ import annotations

import io
import json
import time
import unicodedata

import pytest

from exporter.build.report import Report, Row
from exporter.commands.doctor import NEEDS, examine
from exporter.commands.progress import PlainProgress, progress_for, rate, span
from exporter.commands.show import human_size, show_report
from exporter.commands.table import table
from exporter.diagnostics import diagnose


def row(name: str, **fields: object) -> Row:
    given: dict[str, object] = {
        "publication": "digest", "issue": "2026-07", "name": name, "media_type": "x/y", "digest": "0", "size": 1_536_000,
        "count": 1234, "unit": "pages", "seconds": 1.25, "state": "new",
    }  # fmt: skip
    return Row(**(given | fields))  # type: ignore[arg-type]


REPORT = Report(
    artifacts=(
        row("digest/2026-07.epub"),
        row("feed/rss.xml", count=0, unit="", seconds=0.0, state="same", size=999),
    ),
    removed=("digest/2026-06.epub",),
    diagnostics=(diagnose("S104", "no title", "a.md", 1),),
    posts=7,
    seconds=12.34,
)


def test_people_get_a_table_the_diagnostics_and_a_last_line() -> None:
    shown = show_report(REPORT, "text", width=90).text
    lines = shown.splitlines()
    assert lines[0].split() == ["artifact", "contents", "size", "time"]
    assert lines[2].split() == ["digest/2026-07.epub", "1,234", "pages", "1.5", "MB", "1.2", "s", "new"]
    assert lines[3].split() == ["feed/rss.xml", "999", "B", "–", "same"]
    assert lines[4].split() == ["digest/2026-06.epub", "removed"]
    assert "S104 warning: a post has no title" in shown
    assert lines[-1] == "2 artifacts of 7 posts in 12.3 s; 1 warning"


def test_a_build_that_changes_nothing_says_so() -> None:
    again = show_report(REPORT, "text", width=90).again
    assert again.body.count(" same") == 2
    assert "removed" not in again.body
    assert again.worst == "warning"


def test_programs_get_events() -> None:
    events = [json.loads(line) for line in show_report(REPORT, "json", width=90).text.splitlines()]
    assert [event["event"] for event in events] == ["artifact", "artifact", "diagnostic", "done"]
    assert {"posts": 7, "removed": ["digest/2026-06.epub"]}.items() <= events[-1].items()


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_code_hosts_get_findings_alone(form: str) -> None:
    assert "digest/2026-07.epub" not in show_report(REPORT, form, width=90).text


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 KB"), (1536, "1.5 KB"), (999_949, "999.9 KB"), (999_950, "1.0 MB"), (5 * 10**9, "5.0 GB"), (7 * 10**12, "7000.0 GB")],
)  # fmt: skip
def test_sizes_are_said_in_thousands(size: int, shown: str) -> None:
    assert human_size(size) == shown


def test_logs_get_a_line_a_stage_and_one_when_it_is_done() -> None:
    lines: list[str] = []
    progress = PlainProgress(lines.append)
    progress.stage("scan", 0)
    progress.stage("scan", 1861)
    progress.step("", 1800)
    progress.step("", 61)
    progress.stage("set", 3)
    for name in "abc":
        progress.step(name)
    progress.stage("write", 1)
    progress.step("2026-07")
    said = [line.partition(",")[0] for line in lines]
    assert said == ["reading headers", "reading headers: 1861/1861", "setting posts: 3/3", "writing: 1/1"]


def test_what_takes_long_says_how_fast_it_goes_and_how_long_it_will_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By what was done last: the first hundred posts were set in no time, the others take two seconds each."""
    clock = iter([0.0, *(0.01 * n for n in range(100)), *(3.0 + 2.0 * n for n in range(400))])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    lines: list[str] = []
    progress = PlainProgress(lines.append)
    progress.stage("set", 500)
    for n in range(400):
        progress.step(str(n))
    assert lines[0] == "setting posts: 103/500, 7.0 s, 15/s, 27 s left"
    assert lines[-1].startswith("setting posts: ")
    assert "2.0 s each" in lines[-1]
    assert " min left" in lines[-1]
    assert len(lines) < 40  # a log of an hour has no 700 lines


def test_speeds_and_spans_in_words() -> None:
    assert [rate(speed) for speed in (1861.4, 1.0, 0.4)] == ["1,861/s", "1/s", "2.5 s each"]
    assert [span(seconds) for seconds in (0.2, 89, 91, 5000, 9000)] == [
        "0 s", "89 s", "2 min", "83 min", "2.5 h"
    ]  # fmt: skip


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_bars_show_what_is_at_hand_without_its_control_characters() -> None:
    stream = Terminal()
    with progress_for("text", stream, write=print) as progress:
        progress.stage("set", 2)
        progress.step("posts/\x1b]0;pwned\x07.md")
        progress.step("posts/[bold]two.md")
    assert "\x1b]0;" not in stream.getvalue()


def test_elsewhere_there_are_plain_lines_or_events() -> None:
    for form, kind in (("text", "reading headers"), ("json", '{"event":"stage"')):
        lines: list[str] = []
        with progress_for(form, io.StringIO(), write=lines.append) as progress:
            progress.stage("scan", 0)
            progress.step("x")
        assert lines[0].startswith(kind)


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_wide_letters_take_two_columns() -> None:
    lines = table(
        ["name", "size", ""], [["夏の終わり.pdf", "1", "new"], ["a.pdf", "22", "same"]], width=60
    ).splitlines()
    assert len({columns(line.rpartition(" ")[0].rstrip()) for line in lines[2:]}) == 1


def test_names_too_long_for_the_terminal_are_folded() -> None:
    name = "letter/" + "x" * 200 + ".html"
    lines = table(["name", "size", ""], [[name, "1", "new"]], width=60).splitlines()
    assert max(map(columns, lines)) <= 60
    assert "".join(line[:50].strip() for line in lines[2:-1]) + lines[-1].split()[0] == name


def test_the_doctor_names_what_is_missing_and_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    lines, healthy = examine()
    assert len(lines) >= len(NEEDS)
    monkeypatch.setenv("PATH", "")
    lines, healthy = examine()
    assert not healthy
    assert any(line.startswith("✗ font     Noto Serif CJK JP") for line in lines)
    assert any(line.startswith("✗ program  java") for line in lines)
    command = lines[-1].split()
    assert command[:3] == ["sudo", "apt-get", "install"]
    assert {"fonts-noto-cjk", "default-jre-headless"} <= set(command)
