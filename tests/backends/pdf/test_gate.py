from __future__ import annotations

import re
from functools import cache

import pytest
from msgspec.structs import replace

from exporter.backends.pdf import document
from exporter.backends.pdf import part as parts
from exporter.backends.pdf.book import Book
from exporter.backends.pdf.compose import Setting, compose
from exporter.backends.pdf.engine import lay_out
from exporter.backends.pdf.fittings import Fittings
from exporter.backends.pdf.fragment import Fragment, Proof
from exporter.backends.pdf.gate import check
from exporter.backends.pdf.laid import Post as Laying
from exporter.backends.pdf.laid import begin, lay
from exporter.backends.pdf.links import Targets
from exporter.backends.pdf.losses import lost_text
from exporter.backends.pdf.options import PdfOptions, page
from exporter.backends.pdf.part import DECODER
from exporter.backends.pdf.proof import prove
from exporter.backends.pdf.style import style_of
from exporter.model.post import Post
from exporter.model.spool import Spool
from tests.backends.pdf import samples


@cache
def fragment(number: int) -> Fragment:
    return DECODER.decode(samples.part(samples.three()[number]).content)


@cache
def proof(number: int) -> Proof:
    """What the pages of a sample must show, taken where the part takes it."""
    kept: list[Proof] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("exporter.backends.pdf.proof.prove", lambda _, wanted, __: kept.append(wanted))
        samples.part(samples.three()[number])
    return kept[0]


def book() -> Book:
    """A volume of two posts, written and not yet judged."""
    posts = samples.three()[:2]
    job = samples.job(posts, [samples.part(post) for post in posts])
    fittings = Fittings(job)
    style = style_of(fittings)
    laying = (Laying(source, "", part) for source, part in zip(posts, job.parts, strict=True))
    body, laid = begin(style, Spool())
    laid = lay(body, laid, laying, most=0, dated=job.issue.updated)
    made = Book(fittings, style, laid, job.issue, file="volume.pdf", entries=(), pictures=())
    made.write(body, Targets(posts, made.homes()))
    return made


def spoil(made: Book, pattern: bytes, by: bytes) -> None:
    """Overwrites what the pattern finds first after the volume's own objects, byte for byte."""
    content = bytes(made.volume.spool)
    found = re.search(pattern, content, re.S)
    assert found is not None
    made.volume.spool.file.seek(found.start(1))
    made.volume.spool.file.write(by.ljust(found.end(1) - found.start(1))[: found.end(1) - found.start(1)])


def test_a_whole_volume_passes() -> None:
    assert check(book()) == ()


def test_a_page_that_is_not_the_one_laid_out_is_named_with_its_post() -> None:
    made = book()
    first = next(stream for stream in fragment(0).block.streams if not stream.digest)
    spoil(made, b"(" + re.escape(first.data) + b")", b"another")
    (found,) = check(made)
    assert (found.code, found.span.source) == ("P703", "posts/ja.md")
    assert "紙を裁つ朝" in found.message
    assert "page 1 is not the one laid out" in found.message


@pytest.mark.parametrize("number", [0, 1])
def test_a_link_that_the_file_lacks_is_told(number: int) -> None:
    made = book()
    sheets = list(made.laid.sheets)
    bound = sheets[number].bound
    more = replace(bound.uses[0], annotations=bound.uses[0].annotations + 1)
    sheets[number] = replace(sheets[number], bound=bound._replace(uses=(more, *bound.uses[1:])))
    made.laid = replace(made.laid, sheets=tuple(sheets))
    assert "links are missing on its page 1" in check(made)[0].message


def test_a_page_that_the_tree_lacks_is_told() -> None:
    made = book()
    made.leaves.append(made.leaves[0])
    assert [found.message for found in check(made)] == [
        f"the file does not have its {len(made.leaves)} pages in their order"
    ]


