"""A binding that follows another: it reads the parts that changed, and gives the bytes that one from nothing gives."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Final, overload

import pytest
from msgspec.structs import replace

from exporter.backends.contract import BindJob
from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.bound import Bound
from exporter.backends.pdf.options import PdfOptions
from exporter.diagnostics import diagnose
from exporter.model.artifact import Artifact, Part, Rendered
from exporter.model.post import Post
from exporter.model.spool import Spool
from tests.backends.pdf import samples

OPTIONS: Final = PdfOptions(max_pages=3)
PROFILES: Final = (OPTIONS, replace(OPTIONS, profile="archive"), replace(OPTIONS, profile="press"))
_KEPT: Final[dict[bytes, bytes]] = {}


def kept(inputs: Sequence[bytes], make: Callable[[], bytes]) -> bytes:
    key = b"\0".join(inputs)
    if key not in _KEPT:
        _KEPT[key] = make()
    return _KEPT[key]


class Desk:
    """What was left of earlier binds."""

    def __init__(self) -> None:
        self.records: dict[tuple[bytes, ...], bytes] = {}
        self.files: dict[bytes, bytes] = {}

    def recall(self, name: Sequence[bytes]) -> bytes | None:
        return self.records.get(tuple(name))

    def remember(self, name: Sequence[bytes], content: bytes) -> None:
        self.records[tuple(name)] = content

    def artifact(self, digest: bytes) -> Spool | None:
        if digest not in self.files:
            return None
        found = Spool(BytesIO())
        found.write(self.files[digest])
        return found


class Parts(Sequence[Part]):
    """Notes which of them are read."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.read: set[int] = set()

    def __len__(self) -> int:
        return len(self.parts)

    @overload
    def __getitem__(self, index: int) -> Part: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Part]: ...
    def __getitem__(self, index: int | slice) -> Part | Sequence[Part]:
        assert isinstance(index, int)
        self.read.add(index)
        return self.parts[index]


@cache
def laid(words: str, options: PdfOptions) -> Part:
    """A part of one page; of three where it is long."""
    body = f"<p>{words}, and <a href='https://example.org/p4/'>the fifth</a>.</p>" + "<p>One more.</p>" * (
        80 if words == "long" else 1
    )
    part = samples.part(post_of("p0", words, body), options=options)
    return replace(part, diagnostics=(diagnose("P702", f"about {words}", "posts/p0.md"),))


def post_of(name: str, title: str, body: str = "<p>.</p>") -> Post:
    return samples.post(name, title, body, language="en")


def job_of(texts: Sequence[tuple[str, str]], options: PdfOptions = OPTIONS) -> BindJob:
    """Posts by their names and words."""
    posts = [post_of(name, words) for name, words in texts]
    job = samples.job(posts, Parts([laid(words, options) for _, words in texts]), options=options)
    return replace(job, keys=[f"{name}/{words}" for name, words in texts], kept=kept)


TEXTS: Final = tuple((f"p{n}", f"text {n % 4}") for n in range(10))


def bind(job: BindJob, desk: Desk) -> tuple[dict[str, bytes], Rendered, set[int]]:
    """The files by name, what else there is to say, and the parts that were read."""
    assert isinstance(job.parts, Parts)
    parts = Parts(job.parts.parts)
    rendered = BACKEND.bind(replace(job, earlier=desk, parts=parts))
    files = {artifact.name: artifact.read() for artifact in rendered.artifacts}
    desk.files |= {sha256(content).digest(): content for content in files.values()}
    return files, rendered, parts.read


def without_bytes(artifacts: Sequence[Artifact]) -> list[Artifact]:
    return [replace(artifact, spool=None) for artifact in artifacts]


