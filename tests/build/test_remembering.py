"""What is remembered of a page is as good as reading it again; what changed is read, and nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from exporter.build import worker
from exporter.build.tasks import Gathered, ReadTask, Task, name_of
from exporter.cli import main
from exporter.sites.hugo.header import Headers
from tests.build.blog import Blog, digests, png, post


class Seen:
    """The files whose headers, and the tasks that, were done."""

    def __init__(self) -> None:
        self.headers: list[str] = []
        self.tasks: list[str] = []


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    found = Seen()
    header, done = Headers.header, worker.Worker.run

    def read(self: Headers, page: object) -> object:
        found.headers.append(page.path)  # type: ignore[attr-defined]
        return header(self, page)  # type: ignore[arg-type]

    def do(self: worker.Worker, task: Task) -> object:
        found.tasks.append(f"{type(task).__name__} {name_of(task)}")
        return done(self, task)

    monkeypatch.setattr(Headers, "header", read)
    monkeypatch.setattr(worker.Worker, "run", do)
    return found


def test_an_edit_costs_an_edit(tmp_path: Path, seen: Seen) -> None:
    blog = Blog(tmp_path, posts=6)
    blog.build("feed", "digest")
    seen.headers.clear()
    seen.tasks.clear()
    blog.write("content/posts/p3.md", post("Post 3", "2026-07-03", "Other words"))
    blog.build("feed", "digest")
    assert seen.headers == ["content/posts/p3.md"]
    assert sorted(seen.tasks) == [
        "BindTask digest/2026-07",
        "BindTask feed/latest",
        "PartTask content/posts/p3.md",
        "PartTask content/posts/p3.md",
        "ReadTask content/posts/p3.md",
    ]


def test_a_new_post_costs_one_post(tmp_path: Path, seen: Seen) -> None:
    """Other posts are read again only where they link to it, or tried to."""
    blog = Blog(tmp_path, posts=5)
    blog.write("content/posts/p1.md", post("Post 1", "2026-07-01", "[later](../p9/)"))
    blog.build("feed")
    seen.headers.clear()
    seen.tasks.clear()
    blog.write("content/posts/p9.md", post("Post 9", "2026-07-09"))
    blog.build("feed")
    assert seen.headers == ["content/posts/p9.md"]
    assert sorted(t for t in seen.tasks if t.startswith("Read")) == [
        "ReadTask content/posts/p1.md",
        "ReadTask content/posts/p9.md",
    ]


# Whatever a header or a body may depend on: each change must give what a build gives that remembers nothing.
CHANGES: dict[str, Callable[[Blog], object]] = {
    "its own file": lambda b: b.write("content/posts/p2.md", post("Other", "2026-07-02")),
    "configuration": lambda b: b.write("hugo.toml", 'baseURL = "https://other.example/"\ntitle = "T"\n'),
    "an override": lambda b: b.write("exporter.toml", '[site]\ntimezone = "Asia/Tokyo"\n'),
    "a section's cascade": lambda b: b.write(
        "content/posts/_index.md", "---\ncascade:\n  description: Told\n---\n"
    ),
    "a section that goes": lambda b: (b.root / "content/deep/_index.md").unlink(),
    "a section's slug": lambda b: b.write("content/deep/_index.md", "---\nslug: other\n---\n"),
    "an author's data": lambda b: b.write("data/authors/ann.yaml", "name: Ann Other\n"),
    "an author's page": lambda b: b.write("content/authors/bob/_index.md", "---\ntitle: Bob Other\n---\n"),
    "a picture of a bundle that comes": lambda b: b.write("content/posts/bundle/cover.png", png(7)),
    "a cover that comes": lambda b: b.write("content/posts/late.png", png(8)),
    "a picture that comes": lambda b: b.write("static/missing.png", png(9)),
    "a picture that goes": lambda b: (b.root / "static/there.png").unlink(),
    "a picture that changes": lambda b: b.write("static/there.png", png(10)),
    "a translation of a picture": lambda b: b.write("static/there.en.png", png(11)),
    "a page that is linked": lambda b: b.write(
        "content/posts/p3.md", post("P3", "2026-07-03", header="slug: new\n")
    ),
    "a page that is linked and goes": lambda b: (b.root / "content/posts/p3.md").unlink(),
    "a page that takes an address": lambda b: b.write(
        "content/posts/p4.md", post("P4", "2026-07-04", header="url: /posts/p2/\n")
    ),
    "a page of the name that is linked": lambda b: b.write(
        "content/posts/nowhere.md", post("N", "2026-07-05")
    ),
    "a theme in the site": lambda b: b.write("themes/x/content/posts/more.md", post("More", "2026-07-06")),
    "the section with most posts": lambda b: b.write_all(
        {f"content/notes/n{n}.md": post(f"Note {n}", f"2026-07-1{n}") for n in range(9)}
    ),
    "a draft that is one no more": lambda b: b.write("content/posts/draft.md", post("Draft", "2026-07-07")),
    "a rule for a shortcode": lambda b: b.write("exporter.toml", '[shortcodes.box]\naction = "drop"\n'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_remembered_is_what_would_be_read(tmp_path: Path, change: str) -> None:
    blog = Blog(tmp_path, posts=4)
    links = "[3](p3.md) [n](nowhere.md) ![m](/missing.png) ![t](/there.png) {{< box >}}in{{< /box >}}"
    blog.write("hugo.toml", (blog.root / "hugo.toml").read_text() + 'theme = "x"\n')
    blog.write(
        "content/posts/p2.md", post("Post 2", "2026-07-02", links, "authors: [ann, bob]\ncover: late.png\n")
    )
    blog.write("content/posts/bundle/index.md", post("Bundle", "2026-07-08", "In a bundle"))
    blog.write("content/deep/_index.md", "---\nslug: deeper\n---\n")
    blog.write("content/deep/d.md", post("Deep", "2026-07-09", header="type: posts\n"))
    blog.write("content/posts/draft.md", post("Draft", "2026-07-07", header="draft: true\n"))
    blog.write("data/authors/ann.yaml", "name: Ann\n")
    blog.write("content/authors/bob/_index.md", "---\ntitle: Bob\n---\n")
    blog.write("static/there.png", png(1))
    blog.build("feed", "letter")
    CHANGES[change](blog)
    blog.build("feed", "letter")
    warm = digests(blog.out)
    blog.out, blog.cache = tmp_path / "dist2", tmp_path / "cache2"
    blog.build("feed", "letter")
    fresh = digests(blog.out)
    warm = {name: digest for name, digest in warm.items() if name in fresh}  # letters of the past stay
    del warm["manifest.json"], fresh["manifest.json"]
    assert warm == fresh


def test_two_sites_share_a_cache(tmp_path: Path) -> None:
    """The same files at two places, other pages beside them."""
    one, two = Blog(tmp_path / "one"), Blog(tmp_path / "two")
    two.cache = one.cache
    two.write("hugo.toml", 'baseURL = "https://two.example/"\ntitle = "Two"\nlanguageCode = "en"\n')
    for blog in (one, two, one, two):
        blog.build("feed", "--drafts" if blog is one else "--future")
    assert "https://blog.example/posts/p1/" in one.read("feed/rss.xml")
    assert "https://two.example/posts/p1/" in two.read("feed/rss.xml")
    alone = Blog(tmp_path / "two")
    alone.write("hugo.toml", 'baseURL = "https://two.example/"\ntitle = "Two"\nlanguageCode = "en"\n')
    alone.out, alone.cache = tmp_path / "d", tmp_path / "c"
    alone.build("feed")
    assert digests(two.out) == digests(alone.out)


def test_a_file_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blog = Blog(tmp_path)
    read = worker.Worker._read
    edits = iter(["First edit", "Second edit"])

    def disturbed(self: worker.Worker, task: ReadTask) -> Gathered:
        if task.source.source.endswith("p1.md") and (words := next(edits, "")):
            blog.write("content/posts/p1.md", post("Post 1", "2026-07-01", words))
        return read(self, task)

    monkeypatch.setattr(worker.Worker, "_read", disturbed)
    assert blog.build("feed") == 0
    assert "Second edit" in blog.read("feed/rss.xml")
    assert "First edit" not in blog.read("feed/rss.xml")


def test_files_that_never_rest_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blog = Blog(tmp_path)
    read = worker.Worker._read
    count = iter(range(100))

    def disturbed(self: worker.Worker, task: ReadTask) -> Gathered:
        blog.write(task.source.source, post("Post", "2026-07-01", f"Edit {next(count)}"))
        return read(self, task)

    monkeypatch.setattr(worker.Worker, "_read", disturbed)
    assert blog.build("feed") == 1
    assert "changed while it was read" in capsys.readouterr().err
    assert not (blog.out / "feed").exists()


def test_names_that_are_no_text_and_many_files_disturb_nothing(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    many = blog.root / "static" / "many"
    many.mkdir(parents=True)
    for n in range(3000):
        (many / f"{n}.txt").touch()
    Path(os.fsdecode(os.fsencode(blog.root / "content/posts") + b"/\xff\xfe.md")).write_text(
        post("Unnamed", "2026-07-05")
    )
    assert blog.build("feed") == 0
    assert blog.build("feed") == 0
    assert "Unnamed" not in blog.read("feed/rss.xml")


@pytest.mark.slow
def test_a_hundred_thousand_files_in_one_folder(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    folder = blog.root / "content/posts"
    for n in range(100_000):
        (folder / f"x{n}.txt").touch()
    assert blog.build("feed") == 0
    assert blog.build("feed") == 0


def test_why_tells_what_is_dirty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blog = Blog(tmp_path)
    ask = ["why", "digest/2026-07.epub", *blog.arguments()[1:-4], "--now", "2026-07-20T00:00:00Z"]
    for name in ["digest/2026-07.epub", "feed/atom.xml"]:
        assert main([*ask[:1], name, *ask[2:]]) == 0
        assert "It was not built yet" in capsys.readouterr().out
    blog.build("digest")
    capsys.readouterr()
    assert main(ask) == 0
    assert "It is as it would be made now." in capsys.readouterr().out
    blog.write("content/posts/p1.md", post("Post 1", "2026-07-01", "Edited"))
    blog.write("content/posts/p9.md", post("Post 9", "2026-07-09"))
    (blog.root / "content/posts/p2.md").unlink()
    blog.write("exporter.toml", "[publications.digest]\nevery = 'month'\ncover = false\n")
    main(ask)
    said = capsys.readouterr().out
    assert "content/posts/p1.md was edited" in said
    assert "content/posts/p2.md is no longer in it" in said
    assert "content/posts/p9.md is new in it" in said
    assert main([*ask[:1], "digest/2026-08.epub", *ask[2:]]) == 2
    assert "Did you mean digest/2026-07.epub?" in capsys.readouterr().err
    blog.write("content/posts/p6.md", post("Post 6", "2026-06-09"))
    assert main([*ask[:1], "digest/2026-06.epub", *ask[2:]]) == 0
    said = capsys.readouterr().out
    assert "It was not built yet: a build would make it." in said
    assert "content/posts/p6.md" in said
    assert json.loads((blog.out / "manifest.json").read_bytes())["artifacts"]
