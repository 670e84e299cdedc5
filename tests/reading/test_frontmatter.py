"""Headers are read as the generators read them, and what is wrong with one is said with its line."""

from __future__ import annotations

import time

import pytest

from exporter.reading.any_yaml import MOST_VALUES
from exporter.reading.data import parse_yaml
from exporter.reading.frontmatter import FrontMatter, read_header, split


def codes(front: FrontMatter) -> list[tuple[str, int]]:
    return [(d.code, d.span.line) for d in front.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 夏\ntags: [a, b]\n---\n    code\n",
        '+++\ntitle = "夏"\ntags = ["a", "b"]\n+++\n    code\n',
        '{\n"title": "夏", "tags": ["a", "b"]\n}\n    code\n',
        "\ufeff---\r\ntitle: 夏\r\ntags:\r\n- a\r\n- b\r\n---\r\n    code\r\n",
        "\n \n---  \ntitle: 夏\ntags: [a, b]\n---\t\n    code\n",
        "---\ntitle: 夏\ntags: [a, b]\n...\n    code\n",
    ],
)
def test_every_form_gives_the_same_values_and_an_unstripped_body(text: str) -> None:
    front = split(text, "a.md")
    assert front.ok
    assert front.meta == {"title": "夏", "tags": ["a", "b"]}
    assert front.body.text == "    code\n"
    source = text.replace("\ufeff", "").splitlines()
    assert source[front.body.numbers[0] - 1] == "    code"


@pytest.mark.parametrize(
    "text", ["", "plain\n", "- a list\n", "-- x\n", "{{< x >}}\n", "---- \nno\n---\n", "{#id}\n"]
)
def test_a_file_without_a_header_is_all_body(text: str) -> None:
    front = split(text, "a.md")
    assert (front.meta, front.body.text, front.ok) == ({}, text, True)
    header = read_header(text.encode() + b"more text\n")
    assert header is not None
    assert header.meta == {}


def test_rules_in_the_body_are_not_fences() -> None:
    assert split("---\ntitle: A\n---\none\n\n---\n\ntwo\n", "a.md").body.text == "one\n\n---\n\ntwo\n"


def test_an_empty_header_is_a_header() -> None:
    assert split("---\n---\nbody\n", "a.md").body.text == "body\n"


def test_dates_stay_as_they_are_written() -> None:
    yaml = split(
        "---\na: 2026-07-01\nb: 2026-07-01 09:00:00.123456789\nc: !!timestamp 2026-07-01\n---\n", "a.md"
    )
    toml = split("+++\na = 2026-07-01\nb = 2026-07-01T09:00:00+09:00\nc = {d = [07:30:00]}\n+++\n", "a.md")
    assert yaml.meta == {"a": "2026-07-01", "b": "2026-07-01 09:00:00.123456789", "c": "2026-07-01"}
    assert toml.meta == {"a": "2026-07-01", "b": "2026-07-01T09:00:00+09:00", "c": {"d": ["07:30:00"]}}


def test_scalars_are_read_as_hugo_reads_them() -> None:
    header = "a: On\nb: 12:30\nc: yes\nd: 1e3\ne: 0123\nf: 0o17\ng: 0x1F\nh: 1_000\ni: 1.10\nj: ~\nk: TRUE\nl: 12345678901234567890123\nm: =\n"
    meta = split(f"---\n{header}---\n", "a.md").meta
    assert list(meta.values()) == [
        "On",
        "12:30",
        "yes",
        "1e3",
        83,
        15,
        31,
        1000,
        1.1,
        None,
        True,
        "12345678901234567890123",
        "=",
    ]


def test_keys_are_text() -> None:
    assert split("---\n2024: a\ntrue: b\n~: c\n---\n", "a.md").meta == {"2024": "a", "true": "b", "null": "c"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: A\nsub: b: c\n---\nbody\n", 3),
        ("\n\n---\ntitle: A\n\tx: 1\n---\nbody\n", 5),
        ('+++\ntitle = "A"\nsub = \n+++\nbody\n', 3),
        ('{\n"title": "A"\n"b": 1\n}\nbody\n', 3),
        ("---\ntitle: A\n", 1),
        ("---\njust prose\n---\nbody\n", 2),
        ("---\nx: !!python/object:os.system {}\n---\n", 2),
        ("---\nx: " + "[" * 5000 + "\n---\n", 2),
        ("+++\nx = " + "[" * 5000 + "\n+++\n", 2),
        ('{"x": ' + "[" * 200_000, 1),
        ("---\nx: &a [*a]\n---\n", 2),
    ],
)
def test_a_broken_header_is_one_located_error(text: str, line: int) -> None:
    front = split(text, "a.md")
    assert (front.ok, front.meta, codes(front)) == (False, {}, [("S103", line)])


def test_a_key_named_twice_is_reported_and_the_last_one_counts() -> None:
    front = split("---\ntitle: A\ncover:\n  a: 1\n  a: 2\ntitle: B\n---\n", "a.md")
    assert front.meta == {"title": "B", "cover": {"a": 2}}
    assert sorted(codes(front)) == [("S110", 5), ("S110", 6)]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_depth_does_not_end_the_process(opening: str) -> None:
    parsed = parse_yaml(f"title: T\nx:\n  {opening * 200_000}")

    assert parsed.error is not None
    assert parsed.error.message == "values are nested too deeply"
    assert parse_yaml(f"x: {'[' * 90}{']' * 90}").error is None


def test_aliases_cannot_explode() -> None:
    bomb = "a0: &a0 [x,x]\n" + "".join(
        f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12)
    )
    merge = "b0: &b0 {k: v}\n" + "".join(
        f"b{i}: &b{i} {{<<: [{','.join([f'*b{i - 1}'] * 10)}]}}\n" for i in range(1, 12)
    )
    for text in (bomb, merge):
        started = time.process_time()
        assert parse_yaml(text).error is not None
        assert time.process_time() - started < 2
    assert parse_yaml(f"a: &a [{'x,' * 20}]\nb: *a\n").value == {"a": ["x"] * 20, "b": ["x"] * 20}
    assert MOST_VALUES > 1000


def test_characters_yaml_forbids_do_not_lose_the_post() -> None:
    assert split("---\ntitle: A\x08B\x00\n---\n", "a.md").meta == {"title": "AB"}


def test_where_a_key_is_named() -> None:
    front = split('\n---\ntitle: A\nDate: x\n"last mod": y\n---\n', "a.md")
    assert [front.line(key) for key in ("title", "date", "last mod", "none")] == [3, 4, 5, 0]


def test_a_header_is_read_from_the_beginning_of_a_file() -> None:
    raw = "\ufeff---\r\ntitle: 夏\r\n---\r\n本文".encode()
    front = read_header(raw[:-5], "a.md")
    assert front is not None
    assert front.meta == {"title": "夏"}


@pytest.mark.parametrize("raw", [b"---\ntitle: A\n", b"--", b"+++\na = 1\n++", b'{"a": 1}', b"\n\n", b""])
def test_too_short_a_beginning_is_known_as_such(raw: bytes) -> None:
    assert read_header(raw) is None


def test_a_header_that_is_not_utf8_raises() -> None:
    with pytest.raises(UnicodeDecodeError):
        read_header("---\ntitle: 夏\n---\n".encode("shift_jis"), "a.md")


def test_the_commonest_mistake_of_a_header_is_told_with_its_remedy() -> None:
    front = split("---\ntitle: One: two\n---\nx\n", "a.md")
    assert not front.ok
    assert "a value with “: ” in it needs quotes" in front.diagnostics[0].message
