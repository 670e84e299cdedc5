"""The command line: help that fits, exit codes that mean something, and output for people and for programs."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from exporter import __version__
from exporter.cli import main
from exporter.config import read_config

ROOT = Path(__file__).parent.parent
NOW = "2026-07-20T00:00:00+09:00"
COMMANDS = ["build", "check", "list", "init", "doctor", "feed", "issue", "send", "push", "why", "cache"]
# Only the lightest backend: what the others make is tested with them.
CONFIG = """
[site]
base_url = "https://blog.example/"
title = "夏"
timezone = "Asia/Tokyo"
[publications]
digest.enabled = false
archive.enabled = false
letter.enabled = false
"""


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    (root / "exporter.toml").write_text(CONFIG, "utf-8")
    post(root, "one", "date: 2026-07-01\ntags: [x]\n")
    post(root, "two", "date: 2026-07-02T09:00:00+09:00\n")
    return root


def post(root: Path, name: str, header: str, body: str = "Words.") -> None:
    (root / f"{name}.md").write_text(f"---\ntitle: {name}\n{header}---\n{body}\n", "utf-8")


def build(root: Path, *more: str) -> int:
    places = ["--site", root, "--out", root.parent / "dist", "--cache", root.parent / "cache"]
    return main(["build", *more, *map(str, places), "--jobs", "1", "--now", NOW])


def exits(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    return int(stopped.value.code or 0)


def test_the_help_fits_one_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert exits("--help") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) < 80
    assert all(any(f"  {command} " in line for line in lines) for command in COMMANDS if command != "push")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert exits(command, "--help") == 0
    shown = capsys.readouterr().out
    assert "Examples:" in shown
    assert f"  exporter {command}" in shown.partition("Examples:")[2]


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert exits("--version") == 0
    assert capsys.readouterr().out == f"exporter {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["bild"], ["build", "--jobs", "0"], ["build", "--jobs", "x"], ["build", "--now", "soon"], ["build", "--format", "xml"],
        ["list"], ["list", "things"], ["build", "--nothing"],
    ],
)  # fmt: skip
def test_wrong_arguments_end_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert exits(*arguments) == 2
    assert capsys.readouterr().err.startswith("usage: exporter")


def test_a_build_that_is_fine_ends_with_0_and_a_table(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(blog) == 0
    shown = capsys.readouterr().out
    assert "feed/rss.xml" in shown
    assert "2 items" in shown
    assert "of 2 posts" in shown
    assert (blog.parent / "dist" / "feed" / "atom.xml").is_file()


def test_what_the_author_wrote_wrong_ends_with_1_and_the_rest_is_exported(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post(blog, "broken", "date: [\n")
    assert build(blog) == 1
    assert "S103 error" in capsys.readouterr().out
    assert "<title>two</title>" in (blog.parent / "dist" / "feed" / "rss.xml").read_text("utf-8")


def test_warnings_are_errors_where_that_is_asked(blog: Path) -> None:
    post(blog, "three", "date: 2026-07-03\n", "![gone](gone.png)")
    assert build(blog) == 0
    assert build(blog, "--strict") == 1


def test_the_operator_s_mistakes_end_with_2_and_change_nothing(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(blog, "nothing") == 2
    assert "no publication is called 'nothing'" in capsys.readouterr().err
    assert build(blog.parent / "nowhere") == 2
    (blog.parent / "empty").mkdir()
    assert build(blog.parent / "empty") == 2
    assert "hint:" in capsys.readouterr().err
    (blog / "exporter.toml").write_text("[site\n")
    assert build(blog) == 2
    (blog / "exporter.toml").write_text("[site]\ntitel = 'x'\n")
    assert build(blog) == 2
    assert "Did you mean 'title'?" in capsys.readouterr().out
    assert not (blog.parent / "dist" / "manifest.json").exists()


def test_an_output_that_cannot_be_written_ends_with_1(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blog.parent / "dist").write_text("a file")
    assert build(blog) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_no_trace_is_shown_for_what_the_operator_did(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(blog.parent / "nowhere")
    assert "Traceback" not in capsys.readouterr().err


def test_json_is_one_object_a_line_to_the_end(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post(blog, "three", "draft: true\ndate: 2026-07-03\n")
    assert build(blog, "--format", "json") == 0
    shown = capsys.readouterr()
    events = [json.loads(line) for line in shown.out.splitlines()]
    kinds = [event["event"] for event in events]
    assert kinds[-1] == "done"
    assert {"artifact", "diagnostic"} <= set(kinds)
    assert {"posts": 2, "removed": []}.items() <= events[-1].items()
    assert {e["name"] for e in events if e["event"] == "artifact"} >= {"feed/rss.xml", "feed/feed.json"}
    assert next(json.loads(line)["event"] for line in shown.err.splitlines()) == "stage"


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_forms_for_code_hosts_hold_nothing_else(
    blog: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    post(blog, "three", "draft: true\ndate: 2026-07-03\n")
    assert build(blog, "--format", form) == 0
    shown = capsys.readouterr().out
    if form == "github":
        assert all(line.startswith("::notice file=three.md") for line in shown.splitlines())
    else:
        assert json.loads(shown)["runs"][0]["results"][0]["ruleId"] == "S108"


def test_posts_are_listed_with_the_fields_that_scripts_use(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post(blog, "three", "draft: true\n")
    assert main(["list", "posts", "--json", "--site", str(blog)]) == 0
    rows = {row["source"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    fields = ["source", "url", "title", "published", "updated", "draft", "language", "tags", "categories"]
    assert all(set(fields) <= row.keys() for row in rows.values())
    assert {name: rows["one.md"][name] for name in fields} == {
        "source": "one.md", "url": "https://blog.example/one/", "title": "one", "published": "2026-07-01T00:00:00+09:00",
        "updated": None, "draft": False, "language": "en", "tags": ["x"], "categories": [],
    }  # fmt: skip
    assert (rows["three.md"]["draft"], rows["three.md"]["published"]) == (True, None)


def test_posts_are_listed_for_people(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "posts", "--site", str(blog)]) == 0
    assert capsys.readouterr().out.splitlines()[0].split() == [
        "2026-07-01T00:00:00+09:00", "https://blog.example/one/", "one.md",
    ]  # fmt: skip


def test_a_listing_says_what_keeps_a_post_back(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post(blog, "three", "date: 2026-07-01\ndraft: true\n")
    post(blog, "four", "date: 2099-07-01\n")
    assert main(["list", "posts", "--site", str(blog), "--now", NOW]) == 0
    lines = {words[2]: words[3:] for words in map(str.split, capsys.readouterr().out.splitlines())}
    assert lines == {"one.md": [], "two.md": [], "three.md": ["(draft)"], "four.md": ["(future)"]}
    assert main(["list", "posts", "--site", str(blog), "--now", NOW, "--drafts", "--future"]) == 0
    assert "(" not in capsys.readouterr().out


def test_issues_and_publications_are_listed(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "issues", "--json", "--site", str(blog), "--now", NOW]) == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert {"publication": "feed", "issue": "latest", "posts": 2}.items() <= row.items()
    assert main(["list", "publications", "--site", str(blog)]) == 0
    assert capsys.readouterr().out.split()[:2] == ["feed", "feeds"]


@pytest.mark.parametrize("command", [["list", "posts"], ["list", "publications"], ["build"]])
def test_a_mistake_in_the_configuration_stops_every_command(
    blog: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (blog / "exporter.toml").write_text("[publications.feed]\nlatests = 3\n")
    assert main([*command, "--site", str(blog)]) == 2
    shown = capsys.readouterr()
    assert "latests" in shown.out + shown.err


def test_init_writes_a_configuration_that_changes_nothing_but_gives_a_folder_its_name(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (blog / "exporter.toml").unlink()
    assert main(["init", str(blog)]) == 0
    assert "Set base_url in it." in capsys.readouterr().out
    text = (blog / "exporter.toml").read_text("utf-8")
    assert read_config(text) == read_config(f'[site]\ntitle = "{blog.name}"')
    letter = text.partition("# What the law asks")[2].partition("\n")[2].replace("# ", "")
    assert set(tomllib.loads(letter)) == {"from", "unsubscribe", "postal", "contact"}
    assert sum(line.startswith("#") for line in text.splitlines()) > 8
    assert main(["init", str(blog)]) == 2
    assert "exists already" in capsys.readouterr().err


def test_init_says_that_posts_have_dates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text("# A\n", "utf-8")
    assert main(["init", str(tmp_path)]) == 0
    assert "No file has a date yet" in capsys.readouterr().out
    assert "1 content files, 0 of them posts" in (tmp_path / "exporter.toml").read_text("utf-8")


def test_init_quotes_what_a_site_says_of_itself(tmp_path: Path) -> None:
    (tmp_path / "hugo.toml").write_text(
        'title = "a\\"b\\\\c\\nd\\u0007\\u009f"\nbaseURL = "https://e.org/"\n', "utf-8"
    )
    (tmp_path / "content").mkdir()
    assert main(["init", str(tmp_path)]) == 0
    text = (tmp_path / "exporter.toml").read_text("utf-8")
    switched_on = "\n".join(
        line.removeprefix("# ") if line.startswith("# title") else line for line in text.splitlines()
    )
    assert tomllib.loads(switched_on)["site"]["title"].startswith('a"b\\c d')


def test_the_site_is_never_written_to(blog: Path) -> None:
    before = {p: p.read_bytes() for p in blog.rglob("*") if p.is_file()}
    build(blog)
    main(["list", "posts", "--site", str(blog)])
    assert {p: p.read_bytes() for p in blog.rglob("*") if p.is_file()} == before


def test_a_reader_that_goes_away_is_no_error(blog: Path) -> None:
    for n in range(400):
        post(blog, f"p{n}", "date: 2026-07-01\n")
    command = f"{sys.executable} -m exporter.cli list posts --site {blog} | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("where", "code", "told"),
    [("> /dev/full", 1, "cannot be written: No space"), (">&-", 0, ""), ("2>&- >&-", 0, "")],
)
def test_an_output_that_is_full_or_closed_ends_in_words(blog: Path, where: str, code: int, told: str) -> None:
    post(blog, "one", "date: 2026-07-01\n")
    command = f"{sys.executable} -m exporter.cli list posts --site {blog} {where}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_the_clock_can_be_set_from_outside(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782864000")  # 2026-07-01T00:00:00Z: before the second post
    assert main(["list", "issues", "--json", "--site", str(blog)]) == 0
    assert json.loads(capsys.readouterr().out)["posts"] == 1


@pytest.mark.parametrize("epoch", ["yesterday", "1.5", "9" * 20])
def test_an_epoch_that_is_no_instant_is_refused(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert main(["list", "posts", "--site", str(blog)]) == 2
    assert "SOURCE_DATE_EPOCH is no instant" in capsys.readouterr().err
