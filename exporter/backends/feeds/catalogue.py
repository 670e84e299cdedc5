"""All feeds of a site at once: for readers (OPML 2.0), for its pages (autodiscovery), for the host that serves them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from exporter.backends.contract import CatalogueJob, Listed
from exporter.backends.feeds.channel import MEDIA_TYPES, NAMES, folder, is_public, public_folder
from exporter.backends.feeds.headers import write_headers
from exporter.backends.feeds.options import Format, Options
from exporter.backends.feeds.text import language, plain, title, uri
from exporter.model.artifact import Artifact, Rendered

_OPML: Final = "feeds.opml"
_LINKS: Final = "autodiscovery.html"
_XML: Final[tuple[Format, ...]] = ("atom", "rss")


def catalogue(job: CatalogueJob) -> Rendered:
    """feeds.opml, autodiscovery.html, and ``_headers`` where a publication asks for it. Nothing without an address."""
    listed = [one for one in job.listed if is_public(one.site.url) and one.options.formats]
    if not listed:
        return Rendered(())
    artifacts = [
        Artifact(_OPML, "text/x-opml", _write_opml(listed), len(listed), "feeds"),
        Artifact(_LINKS, "text/html", _write_links(listed), len(listed), "feeds"),
    ]
    if any(one.options.headers for one in listed):
        artifacts.append(Artifact("_headers", "text/plain", write_headers(listed)))
    return Rendered(tuple(artifacts))


def address(one: Listed, form: Format) -> str:
    """Where the feed lies in public."""
    return public_folder(folder(one.issue), one.issue, one.site, one.options) + NAMES[form]


def _name(one: Listed) -> str:
    return title(one.issue.title) or title(one.site.title) or uri(one.site.url)


# --- OPML ---------------------------------------------------------------------------------------------------------


def _write_opml(listed: Sequence[Listed]) -> bytes:
    """One outline a feed; those of a publication with several lie below one of its name."""
    root = etree.Element("opml", {"version": "2.0"})
    head = etree.SubElement(root, "head")
    first = listed[0].site
    etree.SubElement(head, "title").text = plain(first.title) or uri(first.url)
    if first.authors and plain(first.authors[0].name):
        etree.SubElement(head, "ownerName").text = plain(first.authors[0].name)
    body = etree.SubElement(root, "body")
    for name in dict.fromkeys(one.issue.publication for one in listed):
        feeds = [one for one in listed if one.issue.publication == name]
        parent = body if len(feeds) == 1 else etree.SubElement(body, "outline", {"text": name})
        for one in feeds:
            etree.SubElement(parent, "outline", _outline(one))
    etree.indent(root, space=" ")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _outline(one: Listed) -> dict[str, str]:
    """OPML 2.0, "Subscription lists": the type is rss for Atom too. Readers that take both show Atom the better."""
    form = next((form for form in _XML if form in one.options.formats), one.options.formats[0])
    facts = {
        "text": _name(one),
        "type": "rss",
        "xmlUrl": address(one, form),
        "htmlUrl": uri(one.site.url),
        "language": language(one.issue.language or one.site.language),
        "version": "RSS2" if form == "rss" else "",
    }
    return {name: value for name, value in facts.items() if value}


# --- autodiscovery ------------------------------------------------------------------------------------------------


def _write_links(listed: Sequence[Listed]) -> bytes:
    """The lines to paste between <head> and </head>: browsers take the first of a type for the site's own."""
    return b"".join(etree.tostring(link, method="html", encoding="utf-8") + b"\n" for link in _links(listed))


def _links(listed: Sequence[Listed]) -> Iterator[etree._Element]:
    for one in listed:
        options: Options = one.options
        for form in dict.fromkeys(options.formats):
            facts = {
                "rel": "alternate",
                "type": MEDIA_TYPES[form],
                "title": _name(one),
                "href": address(one, form),
            }
            yield etree.Element("link", facts)
