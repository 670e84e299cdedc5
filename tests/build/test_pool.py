"""Workers die, hang and grow; what they were doing is done all the same, or named."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing.spawn
import os
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exporter.build import executors, worker
from exporter.build.bounds import ceiling
from exporter.build.executors import Workers
from exporter.build.part import set_post
from exporter.build.pool import Pool
from exporter.build.tasks import LostError, PartTask
from tests.build.blog import ROOT, Blog, digests, post


def warm(recipe: str) -> None:
    os.environ["POOL_TEST"] = recipe


def double(number: int) -> int:
    return 2 * number


def fail(words: str) -> None:
    raise ValueError(words)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(mark: str) -> str:
    path = Path(mark)
    if not path.exists():
        path.touch()
        die()
    return os.environ["POOL_TEST"]


def sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def hoard(megabytes: int) -> int:
    globals().setdefault("_HOARD", []).append(bytearray(megabytes * 2**20))
    return os.getpid()


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(2, warm, "warmed", deadline=20)
    yield made
    made.shutdown(cancel_futures=True)


def test_calls_are_answered_and_errors_come_back(pool: Pool) -> None:
    assert [f.result(20) for f in [pool.submit(double, n) for n in range(20)]] == [2 * n for n in range(20)]
    with pytest.raises(ValueError, match="so it is"):
        pool.submit(fail, "so it is").result(20)
    assert len(pool.pids) == 2


def test_a_call_whose_worker_dies_is_tried_once_more(pool: Pool, tmp_path: Path) -> None:
    others = [pool.submit(double, n) for n in range(10)]
    assert pool.submit(die_once, str(tmp_path / "mark")).result(20) == "warmed"
    assert [f.result(20) for f in others] == [2 * n for n in range(10)]


def test_a_call_that_kills_twice_is_lost_and_no_other(pool: Pool) -> None:
    lost = pool.submit(die)
    others = [pool.submit(double, n) for n in range(10)]
    with pytest.raises(LostError, match="ended its worker process, twice"):
        lost.result(20)
    assert [f.result(20) for f in others] == [2 * n for n in range(10)]


def test_a_worker_that_dies_at_its_start_takes_nothing_along() -> None:
    before = multiprocessing.spawn.get_executable()
    multiprocessing.set_executable("/bin/false")
    pool = Pool(1, warm, "x" * 10**7)
    try:
        with pytest.raises(LostError, match="ended its worker process, twice"):
            pool.submit(double, 1).result(60)
        multiprocessing.set_executable(before)
        assert pool.submit(double, 2).result(60) == 4
    finally:
        multiprocessing.set_executable(before)
        pool.shutdown(cancel_futures=True)


def test_a_call_that_hangs_is_lost_at_its_deadline(pool: Pool) -> None:
    begin = time.monotonic()
    hung = pool.submit(sleep, 60, deadline=0.5)
    other = pool.submit(double, 4)
    with pytest.raises(LostError, match="did not end within"):
        hung.result(20)
    assert time.monotonic() - begin < 15
    assert other.result(20) == 8


def test_a_worker_that_has_grown_is_replaced(tmp_path: Path) -> None:
    pool = Pool(1, warm, "")
    pids = [pool.submit(hoard, 45).result(20) for _ in range(21)]
    pool.shutdown()
    assert len(set(pids)) > 1


def test_shutdown_waits_for_what_was_asked_for() -> None:
    pool = Pool(1, warm, "")
    futures = [pool.submit(double, n) for n in range(5)]
    pool.shutdown()
    assert [f.result(0) for f in futures] == [0, 2, 4, 6, 8]


def test_a_post_that_kills_its_worker_is_named_and_the_others_finish(tmp_path: Path) -> None:
    blog = Blog(tmp_path, posts=6)
    code = (
        "import os, sys\n"
        "import exporter.build.executors as e\n"
        "e._WORTH_A_POOL = 0\n"
        "sys.path.insert(0, 'tests/build')\n"
        "from exporter.cli import main\n"
        "if __name__ == '__main__':\n"
        "    import deadly\n"
        "    e.worker = deadly\n"
        "    sys.exit(main(sys.argv[1:]))\n"
    )
    script = tmp_path / "deadly_build.py"
    script.write_text(code)
    (tmp_path / "deadly.py").write_text(
        "import os\n"
        "from exporter.build.worker import *\n"
        "from exporter.build import worker\n"
        "def run(task):\n"
        "    if isinstance(task, PartTask) and 'p3' in task.name:\n"
        "        os._exit(9)\n"
        "    return worker.run(task)\n"
    )
    done = subprocess.run(
        [sys.executable, str(script), *blog.arguments("feed"), "--jobs", "2"],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT}"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "B901" in done.stdout
    assert "content/posts/p3.md" in done.stdout
    assert blog.read("feed/rss.xml").count("<item>") == 5


def test_a_post_that_hangs_in_this_process_is_named_and_the_others_finish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hang(task: PartTask, *inputs: Any) -> bytes:
        while "p3" in task.name:
            with contextlib.suppress(Exception):
                time.sleep(60)
        return set_post(task, *inputs)

    monkeypatch.setattr(worker, "set_post", hang)
    monkeypatch.setattr(executors, "DEADLINE", 0.5)
    blog = Blog(tmp_path, posts=6)

    assert blog.build("feed") == 1
    said = capsys.readouterr().out
    assert "did not end within" in said
    assert "content/posts/p3.md" in said
    assert blog.read("feed/rss.xml").count("<item>") == 5


def test_a_post_that_wants_all_of_the_memory_is_named_and_the_others_finish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hoarding(task: PartTask, *inputs: Any) -> bytes:
        return bytes(5 * 2**30) if "p3" in task.name else set_post(task, *inputs)

    monkeypatch.setattr(worker, "set_post", hoarding)
    blog = Blog(tmp_path, posts=6)

    assert blog.build("feed") == 1
    assert "MemoryError" in capsys.readouterr().out
    assert blog.read("feed/rss.xml").count("<item>") == 5


def test_a_ceiling_lasts_as_long_as_its_task() -> None:
    with ceiling(2**30), pytest.raises(MemoryError):
        bytearray(2**31)
    assert len(bytearray(2**31)) == 2**31


# A shell that puts a process into the background lets it ignore interrupts, and so all that it starts.
_INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from exporter.cli import main
if __name__ == "__main__":
    sys.exit(main())
"""


