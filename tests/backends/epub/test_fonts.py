from __future__ import annotations

from io import BytesIO

import msgspec
from fontTools.ttLib import TTFont

from exporter.backends.contract import BindJob
from exporter.backends.epub import BACKEND
from exporter.backends.epub.options import EpubOptions
from exporter.model.issue import Issue
from exporter.world.fonts import find_faces
from tests.backends.epub.books import SITE, THEME, Opened, make_part, post

FACED = msgspec.structs.replace(THEME, faces=find_faces(THEME.families))


def embedded(body: str, **more: object) -> Opened:
    options = EpubOptions(embed=True)
    item = post(body, **more)  # type: ignore[arg-type]
    files: dict[str, bytes] = {}
    for face in FACED.faces:
        with open(face.path, "rb") as file:  # noqa: PTH123
            files.setdefault(face.path, file.read())
    issue = Issue(
        publication="digest", folder="digest", id="2026-07", title="Notes", identifier="urn:uuid:1",
        language=item.language, updated=item.published, posts=(item,),  # type: ignore[arg-type]
    )  # fmt: skip
    job = BindJob(
        issue=issue,
        site=SITE,
        theme=FACED,
        options=options,
        fonts=files,
        parts=(make_part(item, options=options),),
    )
    return Opened(BACKEND.bind(job).artifacts[0])


def letters(opened: Opened, name: str) -> set[str]:
    font = TTFont(BytesIO(opened.zip.read(f"EPUB/fonts/{name}")))
    return {chr(code) for code in font.getBestCmap()}


def test_a_font_has_the_letters_of_the_book_and_no_others() -> None:
    opened = embedded("<p>朝の茶。</p><p><strong>濃い</strong></p><p><code>xyz</code></p>", language="ja")

    text = letters(opened, "noto-serif-cjk-jp-400.otf")
    assert set("朝の茶。") <= text
    assert "濃" not in text
    assert set("濃い") <= letters(opened, "noto-serif-cjk-jp-700.otf")
    assert letters(opened, "noto-sans-mono-400.ttf") == set("xyz")


def test_each_font_is_declared_with_its_licence() -> None:
    opened = embedded("<p>Tea.</p>")

    style = opened.text("style/book.css")
    fonts = [name for name in opened.names if "/fonts/" in name]
    assert fonts
    assert all(f'url("../fonts/{name.rpartition("/")[2]}")' in style for name in fonts)
    assert "scripts.sil.org/OFL" in style
    assert opened.meta("ibooks:specified-fonts") == ["true"]


def test_a_family_that_is_not_installed_is_no_face() -> None:
    assert find_faces(["No Such Family"]) == ()
