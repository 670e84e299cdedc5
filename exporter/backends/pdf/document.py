"""The XHTML of a post as WeasyPrint gets it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lxml import etree

from exporter.backends.pdf.addresses import is_address, mark_addresses, readable
from exporter.backends.pdf.contents import NUMBERS
from exporter.backends.pdf.index import column
from exporter.backends.pdf.phrases import joined, keep_last, keep_phrases
from exporter.backends.pdf.turned import TURNED
from exporter.passes import strings

if TYPE_CHECKING:
    from exporter.backends.pdf.options import Page
    from exporter.model.post import Post


def post_html(
    post: Post,
    body: etree._Element,
    *,
    cover: str,
    site_language: str,
    links: etree._Element | None = None,
    indented: bool = False,
) -> str:
    """``body`` is the prepared tree, whose children are moved; ``cover`` the private URL of the cover, or nothing;
    ``links`` the list of addresses to be printed; ``indented`` paragraphs are told apart by their first lines.
    """
    words = strings.words(post.language)
    article = etree.Element("article")
    head = etree.SubElement(article, "header")
    etree.SubElement(head, "h1", {"id": "top"}).text = post.title
    byline = _byline(post)
    if byline:
        etree.SubElement(head, "p", {"class": "byline"}).text = byline
    if cover and post.cover is not None:
        figure = etree.SubElement(article, "figure", {"class": "cover"})
        etree.SubElement(figure, "img", {"src": cover, "alt": post.cover.alt or post.title})
        if post.cover.caption:
            etree.SubElement(figure, "figcaption").text = post.cover.caption
    content = etree.SubElement(article, "div", {"class": "body indented" if indented else "body"})
    content.text = body.text
    content.extend(list(body))
    for heading in article.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        keep_phrases(heading, post.language)
    keep_last(content, post.language)
    if links is not None:
        article.append(links)
    if is_address(post.url):
        source = etree.SubElement(article, "p", {"class": "source"})
        source.text = f"{words.source}: "
        etree.SubElement(source, "a", {"href": post.url}).text = readable(post.url)
    return document(article, language=post.language, extra=[_head(post), _line(post, site_language)])


def _byline(post: Post) -> str:
    parts = [strings.format_day(post.published, post.language)] if post.published else []
    parts += [author.name for author in post.authors if author.name]
    return " · ".join(parts)


def _head(post: Post) -> etree._Element:
    head = etree.Element("div", {"class": "head"})
    head.text = post.title
    return head


def _line(post: Post, site_language: str) -> etree._Element:
    """The post's line in a volume's contents, which run in the direction of the site."""
    line = etree.Element("div", {"class": "line entry", "dir": strings.direction(site_language)})
    title = etree.SubElement(line, "span")
    title.set("dir", strings.direction(post.language))
    title.text = joined(post.title, post.language)
    return line


def document(content: etree._Element, *, language: str, extra: Iterable[etree._Element]) -> str:
    """A whole document; each of ``extra`` stands on a page of its own."""
    root = etree.Element("html", {"lang": language, "dir": strings.direction(language)})
    body = etree.SubElement(root, "body")
    body.append(content)
    body.extend(extra)
    mark_addresses(body)
    return etree.tostring(root, encoding="unicode")


def page_css(page: Page) -> str:
    """The rules that follow from the size of the page."""
    size = f"{page.width}pt {page.height}pt"
    return (
        f"@page{{size:{size};margin:{page.top}pt {page.side}pt {page.bottom}pt}}"
        f"@page bare{{margin:0}}"
        f"@page {TURNED}{{size:{page.height}pt {page.width}pt;"
        f"margin:{page.side}pt {page.top}pt {page.side}pt {page.bottom}pt}}"
        f"@page head{{size:{page.measure}pt {page.size * 2}pt;margin:0}}"
        f"@page full{{size:{page.measure}pt {page.size * 24}pt;margin:0}}"
        f"@page line{{size:{page.measure - NUMBERS * page.size:.2f}pt {page.size * 24}pt;margin:0}}"
        f"@page term{{size:{column(page):.2f}pt {page.size * 24}pt;margin:0}}"
        f"html{{font-size:{page.size}pt}}"
        f"img{{max-height:{page.depth * 0.9:.0f}pt}}"
        f".cover img{{max-height:{page.depth * 0.42:.0f}pt}}"
        f".tiles12 img,.tiles9 img{{height:{page.height * 0.58 / 3:.1f}pt}}"
        f".tiles6 img{{height:{page.height * 0.58 / 2:.1f}pt}}"
        # Few pictures are made for a page on the web: wide, and often with words in them.
        f".tiles4 img,.tiles2 img{{height:{page.width / 3.3:.1f}pt}}"
        f".tiles3 img{{height:{page.width / 4.2:.1f}pt}}"
    )
