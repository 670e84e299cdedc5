"""What the author is told of a volume that was made: headings that skip levels, faces that are not there."""

from __future__ import annotations

import msgspec

from exporter.backends.contract import BindJob
from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.options import PdfOptions
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

    job = BindJob(
        issue=samples.issue([each]),
        site=samples.SITE,
        theme=theme,
        options=PdfOptions(),
        parts=(samples.part(each),),
    )

    ours = BACKEND.bind(job).diagnostics
    found = BACKEND.bind(msgspec.structs.replace(job, theme=named)).diagnostics

    new = [d for d in found if d not in ours]
    assert [(d.code, d.severity, d.message, d.span) for d in new] == [
        ("P705", "warning", "Kanda Mincho is not installed", Span())
    ]