def expect_the_same_as_from_nothing(job: BindJob, desk: Desk) -> set[int]:
    files, rendered, read = bind(job, desk)
    anew, fresh, all_parts = bind(job, Desk())
    assert files == anew
    assert rendered.diagnostics == fresh.diagnostics
    assert without_bytes(rendered.artifacts) == without_bytes(fresh.artifacts)
    assert all_parts == set(range(len(job.keys)))
    assert isinstance(job.parts, Parts)
    for index, part in enumerate(job.parts.parts):
        assert index in read or rendered.told[index] == part.diagnostics
    return read


def changed(*changes: tuple[int, str]) -> tuple[tuple[str, str], ...]:
    texts = list(TEXTS)
    for index, words in changes:
        texts[index] = (texts[index][0], words)
    return tuple(texts)


@pytest.mark.parametrize("options", PROFILES, ids=lambda options: options.profile)
def test_nothing_changed(options: PdfOptions) -> None:
    desk = Desk()
    bind(job_of(TEXTS, options), desk)
    read = expect_the_same_as_from_nothing(job_of(TEXTS, options), desk)
    assert read == {3, 6, 9}  # of each volume that is full, whether the next post still has no room in it


def test_another_process_finds_what_one_left() -> None:
    """Where a job goes to a worker, its values come out of a pickle: equal, and not the same objects."""
    desk, job = Desk(), job_of(TEXTS)
    bind(job, desk)
    moved = pickle.loads(pickle.dumps((job.issue, job.site, job.theme, job.options, job.keys)))
    issue, site, theme, options, keys = moved
    before = dict(_KEPT)
    job = replace(job, issue=issue, site=site, theme=theme, options=options, keys=keys)
    assert bind(job, desk)[2] == {3, 6, 9}
    assert before == _KEPT


@pytest.mark.parametrize("options", PROFILES, ids=lambda options: options.profile)
def test_another_title(options: PdfOptions) -> None:
    desk = Desk()
    bind(job_of(TEXTS, options), desk)
    job = job_of(TEXTS, options)
    job = replace(job, issue=replace(job.issue, title="Another"))
    assert expect_the_same_as_from_nothing(job, desk) == {3, 6, 9}


@pytest.mark.parametrize("options", PROFILES, ids=lambda options: options.profile)
def test_a_post_was_edited(options: PdfOptions) -> None:
    desk = Desk()
    before, *_ = bind(job_of(TEXTS, options), desk)
    job = job_of(changed((4, "edited")), options)
    assert expect_the_same_as_from_nothing(job, desk) == {3, 4, 5, 6, 9}
    after, *_ = bind(job, desk)
    kept_files = [name for name in before if before[name] == after[name]]
    assert kept_files == [f"archive/2026-07-{number}.pdf" for number in (1, 3, 4)]


@pytest.mark.parametrize("options", PROFILES, ids=lambda options: options.profile)
@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (changed((9, "edited")), {9}),
        (changed((4, "edited")), {4, 5, 6, 7, 8, 9}),
        (changed((4, "long"), (7, "long")), {4, 5, 6, 7, 8, 9}),
        (changed((0, "edited")), set(range(10))),
        ((*TEXTS, ("p10", "new")), {10}),
        (TEXTS[:-2], set()),
        ((*TEXTS[:5], *TEXTS[6:]), {5, 6, 7, 8}),
    ],
    ids=["the last", "one", "two grown", "the first", "one more", "two fewer", "one fewer"],
)
def test_a_volume_is_copied_as_far_as_its_posts_are_the_same(
    texts: Sequence[tuple[str, str]], read: set[int], options: PdfOptions
) -> None:
    options, desk = replace(options, max_pages=0), Desk()
    bind(job_of(TEXTS, options), desk)
    assert expect_the_same_as_from_nothing(job_of(texts, options), desk) == read
    assert expect_the_same_as_from_nothing(job_of(texts, options), desk) == set()
    edited = (*texts[:-1], (texts[-1][0], "again"))
    assert expect_the_same_as_from_nothing(job_of(edited, options), desk) == {len(texts) - 1}