@pytest.mark.parametrize("stage", ["scan", "read", "set", "bind"])
def test_an_interrupt_stops_within_a_second_and_keeps_what_is_done(tmp_path: Path, stage: str) -> None:
    blog = Blog(tmp_path, posts=40)
    for n in range(1, 41):
        blog.write(f"content/posts/p{n}.md", post(f"Post {n}", f"2026-0{n % 6 + 1}-11", "Words. " * 1000))
    made = ("digest", "--issue", "2026") if stage == "bind" else ("archive",)
    command = [sys.executable, "-c", _INTERRUPTED, *blog.arguments(*made), "--jobs", "2"]
    with subprocess.Popen(
        [*command, "--format", "json"], stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    ) as process:
        assert process.stderr
        for line in process.stderr:
            if f'"stage":"{stage}"' in line:
                break
        begin = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        process.wait(20)
        took = time.monotonic() - begin
        said = process.stderr.read()
    assert process.returncode == 130, said
    assert "exporter: interrupted while " in said
    assert "Traceback" not in said
    assert "; what was finished is kept, the output is as it was" in said
    assert took < 3  # a second on a machine that has nothing else to do
    assert not blog.out.exists()
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".staging")]
    assert blog.build("feed") == 0
    assert digests(blog.out)


class Knot:
    itself: Knot


def test_without_workers_what_a_task_leaves_is_gone_before_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[weakref.ref[Knot]] = []

    def run(_: object) -> str:
        knot = Knot()
        knot.itself = knot
        left.append(weakref.ref(knot))
        return ""

    monkeypatch.setattr(worker, "run", run)
    monkeypatch.setattr(worker, "start", lambda *_: None)
    monkeypatch.setattr(executors, "_LITTER", 0)
    gc.disable()
    try:
        tasks: Any = [object() for _ in range(3)]
        done = Workers(None, 1).run(tasks)  # type: ignore[arg-type]
        assert [sum(knot() is not None for knot in left) for _ in done] == [1, 1, 1]
    finally:
        gc.enable()
