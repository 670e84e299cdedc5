"""The list of readers, from CSV or JSON Lines: one value a line, or one fault that names the line and no address."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from exporter.errors import ExportError
from exporter.mail.addresses import ascii_address, person
from exporter.mail.laws import Consent

_NAMES: Final = {
    "address": ("address", "email", "e-mail", "mail"),
    "name": ("name",),
    "language": ("language", "lang"),
    "consent": ("consent", "consent_date", "consented"),
}
_LONGEST_NAME: Final = 120
_LONGEST_LINE: Final = 10_000


class RecipientsError(ExportError):
    """The file of recipients cannot be read at all."""


class Recipient(NamedTuple):
    """One reader. ``consent`` is the day they asked for the letter, None where the list does not say."""

    line: int
    address: str
    name: str
    language: str
    consent: date | None

    @property
    def person(self) -> str:
        """Equal for all addresses that reach one mailbox."""
        return person(self.address)


class Fault(NamedTuple):
    """A line that cannot be used, or (``grave`` False) that need not be: never what stands on it."""

    line: int
    reason: str
    grave: bool = True


class Roll(NamedTuple):
    """A whole list: whom to write to, what is wrong with it, and the digest of its bytes."""

    recipients: tuple[Recipient, ...]
    faults: tuple[Fault, ...]
    digest: str


def read_roll(path: Path, consent: Consent = "ignore") -> Roll:
    """The list in ``path``, in its order, each person once. Raises RecipientsError where it cannot be read."""
    recipients: list[Recipient] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    state = blake2b(digest_size=16)
    for entry in _entries(path, state):
        if isinstance(entry, Fault):
            faults.append(entry)
        elif (first := seen.setdefault(entry.person, entry.line)) != entry.line:
            faults.append(
                Fault(entry.line, f"the same mailbox as on line {first}; it gets one mail", grave=False)
            )
        else:
            recipients.append(entry)
            if entry.consent is None and consent != "ignore":
                faults.append(Fault(entry.line, "no date of consent", grave=consent == "refuse"))
    return Roll(tuple(recipients), tuple(faults), state.hexdigest())


def read_people(path: Path) -> frozenset[str]:
    """The people on a suppression list: one address a line, or a list of recipients. Raises RecipientsError."""
    people = set()
    for number, line in enumerate(_lines(path, blake2b()), 1):
        text = line.strip().strip('"')
        if not text or text.startswith("#") or text.lower() in _NAMES["address"]:
            continue
        try:
            people.add(person(ascii_address(text.split(",")[0].strip('" '))))
        except ValueError as error:
            # What cannot be read here might be someone who must not be written to.
            raise RecipientsError(f"{path.name}:{number}: {error}") from None
    return frozenset(people)


def _entries(path: Path, state: blake2b) -> Iterator[Recipient | Fault]:
    lines = _lines(path, state)
    rows = _objects(lines) if path.suffix.lower() in {".jsonl", ".ndjson", ".json"} else _records(lines, path)
    for number, row in rows:
        yield row if isinstance(row, Fault) else _recipient(number, row)


def _lines(path: Path, state: blake2b) -> Iterator[str]:
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                state.update(raw)
                yield _text(raw, path, number)
    except OSError as error:
        raise RecipientsError(f"{path} cannot be read: {error.strerror}") from None


def _text(raw: bytes, path: Path, number: int) -> str:
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        raise RecipientsError(f"{path.name}:{number}: not UTF-8", "Save the list as UTF-8.") from None
    if "\0" in text or len(text) > _LONGEST_LINE:
        raise RecipientsError(f"{path.name}:{number}: no line of a list of addresses")
    return text


def _objects(lines: Iterable[str]) -> Iterator[tuple[int, Mapping[str, Any] | Fault]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, msgspec.json.decode(line, type=dict[str, Any])
        except (ValueError, RecursionError):
            yield number, Fault(number, "not a JSON object")


def _records(lines: Iterable[str], path: Path) -> Iterator[tuple[int, Mapping[str, Any] | Fault]]:
    reader = csv.reader(lines, strict=True)
    try:
        head = [name.strip().lower() for name in next(reader, [])]
        if not set(head) & set(_NAMES["address"]):
            raise RecipientsError(
                f"{path.name}: its first line names no column “address”",
                "Begin it with: address,name,language,consent",
            )
        before = reader.line_num
        for record in reader:
            number, before = before + 1, reader.line_num
            if not any(field.strip() for field in record):
                continue
            if len(record) > len(head):
                yield number, Fault(number, f"{len(record)} fields where the first line has {len(head)}")
            else:
                yield number, dict(zip(head, record, strict=False))
    except csv.Error as error:
        raise RecipientsError(f"{path.name}:{reader.line_num}: {error}") from None


def _recipient(line: int, row: Mapping[str, Any]) -> Recipient | Fault:
    fields = {key: _field(row, names) for key, names in _NAMES.items()}
    for key, value in fields.items():
        if not value.isprintable():
            return Fault(line, f"a line break or control character in {key}")
    name = " ".join(fields["name"].split())
    if len(name) > _LONGEST_NAME:
        return Fault(line, f"a name of more than {_LONGEST_NAME} characters")
    try:
        consent = date.fromisoformat(fields["consent"][:10]) if fields["consent"] else None
    except ValueError:
        return Fault(line, "the date of consent is not one such as 2026-07-01")
    try:
        return Recipient(line, ascii_address(fields["address"]), name, fields["language"], consent)
    except ValueError as error:
        return Fault(line, str(error))


def _field(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = row.get(name)
        if value is not None:
            return str(value).strip(" \t")
    return ""
