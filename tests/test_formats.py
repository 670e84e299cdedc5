"""Diagnostics for people, programs and code hosts; nothing a post says escapes into a terminal or a command."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.codes import CODES, SEVERITIES
from exporter.diagnostics import Diagnostic, Span, diagnose, printable, worst
from exporter.formats import FORMATS, as_github, as_json, as_sarif, as_text, summary

ONE = diagnose("S104", "no title", "posts/a.md", 3)
HOSTILE = 'x%0Ay\n::error file=z::pwned\r\x1b[31m\u202e,:"\u2028<b>'


def test_text_is_grouped_by_code_the_gravest_first() -> None:
    found = [
        diagnose("H307", "a script was removed", "b.md"),
        diagnose("S104", "no title", "b.md", 1),
        diagnose("S103", "line 2: what", "a.md", 2),
        diagnose("S104", "no title", "a.md", 1),
    ]
    assert as_text(found) == (
        "\nS103 error: front matter cannot be parsed\n"
        "  a.md:2  line 2: what\n"
        "  → The post is left out until its header is mended.\n"
        "\nS104 warning: a post has no title (2)\n"
        "  b.md:1  no title\n"
        "  a.md:1  no title\n"
        "  → Add `title:` to its front matter.\n"
        "\nH307 info: a script was removed\n"
        "  b.md  a script was removed\n"
    )


def test_text_shows_the_first_places_and_counts_the_others() -> None:
    lines = as_text([diagnose("S104", "no title", f"{n}.md") for n in range(40)]).splitlines()
    assert [line for line in lines if ".md" in line] == [f"  {n}.md  no title" for n in range(4)]
    assert "  … and 36 more; --format json lists them all" in lines


@pytest.mark.parametrize("message", ["あ" * 500, "https://e.org/" + "x" * 500, "word " * 100])
def test_long_messages_are_cut_not_lost(message: str) -> None:
    line = as_text([diagnose("S104", message, "a.md")]).splitlines()[2]
    assert message[:150] in line
    assert line.endswith(" …")
    assert len(line) < 180


def test_a_trace_is_shown_line_by_line_without_its_control_characters() -> None:
    shown = as_text([Diagnostic("B901", "error", "m", Span("a.md"), "Traceback:\n  x\x1b]0;title\x07\n")])
    assert shown.endswith("  → Traceback:\n  →   x\\x1b]0;title\\x07\n")


def test_json_is_an_object_a_line() -> None:
    lines = as_json([ONE, diagnose("B903", HOSTILE)]).splitlines()
    first, second = map(json.loads, lines)
    assert first == {
        "event": "diagnostic", "code": "S104", "severity": "warning", "message": "no title",
        "span": {"source": "posts/a.md", "line": 3, "column": 0}, "hint": "Add `title:` to its front matter.",
    }  # fmt: skip
    assert second["message"] == printable(HOSTILE)


def test_github_annotations_stay_on_their_line() -> None:
    assert as_github([ONE]) == "::warning file=posts/a.md,line=3,title=S104::no title\n"
    assert as_github([diagnose("B903", "nothing")]) == "::notice title=B903::nothing\n"
    (line,) = as_github([Diagnostic("S103", "error", HOSTILE, Span("a,b:c%\n.md", 0))]).splitlines()[:1]
    assert line.startswith("::error file=a%2Cb%3Ac%25%0A.md,line=1,title=S103::x%250Ay%0A::error file=z")


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_begins_a_second_command(message: str, source: str) -> None:
    raw = Diagnostic("S103", "error", message, Span(source))
    assert re.fullmatch(r"::error [^\r\n]*\n", as_github([raw]))


def test_sarif_has_what_2_1_0_asks_for() -> None:
    names = ["posts/a.md", "posts/夏 祭#1?.md", "100%.md"]
    found = [diagnose("S104", "no title", name, 7) for name in names] + [diagnose("B903", "none")]
    log = json.loads(as_sarif(found))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "exporter"
    rules = {rule["id"]: rule for rule in driver["rules"]}
    assert list(rules) == ["B903", "S104"]
    for rule in rules.values():
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
        assert "help" not in rule or rule["help"]["text"]
    for result in run["results"]:
        assert result["ruleId"] in rules
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
    places = [r["locations"][0]["physicalLocation"] for r in run["results"] if "locations" in r]
    assert [unquote(p["artifactLocation"]["uri"]) for p in places] == names
    assert all(re.fullmatch(r"[A-Za-z0-9._~/%-]+", p["artifactLocation"]["uri"]) for p in places)
    assert all(p["region"]["startLine"] == 7 for p in places)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_code_can_be_shown_in_every_form(form: str) -> None:
    shown = FORMATS[form]([diagnose(code, "m", "a.md", 1) for code in CODES])
    assert all(code in shown for code in CODES)
    assert FORMATS[form]([]) == FORMATS[form](())


def test_the_summary_counts_in_words() -> None:
    found = [diagnose("S103", "x"), diagnose("S104", "x"), diagnose("S104", "y"), diagnose("B903", "z")]
    assert summary(found) == "1 error, 2 warnings, 1 note"
    assert summary([]) == ""


def test_the_gravest_is_known() -> None:
    assert [worst([diagnose(code, "")]) for code in ("S103", "S104", "B903")] == list(SEVERITIES)
    assert worst([diagnose("B903", ""), diagnose("S103", "")]) == "error"
    assert worst([]) is None


@given(st.text(max_size=60))
def test_a_message_is_one_printable_line(text: str) -> None:
    found = diagnose("S104", text, text)
    for shown in (found.message, found.span.source):
        assert "\n" not in shown
        assert all(c.isprintable() or c == "\u3000" for c in shown)


def test_a_span_names_what_is_known() -> None:
    assert [str(s) for s in (Span(), Span("a"), Span("a", 1), Span("a", 1, 2))] == ["-", "a", "a:1", "a:1:2"]
