"""Jekyll's filters of lists. They differ from Shopify's in what they take and in how they compare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from liquid import RenderContext, TokenStream
from liquid.builtin.expressions import BooleanExpression, FilteredExpression, tokenize
from liquid.expression import Expression
from liquid.filter import with_context
from liquid.token import TOKEN_EXPRESSION, Token
from liquid.undefined import Undefined

from exporter.sites.liquid.values import shown


def _items(value: object) -> list[Any]:
    if isinstance(value, Mapping):
        return [] if isinstance(value, Undefined) else list(value.values())
    if isinstance(value, list | tuple | range):
        return list(value)
    return [] if value is None or isinstance(value, Undefined) else [value]


def _property(item: object, name: object) -> object:
    """What ``item`` has under a name, which may be a path with dots."""
    for key in shown(name).split("."):
        if not isinstance(item, Mapping):
            return None
        item = item.get(key)
    return item


def _matches(found: object, wanted: object) -> bool:
    """jekyll/filters.rb: texts are compared, and a list matches by any of its items."""
    if wanted is None or isinstance(wanted, Undefined):
        return found is None or isinstance(found, Undefined)
    if isinstance(found, list | tuple):
        return any(shown(item) == shown(wanted) for item in found)
    return found is not None and shown(found) == shown(wanted)


def _tokens(text: object) -> TokenStream:
    token = Token(TOKEN_EXPRESSION, shown(text), -1, "")
    return TokenStream(tokenize(token.value, token))


def _of_item(made: Expression, variable: object, context: RenderContext) -> Callable[[object], object]:
    """What an expression comes to for an item that has the name ``variable``."""

    def value(item: object) -> object:
        with context.extend({shown(variable): item}):
            return made.evaluate(context)

    return value


def where(value: object, name: object, wanted: object = True) -> list[Any]:
    return [item for item in _items(value) if _matches(_property(item, name), wanted)]


@with_context
def where_exp(value: object, variable: object, text: object, *, context: RenderContext) -> list[Any]:
    holds = _of_item(BooleanExpression.parse(context.env, _tokens(text)), variable, context)
    return [item for item in _items(value) if holds(item)]


def find(value: object, name: object, wanted: object = True) -> object:
    return next(iter(where(value, name, wanted)), None)


@with_context
def find_exp(value: object, variable: object, text: object, *, context: RenderContext) -> object:
    return next(iter(where_exp(value, variable, text, context=context)), None)


def group_by(value: object, name: object) -> list[dict[str, object]]:
    return _grouped((shown(_property(item, name)), item) for item in _items(value))


@with_context
def group_by_exp(
    value: object, variable: object, text: object, *, context: RenderContext
) -> list[dict[str, object]]:
    key = _of_item(FilteredExpression.parse(context.env, _tokens(text)), variable, context)
    return _grouped((shown(key(item)), item) for item in _items(value))


def _grouped(pairs: Iterable[tuple[str, object]]) -> list[dict[str, object]]:
    groups: dict[str, list[object]] = {}
    for name, item in pairs:
        groups.setdefault(name, []).append(item)
    return [{"name": name, "items": items, "size": len(items)} for name, items in groups.items()]


def sort(value: object, name: object = None, nils: object = "first") -> list[Any]:
    def key(item: object) -> Any:
        found = item if name is None else _property(item, name)
        absent = found is None or isinstance(found, Undefined)
        late = 1 if absent == (shown(nils) == "last") else 0
        if isinstance(found, bool) or not isinstance(found, int | float):
            return (late, 1, 0, shown(found))
        return (late, 0, found, "")

    return sorted(_items(value), key=key)


def push(value: object, item: object) -> list[Any]:
    """A list in a list could hold itself many times over, so an item is none."""
    return [*_items(value), item if not isinstance(item, list | tuple) else shown(item)]


def unshift(value: object, item: object) -> list[Any]:
    return [*push([], item), *_items(value)]


def sentence(value: object, connector: object = "and") -> str:
    words = [shown(item) for item in _items(value)]
    if len(words) < 3:
        return f" {shown(connector)} ".join(words)
    return f"{', '.join(words[:-1])}, {shown(connector)} {words[-1]}"


LISTS: Final[Mapping[str, Callable[..., Any]]] = {
    "where": where,
    "where_exp": where_exp,
    "find": find,
    "find_exp": find_exp,
    "group_by": group_by,
    "group_by_exp": group_by_exp,
    "sort": sort,
    "push": push,
    "unshift": unshift,
    "pop": lambda value, count=1: _items(value)[: -max(0, int(count)) or None],
    "shift": lambda value, count=1: _items(value)[max(0, int(count)) :],
    "array_to_sentence_string": sentence,
    # The same for every run, where Jekyll's is left to chance.
    "sample": lambda value, *_: next(iter(_items(value)), None),
}
