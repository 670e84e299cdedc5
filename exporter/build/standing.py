"""A build with nothing to do: what the last one looked at is as it was, and what it made lies where it was put.

Only the standard library is imported here, and little of it: all of this takes less time than to import what a build
needs. Whatever is not known for certain is no reason to believe that nothing changed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from exporter import __version__
from exporter.world.survey import Survey, survey

_PACKAGE: Final = Path(__file__).parent.parent
# Where fontconfig looks: a font that comes or goes changes books.
_FONTS: Final = tuple(
    os.path.expanduser(folder)  # noqa: PTH111
    for folder in (
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "~/.fonts",
        "~/.local/share/fonts",
        "/Library/Fonts",
    )
)
_FORMAT: Final = 1  # of the record


class Question(NamedTuple):
    """What is asked for. ``words`` are all arguments that shape the output or what is printed; ``beside`` the folder of
    a configuration outside the site.
    """

    root: Path
    out: Path
    cache: Path
    beside: Path | None
    words: tuple[str, ...]

    @property
    def record(self) -> Path:
        """The file in which the answer to this question is kept."""
        places = (os.path.realpath(self.root), os.path.realpath(self.out), str(self.beside), *self.words)
        name = blake2b(json.dumps([_FORMAT, *places]).encode(), digest_size=20).hexdigest()
        return self.cache / name[:2] / f"{name[2:]}.json"


class Said(NamedTuple):
    """What the last build printed: ``body``, then a line of ``closing``. ``worst`` is its gravest diagnostic."""

    body: str
    closing: dict[str, Any]
    worst: str


def look(question: Question, *, passed: bool) -> Survey:
    """The site as it is before a build begins; ``passed``: the cache is passed over where it lies in the site."""
    inside = passed and _within(question.cache, question.root)
    return survey(question.root, (str(question.cache),) if inside else ())


def recall(question: Question, found: Survey, now: float) -> Said | None:
    """What was said to the same question, where nothing has changed since; ``now`` in POSIX seconds."""
    try:
        record = json.loads(question.record.read_bytes())
        if not record["since"] <= now < record["until"]:
            return None
        if record["outputs"] != _stats(question.out, record["outputs"]):
            return None
        if record["state"] != _state(question, found, frozenset(record["ours"]), record["begun"]):
            return None
        said = Said(*record["said"])
        # A file of the cache may hold anything: what will be printed is tried.
        _ = said.body + closing_line("text", said.closing, 0.0) + closing_line("json", said.closing, 0.0)
        return said if isinstance(record["said"][2], str) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def keep(
    question: Question,
    found: Survey,
    said: Said,
    *,
    holds: tuple[float, float],
    outputs: Iterable[str],
    removed: Iterable[str],
) -> None:
    """Writes the answer down. ``found`` is the survey from before the build, ``holds`` from when to when the answer is
    the same, ``outputs`` what of the output folder is ours now, ``removed`` what was until now.
    """
    outputs = sorted(outputs)
    ours = _inside(question, {*outputs, *removed})
    record = {
        "since": holds[0],
        "until": holds[1],
        "begun": found.begun,
        "state": _state(question, found, frozenset(ours), found.begun),
        "ours": ours,
        "outputs": _stats(question.out, outputs),
        "said": said,
    }
    path = question.record
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".new-{os.getpid()}-{path.name}")
        new.write_text(json.dumps(record), "utf-8")
        new.replace(path)
    except OSError:
        return  # the next build looks for itself


def forget(question: Question) -> None:
    """Nothing was made that could be said again."""
    question.record.unlink(missing_ok=True)


def _stats(folder: Path, names: Iterable[str]) -> dict[str, list[int]]:
    found = {}
    for name in names:
        info = os.stat(f"{folder}/{name}")  # noqa: PTH116  of hundreds of files
        found[name] = [info.st_size, info.st_mtime_ns]
    return found


def _state(question: Question, found: Survey, ours: frozenset[str], since: int) -> str:
    beside = _listed(question.beside) if question.beside else []
    parts = [found.state(ours, since=since), *_program(), *beside]
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def _program() -> list[str]:
    """What this process runs: our own files and themes, and the folders that libraries are installed in, whose time
    changes with each.
    """
    rooms = [_PACKAGE, *(p for p in (_PACKAGE / "themes", _PACKAGE.parent / "themes") if p.is_dir())]
    found = [__version__, sys.version]
    for room in rooms:
        listing = survey(room)
        compiled = {name for name in listing.files if name.endswith(".pyc")}
        found.append(listing.state(compiled, since=2**63))
    found += [survey(folder).state(since=2**63) for folder in _FONTS if os.path.isdir(folder)]  # noqa: PTH112
    for folder in sys.path:
        try:
            found.append(f"{folder} {os.stat(folder).st_mtime_ns}")  # noqa: PTH116
        except OSError:
            continue
    return found


def _listed(folder: Path) -> list[str]:
    """The configuration beside which other files of ours may lie (ids, closed issues)."""
    with os.scandir(folder) as entries:
        ours = sorted((e for e in entries if e.is_file()), key=lambda e: e.name)
        return [f"{e.name} {e.stat().st_size} {e.stat().st_mtime_ns}" for e in ours]


def _within(folder: Path, root: Path) -> bool:
    return Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root))


def _inside(question: Question, names: Iterable[str]) -> list[str]:
    """``names`` below the output folder as names below the site, where it lies there."""
    if not _within(question.out, question.root):
        return []
    prefix = os.path.relpath(os.path.realpath(question.out), os.path.realpath(question.root))
    return sorted(name if prefix == "." else f"{prefix}/{name}" for name in names)


def counted(number: int, things: str) -> str:
    """``1 post``, ``1,200 posts``: the word is given in the plural."""
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"


def closing_line(form: str, closing: Mapping[str, Any], seconds: float) -> str:
    """The last line of what a build prints: all of it that tells the time."""
    if form == "json":
        return (
            json.dumps({"event": "done", **closing, "seconds": round(seconds, 2)}, ensure_ascii=False) + "\n"
        )
    if form != "text":
        return ""
    made = f"{counted(closing['artifacts'], 'artifacts')} of {counted(closing['posts'], 'posts')}"
    return f"\n{made} in {seconds:.1f} s; {closing['found'] or 'nothing to report'}\n"