def test_an_object_that_is_not_where_the_table_says_is_told() -> None:
    made = book()
    spoil(made, rb"\n(\d+ 0 obj)\n<</Length1", b"9 9 xyz")
    assert [found.message for found in check(made)] == ["1 objects are not where the cross-reference says"]


def test_a_file_that_was_cut_short_is_told_of_every_post() -> None:
    made = book()
    made.volume.spool.size -= 200
    assert len(check(made)) == 3


def test_what_every_part_must_show_is_found_in_it() -> None:
    for number, post in enumerate(samples.three()):
        assert prove(fragment(number), proof(number), post) == ""


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("title", "its title cannot be read on its first page"),
        ("heading", "its heading 'quite another xyz' cannot be read"),
        ("opening", "its first words cannot be read: nowhere"),
        ("closing", "its last words cannot be read: nowhere"),
        ("picture", "pictures are missing on its page 1"),
        ("link", "links are missing on its page"),
    ],
)
def test_a_part_that_lost_something_is_told(fault: str, told: str) -> None:
    number = 1
    post, made, wanted = samples.three()[number], fragment(number), proof(number)
    if fault == "title":
        post = replace(post, title="Quite another post")
    elif fault == "heading":
        wanted = replace(wanted, headings=(replace(wanted.headings[0], text="quite another xyz"),))
    elif fault in ("opening", "closing"):
        wanted = replace(wanted, **{fault: replace(wanted.opening, text="nowhere")})
    elif fault == "link":
        uses = [replace(use, annotations=use.annotations + 1) for use in made.pages]
        made = replace(made, pages=tuple(uses))
    else:
        post, made, wanted = pictured()
        chunks = [replace(c, content=c.content.replace(b"/XObject", b"/XAbsent")) for c in made.block.chunks]
        made = replace(made, block=replace(made.block, chunks=tuple(chunks)))
    assert told in prove(made, wanted, post)


def pictured() -> tuple[Post, Fragment, Proof]:
    """A fragment whose first page paints a form."""
    html = samples.xhtml("<html lang=en><body><h1>One</h1><p style='opacity:0.5'>two</p>")
    post = samples.post("one", "One", "<p>two</p>", language="en")
    setting = Setting(PdfOptions(), page(PdfOptions()), "Art", "en")
    return post, *compose(lay_out(html, ["@page{size:200pt 200pt}"], {}), setting)


def test_a_part_that_is_not_whole_is_told_with_its_post(monkeypatch: pytest.MonkeyPatch) -> None:
    each = samples.three()[1]
    whole = document.post_html
    monkeypatch.setattr(
        document, "post_html", lambda post, *a, **k: whole(replace(post, title="Another"), *a, **k)
    )
    found = [d for d in samples.part(each).diagnostics if d.code == "P703"]
    assert [str(d.span) for d in found] == ["posts/en.md"]
    assert "its title cannot be read" in found[0].message


def test_text_that_no_page_shows_is_told() -> None:
    html = samples.xhtml("<html lang=en><body><p>one two</p><p>three 3</p>")
    painted = lay_out(html, ["@page{size:90pt 60pt;margin:9pt}"], {})
    assert len(painted.pages) > 1
    assert lost_text(painted, [""]) == ""
    assert lost_text(painted._replace(pages=painted.pages[:1]), [""]) == "3eehrt"


def test_a_character_without_a_glyph_is_replaced_and_named_with_its_line() -> None:
    each = samples.post("x", "題", '<p data-line="8">文</p><p data-line="12">字\ue123</p>')
    part = samples.part(each)
    found = [diagnostic for diagnostic in part.diagnostics if diagnostic.code == "P702"]
    assert [(diagnostic.span.line, "U+E123" in diagnostic.message) for diagnostic in found] == [(12, True)]
    faces = DECODER.decode(part.content).faces
    assert parts.GETA in {text for shown in samples.shown(faces) for text in shown.glyphs().values()}
