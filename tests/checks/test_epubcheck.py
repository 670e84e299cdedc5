from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from exporter.checks.epubcheck import check_epubs
from exporter.errors import ExportError

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile media-type="application/oebps-package+xml" full-path="p.opf"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" unique-identifier="id" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier><dc:title>t</dc:title>
<dc:language>en</dc:language><meta property="dcterms:modified">2026-07-01T00:00:00Z</meta></metadata>
<manifest><item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>
<spine><itemref idref="n"/></spine></package>"""
PAGE = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head>
<body><nav epub:type="toc"><ol><li><a href="n.xhtml">t</a></li></ol></nav>
<p><img src="gone.png" alt=""/></p></body></html>"""


def pack(path: Path, package: str, page: str, **more: str) -> Path:
    with ZipFile(path, "w") as opened:
        opened.writestr("mimetype", "application/epub+zip")
        opened.writestr("META-INF/container.xml", CONTAINER)
        opened.writestr("p.opf", package)
        opened.writestr("n.xhtml", page)
        for name, text in more.items():
            opened.writestr(name, text)
    return path


def test_a_finding_names_the_book_the_file_and_the_line(tmp_path: Path) -> None:
    path = pack(tmp_path / "b.epub", PACKAGE, PAGE)

    found = list(check_epubs({"digest/b.epub": path}))

    assert [(d.code, d.message[:7], str(d.span)) for d in found] == [
        ("E691", "RSC-007", "digest/b.epub/n.xhtml:3")
    ]


def test_what_is_no_epub_is_an_error_and_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "b.epub"
    path.write_bytes(b"not a zip")

    assert {d.code for d in check_epubs({"b.epub": path})} == {"E691"}


def test_without_java_the_user_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(ExportError, match="default-jre-headless"):
        list(check_epubs({"b.epub": tmp_path / "b.epub"}))
    assert list(check_epubs({})) == []


def test_warnings_and_notes_are_no_errors(tmp_path: Path) -> None:
    dated = PACKAGE.replace("</metadata>", "<dc:date>yesterday</dc:date></metadata>")
    whole = PAGE.replace('<p><img src="gone.png" alt=""/></p>', "")
    path = pack(tmp_path / "b.epub", dated, whole, notes="left behind")

    found = list(check_epubs({"digest/b.epub": path}, usage=True))

    assert sorted((d.code, d.severity, d.message[:7]) for d in found) == [
        ("E692", "warning", "OPF-053"),
        ("E693", "info", "OPF-003"),
    ]
    assert [str(d.span) for d in found if d.code == "E692"] == ["digest/b.epub/p.opf:3"]
    assert all(d.span.source.startswith("digest/b.epub") and "//" not in d.span.source for d in found)
    assert {d.code for d in check_epubs({"digest/b.epub": path})} == {"E692"}
