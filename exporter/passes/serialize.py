"""A tree as text: XHTML for EPUB, HTML for feeds, mail and pages."""

from __future__ import annotations

from lxml import etree


def to_xhtml(root: etree._Element) -> str:
    """The children of ``root`` as XML."""
    text = etree.tostring(root, encoding="unicode", with_tail=False)
    return _inner(text)


def to_html(root: etree._Element) -> str:
    """The children of ``root`` by HTML's rules: void elements open, others closed, nothing self-closed.

    A line break that opens a ``pre`` is written twice, because a parser drops one (HTML 13.1.2.5).
    """
    opened = [pre for pre in root.iter("pre") if (pre.text or "").startswith("\n")]
    for pre in opened:
        pre.text = f"\n{pre.text}"
    text = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    for pre in opened:
        pre.text = (pre.text or "")[1:]
    return _inner(text)


def _inner(text: str) -> str:
    start, end = text.find(">") + 1, text.rfind("</")
    return text[start:end] if end >= start else ""
