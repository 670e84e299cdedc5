"""Judges finished letters: the message, its page, what clients drop of it, and how its line looks in an inbox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from exporter.checks.letter_clients import dropped
from exporter.checks.letter_contrast import low_contrast
from exporter.checks.letter_headers import judge_message
from exporter.checks.letter_page import Finding, Page
from exporter.checks.letter_rules import RULES, preheader
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.artifact import Origin

# Not broken but worth a look: what only the author can mend, or only a large list needs.
_MILD: Final = frozenset({"M1.3", "M1.10", "M1.11", "M2.2", "M3.1", "M3.2", "M3.3", "M5"})


def judge_letters(
    paths: Mapping[str, Path], origins: Mapping[str, tuple[Origin, ...]]
) -> Iterator[Diagnostic]:
    """The findings on the letters at ``paths``, by their names in the output folder."""
    for name, path in paths.items():
        sources = {origin.file: origin.source for origin in origins.get(name, ())}
        data = path.read_bytes()
        for finding in judge(data):
            yield _told(finding, name, sources)
        yield diagnose("N829", inbox_line(data), name)


def judge(data: bytes) -> Iterator[Finding]:
    """Everything that is wrong with one letter."""
    message = _message(data)
    yield from judge_message(data, message)
    html = message.get_body(("html",))
    if html is None:
        return
    page = Page(str(html.get_content()))
    for rule in RULES:
        yield from rule(page)
    yield from low_contrast(page)
    yield from dropped(page)


def inbox_line(data: bytes) -> str:
    """``From — Subject — preheader``: what a reader decides by."""
    message = _message(data)
    html = message.get_body(("html",))
    shown = preheader(Page(str(html.get_content()))) if html is not None else ""
    sender = message["From"].addresses[0] if message["From"] and message["From"].addresses else None
    name = (sender.display_name or sender.addr_spec) if sender else "?"
    return " — ".join(filter(None, (name, str(message["Subject"] or ""), shown)))


def _message(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 — the default policy makes no other
    return message


def _told(finding: Finding, name: str, sources: Mapping[str, str]) -> Diagnostic:
    code = "N821" if finding.rule in _MILD else "N820"
    source = sources.get(finding.post, "")
    message = f"{finding.rule} {finding.message}"
    if source:
        return diagnose(code, f"{name}: {message}", source)
    return diagnose(code, message, name, finding.line)
