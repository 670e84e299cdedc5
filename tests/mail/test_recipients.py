"""Lists of readers: what is one, what is refused by line, and that no address is ever repeated."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.mail.addresses import ascii_address, mask, person
from exporter.mail.recipients import RecipientsError, Roll, read_roll

HEAD = "address,name,language,consent\n"


def roll(folder: Path, text: str, name: str = "list.csv") -> Roll:
    path = folder / name
    path.write_bytes(text.encode())
    return read_roll(path)


def test_csv_and_json_lines_say_the_same(tmp_path: Path) -> None:
    one = roll(tmp_path, HEAD + 'mei@example.org,"Mei, M.",ja,2026-07-01\n')
    line = '{"email":"mei@example.org","name":"Mei, M.","lang":"ja","consent":"2026-07-01T10:00:00Z"}\n'
    two = roll(tmp_path, line, "list.jsonl")
    assert one.recipients[0]._replace(line=1) == two.recipients[0]
    assert one.recipients[0].line == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("mei", "no address"),
        ("mei@localhost", "no host"),
        ("mei@exa mple.org", "no host"),
        ("mei@@example.org", "not one that every server takes"),
        (".mei@example.org", "not one that every server takes"),
        ("日本@example.org", "not one that every server takes"),
        ("a@-x.example", "no host"),
        (f"{'a' * 65}@example.org", "not one that every server takes"),
        (f"a@{'b.' * 130}example", "no"),
        ("mei@example.org,Mei,ja,tomorrow", "date of consent"),
        ("mei@example.org,Mei,ja,2026-01-01,more", "5 fields"),
        ('mei@example.org,"Mei\r\nBcc: x@example.org"', "line break"),
        ('mei@example.org,"Mei\nBcc: x@example.org"', "line break"),
        ('"mei@example.org\nBcc: x"', "line break"),
        ("mei@example.org,Mei\u2028Bcc", "line break"),
        (f"mei@example.org,{'m' * 200}", "120 characters"),
    ],
)
def test_what_cannot_be_used_is_told_by_line_and_not_repeated(tmp_path: Path, line: str, reason: str) -> None:
    read = roll(tmp_path, f"{HEAD}ok@example.org\n{line}\nalso@example.org\n")
    assert [fault.line for fault in read.faults if fault.grave] == [3]
    assert reason in read.faults[0].reason
    assert "mei" not in read.faults[0].reason
    assert [r.address for r in read.recipients] == ["ok@example.org", "also@example.org"]


def test_a_list_is_read_as_utf8_with_or_without_a_mark(tmp_path: Path) -> None:
    read = roll(tmp_path, "\ufeffEmail,Name\nmei@bücher.example,芽衣\n")
    assert read.recipients[0].address == "mei@xn--bcher-kva.example"
    assert read.recipients[0].name == "芽衣"


def test_one_mailbox_is_written_to_once(tmp_path: Path) -> None:
    read = roll(tmp_path, HEAD + "Mei@Example.org\nmei@example.org\nmei+news@EXAMPLE.org\n+x@example.org\n")
    assert [r.line for r in read.recipients] == [2, 5]
    assert [(fault.line, fault.grave) for fault in read.faults] == [(3, False), (4, False)]
    assert "line 2" in read.faults[0].reason


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name\nMei\n", "names no column"),
        (b"", "names no column"),
        (b"address\n\xff\xfe@x\n", "not UTF-8"),
        (b"address\na\x00@b.example\n", "no line"),
        (b'address\n"a@b.example\n', "list.csv:"),
        (b"address\n" + b"a" * 20_000 + b"@b.example\n", "no line"),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "list.csv").write_bytes(content)
    with pytest.raises(RecipientsError, match=message):
        read_roll(tmp_path / "list.csv")


def test_broken_json_is_told_by_line(tmp_path: Path) -> None:
    read = roll(
        tmp_path,
        '{"address":"a@b.example"}\n[]\n{"address":\n\n{"address":5}\n{"x":' + "[" * 5000,
        "x.ndjson",
    )
    assert [fault.line for fault in read.faults] == [2, 3, 5, 6]


def test_a_list_of_100_000_lines(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEAD + "".join(f"reader{n}@example{n % 7}.org,R,en,2026-01-01\n" for n in range(100_000)))
    began = time.process_time()
    tracemalloc.start()
    read = read_roll(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(read.recipients) == 100_000
    assert peak < 120_000_000
    assert time.process_time() - began < 30


def test_an_address_is_told_without_being_told() -> None:
    assert mask("mei@mail.example.org") == "m…@m….org"
    assert person("Mei+x@Example.org") == person("mei@example.org") == "mei@example.org"


@given(st.text(max_size=300))
def test_whatever_stands_there_an_address_is_ascii_and_on_one_line(text: str) -> None:
    try:
        address = ascii_address(text)
    except ValueError:
        return
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
