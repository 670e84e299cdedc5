"""A font that says of itself that it may not be embedded: it is told, another stands in, no file holds it."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys, msgspec
from exporter.backends.contract import BindJob, PartJob
from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.options import PdfOptions
from tests.backends.pdf import samples

theme = samples.theme()
rule = b'html, p, h1 { font-family: "Barred Sans", "Noto Serif" }'
theme = msgspec.structs.replace(theme, files=theme.files | {"print.css": theme.files["print.css"] + rule})
post = samples.post("en", "A title", "<p>Words.</p>", language="en")
part = BACKEND.part(PartJob(post=post, site=samples.SITE, theme=theme, options=PdfOptions(), assets={}))
job = BindJob(issue=samples.issue([post]), site=samples.SITE, theme=theme, options=PdfOptions(), parts=(part,))
rendered = BACKEND.bind(job)
for each in (*part.diagnostics, *rendered.diagnostics):
    print(each.code, each.severity, each.message, file=sys.stderr)
sys.stdout.buffer.write(rendered.artifacts[0].read())
"""


def test_the_next_family_stands_in_for_a_barred_one(tmp_path: Path) -> None:
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Sans Mono"], capture_output=True, text=True, check=True
    )
    font = TTFont(found.stdout)
    font["OS/2"].fsType = 0x0002
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = "BarredSans" if record.nameID == 6 else "Barred Sans"
    (tmp_path / "fonts").mkdir()
    font.save(tmp_path / "fonts" / "barred.ttf")
    (tmp_path / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{tmp_path}/fonts</dir>'
        f"<cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    environment = os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    assert done.stderr.decode().splitlines() == ["P707 warning Barred Sans may not be embedded"]
    with pikepdf.open(BytesIO(done.stdout)) as pdf:
        names = [str(font.BaseFont) for font in pdf.pages[2].Resources.Font.values()]
    assert names
    assert not any("Barred" in name for name in names)
