from __future__ import annotations

import zipfile
from io import BytesIO

import msgspec
import pytest
from PIL import Image

from exporter.backends.contract import BindJob
from exporter.backends.epub import BACKEND
from exporter.backends.epub.options import EpubOptions, Sections
from exporter.model.issue import Issue
from exporter.model.post import Author, Cover, Post
from exporter.model.site import Site
from exporter.reading.prose import read_prose
from tests.backends.epub.books import DC, OPF, OPS, SITE, THEME, XHTML, Opened, book, post

A = f"{XHTML}a"


def png(colour: str, size: tuple[int, int] = (400, 300)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG")
    return stream.getvalue()


def month(count: int) -> list[Post]:
    """``count`` posts, two a day."""
    return [post(title=f"Post {n}", day=n // 2 + 1) for n in range(count)]


def labels(opened: Opened) -> list[str]:
    nav = opened.tree("nav.xhtml").find(f"{XHTML}body/{XHTML}nav")
    assert nav is not None
    return [a.text or "" for a in nav.iter(A)]


def test_every_post_is_a_chapter_once_and_in_order() -> None:
    artifact = book(month(20))
    opened = Opened(artifact)

    assert (artifact.name, artifact.media_type, artifact.count, artifact.unit) == (
        "digest/2026-07.epub",
        "application/epub+zip",
        20,
        "chapters",
    )
    titles = [opened.tree(name).findtext(f".//{XHTML}h1") for name in opened.chapters]
    assert titles == [f"Post {n}" for n in range(20)]


def test_posts_of_one_title_and_one_slug_have_files_of_their_own() -> None:
    posts = [post(title="Same", id=f"{n}", slug="same") for n in range(3)]

    assert len(set(Opened(book(posts)).chapters)) == 3


def test_a_chapter_has_the_same_file_in_every_issue() -> None:
    one = post(title="Kept")

    assert Opened(book([one])).chapters[0] in Opened(book([post(title="Other"), one])).chapters


def test_the_package_says_what_the_book_is() -> None:
    author = Author("水野 灯", reading="みずの あかり")
    site = Site(
        title="Notes", url="https://example.org/", language="ja", rights="CC BY 4.0", description="On paper."
    )
    opened = Opened(book([post(authors=(author,), categories=("Ink",))], site=site, language="ja"))
    metadata = opened.package.find(f"{OPF}metadata")
    assert metadata is not None

    said = {(e.tag.removeprefix(DC), e.text) for e in metadata if str(e.tag).startswith(DC)}
    assert said == {
        ("identifier", "urn:uuid:6a0e0f0e-7f1c-5b8c-9a5e-2d6f0d3c1b2a"),
        ("title", "Notes July 2026"),
        ("language", "ja"),
        ("creator", "水野 灯"),
        ("publisher", "Notes"),
        ("date", "2026-07-01"),
        ("description", "On paper."),
        ("subject", "Ink"),
        ("rights", "CC BY 4.0"),
        ("source", "https://example.org/a-post/"),
    }
    assert opened.meta("dcterms:modified") == ["2026-07-01T00:00:00Z"]
    assert opened.meta("file-as") == ["みずの あかり"]
    assert opened.meta("group-position") == ["2026.07"]
    assert opened.package.get("{http://www.w3.org/XML/1998/namespace}lang") == "ja"


def test_the_book_opens_from_the_side_its_language_is_read_from() -> None:
    site = Site(title="دفتر", url="https://example.org/", language="ar")

    spine = Opened(book([post(language="ar")], site=site)).package.find(f"{OPF}spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == "rtl"


def test_few_posts_are_listed_with_their_headings() -> None:
    posts = [post("<h2 id='a'>Alpha</h2><h3 id='b'>Beta</h3>", title="One"), post(title="Two")]

    assert labels(Opened(book(posts))) == ["One", "Alpha", "Two", "Colophon"]


def test_many_posts_are_listed_by_day() -> None:
    listed = labels(Opened(book(month(14))))

    assert listed[:4] == ["1 July 2026", "Post 0", "Post 1", "2 July 2026"]
    assert len(listed) == 14 + 7 + 1


def test_posts_can_be_listed_by_category() -> None:
    posts = [post(title=f"P{n}", categories=("Ink" if n < 2 else "Paper",)) for n in range(3)]

    listed = labels(Opened(book(posts, options=EpubOptions(sections="category"))))
    assert listed == ["Ink", "P0", "P1", "Paper", "P2", "Colophon"]


def test_a_title_in_another_language_says_so_in_every_list() -> None:
    opened = Opened(book([post(title="مقالة", language="ar", slug="ar", id="ar"), post(title="Two")]))

    for name in ("nav.xhtml", "contents.xhtml", "colophon.xhtml"):
        said = {a.text: (a.get("lang"), a.get("dir")) for a in opened.tree(name).iter(A)}
        assert (said["مقالة"], said["Two"]) == (("ar", "rtl"), (None, None)), name


def test_the_words_of_a_post_are_the_words_of_its_chapter() -> None:
    body = (
        "<h2 id='a'>Alpha</h2><p>one <em>two</em> three</p><ul><li>four</li></ul><pre><code>five</code></pre>"
    )
    opened = Opened(book([post(body, title="Zero")]))

    assert (
        opened.words(opened.chapters[0]) == "Zero 1 July 2026 Alpha one two three four five Read on the site"
    )


def test_landmarks_name_the_parts_of_the_book() -> None:
    opened = Opened(book([post()]))
    marks = opened.tree("nav.xhtml").findall(f"{XHTML}body/{XHTML}nav")[1]

    found = {a.get(f"{OPS}type"): a.get("href") for a in marks.iter(A)}
    assert found == {
        "cover": "cover.xhtml",
        "toc": "contents.xhtml",
        "bodymatter": opened.chapters[0],
        "colophon": "colophon.xhtml",
    }


def test_the_ncx_has_the_same_entries_as_the_navigation() -> None:
    opened = Opened(book(month(14)))
    ncx = opened.tree("toc.ncx")
    space = "{http://www.daisy.org/z3986/2005/ncx/}"

    assert [t.text for t in ncx.iter(f"{space}text")][1:] == labels(opened)


def test_links_between_posts_of_the_issue_stay_in_the_book() -> None:
    here = (
        '<p><a href="https://example.org/two/">a</a> <a href="https://example.org/two#part">b</a> '
        '<a href="https://example.org/two/index.html#gone">c</a> <a href="https://example.org/three/?q=&amp;x">d</a> '
        '<a href="https://example.org/old/">e</a></p>'
    )
    posts = [post(here, title="One"), post("<h2 id='part'>P</h2>", title="Two", aliases=("/old/",))]
    opened = Opened(book(posts))
    one, two = opened.chapters
    file = two.removeprefix("text/")

    links = [a.get("href") for a in opened.tree(one).iterfind(f".//{XHTML}p/{A}")]
    assert links[:5] == [file, f"{file}#part", file, "https://example.org/three/?q=&x", file]


def test_a_post_links_to_itself_on_the_site() -> None:
    opened = Opened(book([post(title="One")]))

    footer = opened.tree(opened.chapters[0]).find(f".//{XHTML}footer//{A}")
    assert footer is not None
    assert footer.get("href") == "https://example.org/one/"


def test_the_colophon_leads_to_every_original() -> None:
    opened = Opened(book(month(3)))

    links = [a.get("href") for a in opened.tree("colophon.xhtml").iter(A)]
    assert links[-3:] == [f"https://example.org/post-{n}/" for n in range(3)]


def test_a_picture_in_ten_posts_is_in_the_book_once() -> None:
    url = "https://example.org/p.png"
    posts = [post(f'<p><img src="{url}" alt="x"/></p>', title=f"P{n}") for n in range(10)]

    names = Opened(book(posts, {url: png("red")})).names
    assert len([n for n in names if n.endswith(".png")]) == 1


def test_the_cover_is_a_jpeg_that_stores_accept() -> None:
    covers = {
        f"https://example.org/{n}.png": png(colour)
        for n, colour in enumerate(["red", "blue", "green", "gold"])
    }
    posts = [post(title=f"P{n}", cover=Cover(url)) for n, url in enumerate(covers)]
    opened = Opened(book(posts, covers))

    image = Image.open(BytesIO(opened.zip.read("EPUB/images/cover.jpg")))
    assert (image.format, image.size) == ("JPEG", (1600, 2560))
    found = {
        image.convert("RGB").resize((8, 16)).getpixel(spot) for spot in ((1, 9), (6, 9), (1, 14), (6, 14))
    }
    assert len(found) == 4
    item = next(i for i in opened.package.iter(f"{OPF}item") if i.get("href") == "images/cover.jpg")
    assert item.get("properties") == "cover-image"


def test_a_name_of_any_length_fits_the_cover() -> None:
    for title in ("あ" * 500, "word " * 100, "W" * 500, "<&\"'>"):
        site = Site(title=title, url="https://example.org/", language="ja")
        image = Image.open(BytesIO(Opened(book([post()], site=site)).zip.read("EPUB/images/cover.jpg")))
        # Nothing is drawn in the margin on the right, where a line too long would run out of the page.
        margin = image.convert("L").crop((1560, 0, 1600, 1150))
        assert margin.histogram()[:200] == [0] * 200, title[:20]


def test_an_issue_without_posts_is_no_book() -> None:
    issue = Issue(
        publication="digest",
        folder="digest",
        id="2026-07",
        title="t",
        identifier="urn:uuid:x",
        language="en",
        updated=post().published,  # type: ignore[arg-type]
        posts=(),
    )

    job = BindJob(issue=issue, site=SITE, theme=THEME, options=EpubOptions(), parts=())
    assert BACKEND.bind(job).artifacts == ()


def test_the_container_begins_with_its_type_and_has_no_date_of_its_own() -> None:
    content = book(month(2)).content

    assert content[30:38] == b"mimetype"
    assert content[38:58] == b"application/epub+zip"
    with zipfile.ZipFile(BytesIO(content)) as opened:
        assert opened.testzip() is None
        infos = opened.infolist()
    assert {info.date_time for info in infos} == {(2026, 7, 1, 0, 0, 0)}
    assert [info.filename for info in infos[1:]] == sorted(info.filename for info in infos[1:])
    assert all(not info.extra for info in infos)


def test_kindle_gets_no_svg_and_no_webp() -> None:
    stream = BytesIO()
    Image.new("RGB", (400, 300), "red").save(stream, "WEBP")
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30"/></svg>'
    )
    held = {"https://example.org/a.webp": stream.getvalue(), "https://example.org/b.svg": drawing}
    body = "".join(f'<p><img src="{url}" alt="x"/></p>' for url in held)

    plain = Opened(book([post(body)], held)).names
    kindle = Opened(book([post(body)], held, options=EpubOptions(profile="kindle"))).names
    assert {n.rpartition(".")[2] for n in plain if "images/" in n} == {"jpg", "webp", "svg"}
    assert {n.rpartition(".")[2] for n in kindle if "images/" in n} <= {"jpg", "png"}


def test_unknown_options_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"profle": "kindle"}, EpubOptions)


def test_posts_of_one_category_stand_together_and_the_rest_comes_last() -> None:
    posts = [
        post(title="A", day=1, categories=("Tea",)),
        post(title="B", day=2),
        post(title="C", day=3, categories=("Ink",)),
        post(title="D", day=4, categories=("Tea",)),
    ]

    opened = Opened(book(posts, options=EpubOptions(sections="category")))

    listed = [
        " ".join("".join(map(str, e.itertext())).split())
        for e in opened.tree("contents.xhtml").iter(f"{XHTML}h2", f"{XHTML}a")
    ]
    assert listed == ["Tea", "A", "D", "Ink", "C", "Other", "B"]
    assert [name[5] for name in opened.chapters] == ["a", "d", "c", "b"]


@pytest.mark.parametrize(
    ("sections", "titles"),
    [("week", ["2026, week 27", "2026, week 28"]), ("tag", ["tea", "ink"]), ("series", ["Cups", "Other"])],
)
def test_sections_by_week_tag_and_series(sections: Sections, titles: list[str]) -> None:
    posts = [
        post(title="A", day=1, tags=("rare", "tea"), series=("Cups",)),
        post(title="B", day=2, tags=("tea",)),
        post(title="C", day=6, tags=("ink",)),
    ]

    opened = Opened(book(posts, options=EpubOptions(sections=sections)))

    assert [h.text for h in opened.tree("contents.xhtml").iter(f"{XHTML}h2")] == titles


def test_the_index_names_each_tag_once_whatever_its_case_and_links_its_posts() -> None:
    posts = [post(title="A", tags=("Tea", "Ink")), post(title="B", day=2, tags=("tea",))]

    opened = Opened(book(posts))

    index = opened.tree("index.xhtml")
    assert [e.text for e in index.iter(f"{XHTML}dt")] == ["Ink", "Tea"]
    assert [e[0].text for e in index.iter(f"{XHTML}dd")] == ["A", "A", "B"]
    assert "index.xhtml" not in Opened(book(posts, options=EpubOptions(index=False))).text("nav.xhtml")


def test_titles_and_names_are_sorted_by_their_readings() -> None:
    site = Site(title="余白工房", url="https://example.org/", language="ja", rights="CC BY 4.0")
    readings = {"余白工房": "ヨハクコウボウ", "水野": "ミズノ"}
    options = EpubOptions(readings=readings, publisher="水野", description="紙の話", rights="CC0")
    opened = Opened(
        book([post(authors=(Author("水野"),))], site=site, options=options, title="余白工房 2026年7月")
    )

    files = {
        m.get("refines"): m.text for m in opened.package.iter(f"{OPF}meta") if m.get("property") == "file-as"
    }
    assert files == {"#creator-1": "ミズノ", "#title": "ヨハクコウボウ 2026-07", "#publisher": "ミズノ"}
    values = {
        name: opened.package.findtext(f".//{DC}{name}") for name in ("publisher", "description", "rights")
    }
    assert values == {"publisher": "水野", "description": "紙の話", "rights": "CC0"}


def test_a_book_of_one_post_has_the_reading_of_its_title() -> None:
    opened = Opened(book([post(title="紙", extra={"yomi": "カミ"})], title="紙"))

    assert "カミ" in [m.text for m in opened.package.iter(f"{OPF}meta")]


def test_the_foreword_comes_first_and_leads_to_chapters() -> None:
    words = read_prose("# Hello\n\nRead *[this](https://example.org/a-post/)* and $x$.")
    opened = Opened(book([post()], options=EpubOptions(foreword=words)))

    page = opened.tree("foreword.xhtml")
    assert [a.get("href") for a in page.iter(A)] == [opened.chapters[0]]
    assert [h.text for h in page.iter(f"{XHTML}h1", f"{XHTML}h2")] == ["Foreword", "Hello"]
    assert labels(opened)[0] == "Foreword"
