"""The layout of 電書協's EPUB 3 production guide 1.1.3: its folders, names and classes, put upon a finished book."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, join, normpath, relpath
from typing import Final
from urllib.parse import unquote

from lxml import etree

from exporter.backends.epub import ocf
from exporter.backends.epub.document import STYLESHEET, XHTML, to_bytes
from exporter.backends.epub.package import FOLDER
from exporter.backends.epub.volume import (
    COLOPHON,
    CONTENTS,
    COVER_PAGE,
    FOREWORD,
    INDEX,
    NAVIGATION,
    NCX,
    TITLE_PAGE,
    Volume,
)

_ITEM: Final = "item"
_PACKAGE: Final = "standard.opf"
_CONTAINER: Final = "META-INF/container.xml"
_OPF: Final = "http://www.idpf.org/2007/opf"
_PREFIX: Final = "ebpaj: http://www.ebpaj.jp/"
_PAGES: Final = {
    COVER_PAGE: "p-cover",
    TITLE_PAGE: "p-titlepage",
    FOREWORD: "p-fmatter-001",
    CONTENTS: "p-toc",
    COLOPHON: "p-colophon",
}
_BOOK: Final = "style/book-style.css"
_OWN: Final = "style/style-advance.css"
_SHEETS: Final = {
    _BOOK: (
        '@charset "UTF-8";\n'
        '@import "style-reset.css";\n@import "style-standard.css";\n@import "style-advance.css";\n'
    ),
    "style/style-reset.css": '@charset "UTF-8";\nbody { margin: 0; padding: 0; }\n',
    "style/style-standard.css": (
        '@charset "UTF-8";\n'
        ".vrtl { -epub-writing-mode: vertical-rl; -webkit-writing-mode: vertical-rl; writing-mode: vertical-rl; }\n"
        ".hltr { -epub-writing-mode: horizontal-tb; -webkit-writing-mode: horizontal-tb; "
        "writing-mode: horizontal-tb; }\n"
    ),
}


def names_of(volume: Volume) -> dict[str, str]:
    """Our documents, by their place below the folder of the package, and the places that the guide gives them."""
    pages = {name: f"xhtml/{page}.xhtml" for name, page in _PAGES.items()}
    texts = {name: f"xhtml/p-{number:03}.xhtml" for number, name in enumerate(volume.files, 1)}
    index = {INDEX: f"xhtml/p-{len(texts) + 1:03}.xhtml"}
    return {**pages, **texts, **index, NAVIGATION: "navigation-documents.xhtml", NCX: NCX, STYLESHEET: _OWN}


def places_of_chapters(volume: Volume) -> tuple[str, ...]:
    """Where the chapters lie in the container. Written anew, a document keeps its lines."""
    return tuple(f"{_ITEM}/{names_of(volume)[name]}" for name in volume.files)


def follow_guide(files: Mapping[str, ocf.Entry], volume: Volume) -> dict[str, ocf.Entry]:
    """The container's files by their new names, with the links between them and the classes that the guide wants."""
    names = names_of(volume)
    moved = {}
    for name, entry in files.items():
        inner = name.removeprefix(f"{FOLDER}/")
        if name == _CONTAINER:
            text = entry.content().replace(f"{FOLDER}/content.opf".encode(), f"{_ITEM}/{_PACKAGE}".encode())
            moved[name] = ocf.deflate(text)
        elif inner == "content.opf":
            moved[f"{_ITEM}/{_PACKAGE}"] = ocf.deflate(_package(entry.content(), names))
        elif inner.endswith((".xhtml", ".ncx")):
            moved[f"{_ITEM}/{names[inner]}"] = ocf.deflate(_document(entry.content(), inner, names, volume))
        else:
            moved[f"{_ITEM}/{_place(inner, names)}"] = entry
    return moved | {f"{_ITEM}/{name}": ocf.deflate(text.encode()) for name, text in _SHEETS.items()}


def _place(name: str, names: Mapping[str, str]) -> str:
    return names.get(name) or name.replace("images/", "image/", 1)


def _document(content: bytes, name: str, names: Mapping[str, str], volume: Volume) -> bytes:
    root = etree.fromstring(content)
    for element in root.iter(etree.Element):
        for attribute in ("href", "src"):
            value = element.get(attribute)
            if value and not value.startswith("#") and ":" not in value.partition("/")[0]:
                element.set(attribute, _moved(value, name, names))
    if root.tag != f"{{{XHTML}}}html":
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    if name != NAVIGATION:
        _dress(root, _PAGES.get(name, "p-text"), "vrtl" if volume.is_vertical else "hltr")
    return to_bytes(root)


def _moved(value: str, name: str, names: Mapping[str, str]) -> str:
    path, mark, fragment = value.partition("#")
    target = _place(normpath(join(dirname(name), unquote(path))), names)
    target = _BOOK if target == _OWN else target
    return relpath(target, dirname(names[name]) or ".") + mark + fragment


def _dress(root: etree._Element, kind: str, writing: str) -> None:
    """The classes of html and body, and the one box in which all text lies."""
    root.set("class", writing)
    body = root.find(f"{{{XHTML}}}body")
    if body is None:
        return
    kind = "p-text" if kind.startswith("p-fmatter") else kind
    body.set("class", f"{kind} {body.get('class', '')}".strip())
    box = etree.Element(f"{{{XHTML}}}div", {"class": "main"})
    box.text, body.text = body.text, None
    box.extend(body)
    body.append(box)


def _package(content: bytes, names: Mapping[str, str]) -> bytes:
    root = etree.fromstring(content)
    root.set("prefix", f"{root.get('prefix', '')} {_PREFIX}".strip())
    metadata, manifest = root.find(f"{{{_OPF}}}metadata"), root.find(f"{{{_OPF}}}manifest")
    if metadata is None or manifest is None:
        raise AssertionError("a package without metadata or manifest")
    version = etree.SubElement(metadata, f"{{{_OPF}}}meta", {"property": "ebpaj:guide-version"})
    version.text = "1.1.3"
    for item in manifest:
        item.set("href", _place(unquote(item.get("href", "")), names))
    for number, sheet in enumerate(_SHEETS):
        facts = {"id": f"sheet-{number}", "href": sheet, "media-type": "text/css"}
        etree.SubElement(manifest, f"{{{_OPF}}}item", facts)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
