"""The colophon at the end of a volume: what it is, of whom, from where, and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from exporter.backends.pdf import metadata
from exporter.backends.pdf.addresses import is_address, readable
from exporter.backends.pdf.document import document
from exporter.passes import strings

if TYPE_CHECKING:
    from exporter.model.issue import Issue
    from exporter.model.site import Site


def back_html(issue: Issue, site: Site) -> str:
    """The colophon as a table of names and values. Each post names its own original at its foot."""
    words = strings.words(issue.language)
    section = etree.Element("section", {"class": "colophon"})
    etree.SubElement(section, "h1", {"id": "colophon"}).text = words.colophon
    table = etree.SubElement(etree.SubElement(section, "table"), "tbody")
    for name, value, url in _rows(issue, site):
        row = etree.SubElement(table, "tr")
        etree.SubElement(row, "th", {"scope": "row"}).text = name
        cell = etree.SubElement(row, "td")
        if url:
            cell = etree.SubElement(cell, "a", {"href": url})
        cell.text = value
    return document(section, language=issue.language, extra=())


def _rows(issue: Issue, site: Site) -> Iterator[tuple[str, str, str]]:
    words = strings.words(issue.language)
    if names := metadata.authors(issue, site):
        yield words.authors, words.comma.join(names), ""
    yield words.issued, strings.format_day(issue.updated, issue.language), ""
    yield words.body, words.count(len(issue.posts)), ""
    if is_address(site.url):
        yield words.sources, readable(site.url), site.url
    yield words.identifier, readable(issue.identifier), ""
    yield words.production, words.comma.join(metadata.MAKERS), ""
