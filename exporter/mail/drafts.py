"""Drafts in mail services over their HTTP APIs. Nothing here sends a mail: a person looks at the draft and does.

https://docs.buttondown.com/api-emails-create · https://listmonk.app/docs/apis/campaigns ·
https://mailchimp.com/developer/marketing/api/campaigns
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import msgspec
from msgspec import Struct

from exporter.errors import NetworkError, UsageError
from exporter.world.http import Answer

_SHOWN: Final = 200  # characters of a service's own words


class Draft(Struct, frozen=True, kw_only=True):
    """One letter as a service takes it: HTML and text hold the service's tags."""

    name: str
    subject: str
    preheader: str
    html: str
    text: str
    sender: str
    reply_to: str


class Account(Struct, frozen=True, kw_only=True):
    """``token`` comes from the environment; ``lists`` are ids; ``url`` is where a service of one's own is."""

    token: str
    url: str = ""
    lists: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Account({self.url})"


class Send(Protocol):
    """world.http.send_json with its policy."""

    def __call__(self, method: str, url: str, document: object, *, headers: Mapping[str, str]) -> Answer: ...


def create(service: str, draft: Draft, account: Account, send: Send) -> str:
    """Makes a draft and says where it is. Raises UsageError where something is missing, NetworkError where the service
    refuses it."""
    return _SERVICES[service](draft, account, send)


def _buttondown(draft: Draft, account: Account, send: Send) -> str:
    url = f"{account.url or 'https://api.buttondown.com'}/v1/emails"
    # In its visual mode the service would rewrite the page; here it takes HTML as it is.
    body = f"<!-- buttondown-editor-mode: plaintext -->\n{draft.html}"
    document = {"subject": draft.subject, "body": body, "description": draft.preheader, "status": "draft"}
    made = _ask(send, "POST", url, document, {"Authorization": f"Token {account.token}"})
    return f"draft {made.get('id', '')} in Buttondown: https://buttondown.com/emails"


def _listmonk(draft: Draft, account: Account, send: Send) -> str:
    if not account.url:
        raise UsageError("where is listmonk?", "Say it with --url https://…")
    if not account.lists or not all(name.isdigit() for name in account.lists):
        raise UsageError("listmonk's lists have numbers", "Say which with --list 1,2")
    document = {
        "name": draft.name,
        "subject": draft.subject,
        "lists": [int(name) for name in account.lists],
        "type": "regular",
        "content_type": "html",
        "messenger": "email",
        "body": draft.html,
        "altbody": draft.text,
        "tags": ["exporter"],
    }
    base = account.url.rstrip("/")
    headers = {"Authorization": f"token {account.token}"}
    made = _ask(send, "POST", f"{base}/api/campaigns", document, headers).get("data", {})
    return f"draft {made.get('id', '')} in listmonk: {base}/admin/campaigns/{made.get('id', '')}"


def _mailchimp(draft: Draft, account: Account, send: Send) -> str:
    """A campaign, then its content; a campaign that cannot be filled is taken back."""
    if len(account.lists) != 1:
        raise UsageError("Mailchimp writes to one audience", "Say which with --list ID")
    base = account.url.rstrip("/") or f"https://{_data_centre(account.token)}.api.mailchimp.com"
    headers = {"Authorization": f"Basic {b64encode(f'exporter:{account.token}'.encode()).decode()}"}
    campaigns = f"{base}/3.0/campaigns"
    settings = {
        "title": draft.name,
        "subject_line": draft.subject,
        "preview_text": draft.preheader,
        "from_name": draft.sender,
        "reply_to": draft.reply_to,
        "auto_footer": False,
        "inline_css": False,
    }
    document = {"type": "regular", "recipients": {"list_id": account.lists[0]}, "settings": settings}
    made = _ask(send, "POST", campaigns, document, headers)
    name = str(made.get("id", ""))
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise NetworkError("Mailchimp named no campaign")
    content = {"html": draft.html, "plain_text": draft.text}
    try:
        _ask(send, "PUT", f"{campaigns}/{name}/content", content, headers)
    except NetworkError:
        send("DELETE", f"{campaigns}/{name}", {}, headers=headers)
        raise
    return f"draft {name} in Mailchimp: https://admin.mailchimp.com/campaigns"


def _data_centre(token: str) -> str:
    """The part of a Mailchimp key behind its hyphen names the host."""
    centre = token.rpartition("-")[2]
    if not re.fullmatch(r"[a-z]{2}\d{1,3}", centre):
        raise UsageError("that is no key of Mailchimp's: one ends in -us1 or the like")
    return centre


def _ask(
    send: Send, method: str, url: str, document: Mapping[str, object], headers: Mapping[str, str]
) -> dict[str, Any]:
    answer = send(method, url, document, headers=headers)
    if answer.status // 100 != 2:
        words = answer.content.decode("utf-8", "replace")[:_SHOWN]
        for value in headers.values():
            words = words.replace(value, "…").replace(value.partition(" ")[2], "…")
        raise NetworkError(f"{url} answers {answer.status}: {words}")
    try:
        return msgspec.json.decode(answer.content, type=dict[str, Any])
    except (ValueError, RecursionError):
        raise NetworkError(f"{url} answers with something that is not JSON") from None


_SERVICES: Final[Mapping[str, Callable[[Draft, Account, Send], str]]] = {
    "buttondown": _buttondown,
    "listmonk": _listmonk,
    "mailchimp": _mailchimp,
}
