"""Our HTML is the tree that Hugo makes of the same Markdown, ids of headings and notes included."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace

from exporter.reading.frontmatter import split
from exporter.reading.located import locate
from exporter.reading.markdown import Dialect, render
from tests.reading.goldmark import GOLDMARK, events, hugo

HERE = Path(__file__).parent
CORPORA = HERE.parents[2] / "shared" / "corpora"
CASE = re.compile(r"^([^\n]+)\n\.\n(.*?)\n\.$", re.MULTILINE | re.DOTALL)
CASES = CASE.findall((HERE / "fixtures" / "goldmark.md").read_text("utf-8"))


def ours(body: str, dialect: Dialect = GOLDMARK) -> list[tuple[str, ...]]:
    return events(render(locate(body), dialect).html)


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    pages = hugo(tmp_path_factory.mktemp("fixtures"), [f"{body}\n" for _, body in CASES])
    return {title: page for (title, _), page in zip(CASES, pages, strict=True)}


@pytest.mark.parametrize(("title", "body"), CASES, ids=[title for title, _ in CASES])
def test_the_tree_is_that_of_hugo(title: str, body: str, theirs: dict[str, str]) -> None:
    assert ours(f"{body}\n") == events(theirs[title])


def test_every_case_of_the_fixture_is_read() -> None:
    assert len(CASES) == (HERE / "fixtures" / "goldmark.md").read_text("utf-8").count("\n.\n") / 2


EXTRAS = """
[markup.goldmark.extensions]
strikethrough = false
[markup.goldmark.extensions.typographer]
disable = true
[markup.goldmark.extensions.extras]
mark.enable = true
insert.enable = true
subscript.enable = true
superscript.enable = true
[markup.goldmark.parser]
autoIDType = "{ids}"
attribute.block = true
"""


@pytest.mark.parametrize("ids", ["github-ascii", "blackfriday"])
def test_the_other_settings_of_goldmark(tmp_path: Path, ids: str) -> None:
    bodies = [
        'H~2~O is x^2^, ==marked== and ++new++ "as is" -- so.\n',
        "## Über die Brücke -- 2.0\n\n## 日本語 and more\n\n## 日本語\n\n## A & B\n",
        "> quote\n{.note}\n\n- a\n- b\n{.list #lid}\n\npara\n{.p}\n\n| a |\n|---|\n| b |\n{.t}\n\n---\n{.hr}\n\npara\n\n{.alone}\n\nlast\n{a b}\n",
    ]
    dialect = replace(
        GOLDMARK,
        typographer=None,
        strikethrough=False,
        mark=True,
        insert=True,
        subscript=True,
        superscript=True,
        block_attributes=True,
        heading_ids=ids,
    )
    pages = hugo(tmp_path / "site", bodies, EXTRAS.format(ids=ids))
    for body, page in zip(bodies, pages, strict=True):
        assert ours(body, dialect) == events(page)


def bodies_of(blog: str, *, limit: int) -> list[str]:
    """Bodies spread over the blog, their shortcodes made harmless."""
    files = sorted((CORPORA / blog / "content").rglob("*.md"))
    step = max(1, len(files) // limit)
    texts = (split(path.read_bytes().decode("utf-8", "replace")).body.text for path in files[::step])
    return [text.replace("{{", "{ {").replace("}}", "} }") for text in texts]


def differing(tmp_path: Path, bodies: Iterable[str]) -> int:
    chosen = [body for body in bodies if body.strip()]
    pages = hugo(tmp_path / "site", chosen)
    return sum(ours(body) != events(page) for body, page in zip(chosen, pages, strict=True))


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the public blogs are not beside the repository")
@pytest.mark.parametrize("blog", ["negi", "otel-hugo", "fahdlabs-hugo"])
def test_posts_of_real_blogs_are_what_hugo_makes_of_them(tmp_path: Path, blog: str) -> None:
    assert differing(tmp_path, bodies_of(blog, limit=40)) == 0


@pytest.mark.slow
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the public blogs are not beside the repository")
def test_every_post_of_a_real_blog_is_what_hugo_makes_of_it(tmp_path: Path) -> None:
    assert differing(tmp_path, bodies_of("negi", limit=10_000)) == 0
