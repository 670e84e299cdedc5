from __future__ import annotations

from io import BytesIO

import msgspec
import pytest
from PIL import Image

from exporter.backends.epub.accessibility import undescribed
from exporter.backends.epub.chapter import Use
from exporter.model.post import Cover, Post
from exporter.passes.alternatives import says_nothing
from tests.backends.epub.books import SITE, XHTML, Opened, book, chapter, post


def use(alt: str, picture: str = "a", *, described: bool = True) -> Use:
    return Use(picture, alt, described, cover=False)


def png(number: int) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (40, 30), (number, 0, 0)).save(stream, "PNG")
    return stream.getvalue()


def pictured(*alts: str) -> tuple[list[Post], dict[str, bytes]]:
    held = {f"https://example.org/{n}.png": png(n) for n in range(len(alts))}
    posts = [
        post(title=f"P{n}", cover=Cover(url, alt))
        for n, (url, alt) in enumerate(zip(held, alts, strict=True))
    ]
    return posts, held


@pytest.mark.parametrize(
    "alt",
    ["", "image", "Image 3", "画像", "thumbnail", "the cover image", "IMG_1234.jpg", "image-1", "deadbeef42"],
)
def test_words_that_name_a_picture_do_not_describe_it(alt: str) -> None:
    assert says_nothing(alt)


@pytest.mark.parametrize("alt", ["A lamp on Blackfriars Bridge", "原稿用紙", "The cover image of a novel"])
def test_words_that_describe_a_picture_do(alt: str) -> None:
    assert not says_nothing(alt)


def test_the_same_words_for_three_pictures_describe_none() -> None:
    assert len(undescribed([use("AI generated thumbnail", name) for name in "abc"])) == 3
    assert not undescribed([use("the harbour", "a")] * 3)


def test_a_caption_describes() -> None:
    url = "https://example.org/a.png"
    body = f'<figure><img src="{url}" alt=""/><figcaption>Low tide.</figcaption></figure>'

    assert chapter(post(body), {url: png(1)}).uses[0].described


def test_words_that_describe_nothing_are_not_read_aloud() -> None:
    url = "https://example.org/a.png"
    made = Opened(book([post(f'<p><img src="{url}" alt="IMG_4711.png"/></p>')], {url: png(1)}))

    image = next(made.tree(made.chapters[0]).iter(f"{XHTML}img"))
    assert (image.get("alt"), image.get("class")) == ("", "undescribed")


def test_a_phrase_that_the_whole_site_uses_describes_nothing_in_a_single_post() -> None:
    posts, held = pictured("AI generated thumbnail")
    site = msgspec.structs.replace(SITE, placeholders=("ai generated thumbnail",))
    opened = Opened(book(posts, held, site=site))

    assert "alternativeText" not in opened.meta("schema:accessibilityFeature")
    assert next(opened.tree(opened.chapters[0]).iter(f"{XHTML}img")).get("alt") == ""


@pytest.mark.parametrize(
    ("body", "conforms"),
    [
        ("<p>Text.</p>", True),
        ("<table><tbody><tr><td>1</td></tr></tbody></table>", False),
        ('<p><a href="https://example.org/x"></a></p>', False),
        ('<p><span class="math">\\nope</span></p>', False),
    ],
)
def test_conformance_is_claimed_only_where_nothing_stands_against_it(body: str, conforms: bool) -> None:
    opened = Opened(book([post(body)]))

    claim = ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert opened.meta("dcterms:conformsTo") == (claim if conforms else [])
    assert opened.meta("a11y:certifiedBy") == (["Field notes"] if conforms else [])


def test_a_book_whose_pictures_all_have_words_says_so() -> None:
    opened = Opened(book(*pictured("A red lamp", "A blue door")))

    assert "alternativeText" in opened.meta("schema:accessibilityFeature")
    assert opened.meta("schema:accessModeSufficient") == ["textual"]
    assert opened.meta("schema:accessMode") == ["textual", "visual"]


def test_a_book_of_placeholders_claims_nothing() -> None:
    opened = Opened(book(*pictured(*["AI generated thumbnail"] * 3)))

    assert "alternativeText" not in opened.meta("schema:accessibilityFeature")
    assert opened.meta("schema:accessModeSufficient") == ["textual,visual"]


def test_a_book_without_pictures_has_no_alternatives_to_claim() -> None:
    opened = Opened(book([post()]))

    assert "alternativeText" not in opened.meta("schema:accessibilityFeature")
    assert opened.meta("schema:accessMode") == ["textual"]


def test_a_moving_picture_is_a_hazard_nobody_judged() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    stream = BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    url = "https://example.org/a.gif"
    opened = Opened(book([post(f'<p><img src="{url}" alt="A lamp blinks"/></p>')], {url: stream.getvalue()}))

    assert "unknownFlashingHazard" in opened.meta("schema:accessibilityHazard")
    assert "noFlashingHazard" in Opened(book([post()])).meta("schema:accessibilityHazard")


def test_a_formula_left_as_tex_withdraws_the_claim_of_math() -> None:
    good, bad = '<p><span class="math">x</span></p>', '<p><span class="math">\\nope</span></p>'

    assert "MathML" in Opened(book([post(good)])).meta("schema:accessibilityFeature")
    assert "MathML" not in Opened(book([post(good), post(bad, title="B")])).meta(
        "schema:accessibilityFeature"
    )


def test_the_summary_is_in_the_language_of_the_book() -> None:
    opened = Opened(book([post(language="ja")], language="ja"))

    assert "読めます" in opened.meta("schema:accessibilitySummary")[0]
