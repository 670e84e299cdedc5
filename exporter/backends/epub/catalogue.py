"""The catalogue of all books, for reading systems that fetch them: OPDS 1.2 (Atom) and OPDS 2.0 (JSON).

Links are relative to the catalogue, which lies at the root of the output: it works wherever that is put.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

import msgspec
from lxml import etree

from exporter.backends.contract import CatalogueJob, Listed
from exporter.backends.epub.document import plain
from exporter.backends.epub.ocf import MIMETYPE
from exporter.backends.epub.series import position_of, series_of
from exporter.model.artifact import Artifact, Rendered

_ATOM: Final = "http://www.w3.org/2005/Atom"
_DC: Final = "http://purl.org/dc/terms/"
_SPEC: Final = "http://opds-spec.org"
_KIND: Final = "application/atom+xml;profile=opds-catalog;kind=acquisition"
_JSON: Final = "application/opds+json"
_XML_NAME: Final = "opds.xml"
_JSON_NAME: Final = "opds.json"
COVER_SIZE: Final = (400, 640)


def catalogue(job: CatalogueJob) -> Rendered:
    """``opds.xml`` and ``opds.json``, the newest book first."""
    listed = sorted(
        job.listed, key=lambda one: (one.issue.updated, one.issue.folder, one.issue.id), reverse=True
    )
    if not listed:
        return Rendered(())
    return Rendered(
        (
            Artifact(_XML_NAME, _KIND, _write_atom(listed), len(listed), "books"),
            Artifact(_JSON_NAME, _JSON, _write_json(listed), len(listed), "books"),
        )
    )


def _place(one: Listed, suffix: str) -> str:
    return quote(f"{one.issue.folder}/{one.issue.id}.{suffix}")


def _title(one: Listed) -> str:
    return plain(one.issue.title) or plain(one.site.title) or one.issue.id


def _instant(one: Listed) -> str:
    return f"{one.issue.updated.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _authors(one: Listed) -> list[str]:
    return [name for author in one.site.authors if (name := plain(author.name))]


def _publisher(one: Listed) -> str:
    return plain(one.options.publisher) or plain(one.site.title)


def _write_atom(listed: Sequence[Listed]) -> bytes:
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM, "dc": _DC})  # type: ignore[dict-item]
    site = listed[0].site
    _add(root, "id", uuid5(NAMESPACE_URL, f"{site.root_url or site.url}#opds").urn)
    _add(root, "title", plain(site.title) or listed[0].issue.publication)
    _add(root, "updated", _instant(listed[0]))
    _add(
        etree.SubElement(root, f"{{{_ATOM}}}author"),
        "name",
        (_authors(listed[0]) or [_publisher(listed[0]) or "–"])[0],
    )
    for relation, name, kind in (
        ("self", _XML_NAME, _KIND),
        ("start", _XML_NAME, _KIND),
        ("alternate", _JSON_NAME, _JSON),
    ):
        _link(root, relation, name, kind)
    for one in listed:
        _add_entry(root, one)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add_entry(root: etree._Element, one: Listed) -> None:
    entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
    _add(entry, "id", one.issue.identifier)
    _add(entry, "title", _title(one))
    _add(entry, "updated", _instant(one))
    for name in _authors(one):
        _add(etree.SubElement(entry, f"{{{_ATOM}}}author"), "name", name)
    etree.SubElement(entry, f"{{{_DC}}}language").text = one.issue.language
    if publisher := _publisher(one):
        etree.SubElement(entry, f"{{{_DC}}}publisher").text = publisher
    if description := plain(one.options.description) or plain(one.site.description):
        _add(entry, "summary", description)
    _link(entry, f"{_SPEC}/image", _place(one, "jpg"), "image/jpeg")
    _link(entry, f"{_SPEC}/image/thumbnail", _place(one, "jpg"), "image/jpeg")
    _link(entry, f"{_SPEC}/acquisition/open-access", _place(one, "epub"), MIMETYPE.decode())


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: etree._Element, relation: str, href: str, kind: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": href, "type": kind})


def _write_json(listed: Sequence[Listed]) -> bytes:
    content = {
        "metadata": {
            "title": plain(listed[0].site.title) or listed[0].issue.publication,
            "modified": _instant(listed[0]),
        },
        "links": [
            {"rel": "self", "href": _JSON_NAME, "type": _JSON},
            {"rel": "alternate", "href": _XML_NAME, "type": _KIND},
        ],
        "publications": [_publication(one) for one in listed],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def _publication(one: Listed) -> dict[str, object]:
    metadata: dict[str, object] = {
        "@type": "http://schema.org/Book",
        "title": _title(one),
        "identifier": one.issue.identifier,
        "language": one.issue.language,
        "modified": _instant(one),
    }
    named = {"author": _authors(one), "publisher": _publisher(one)}
    metadata |= {name: value for name, value in named.items() if value}
    if series := series_of(one.site, one.issue):
        position = position_of(one.issue)
        metadata["belongsTo"] = {
            "series": {"name": series, **({"position": float(position)} if position else {})}
        }
    width, height = COVER_SIZE
    return {
        "metadata": metadata,
        "links": [
            {
                "rel": f"{_SPEC}/acquisition/open-access",
                "href": _place(one, "epub"),
                "type": MIMETYPE.decode(),
            }
        ],
        "images": [{"href": _place(one, "jpg"), "type": "image/jpeg", "width": width, "height": height}],
    }
