"""``exporter push``: a letter as a draft in a mail service, for a person to look at and to send there."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Final

from exporter.backends.newsletter.dialects import DIALECTS, in_text
from exporter.backends.newsletter.options import Options
from exporter.commands.newsletters import newsletter_options
from exporter.config import Config
from exporter.diagnostics import printable
from exporter.errors import UsageError
from exporter.mail.drafts import Account, Draft, Send, create
from exporter.mail.editions import entries_of, read_editions, read_entry
from exporter.model.manifest import Entry
from exporter.world.http import Answer, send_json
from exporter.world.policy import Policy

_HIDDEN: Final = re.compile(r'<div class="hidden"[^>]*>([^<]*)</div>')


def push(options: argparse.Namespace, config: Config) -> list[str]:
    """Makes a draft for each edition of the issue, and says where. Raises ExportError."""
    service: str = options.to
    letter = newsletter_options(config, options.publication)
    variable = f"EXPORTER_{service.upper()}_TOKEN"
    token = os.environ.get(variable, "")
    if not token or not token.isascii() or not token.isprintable():
        raise UsageError(f"{variable} is not set, or no token", "It is read from the environment only.")
    lists = tuple(name.strip() for name in options.list.split(",") if name.strip())
    account = Account(token=token, url=options.url, lists=lists)
    send = _sender(Policy(private=options.allow_private))
    drafts = _drafts(
        options.out, entries_of(options.out, options.publication, options.issue), service, letter
    )
    return [printable(create(service, draft, account, send)) for draft in drafts]


def _preheader(page: str) -> str:
    """What the page hides for inboxes, without its filler."""
    found = _HIDDEN.search(page)
    return unescape(found[1]).rstrip("\u034f\u200c\u00a0 ") if found else ""


def _sender(policy: Policy) -> Send:
    def send(method: str, url: str, document: object, *, headers: Mapping[str, str]) -> Answer:
        return send_json(method, url, document, policy, headers=headers)

    return send


def _drafts(out: Path, entries: list[Entry], service: str, options: Options) -> list[Draft]:
    pages = [entry for entry in entries if entry.name.endswith(f".{service}.html")]
    if not pages:
        raise UsageError(
            f"the letter was not built for {service}",
            f'Set esp = "{service}" in exporter.toml and build it again.',
        )
    files = {entry.name: entry for entry in entries}
    made = []
    for page in pages:
        stem = page.name.removesuffix(f".{service}.html")
        mould = read_editions(out, [files[f"{stem}.eml"]])[0]
        made.append(
            Draft(
                name=stem,
                subject=in_text(mould.envelope.subject, DIALECTS[service], {}),
                preheader=in_text(_preheader(read_entry(out, page).decode()), DIALECTS[service], {}),
                html=read_entry(out, page).decode(),
                text=read_entry(out, files[f"{stem}.{service}.txt"]).decode(),
                sender=in_text(mould.envelope.name, DIALECTS[service], {}),
                reply_to=options.reply_to or options.from_.address,
            )
        )
    return made