def test_what_was_copied_is_not_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    options, desk = replace(OPTIONS, max_pages=0), Desk()
    bind(job_of(TEXTS, options), desk)
    judged: list[str] = []

    def judge(_: object, bound: Bound) -> list[str]:
        judged.append(str(bound.first))
        return []

    monkeypatch.setattr("exporter.backends.pdf.gate._faults", judge)
    bind(job_of(changed((7, "edited")), options), desk)
    assert judged == ["7", "8", "9"]


@pytest.mark.parametrize(
    "texts",
    [
        changed((1, "long")),
        changed((1, "long"), (7, "long")),
        (*TEXTS, ("p10", "text 2")),
        (*TEXTS, *((f"q{n}", "text 1") for n in range(3))),
        TEXTS[1:],
        TEXTS[:-1],
        TEXTS[:3],
        tuple(reversed(TEXTS)),
        (*TEXTS[:2], ("new", "text 3"), *TEXTS[2:]),
    ],
    ids=[
        "grown",
        "two grown",
        "one more",
        "a volume more",
        "the first gone",
        "the last gone",
        "one volume",
        "turned",
        "between",
    ],
)
def test_posts_that_come_go_and_grow(texts: Sequence[tuple[str, str]]) -> None:
    desk = Desk()
    bind(job_of(TEXTS), desk)
    expect_the_same_as_from_nothing(job_of(texts), desk)
    expect_the_same_as_from_nothing(job_of(TEXTS), desk)


def test_a_link_whose_target_moved_to_another_page() -> None:
    desk = Desk()
    before, *_ = bind(job_of(TEXTS), desk)
    job = job_of(changed((3, "long")))  # now the fifth begins another volume
    expect_the_same_as_from_nothing(job, desk)
    after, *_ = bind(job, desk)
    first = "archive/2026-07-1.pdf"
    assert before[first] != after[first]


def test_tags_that_change_no_part() -> None:
    desk, job = Desk(), job_of(TEXTS)
    bind(job, desk)
    posts = [replace(post, tags=("paper",)) for post in job.issue.posts]
    job = replace(job, issue=replace(job.issue, posts=tuple(posts)))
    assert expect_the_same_as_from_nothing(job, desk) == {3, 6, 9}


def test_other_options_find_nothing_of_theirs() -> None:
    desk = Desk()
    bind(job_of(TEXTS), desk)
    whole = job_of(TEXTS, replace(OPTIONS, max_pages=0))
    assert len(expect_the_same_as_from_nothing(whole, desk)) == len(TEXTS)
    assert expect_the_same_as_from_nothing(whole, desk) == set()


@pytest.mark.parametrize(
    "damage",
    [lambda content: b"", lambda content: content[:3000] + b"#" + content[3001:]],
    ids=["emptied", "a bit flipped"],
)
def test_files_that_were_damaged_are_written_again(damage: Callable[[bytes], bytes]) -> None:
    desk, job = Desk(), job_of(TEXTS)
    bind(job, desk)
    desk.files = {digest: damage(content) for digest, content in desk.files.items()}
    retitled = replace(job, issue=replace(job.issue, title="Another"))
    assert expect_the_same_as_from_nothing(retitled, desk) == set(range(len(TEXTS)))


def test_files_that_are_gone_are_written_again_and_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, job = Desk(), job_of(TEXTS)
    bind(job, desk)
    desk.files.clear()
    assert expect_the_same_as_from_nothing(job, desk) == set(range(len(TEXTS)))
    judged: list[int] = []

    def judge(_: object, *, copied: int) -> tuple[()]:
        judged.append(copied)
        return ()

    monkeypatch.setattr("exporter.backends.pdf.bind.check", judge)
    desk.files.clear()
    bind(job, desk)
    assert judged == [0] * 5


def test_a_volume_that_is_not_whole_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    monkeypatch.setattr(
        "exporter.backends.pdf.bind.check", lambda book, copied: (diagnose("P703", "not whole"),)
    )
    bind(job_of(TEXTS), desk)
    assert desk.records == {}
