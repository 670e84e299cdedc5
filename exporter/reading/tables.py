"""Tables: one caption, columns, one head, bodies, one foot, in this order and none of them empty."""

from __future__ import annotations

from exporter.reading.tree import Child, Node


def order_rows(table: Node) -> None:
    """Puts the groups of ``table`` into the order HTML asks for; a second head or foot becomes a body."""
    groups = [c for c in table.children if isinstance(c, Node)]
    captions = [g for g in groups if g.tag == "caption"]
    columns = [g for g in groups if g.tag == "colgroup" and (g.children or "span" in g.attributes)]
    heads = [g for g in groups if g.tag == "thead" and _has_rows(g)]
    feet = [g for g in groups if g.tag == "tfoot" and _has_rows(g)]
    for more in captions[1:]:
        captions[0].children += [Node("br"), *more.children]
    for extra in (*heads[1:], *feet[1:]):
        extra.tag = "tbody"
    bodies = [g for g in groups if g.tag == "tbody" and _has_rows(g)]
    for group in columns:
        if group.children:
            group.attributes.pop("span", None)  # HTML 4.9.3: a colgroup has span or col elements, not both
    rows: list[Child] = [*captions[:1], *columns, *heads[:1], *bodies, *feet[:1]]
    table.children = rows if heads or bodies or feet else list(captions[:1])


def _has_rows(group: Node) -> bool:
    return any(isinstance(row, Node) and row.children for row in group.children)
