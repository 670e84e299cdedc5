"""Every input of a result is in its key, and nothing else is: the same inputs give the same key in every process."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct

from exporter.backends.contract import Backend
from exporter.build import keys
from exporter.build.tasks import Image
from exporter.model.issue import Issue
from exporter.model.site import Site
from exporter.model.theme import Theme
from tests.build.posts import post, site


class Options(Struct, frozen=True):
    size: int = 1
    names: frozenset[str] = frozenset("abcdefgh")


def backend(**fields: Any) -> Backend:
    given: dict[str, Any] = {"name": "fake", "version": 1, "options": Options, "libraries": ("lxml",)}
    return Backend(**(given | fields))


ISSUE = Issue(
    publication="digest", folder="digest", id="2026-07", title="t", identifier="urn:x", language="ja",
    updated=datetime.fromisoformat("2026-07-01T00:00:00+09:00"), posts=(post("a"),),
)  # fmt: skip
PART: dict[str, Any] = {"site": site(), "theme": "t", "post": "p", "images": [Image("u", "a.png", "d")]}
BIND: dict[str, Any] = {"site": site(), "theme": "t", "issue": ISSUE, "parts": ["k1", "k2"]}


def part_key(backend: Backend, options: Options, *, site: Site, theme: str, **rest: Any) -> str:
    return keys.part_key(keys.setting_key(backend, options, site=site, theme=theme), **rest)


def moved(issue: Issue) -> Issue:
    """The same instants, told in another zone: the day on the title page may be another."""
    return msgspec.structs.replace(issue, updated=issue.updated.astimezone(UTC))


@pytest.mark.parametrize(
    "change",
    [
        {"site": site(title="other")},
        {"site": site(languages=("ja", "en"))},
        {"theme": "other"},
        {"post": "other"},
        {"images": []},
        {"images": [Image("u", "a.png", "other")]},
        {"images": [Image("other", "a.png", "d")]},
    ],
)
def test_each_input_of_a_part_changes_its_key(change: dict[str, Any]) -> None:
    assert part_key(backend(), Options(), **PART) != part_key(backend(), Options(), **(PART | change))


@pytest.mark.parametrize(
    "change",
    [
        {"site": site(rights="other")},
        {"theme": "other"},
        {"parts": ["k2", "k1"]},
        {"parts": ["k1"]},
        {"issue": msgspec.structs.replace(ISSUE, title="other")},
        {"issue": msgspec.structs.replace(ISSUE, posts=(post("b"),))},
        {"issue": msgspec.structs.replace(ISSUE, posts=(post("a", tags=("x",)),))},
        {"issue": moved(ISSUE)},
    ],
)
def test_each_input_of_a_bind_changes_its_key(change: dict[str, Any]) -> None:
    assert keys.bind_key(backend(), Options(), **BIND) != keys.bind_key(
        backend(), Options(), **(BIND | change)
    )


@pytest.mark.parametrize("change", [{"name": "other"}, {"version": 2}, {"libraries": ("msgspec",)}])
def test_the_backend_and_its_libraries_are_inputs(change: dict[str, Any]) -> None:
    assert part_key(backend(), Options(), **PART) != part_key(backend(**change), Options(), **PART)
    assert keys.bind_key(backend(), Options(), **BIND) != keys.bind_key(backend(**change), Options(), **BIND)


def test_options_are_inputs() -> None:
    assert part_key(backend(), Options(), **PART) != part_key(backend(), Options(size=2), **PART)
    assert keys.bind_key(backend(), Options(), **BIND) != keys.bind_key(backend(), Options(size=2), **BIND)


def test_a_part_is_no_bind() -> None:
    assert part_key(backend(), Options(), **PART) != keys.bind_key(backend(), Options(), **BIND)


@pytest.mark.parametrize(
    ("change", "content", "scene"),
    [
        ({"title": "other"}, "c", b"s"),
        ({"published": datetime.fromisoformat("2026-07-01T00:00:00+00:00")}, "c", b"s"),
        ({"draft": True}, "c", b"s"),
        ({}, "other", b"s"),
        ({}, "c", b"other"),
    ],
)
def test_each_input_of_a_reading_changes_its_key(change: dict[str, Any], content: str, scene: bytes) -> None:
    before = keys.read_key(post("a"), "c", scene=b"s")
    after = keys.read_key(msgspec.structs.replace(post("a"), **change), content, scene=scene)
    assert before != after


def test_a_post_moved_to_another_zone_is_read_anew() -> None:
    here, there = (
        post("a", "2026-07-01T00:00:00+09:00"),
        post("a", "2026-06-30T15:00:00+00:00"),
    )
    assert here.published == there.published
    assert keys.read_key(here, "c", scene=b"") != keys.read_key(there, "c", scene=b"")


def test_themes_are_told_apart_by_their_files_not_their_names() -> None:
    one, same, other = (
        Theme("a", {"x": b"1", "y": b"2"}),
        Theme("b", {"y": b"2", "x": b"1"}),
        Theme("a", {"x": b"1"}),
    )
    assert keys.theme_key(one) == keys.theme_key(same) != keys.theme_key(other)


def test_keys_do_not_depend_on_the_process() -> None:
    code = (
        "from tests.build.test_keys import *\n"
        "print(part_key(backend(), Options(), **PART), keys.bind_key(backend(), Options(), **BIND),"
        " keys.read_key(post('a'), 'c', scene=b's'))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": "", "PYTHONPATH": "."},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }  # fmt: skip
    assert len(made) == 1
