"""Resources of a painted document as objects: graphics states, forms, patterns, shadings, images."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

from exporter.backends.pdf.fragment import Outer
from exporter.backends.pdf.objects import Name, Ref, Value, text_string
from exporter.backends.pdf.table import Table

_REFERENCE: Final = re.compile(rb"(\d+) 0 R")
# Properties by which folios and running heads are marked as artifacts (ISO 32000-1, 14.8.2.2.2).
STAMPS: Final[dict[str, Value]] = {
    kind: {"Type": Name("Pagination"), "Subtype": Name(kind)} for kind in ("Footer", "Header")
}


def add_resources(
    table: Table,
    resources: Mapping[str, Any],
    images: Mapping[str, Any],
    heads: Mapping[str, Value],
    *,
    stamped: bool = False,
) -> Ref:
    """Adds a resource dictionary of pydyf's with all it names; ``heads`` are further XObjects of ``stamped`` pages."""
    entries = named_resources(table, resources, images, heads)
    return table.add({**entries, "Properties": STAMPS} if stamped else entries)


def named_resources(
    table: Table, resources: Mapping[str, Any], images: Mapping[str, Any], heads: Mapping[str, Value]
) -> dict[str, Value]:
    """The dictionary itself, once what it names is added."""
    objects: dict[str, Value] = {}
    for name, item in resources.get("XObject", {}).items():
        objects[name] = _image(table, images[name]) if item is None else _form(table, item, images)
    entries: dict[str, Value] = {"Font": Ref(Outer.FONTS), "XObject": {**objects, **heads}}
    for kind in ("ExtGState", "Pattern", "Shading"):
        if found := resources.get(kind):
            entries[kind] = {name: convert(table, item, images) for name, item in found.items()}
    return entries


def _form(table: Table, stream: Any, images: Mapping[str, Any]) -> Ref:
    """A form or a pattern, made once however often it is named."""
    if known := table.known.get(id(stream)):
        return known
    extra = dict(stream.extra)
    inner = extra.pop("Resources", {})
    dictionary = {key: convert(table, value, images) for key, value in extra.items()}
    dictionary["Resources"] = add_resources(table, inner, images, {})
    data = b"\n".join(_data(item) for item in stream.stream)
    made = table.known[id(stream)] = table.add_deflated(dictionary, data)
    return made


def _image(table: Table, use: dict[str, Any]) -> Ref:
    if known := table.known.get(id(use)):
        return known
    stream = use["image"].get_x_object(use["interpolate"], 1)
    made = table.known[id(use)] = _image_stream(table, stream)
    return made


def _image_stream(table: Table, stream: Any) -> Ref:
    extra = dict(stream.extra)
    mask = extra.pop("SMask", None)
    dictionary = {key: convert(table, value, {}) for key, value in extra.items()}
    data = b"".join(_data(item) for item in stream.stream)
    digest = blake2b(data, digest_size=16)
    if mask is not None:
        reference = _image_stream(table, mask)
        digest.update(table.streams[-1].digest.encode("ascii"))
        dictionary["SMask"] = reference
    digest.update(repr(sorted(extra.items())).encode())
    return table.add_stream(dictionary, data, digest.hexdigest())


def convert(table: Table, value: Any, images: Mapping[str, Any]) -> Value:
    """A value of pydyf's as ours."""
    if isinstance(value, Mapping):
        return {key: convert(table, item, images) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [convert(table, item, images) for item in value]
    if hasattr(value, "stream"):
        return _form(table, value, images)
    if hasattr(value, "string"):
        return text_string(str(value.string))
    if isinstance(value, str):
        return value.encode("ascii")
    if isinstance(value, bytes) and _REFERENCE.fullmatch(value):
        raise AssertionError("a reference into a document that is never written")
    return value  # type: ignore[no-any-return]


def _data(item: object) -> bytes:
    if isinstance(item, bytes):
        return item
    data = getattr(item, "data", None)
    return data if isinstance(data, bytes) else str(item).encode("ascii")
