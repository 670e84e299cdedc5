from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import msgspec
from fontTools.ttLib import TTFont

from exporter.backends.contract import BindJob
from exporter.backends.epub import BACKEND
from exporter.backends.epub.options import EpubOptions
from exporter.diagnostics import Span
from exporter.model.artifact import Rendered
from exporter.model.issue import Issue
from exporter.model.post import Post
from exporter.model.theme import Theme
from exporter.world.fonts import find_faces
from tests.backends.epub.books import SITE, THEME, Opened, make_part, post

FACED = msgspec.structs.replace(THEME, faces=find_faces(THEME.families))


def installed() -> dict[str, bytes]:
    return {path: Path(path).read_bytes() for path in sorted({face.path for face in FACED.faces})}


def rendered(item: Post, files: Mapping[str, bytes], theme: Theme = FACED) -> Rendered:
    options = EpubOptions(embed=True)
    issue = Issue(
        publication="digest", folder="digest", id="2026-07", title="Notes", identifier="urn:uuid:1",
        language=item.language, updated=item.published, posts=(item,),  # type: ignore[arg-type]
    )  # fmt: skip
    job = BindJob(
        issue=issue,
        site=SITE,
        theme=theme,
        options=options,
        fonts=files,
        parts=(make_part(item, options=options),),
    )
    return BACKEND.bind(job)


def embedded(body: str, **more: object) -> Opened:
    return Opened(rendered(post(body, **more), installed()).artifacts[0])  # type: ignore[arg-type]


def restricted(content: bytes) -> bytes:
    """The same font with a licence that forbids embedding (OpenType, OS/2, fsType bit 1)."""
    start = TTFont(BytesIO(content), lazy=True).reader.tables["OS/2"].offset + 8
    return content[:start] + b"\x00\x02" + content[start + 2 :]


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


def test_a_family_whose_licence_bars_embedding_is_named_and_left_out() -> None:
    sans = next(face.path for face in FACED.faces if face.family == "Noto Sans Mono" and face.weight == 400)
    files = installed()
    item = post("<p>Tea.</p><pre><code>steep()</code></pre>")

    free = rendered(item, files)
    barred = rendered(item, files | {sans: restricted(files[sans])})

    assert free.diagnostics == ()
    assert "EPUB/fonts/noto-sans-mono-400.ttf" in Opened(free.artifacts[0]).names
    assert [(d.code, d.severity, d.message, d.span) for d in barred.diagnostics] == [
        ("E603", "warning", "Noto Sans Mono may not be embedded", Span())
    ]
    assert "EPUB/fonts/noto-sans-mono-400.ttf" not in Opened(barred.artifacts[0]).names


def test_a_face_of_the_cover_that_is_not_installed_is_named_in_the_books_own_script() -> None:
    faces = tuple(face for face in FACED.faces if face.family != "Noto Serif CJK JP")
    theme = msgspec.structs.replace(FACED, faces=faces)

    japanese = rendered(post("<p>茶。</p>", language="ja"), installed(), theme)
    english = rendered(post("<p>Tea.</p>"), installed(), theme)

    assert [(d.code, d.severity, d.message, d.span) for d in japanese.diagnostics] == [
        ("E602", "warning", "Noto Serif CJK JP is not installed", Span())
    ]
    assert "exporter doctor" in japanese.diagnostics[0].hint
    assert english.diagnostics == ()
