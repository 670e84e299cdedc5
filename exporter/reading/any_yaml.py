"""Any YAML document by the YAML library: repeated keys are located, dates stay text, bombs are refused."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from typing import Any

import yaml

from exporter.reading.parsed import Parsed, Problem, first_line
from exporter.reading.scalars import RESOLVERS

try:
    from yaml import CSafeLoader as _SafeLoader  # eight times faster: 0.14 s against 1.1 s for 1,860 headers
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

# How many values an alias-laden document may stand for; a header of a few dozen lines needs a few hundred.
MOST_VALUES = 10_000

_TEXT = "tag:yaml.org,2002:str"
_LIST = "tag:yaml.org,2002:seq"
_MAPPING = "tag:yaml.org,2002:map"


class _Loader(_SafeLoader):
    """Remembers repeated keys; makes every key text."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.repeated: list[Problem] = []
        self.aliased = "*" in stream

    def get_single_data(self) -> object:
        node = self.get_single_node()
        if node is None:
            return None
        if self.aliased and _weight(node, {}) > MOST_VALUES:
            raise yaml.composer.ComposerError(
                None, None, "aliases stand for too many values", node.start_mark
            )
        return self.construct_document(node)

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        """What a scalar is by its looks, unless it is quoted."""
        if kind is not yaml.ScalarNode:
            return _LIST if kind is yaml.SequenceNode else _MAPPING
        if implicit[0]:
            known: list[tuple[str, re.Pattern[str]]] = self.yaml_implicit_resolvers.get(value[:1], [])
            for tag, pattern in known:
                if pattern.match(value):
                    return tag
        return _TEXT

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: ARG002
        """What headers are made of, at once: PyYAML makes lists and mappings in two steps, for the sake of those that
        hold themselves, which ``_weight`` has refused.
        """
        if node.tag == _TEXT and isinstance(node, yaml.ScalarNode):
            return node.value
        if node.tag == _LIST and isinstance(node, yaml.SequenceNode):
            return [self.construct_object(child) for child in node.value]
        if node.tag == _MAPPING and isinstance(node, yaml.MappingNode):
            return self.construct_mapping(node)
        return super().construct_object(node, deep=True)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: ARG002
        self._note_repeated(node)
        self.flatten_mapping(node)
        construct = self.construct_object
        return {
            key.value if key.tag == _TEXT else self._key(key): construct(value) for key, value in node.value
        }

    def _key(self, node: yaml.Node) -> str:
        key = self.construct_object(node)
        if isinstance(key, str):
            return key
        if not isinstance(key, Hashable):
            raise yaml.constructor.ConstructorError(None, None, "found unhashable key", node.start_mark)
        return _spelled(key)

    def _note_repeated(self, node: yaml.MappingNode) -> None:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key.value, str):
                continue
            if key.value in seen and key.value != "<<":
                self.repeated.append(Problem(key.start_mark.line + 1, f"the key “{key.value}” occurs twice"))
            seen.add(key.value)


def _spelled(key: object) -> str:
    """A key as YAML writes it: ``true``, ``null``, ``2024``."""
    return json.dumps(key) if key is None or isinstance(key, bool) else str(key)


def _weight(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values ``node`` stands for when each alias is written out; above MOST_VALUES for one that
    holds itself."""
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = MOST_VALUES + 1
    weight = 1
    if isinstance(node, yaml.SequenceNode):
        weight += sum(_weight(child, known) for child in node.value)
    elif isinstance(node, yaml.MappingNode):
        weight += sum(_weight(key, known) + _weight(value, known) for key, value in node.value)
    known[id(node)] = weight
    return weight


def _text(_: _Loader, node: yaml.ScalarNode) -> str:
    return str(node.value)


def _integer(loader: _Loader, node: yaml.ScalarNode) -> object:
    text: str = node.value
    if text.lstrip("+-").startswith("0o"):
        return int(text.replace("_", ""), 8)
    number = loader.construct_yaml_int(node)
    return number if -(2**63) <= number < 2**64 else text


_Loader.yaml_implicit_resolvers = {}
for _name, (_pattern, _firsts) in RESOLVERS.items():
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_name}", re.compile(rf"(?:{_pattern})\Z"), list(_firsts)
    )
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _text)
_Loader.add_constructor("tag:yaml.org,2002:int", _integer)


_DEEPEST = 100

# What YAML 1.2, production [1] c-printable, leaves out of a stream.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def parse_any_yaml(text: str) -> Parsed:
    """One YAML document of whatever kind."""
    try:
        clean = _UNPRINTABLE.sub("", text)
        _refuse_depth(clean)
        loader = _Loader(clean)
        try:
            value = loader.get_single_data()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        return Parsed(None, Problem(_marked_line(error), _reason(error)))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Parsed(None, Problem(1, first_line(error)))
    return Parsed(value, repeated=tuple(loader.repeated))


def _refuse_depth(text: str) -> None:
    """Raises ComposerError: libyaml's binding composes by recursion in C, and 100,000 brackets end the process."""
    if sum(map(text.count, "[{-?\n")) < _DEEPEST:  # each level needs one of them
        return
    depth = 0
    for event in yaml.parse(text, Loader=_SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            mark: Any = event.start_mark
            raise yaml.composer.ComposerError(None, None, "values are nested too deeply", mark)


def _marked_line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _reason(error: yaml.MarkedYAMLError) -> str:
    said = " ".join(part for part in (error.problem, error.context) if part)
    # The commonest of all: ``title: One: two``.
    return f"{said}; a value with “: ” in it needs quotes" if said.startswith("mapping values") else said
