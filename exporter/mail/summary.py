"""What a person is told of a mailing: addresses masked, lines of the list named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from exporter.diagnostics import printable
from exporter.mail.addresses import mask
from exporter.mail.deliver import Result
from exporter.mail.ledger import Ledger
from exporter.mail.letter import Mould
from exporter.mail.mailing import Addressed, Mailing, Stamp


def describe(mailing: Mailing, editions: Sequence[Mould], states: Sequence[str], stamp: Stamp) -> list[str]:
    """The dry run: what would be sent, to how many, and the first and the last of them. ``states`` has one a mail."""
    lines = [f"  subject     {printable(edition.envelope.subject)}" for edition in editions]
    lines.append(f"  from        {printable(editions[0].envelope.origin)}")
    planned = planned_among(mailing, states)
    lines.append(f"  recipients  {len(planned):,} to send to" + _rest(mailing, Counter(states)))
    if planned:
        message = planned[0].compose(stamp)
        lines += [
            f"  first       {_who(planned[0])}",
            f"  last        {_who(planned[-1])}",
            f"  first mail  {len(message):,} bytes, digest {_digest(message)}",
        ]
    if mailing.mails:
        lines.append(f"  digest      {mailing.digest}")
    return [*lines, "", _next_step(mailing, len(planned))]


def planned_among(mailing: Mailing, states: Sequence[str]) -> list[Addressed]:
    """Those who would get a mail now."""
    return [one for one, state in zip(mailing.mails, states, strict=True) if state == "planned"]


def _rest(mailing: Mailing, states: Mapping[str, int]) -> str:
    told = {
        "sent before": states.get("accepted", 0),
        "refused before": states.get("refused", 0),
        "unknown": states.get("unknown", 0) + states.get("attempting", 0),
        "suppressed": mailing.suppressed,
        "twice on the list": sum(
            not fault.grave and "same mailbox" in fault.reason for fault in mailing.faults
        ),
    }
    shown = [f"{count:,} {name}" for name, count in told.items() if count]
    return f" ({', '.join(shown)})" if shown else ""


def _who(one: Addressed) -> str:
    return f"{mask(one.recipient.address)} (line {one.recipient.line})"


def _digest(message: bytes) -> str:
    return blake2b(message, digest_size=16).hexdigest()


def _next_step(mailing: Mailing, to_send: int) -> str:
    if mailing.grave:
        return "Nothing can be sent before the lines below are mended."
    if not mailing.mails:
        return "Nothing was sent. Name the list of readers with --to FILE."
    return "Nothing was sent. --yes sends exactly this." if to_send else "Nothing is left to send."


def outcome_lines(result: Result) -> list[str]:
    """What became of a run."""
    if result == Result():
        return ["Nothing was left to send."]
    parts = {
        "accepted": result.accepted,
        "refused": result.refused,
        "unknown": result.unknown,
        "waiting": result.waiting,
    }
    told = ", ".join(f"{count:,} {name}" for name, count in parts.items() if count or name == "accepted")
    lines = [f"{told}."]
    if result.waiting:
        lines.append("The server said later: run the same command again to go on.")
    return lines


def unknown_lines(mailing: Mailing, ledger: Ledger) -> list[str]:
    """The mails of which nobody knows whether they arrived, for a person to decide."""
    rows = ledger.rows(mailing.key)
    unknown = {recipient: row for recipient, row in rows.items() if row.state == "unknown"}
    if not unknown:
        return []
    lines = [
        f"{len(unknown):,} mail{'s' * (len(unknown) != 1)} of which nobody knows whether the server took them:"
    ]
    lines += [
        f"  {_who(one)}  {row.message_id}"
        for one in mailing.mails
        if (row := unknown.pop(ledger.recipient(one.person), None))
    ]
    lines += [f"  no longer on the list  {row.message_id}" for row in unknown.values()]
    return [
        *lines,
        "Look for them in the server's log, then --resolve sent or --resolve again (--line N for one).",
    ]
