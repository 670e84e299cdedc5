"""Drafts in mail services, against servers on this machine that answer as those services do."""

from __future__ import annotations

import argparse
import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import TCPServer
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from exporter.backends.newsletter.dialects import Service
from exporter.build.cache import content_digest
from exporter.commands.push import push
from exporter.errors import ExportError, NetworkError, UsageError
from exporter.model.manifest import MANIFEST, Entry, Manifest
from tests.backends.newsletter.samples import bind, post
from tests.mail.letters import TOLD, config

TOKEN = "geheim-0123456789-us7"


class Api(TCPServer):
    """Keeps what is asked, and answers by path."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str, str, Any]] = []
        self.answers: dict[str, tuple[int, Any]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Api

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = f"{self.command} {self.path}"
        self.server.asked.append(
            (asked, self.headers["Authorization"], self.headers["Content-Type"], json.loads(body))
        )
        status, answer = self.server.answers.get(asked, (404, {"detail": "Not found."}))
        data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        self.wfile.write(data)

    do_POST = do_PUT = do_DELETE = _answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def api() -> Iterator[Api]:
    server = Api()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def built(out: Path, service: Service, title: str = "Title of first") -> Path:
    rendered = bind(post(title=title), options=replace(TOLD, esp=service, subject="{lead}"))
    entries = []
    for made in rendered.artifacts:
        (out / made.name).parent.mkdir(parents=True, exist_ok=True)
        (out / made.name).write_bytes(made.content)
        entries.append(
            Entry(
                name=made.name,
                publication="letter",
                issue="2026-W34",
                media_type=made.media_type,
                digest=content_digest(made.content),
                size=len(made.content),
            )
        )
    (out / MANIFEST).write_bytes(msgspec.json.encode(Manifest(artifacts=tuple(entries))))
    return out


def run(out: Path, service: str, api: Api, lists: str = "1,2") -> list[str]:
    options = argparse.Namespace(
        out=out, publication="letter", issue="latest", to=service, list=lists, url=api.url, allow_private=True
    )
    return push(options, config())


@pytest.fixture(autouse=True)
def tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    for service in ("BUTTONDOWN", "LISTMONK", "MAILCHIMP"):
        monkeypatch.setenv(f"EXPORTER_{service}_TOKEN", TOKEN)


def test_buttondown(tmp_path: Path, api: Api) -> None:
    api.answers["POST /v1/emails"] = (201, {"id": "em_1", "status": "draft"})
    assert "em_1" in run(built(tmp_path, "buttondown"), "buttondown", api)[0]
    [(_, authorization, kind, document)] = api.asked
    assert authorization == f"Token {TOKEN}"
    assert kind == "application/json"
    assert document["status"] == "draft"
    assert document["subject"] == "Title of first"
    assert document["description"] == "Title of first"
    assert 'href="{{ unsubscribe_url }}"' in document["body"]


def test_listmonk(tmp_path: Path, api: Api) -> None:
    api.answers["POST /api/campaigns"] = (200, {"data": {"id": 7, "status": "draft"}})
    assert run(built(tmp_path, "listmonk"), "listmonk", api) == [
        f"draft 7 in listmonk: {api.url}/admin/campaigns/7",
    ]
    [(_, authorization, _, document)] = api.asked
    assert authorization == f"token {TOKEN}"
    assert document["lists"] == [1, 2]
    assert document["content_type"] == "html"
    assert "{{ UnsubscribeURL }}" in document["altbody"]
    assert "send_at" not in document
    assert "status" not in document


def test_mailchimp(tmp_path: Path, api: Api) -> None:
    api.answers["POST /3.0/campaigns"] = (200, {"id": "abc123", "status": "save"})
    api.answers["PUT /3.0/campaigns/abc123/content"] = (200, {"html": ""})
    assert "abc123" in run(built(tmp_path, "mailchimp"), "mailchimp", api, "a1")[0]
    assert [asked for asked, *_ in api.asked] == ["POST /3.0/campaigns", "PUT /3.0/campaigns/abc123/content"]
    assert api.asked[0][1] == "Basic " + b64encode(f"exporter:{TOKEN}".encode()).decode()
    assert api.asked[0][3]["recipients"] == {"list_id": "a1"}
    assert api.asked[0][3]["settings"]["reply_to"] == "mei@example.org"
    assert "*|UNSUB|*" in api.asked[1][3]["html"]


def test_a_campaign_that_cannot_be_filled_is_taken_back(tmp_path: Path, api: Api) -> None:
    api.answers["POST /3.0/campaigns"] = (200, {"id": "abc123"})
    api.answers["DELETE /3.0/campaigns/abc123"] = (204, b"")
    with pytest.raises(NetworkError, match="404"):
        run(built(tmp_path, "mailchimp"), "mailchimp", api, "a1")
    assert api.asked[-1][0] == "DELETE /3.0/campaigns/abc123"


def test_a_campaign_of_a_strange_name_is_asked_for_nothing_more(tmp_path: Path, api: Api) -> None:
    api.answers["POST /3.0/campaigns"] = (200, {"id": "../lists/a1"})
    with pytest.raises(NetworkError):
        run(built(tmp_path, "mailchimp"), "mailchimp", api, "a1")
    assert len(api.asked) == 1


@pytest.mark.parametrize("status", [401, 422, 500, 302])
def test_a_refusal_is_told_without_the_token(tmp_path: Path, api: Api, status: int) -> None:
    api.answers["POST /v1/emails"] = (status, {"detail": f"what of {TOKEN}? Token {TOKEN}"})
    with pytest.raises(ExportError, match=str(status)) as caught:
        run(built(tmp_path, "buttondown"), "buttondown", api)
    assert TOKEN not in str(caught.value)
    assert len(api.asked) == 1, "no redirect is followed with a token"


def test_an_answer_that_is_no_json_is_told(tmp_path: Path, api: Api) -> None:
    api.answers["POST /v1/emails"] = (201, b"<html>")
    with pytest.raises(NetworkError, match="not JSON"):
        run(built(tmp_path, "buttondown"), "buttondown", api)


def test_a_subject_cannot_run_in_the_services_templates(tmp_path: Path, api: Api) -> None:
    api.answers["POST /api/campaigns"] = (200, {"data": {"id": 7}})
    run(built(tmp_path, "listmonk", title="{{ .Subscriber.Email }}"), "listmonk", api)
    assert api.asked[0][3]["subject"] == "{\u2060{ .Subscriber.Email }}"


def test_what_was_not_built_for_a_service_is_not_sent_to_it(tmp_path: Path, api: Api) -> None:
    with pytest.raises(UsageError, match="not built for listmonk"):
        run(built(tmp_path, "buttondown"), "listmonk", api)
    assert api.asked == []


def test_without_a_token_nothing_is_asked(tmp_path: Path, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXPORTER_LISTMONK_TOKEN")
    with pytest.raises(UsageError, match="EXPORTER_LISTMONK_TOKEN"):
        run(built(tmp_path, "listmonk"), "listmonk", api)
