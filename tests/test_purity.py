"""The same site gives the same bytes, whatever the process; and a build asks no network and writes nowhere else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import pytest

from exporter import backends
from tests.build.test_build import PICTURE

ROOT = Path(__file__).parent.parent
NOW = "2026-07-20T00:00:00Z"

# Runs at the start of every process of the build, workers too, and notes what reaches outside. Audit events cannot
# be switched off from within.
WATCH = """
import os, sys
_log = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_allowed = tuple(os.environ["WATCH_ALLOWED"].split(":"))
_NET = {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"}
_WRITE = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.utime", "os.truncate", "shutil.rmtree", "shutil.move"}

def _inside(path, beside=-1):
    if not isinstance(path, (str, bytes)) or beside not in (-1, None):
        return True  # by a handle, which somebody has opened
    path = os.path.abspath(os.fsdecode(path))
    return path == "/dev/null" or path.startswith(_allowed) or any(a.startswith(path + "/") for a in _allowed) or _looks_for_libraries()

def _looks_for_libraries():
    # To load Pango, cffi has ctypes ask the compiler where it lies, and that takes a temporary file.
    frame = sys._getframe()
    while frame is not None and not frame.f_code.co_filename.endswith("ctypes/util.py"):
        frame = frame.f_back
    return frame is not None

def _watch(event, args):
    if event in _NET and not (event in {"socket.connect", "socket.bind"} and isinstance(args[1], (str, bytes))):
        os.write(_log, f"{event} {args[1:]!r}\\n".encode())
    elif event == "open" and args[2] and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) and not _inside(args[0]):
        os.write(_log, f"open {args[0]!r}\\n".encode())
    elif event in _WRITE and not _inside(args[0], args[1] if event in {"os.remove", "os.rmdir"} else -1):
        os.write(_log, f"{event} {args[0]!r}\\n".encode())

sys.addaudithook(_watch)
"""

POSTS = {
    "one": "# 見出し {#x}\n\n**太字**と`code`、[内](#x)、[次](/two/)、[外](https://e.org/)。[^1]\n\n[^1]: 注。\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n",
    "two": "![絵](a.png)\n\n```python\nprint({'a': 1})\n```\n\n- [x] 済\n- [ ] 未\n\n> [!NOTE]\n> 註\n",
    "three": "$$x^2$$\n\n<iframe src='https://e.org/film'></iframe><img src='https://e.org/remote.png' alt='r'>\n\nTerm\n: Definition\n",
    "four": "עברית ومرحبا 😀 〜 <ruby>漢<rt>かん</rt></ruby>\n",
    "five": "<script>fetch('https://e.org')</script><link rel=stylesheet href='https://e.org/x.css'><style>@import url(https://e.org)</style>\n",
    "six": "![outside](../secret.png) ![file](file:///etc/passwd) <svg viewBox='0 0 9 9'><image href='https://e.org/p.png'/><rect width='9' height='9'/></svg>\n",
}  # fmt: skip


def site(root: Path) -> Path:
    root.mkdir(parents=True)
    (root / "exporter.toml").write_text(
        '[site]\nbase_url = "https://blog.example/"\ntitle = "夏の記"\nlanguage = "ja"\ntimezone = "Asia/Tokyo"\n'
        'author = "Mei"\n[publications.letter]\nfrom = {name = "Mei", address = "mei@blog.example"}\n',
        "utf-8",
    )
    (root / "a.png").write_bytes(PICTURE)
    (root.parent / "secret.png").write_bytes(PICTURE)
    for day, (name, body) in enumerate(POSTS.items(), 1):
        head = f"---\ntitle: {name}\ndate: 2026-07-{day:02}\ntags: [z, a, 夏]\ncover: a.png\n---\n\n"
        (root / f"{name}.md").write_text(head + body, "utf-8")
    return root


class Run(NamedTuple):
    files: dict[str, str]
    reached: list[str]
    report: dict[str, object]


def build(folder: Path, *, jobs: int, **environment: str) -> Run:
    """A build in processes of its own, watched. Nothing is shared with another: not the site, not the cache."""
    root, hooks, home = site(folder / "site"), folder / "hooks", folder / "home"
    for made in (hooks, home):
        made.mkdir()
    (hooks / "sitecustomize.py").write_text(WATCH)
    log = folder / "log"
    log.touch()
    environment |= {
        "PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(hooks), "PYTHONDONTWRITEBYTECODE": "1", "WATCH_LOG": str(log),
        "WATCH_ALLOWED": f"{folder}/dist:{folder}/.dist-:{folder}/cache",
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "exporter.cli",
        "build",
        "--all",
        "--site",
        str(root),
        "--out",
        str(folder / "dist"),
    ]
    done = subprocess.run(
        [*command, "--cache", str(folder / "cache"), "--jobs", str(jobs), "--now", NOW, "--format", "json"],
        capture_output=True, text=True, check=False, env=environment, cwd=ROOT,
    )  # fmt: skip
    # The picture outside of the site is an error of the author's, and the only one.
    errors = [line for line in done.stdout.splitlines() if '"severity":"error"' in line]
    assert [json.loads(line)["code"] for line in errors] == ["A402"], done.stdout + done.stderr
    files = {
        path.relative_to(folder / "dist").as_posix(): blake2b(path.read_bytes()).hexdigest()
        for path in sorted((folder / "dist").rglob("*"))
        if path.is_file()
    }
    return Run(files, log.read_text().splitlines(), json.loads((folder / "dist" / "report.json").read_text()))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Run]:
    folder = tmp_path_factory.mktemp("purity")
    return (
        build(folder / "one", jobs=1, PYTHONHASHSEED="1", TZ="Asia/Tokyo", LANG="C.UTF-8"),
        build(folder / "another", jobs=2, PYTHONHASHSEED="4711", TZ="America/St_Johns", LC_ALL="POSIX"),
    )


def test_two_processes_give_the_same_bytes(runs: tuple[Run, Run]) -> None:
    one, other = runs
    assert one.files == other.files


def test_every_backend_took_part(runs: tuple[Run, Run]) -> None:
    rows = runs[0].report["artifacts"]
    assert isinstance(rows, list)
    made = {Path(row["name"]).suffix for row in rows}
    assert {".xml", ".json", ".epub", ".pdf", ".html", ".txt", ".eml"} <= made
    assert len(backends.NAMES) == 4


def test_no_build_asks_the_network(runs: tuple[Run, Run]) -> None:
    assert [line for run in runs for line in run.reached if line.startswith(("socket", "urllib"))] == []


def test_no_build_writes_outside_of_output_and_cache(runs: tuple[Run, Run]) -> None:
    assert [line for run in runs for line in run.reached if not line.startswith(("socket", "urllib"))] == []


def test_the_watch_is_awake(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    program = (
        "import socket, pathlib\n"
        f"pathlib.Path({str(tmp_path / 'outside')!r}).write_text('x')\n"
        "try: socket.create_connection(('127.0.0.1', 1), timeout=1)\nexcept OSError: pass\n"
    )
    log = tmp_path / "log"
    environment = {"PYTHONPATH": str(tmp_path), "WATCH_LOG": str(log), "WATCH_ALLOWED": "/nowhere"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
    assert [line.split()[0] for line in log.read_text().splitlines()] == [
        "open",
        "socket.getaddrinfo",
        "socket.connect",
    ]
