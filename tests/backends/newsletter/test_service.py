"""The page for a mail service: its tags where it needs them, and no tag of a post's making."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from msgspec.structs import replace

from exporter.backends.newsletter.dialects import DIALECTS, Service, in_html
from tests.backends.newsletter.samples import SENDER, artifact, bind, post, tree

WEB = replace(
    SENDER, web="https://example.org/letter/{id}.html", unsubscribe="https://example.org/out/{token}"
)
SERVICES: list[Service] = sorted(get_args(Service)[1:])


@pytest.mark.parametrize("name", SERVICES)
def test_the_ways_out_are_the_services(name: Service) -> None:
    rendered = bind(post(), options=replace(WEB, esp=name))
    html, text = (artifact(rendered, f".{name}.{end}").decode() for end in ("html", "txt"))
    dialect = DIALECTS[name]
    assert html.count(f'href="{dialect.unsubscribe}"') == 2
    assert f"Unsubscribe: {dialect.unsubscribe}" in text
    assert (dialect.web or "https://example.org/letter/2026-W34.html") in html
    assert dialect.postal in html
    assert "invalid" not in html + text
    assert "example.org/out" not in html + text
    assert b"example.org/out" in artifact(rendered, ".eml"), "the mail itself stays as it is"


HOSTILE = "*|EMAIL|* {{ .Subscriber.Email }} {% if 1 %} {{{x}}} %%{uuid}%% &lt;%x%&gt; [unsubscribe] x@TrackLink {# #}"


@pytest.mark.parametrize("name", SERVICES)
def test_a_post_cannot_run_in_the_services_templates(name: Service) -> None:
    body = f'<p>{HOSTILE}</p><p><a href="https://example.org/?a=*|EMAIL|*">x</a></p><pre><code>{HOSTILE}</code></pre>'
    rendered = bind(post(body=body, title=HOSTILE), options=replace(WEB, esp=name))
    html, text = (artifact(rendered, f".{name}.{end}").decode() for end in ("html", "txt"))
    dialect = DIALECTS[name]
    for tag in (dialect.unsubscribe, dialect.web, dialect.postal):
        html, text = html.replace(tag, "") if tag else html, text.replace(tag, "") if tag else text
    for mark in dialect.marks:
        assert mark not in html
        assert mark not in text
    shown = "".join(str(piece) for piece in tree(html).itertext())
    assert "*|EMAIL|* {{ .Subscriber.Email }} {% if 1 %} {{{x}}}" in shown, "readers see what was written"


@pytest.mark.parametrize("name", SERVICES)
def test_a_post_cannot_name_the_services_tags(name: Service) -> None:
    places = "https://unsubscribe.invalid/ https://web.invalid/ postal.invalid"
    body = f'<p>{places}</p><p><a href="https://unsubscribe.invalid/">x</a></p>'
    plain, hostile = (
        bind(post(title=title, body=body), options=replace(WEB, esp=name))
        for title, body in [("A", "<p>B</p>"), (places, body)]
    )
    dialect = DIALECTS[name]
    for tag in filter(None, (dialect.unsubscribe, dialect.web, dialect.postal)):
        for end in ("html", "txt"):
            before, after = (artifact(each, f".{name}.{end}").decode() for each in (plain, hostile))
            assert after.count(tag) == before.count(tag)


def test_styles_keep_their_meaning() -> None:
    page = "<style>@media x{#a{color:red}}</style><p>{# c</p>"
    assert in_html(page, DIALECTS["kit"], {}) == "<style>@media x{ #a{color:red}}</style><p>&#123;# c</p>"


def test_without_a_service_there_are_three_files() -> None:
    assert len(bind(post(), options=WEB).artifacts) == 3
    assert re.fullmatch("[a-z]+", SERVICES[0])
