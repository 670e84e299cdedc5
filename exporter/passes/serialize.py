"""A tree as text, for feeds, mail and pages."""

from __future__ import annotations

from lxml import etree


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
    start, end = text.find(">") + 1, text.rfind("</")
    return text[start:end] if end >= start else ""
