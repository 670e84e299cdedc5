"""What is read without the YAML library is what the library reads, and what is not plain is left to it."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exporter.reading.any_yaml import parse_any_yaml
from exporter.reading.flat import read_flat
from exporter.reading.frontmatter import read_header, split

HEADER = """title: "夏の旅: 一日目 # 1"
date: 2026-08-22T00:00:00+09:00
# a remark
draft: false
weight: 12
slug: 'a-b'
cover:
  image: "/images/a.jpg"
  alt: AI generated: no
  relative: true
  caption:
tags:
  - "MCP"
  - Tencent AI
categories: [ 'AI Tools', b c, 3, "" ]
aliases:
- /old/
series:

description: it's C#, "so" they say -> https://example.org/#top
"""

# What headers are made of, and what breaks them.
WORDS = st.sampled_from(
    [
        "a", "title", "true", "No", "null", "~", "12", "0x1F", "007", "1_000", "-1", "3.5", "1e3", ".inf", "2026-08-22",
        "12:30", "<<", "夏", "é", "\u3000", "\u00a0", "\u0085", "\u2028", "\ufeff", "\t", "\x07", "'", '"', "''", '\\"', "\\",
        ":", ": ", " :", "#", " #", "# ", ",", ", ", "[", "]", "[]", "{", "}", "&x ", "*x", "!!str ", "|", ">", "%", "@", "`",
        "-", "- ", "--- ", "...", "?", "? ", "=", " ", "  ", "\r", "a: b", "it's", "/p/#x", "https://x.org/",
    ]
)  # fmt: skip
VALUE = st.lists(WORDS, max_size=4).map("".join)
QUOTED = st.builds(lambda mark, text: f"{mark}{text}{mark}", st.sampled_from("'\""), VALUE)
FLOW = st.lists(VALUE | QUOTED, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
KEY = st.sampled_from(["title", "a", "True", "null", "date", "b-c", "x y", "é", "9", "<<", "k" * 120, '"q"'])
LINE = st.builds(
    lambda indent, key, colon, value, end: f"{indent}{key}{colon}{value}{end}",
    st.sampled_from(["", "", "", " ", "  ", "    "]),
    st.just("- ") | st.just("-") | KEY | st.just(""),
    st.sampled_from([": ", ": ", ":", ":  ", "", " : "]),
    VALUE | QUOTED | FLOW,
    st.sampled_from(["", "", " ", " # remark"]),
)
SOUP = st.lists(LINE, max_size=6).map(lambda lines: "".join(f"{line}\n" for line in lines))
# Nearly plain: one thing or none is odd.
TAME = st.sampled_from(
    ["a", "2026-08-22T00:00:00+09:00", "12", "夏の旅", "x: 'y'", "it's", "c#", "a, b", "true", "/p/?q=1"]
)
NEAT = st.one_of(
    TAME,
    TAME.map(lambda text: f'"{text}"'),
    st.lists(TAME, max_size=3).map(lambda v: f"[{', '.join(v)}]"),
    VALUE,
)
ENTRY = st.one_of(
    NEAT.map(lambda value: f": {value}\n"),
    st.lists(NEAT, min_size=1, max_size=3).map(
        lambda values: ":\n" + "".join(f"  - {value}\n" for value in values)
    ),
    st.lists(NEAT, min_size=1, max_size=3).map(
        lambda values: ":\n" + "".join(f"  k{n}: {value}\n" for n, value in enumerate(values))
    ),
    st.sampled_from([":\n", ":  \n", ": \n\n", ":\n# remark\n"]),
)
NEARLY = st.lists(ENTRY, max_size=4).map(
    lambda found: "".join(f"e{n}{entry}" for n, entry in enumerate(found))
)


@settings(max_examples=600)
@given(SOUP | NEARLY)
@example(HEADER)
@example("a: b\n c\n")
@example("a:\n- b\n  c\n")
@example("a: 'b'\n  'c'\n")
@example("- a\n")
@example("a: b: c\n")
@example("a: [b\n  ]\n")
@example("a:\n  b: c\n d: e\n")
@example("a:\n\n  b: c\n")
@example("a: b\n\n  c\n")
@example("a: b\n#c\n  d\n")
def test_what_it_claims_is_what_the_library_reads(text: str) -> None:
    flat = read_flat(text)
    if flat is None:
        return
    parsed = parse_any_yaml(text)
    assert (parsed.error, parsed.repeated) == (None, ())
    assert repr(parsed.value or {}) == repr(flat)


@settings(max_examples=200)
@given(SOUP | NEARLY, st.sampled_from(["body\n", "", "---\n"]))
@example(HEADER, "body\n")
def test_a_header_alone_and_a_whole_file_say_the_same(text: str, body: str) -> None:
    whole = f"---\n{text}---\n{body}"
    front = split(whole, "a.md")
    alone = read_header(whole.encode(), "a.md")
    assert alone is not None
    assert (alone.meta, alone.ok, alone.header, alone.first) == (
        front.meta,
        front.ok,
        front.header,
        front.first,
    )
    assert alone.diagnostics == front.diagnostics
    assert alone.body.numbers == front.body.numbers[:1]


def test_an_ordinary_header_needs_no_library() -> None:
    assert read_flat(HEADER) == parse_any_yaml(HEADER).value
    assert read_flat("") == {}


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  b\n", "a: &x b\n", "a: *x\n", 'a: "b\\n"\n', "a: 'it''s'\n", "a: {b: c}\n", "a:\n  b:\n    c: d\n", "a:\tb\n",
        "a: 0x1F\n", "a: 1\na: 2\n", "True: a\n", "<<: a\n", "a: b\r\n", "a: b # c\n", "a: [b, [c]]\n", "a: [b: c]\n",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_library(text: str) -> None:
    assert read_flat(text) is None


@pytest.mark.parametrize(
    "piece", [" ", "a ", ": ", "'", '"', "[", "a, ", "- ", "#", "\n", "a:\n", "  - a\n", "  a: b\n"]
)
def test_no_header_takes_long(piece: str) -> None:
    begin = time.process_time()
    for start in ("a: ", "a: [", "a:\n", "a:\n  - ", "a: b"):
        read_flat(start + piece * 20_000 + "!\n")
    assert time.process_time() - begin < 5  # quadratic time would be minutes
