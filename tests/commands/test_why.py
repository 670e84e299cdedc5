"""Whatever a build makes is foreseen before it, and explained after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.cli import main
from tests.build.blog import NOW, Blog, png, post

CONFIG = """
[site]
base_url = "https://blog.example/"
[publications.feed]
compress = ["gzip", "brotli"]
headers = true
[publications.letter]
esp = "mailchimp"
"""
MADE = ("feed", "digest", "letter")


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    blog = Blog(tmp_path)
    blog.write("static/p.png", png(1))
    blog.write("content/posts/p2.md", post("Post 2", "2026-07-02", "![A picture](/p.png)"))
    blog.write("content/posts/p3.md", post("Post 3", "2026-07-03", '[One]({{< ref "p1.md" >}})'))
    blog.write("content/posts/old.md", post("Old", "2026-06-01"))
    blog.write("exporter.toml", CONFIG)
    return blog


def why(blog: Blog, capsys: pytest.CaptureFixture[str], *asked: str, code: int = 0) -> str:
    capsys.readouterr()
    places = ["--site", str(blog.root), "--out", str(blog.out), "--cache", str(blog.cache), "--now", NOW]
    assert main(["why", *asked, *places]) == code
    said = capsys.readouterr()
    return said.err if code else said.out


def test_every_artifact_is_foreseen_and_explained(blog: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    assert blog.build(*MADE, "--all") == 0
    assert blog.build("digest", "--issue", "2026-07-03") == 2  # no span: the manifest has none of it
    assert blog.build("digest", "--issue", "2026-Q2") == 0
    names = sorted(blog.manifest())
    assert {"feed/rss.xml.gz", "feed/atom.xml.br", "_headers", "opds.json", "digest/latest.epub"} <= {*names}
    assert {"letter/2026-W27.mailchimp.html", "letter/2026-W23.eml", "digest/2026-Q2.jpg"} <= {*names}
    for name in names:
        said = why(blog, capsys, name)
        assert said.startswith(f"{name}: ")
        assert "It is as it would be made now." in said, said
    made, blog.out = blog.out, blog.folder / "nothing"
    for name in names:
        said = why(blog, capsys, name)
        assert said.startswith(f"{name}: ")
        assert "It was not built yet: " in said
    assert "`exporter build letter --all` would make it." in why(blog, capsys, "letter/2026-W23.eml")
    assert "`exporter build digest --issue 2026-Q2` would make it." in why(
        blog, capsys, "digest/2026-Q2.epub"
    )
    blog.out = made
    assert "would make it, if the issue needs so many files" in why(blog, capsys, "archive/2026-2.pdf")
    assert "Did you mean digest/2026-07.epub?" in why(blog, capsys, "digest/2026-07.epup", code=2)


def test_alone_it_says_what_a_build_would_do(blog: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    blog.write("exporter.toml", CONFIG + "[publications.archive]\nenabled = false\n")
    assert "digest/2026-07: not built yet" in why(blog, capsys)
    assert blog.build() == 0
    assert why(blog, capsys) == "A build would change nothing.\n"
    blog.write("static/p.png", png(2))
    blog.write("content/posts/p4.md", post("Post 4", "2026-07-04", "Edited"))
    (blog.root / "content/posts/old.md").unlink()
    (blog.out / "letter/2026-W29.txt").unlink(missing_ok=True)
    said = why(blog, capsys)
    assert "digest/2026-07: content/posts/p4.md was edited, and " in said
    assert "digest/2026-06.epub: no post belongs to its issue any more, it is removed" in said
    assert "opds.xml: what it lists changed" in said
    assert blog.build() == 0
    assert why(blog, capsys) == "A build would change nothing.\n"


def test_what_a_post_shows_and_refers_to_is_known(blog: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    assert blog.build("digest") == 0
    assert blog.manifest()["digest/2026-07.epub"]["pictures"].keys() == {"static/p.png"}
    assert blog.manifest()["digest/2026-06.epub"].get("pictures", {}) == {}
    blog.write("static/p.png", png(2))
    blog.write("content/posts/p1.md", post("Post 1", "2026-06-02", "", "slug: moved\n"))
    said = why(blog, capsys, "digest/2026-07.epub")
    assert "the picture static/p.png was changed" in said
    assert "a page or file that content/posts/p3.md refers to changed" in said
    (blog.root / "static/p.png").unlink()
    assert "static/p.png is gone" in why(blog, capsys, "digest/2026-07.epub")
    blog.write("hugo.toml", 'baseURL = "https://blog.example/"\nenableEmoji = true\n')
    assert "how posts are read" in why(blog, capsys, "digest/2026-07.epub")


def test_of_several_volumes_each_names_its_own_posts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blog = Blog(tmp_path, posts=3)
    blog.write("exporter.toml", '[publications.archive]\nbackend = "pdf"\nevery = "month"\nmax_pages = 2\n')
    assert blog.build("archive") == 0
    said = why(blog, capsys, "archive/2026-07-1.pdf")
    assert said.startswith("archive/2026-07-1.pdf: issue 2026-07 of archive, 2 of its 3 posts\n")
    assert "p1.md" in said
    assert "p2.md" in said
    assert "p3.md" not in said
    blog.write("content/posts/p3.md", post("Post 3", "2026-07-03", "Edited"))
    said = why(blog, capsys, "archive/2026-07-1.pdf")
    assert "anew: content/posts/p3.md in another volume of its issue was edited." in said
    assert "anew: content/posts/p3.md was edited." in why(blog, capsys, "archive/2026-07-2.pdf")


def test_what_happened_to_the_file_itself_is_told(blog: Blog, capsys: pytest.CaptureFixture[str]) -> None:
    assert blog.build("feed") == 0
    (blog.out / "feed/rss.xml").write_text("mine")
    (blog.out / "feed/atom.xml").unlink()
    assert "A build would make it anew: somebody changed it." in why(blog, capsys, "feed/rss.xml")
    assert "A build would make it anew: it is not there any more." in why(blog, capsys, "feed/atom.xml")
