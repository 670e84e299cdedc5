"""What the author is told of a volume that was made: headings that skip levels, faces that are not there."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from exporter.backends.contract import PartJob
from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.options import PdfOptions
from exporter.checks.pdf_validator import validate
from exporter.diagnostics import Span
from tests.backends.pdf import samples


def test_a_heading_that_skips_a_level_is_told_with_its_line() -> None:
    body = (
        '<h2 data-line="3">道具</h2><p>紙。</p><h4 data-line="8">包丁</h4><p>刃。</p>'
        '<h4 data-line="12">定規</h4><h3 data-line="15">机</h3>'
    )

    found = samples.part(samples.post("tools", "道具箱", body)).diagnostics

    assert [(d.code, d.severity, d.message, str(d.span)) for d in found] == [
        ("P701", "info", "heading '包丁' is at level 4 with none at 3; set at 3", "posts/tools.md:8"),
        ("P701", "info", "heading '定規' is at level 4 with none at 3; set at 3", "posts/tools.md:12"),
    ]


def test_a_face_that_the_theme_names_and_the_machine_lacks_is_told_once() -> None:
    theme = samples.theme()
    rules = b'\nh3 { font-family: "Kanda Mincho", serif }\nh4 { font-family: "Kanda Mincho" }\n'
    sheet = theme.files["print.css"] + rules
    named = msgspec.structs.replace(theme, files=theme.files | {"print.css": sheet})
    each = samples.three()[1]

    ours = samples.bound([each]).diagnostics
    found = samples.bound([each], made_by=named).diagnostics

    new = [d for d in found if d not in ours]
    assert [(d.code, d.severity, d.message, d.span) for d in new] == [
        ("P705", "warning", "Kanda Mincho is not installed", Span())
    ]


SCRIPTS = (
    "朝のうちに紙を裁つ。高髙﨑 <span lang='zh'>骨直角海，简体字</span> <span lang='zh-TW'>繁體字</span> 안녕하세요 "
    "Tiếng Việt ŋ ʃə Ἀρχὴ μὲν τοῦ Съешь ещё ђћ مرحبا پژگ שָׁלוֹם नमस्ते क्षत्रिय สวัสดีชาวโลก "
    "∀x ∈ ℝ: ⌈x⌉ ∑ ∫ ∇ ≤ 𝒜 𝔹 𝛼 ← ⇒ ↦ ☑ ★ ✓ ⚠ ⌘ ⏎ ① ℃ € ₿ ₹ 😀 👍🏽 👩‍👩‍👧 🇯🇵 ❤️ 1️⃣"
)


@pytest.mark.parametrize("language", ["ja", "en", "ar"])
def test_the_default_theme_has_a_face_of_its_own_for_every_script(language: str, tmp_path: Path) -> None:
    body = f"<p>{SCRIPTS}</p><h2>{SCRIPTS}</h2><p><code>{SCRIPTS}</code> <em>{SCRIPTS}</em> <strong>{SCRIPTS}</strong></p>"
    part = samples.part(samples.post("en", "A title", body, language=language))
    assert part.diagnostics == ()
    path = tmp_path / "scripts.pdf"
    rendered = BACKEND.bind(samples.job([samples.post("en", "A title", body, language=language)], [part]))
    path.write_bytes(rendered.artifacts[0].read())
    assert list(validate(path, "ua1", lambda _: 0)) == []


def test_a_face_that_stands_in_is_told_with_its_characters_and_the_line() -> None:
    theme = samples.theme()
    sheet = b'html, h1, p { font-family: "Noto Serif" } .byline { font-size: 1em }'
    latin = msgspec.structs.replace(theme, files=theme.files | {"print.css": sheet})
    body = '<p data-line="3">Latin.</p><p data-line="7">A kanji: 骨.</p>'
    job = PartJob(
        post=samples.post("en", "A title", body, language="en"),
        site=samples.SITE,
        theme=latin,
        options=PdfOptions(),
        assets={},
    )

    found = BACKEND.part(job).diagnostics

    assert [(d.code, d.severity, str(d.span)) for d in found] == [("P706", "info", "posts/en.md:7")]
    assert found[0].message.endswith("stands in for 水 野 骨"), "the author stands in the head"
