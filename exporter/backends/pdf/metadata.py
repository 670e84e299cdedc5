"""What the file says of itself: Info and XMP, the same facts twice (ISO 32000-1, 14.3; PDF/UA-1, clause 5)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from lxml import etree

from exporter.backends.pdf.objects import Value

if TYPE_CHECKING:
    from exporter.model.issue import Issue
    from exporter.model.site import Site

MAKERS: Final = ("exporter", "WeasyPrint")
PRODUCER: Final = " with ".join(MAKERS)
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_XMP: Final = "http://ns.adobe.com/xap/1.0/"
_PDF: Final = "http://ns.adobe.com/pdf/1.3/"
_UA: Final = "http://www.aiim.org/pdfua/ns/id/"
_A: Final = "http://www.aiim.org/pdfa/ns/id/"
_EXTENSION: Final = {
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
# The packet wrapper of XMP part 1, 7.3.2; its id is the same in every file.
_BEGIN: Final = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_END: Final = '\n<?xpacket end="r"?>'


def title(issue: Issue, site: Site) -> str:
    """Site and issue, each once."""
    return issue.title if site.title in issue.title else f"{site.title} — {issue.title}"


def authors(issue: Issue, site: Site) -> list[str]:
    """Those of the posts in order of appearance, or the site's."""
    named = [author.name for post in issue.posts for author in post.authors if author.name]
    return list(dict.fromkeys(named)) or [author.name for author in site.authors if author.name]


def info(issue: Issue, site: Site) -> dict[str, Value]:
    """The document information dictionary. Its dates are those of the content: there is no clock."""
    entries: dict[str, Value] = {"Title": title(issue, site)}
    if names := authors(issue, site):
        entries["Author"] = ", ".join(names)
    date = pdf_date(issue.updated)
    return entries | {"Producer": PRODUCER, "CreationDate": date, "ModDate": date}


def pdf_date(time: datetime) -> str:
    """D:20260731000000+09'00 (7.9.4)."""
    zone = time.strftime("%z")
    return f"{time:D:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}" if zone else f"{time:D:%Y%m%d%H%M%S}Z"


def xmp(issue: Issue, site: Site, *, archive: bool = False) -> bytes:
    """The XMP packet; ``archive`` claims PDF/A-3a beside PDF/UA-1."""
    spaces = {"rdf": _RDF, "dc": _DC, "xmp": _XMP, "pdf": _PDF, "pdfuaid": _UA}
    spaces |= {"pdfaid": _A, **_EXTENSION} if archive else {}
    root = etree.Element(f"{{{_RDF}}}RDF", nsmap=spaces)
    about = etree.SubElement(root, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    item = _container(about, "title", "Alt")
    item.set(_XML_LANG, "x-default")
    item.text = title(issue, site)
    if names := authors(issue, site):
        sequence = etree.SubElement(etree.SubElement(about, f"{{{_DC}}}creator"), f"{{{_RDF}}}Seq")
        for name in names:
            etree.SubElement(sequence, f"{{{_RDF}}}li").text = name
    _container(about, "language", "Bag").text = issue.language
    etree.SubElement(about, f"{{{_DC}}}identifier").text = issue.identifier
    etree.SubElement(about, f"{{{_DC}}}format").text = "application/pdf"
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        etree.SubElement(about, f"{{{_XMP}}}{name}").text = issue.updated.isoformat(timespec="seconds")
    etree.SubElement(about, f"{{{_PDF}}}Producer").text = PRODUCER
    etree.SubElement(about, f"{{{_UA}}}part").text = "1"
    if archive:
        etree.SubElement(about, f"{{{_A}}}part").text = "3"
        etree.SubElement(about, f"{{{_A}}}conformance").text = "A"
        _extend(about)
    meta = etree.Element("{adobe:ns:meta/}xmpmeta", nsmap={"x": "adobe:ns:meta/"})
    meta.append(root)
    text = etree.tostring(meta, encoding="unicode", pretty_print=True)
    return f"{_BEGIN}{text}{_END}".encode()


def _extend(about: etree._Element) -> None:
    """PDF/A knows no property that its own standard does not name: pdfuaid is described (ISO 19005-3, 6.6.2.3.3)."""
    schema, field = (f"{{{_EXTENSION[name]}}}" for name in ("pdfaSchema", "pdfaProperty"))
    bag = etree.SubElement(about, f"{{{_EXTENSION['pdfaExtension']}}}schemas")
    holder = _item(etree.SubElement(bag, f"{{{_RDF}}}Bag"))
    for name, value in (
        ("schema", "PDF/UA identification schema"),
        ("namespaceURI", _UA),
        ("prefix", "pdfuaid"),
    ):
        etree.SubElement(holder, schema + name).text = value
    properties = etree.SubElement(etree.SubElement(holder, schema + "property"), f"{{{_RDF}}}Seq")
    part = _item(properties)
    for name, value in (
        ("name", "part"),
        ("valueType", "Integer"),
        ("category", "internal"),
        ("description", "Part of ISO 14289 the document conforms to"),
    ):
        etree.SubElement(part, field + name).text = value


def _item(parent: etree._Element) -> etree._Element:
    return etree.SubElement(parent, f"{{{_RDF}}}li", {f"{{{_RDF}}}parseType": "Resource"})


def _container(about: etree._Element, name: str, kind: str) -> etree._Element:
    holder = etree.SubElement(etree.SubElement(about, f"{{{_DC}}}{name}"), f"{{{_RDF}}}{kind}")
    return etree.SubElement(holder, f"{{{_RDF}}}li")
