"""Who may import whom, what start-up must not pay for, and how long a file may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "exporter").rglob("*.py"))
LONGEST = 300

# Each library behind one door: the packages of ours that may import it.
DOORS = {
    "selectolax": {"exporter.reading"},
    "markdown_it": {"exporter.reading"},
    "frontmatter": {"exporter.reading"},
    "yaml": {"exporter.reading"},
    "liquid": {"exporter.sites"},
    "feedgen": {"exporter.backends.feeds"},
    "ebooklib": {"exporter.backends.epub"},
    "weasyprint": {"exporter.backends.pdf"},
    "pikepdf": {"exporter.backends.pdf", "exporter.checks"},
    "css_inline": {"exporter.backends.newsletter"},
    "tinycss2": {"exporter.backends.epub", "exporter.backends.pdf.loading"},
    "resvg_py": {"exporter.passes.resvg"},
    "rich": {"exporter.commands"},
    "smtplib": {"exporter.mail"},
    "starlette": {"exporter.preview"},
    "watchfiles": {"exporter.preview"},
    "pypdfium2": {"exporter.preview"},
    "uvicorn": {"exporter.commands"},
}
# What a pure room must not reach for: clocks, files, processes, the network, chance.
PURE = ("model", "reading", "passes", "backends")
EFFECTS = {
    "asyncio", "http", "httpx", "multiprocessing", "os", "random", "requests", "secrets", "shutil", "smtplib", "socket",
    "ssl", "subprocess", "tempfile", "threading", "time", "urllib.request",
}  # fmt: skip
# A function of its input still: the process is only what can be ended.
APART = {"exporter.passes.resvg": {"subprocess"}}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_says_its_one_idea_and_is_short(path: Path) -> None:
    text = path.read_text("utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert len(text.splitlines()) <= LONGEST


def test_the_contracts_of_pyproject_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_library_has_one_door(library: str) -> None:
    users = {name_of(path) for path in FILES if library in {name.partition(".")[0] for name in imports(path)}}
    assert users, f"nobody imports {library}"
    strangers = {
        user
        for user in users
        if not any(user.startswith(f"{door}.") or user == door for door in DOORS[library])
    }
    assert strangers == set()


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_reach_for_nothing_outside(room: str) -> None:
    reached = {
        name_of(path): found
        for path in sorted((ROOT / "exporter" / room).rglob("*.py"))
        if (
            found := {
                name
                for name in imports(path)
                if name in EFFECTS or name.partition(".")[0] in EFFECTS - {"http"}
            }
        )
    }
    assert reached == {name: found for name, found in APART.items() if name.startswith(f"exporter.{room}.")}


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_open_no_file_and_ask_no_clock(room: str) -> None:
    calls = {
        f"{name_of(path)}:{node.lineno}"
        for path in sorted((ROOT / "exporter" / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and _said(node.func)
        in {"open", "datetime.now", "date.today", "datetime.utcnow", "input", "eval", "exec"}
    }
    assert calls == set()


def _said(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return f"{function.value.id}.{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""


def test_nothing_of_ours_pickles() -> None:
    assert [name_of(path) for path in FILES if {"pickle", "marshal", "shelve"} & set(imports(path))] == []


def loaded(program: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.splitlines()[-1].split())


TELL = "\nimport sys; print(); print(*{name.partition('.')[0] for name in sys.modules})"
HEAVY = {
    "weasyprint", "ebooklib", "feedgen", "lxml", "rich", "PIL", "pikepdf", "fontTools", "jinja2", "markdown_it", "pygments",
    "selectolax", "yaml", "css_inline", "uharfbuzz", "budoux", "resvg_py", "asyncio", "smtplib", "multiprocessing",
}  # fmt: skip


def test_help_loads_nothing_heavy() -> None:
    ask = "from exporter.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass"
    assert loaded(ask + TELL) & HEAVY == set()


@pytest.mark.parametrize("backend", ["feeds", "epub", "pdf", "newsletter"])
def test_a_configuration_loads_no_backend_s_libraries(backend: str) -> None:
    """Options are read with every command; what sets type is loaded when type is set."""
    ask = f"from exporter import backends; backends.load({backend!r})"
    assert loaded(ask + TELL) & HEAVY <= {"lxml"}  # Markup is of it
