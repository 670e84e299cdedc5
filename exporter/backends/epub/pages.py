"""The pages a book has beside its chapters: cover, title page, contents, colophon."""

from __future__ import annotations

from lxml import etree

from exporter.backends.epub.anchors import clean_url
from exporter.backends.epub.document import TYPE, foreign, make, new_document, plain, to_page
from exporter.backends.epub.volume import COVER_IMAGE, Volume
from exporter.model.post import Source
from exporter.passes.strings import format_day


def cover_page(volume: Volume) -> bytes:
    """The cover image on a page of its own."""
    root, body = new_document(volume.title, volume.issue.language, body_class="cover", depth=0)
    image = make("img", src=COVER_IMAGE, alt=volume.title, role="doc-cover")
    body.append(make("section", {TYPE: "cover", "aria-label": volume.says.cover}, make("p", image)))
    return to_page(root, vertical=volume.is_vertical)


def title_page(volume: Volume) -> bytes:
    """Title, dates, authors, and where the posts come from."""
    root, body = new_document(volume.title, volume.issue.language, body_class="titlepage", depth=0)
    section = etree.SubElement(body, "section", {TYPE: "titlepage", "aria-label": volume.says.title_page})
    section.append(make("h1", volume.name))
    if volume.period:
        section.append(make("p", {"class": "period", "role": "doc-subtitle"}, volume.period))
    if volume.dates:
        section.append(make("p", {"class": "dates"}, volume.dates))
    if volume.authors:
        section.append(
            make("p", {"class": "authors"}, volume.says.comma.join(plain(a.name) for a in volume.authors))
        )
    if volume.address:
        section.append(make("p", {"class": "address"}, volume.address))
    return to_page(root, vertical=volume.is_vertical)


def contents_page(volume: Volume) -> bytes:
    """Every post with its date and, in a book of several authors, who wrote it."""
    says = volume.says
    root, body = new_document(says.contents, volume.issue.language, body_class="contents", depth=0)
    page = etree.SubElement(body, "section", {TYPE: "toc", "role": "doc-toc", "aria-labelledby": "contents"})
    page.append(make("h1", says.contents, id="contents"))
    for section in volume.sections:
        if section.title:
            page.append(make("h2", section.title))
        items = etree.SubElement(page, "ol")
        for index, post in volume.posts(section):
            items.append(_item(volume, index, post, section.title))
    return to_page(root, vertical=volume.is_vertical)


def _item(volume: Volume, index: int, post: Source, section: str) -> etree._Element:
    other = foreign(post.language, volume.issue.language)
    item = make("li", make("a", other, volume.titles[index], href=volume.files[index]))
    notes = []
    if len(volume.authors) > 1 and post.authors:
        notes.append(volume.says.comma.join(plain(author.name) for author in post.authors))
    day = format_day(post.published, volume.issue.language) if post.published else ""
    if day and day != section:
        notes.append(day)
    if notes:
        item[-1].tail = " "
        item.append(make("span", {"class": "facts"}, " · ".join(notes)))
    return item


def colophon_page(volume: Volume) -> bytes:
    """Who made it, when, under which rights, and where each post was first published."""
    says, issue = volume.says, volume.issue
    root, body = new_document(says.colophon, issue.language, body_class="colophon", depth=0)
    page = etree.SubElement(
        body, "section", {TYPE: "colophon", "role": "doc-colophon", "aria-labelledby": "colophon"}
    )
    page.append(make("h1", says.colophon, id="colophon"))
    page.append(make("p", {"class": "name"}, volume.title))
    facts = etree.SubElement(page, "dl")
    for name, value in _facts(volume):
        facts.append(make("dt", name))
        facts.append(make("dd", value))
    page.append(make("h2", says.source))
    items = etree.SubElement(page, "ol", {"class": "originals"})
    for index, post in enumerate(issue.posts):
        url = clean_url(post.url)
        other = foreign(post.language, issue.language)
        if url:
            items.append(make("li", make("a", other, volume.titles[index], href=url)))
        else:
            items.append(make("li", other, volume.titles[index]))
    return to_page(root, vertical=volume.is_vertical)


def _facts(volume: Volume) -> list[tuple[str, str | etree._Element]]:
    says, site = volume.says, volume.site
    authors = says.comma.join(plain(author.name) for author in volume.authors)
    url = clean_url(site.url)
    facts: list[tuple[str, str | etree._Element]] = [
        (says.issued, format_day(volume.issue.updated, volume.issue.language)),
        (says.authors, authors),
        (says.site, make("a", plain(site.title) or volume.address, href=url) if url else plain(site.title)),
        (says.rights, volume.rights),
        (says.identifier, volume.issue.identifier),
        (says.production, "exporter"),
    ]
    return [(name, value) for name, value in facts if not isinstance(value, str) or value]
