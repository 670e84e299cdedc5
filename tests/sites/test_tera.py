"""Zola's shortcodes by the templates of a site."""

from __future__ import annotations

import pytest

from exporter.sites.tera import shortcode_of
from tests.sites.support import codes, read, site

CONFIG = 'base_url = "https://z.example"\ntheme = "t"\n'


def test_plain_templates_are_filled() -> None:
    body = (
        '+++\ntitle = "A"\ndate = 2026-01-01\n+++\nIt is {{ cg(body="允<許") }}*so*.\n\n'
        '{% panel(kind="x") %}\nSome **words**.\n{% end %}\n\n{{ pic(src="p.png") }}\n'
    )
    files: dict[str, str | bytes] = {
        "config.toml": CONFIG,
        "content/a.md": body,
        "content/p.png": b"",
        "templates/shortcodes/cg.html": '<span style="color: green">{{ body }}</span>',
        "templates/shortcodes/panel.html": "<div>\n{%- if kind -%}<h4>{{ kind | upper }}</h4>{% else %}none{% endif %}{{ body | markdown | safe }}</div>",
        "themes/t/templates/shortcodes/pic.html": '{# c #}<img src="{{ src }}" alt="{{ alt | default(value="none") }}">',
    }
    reading = read(site(files), "content/a.md")
    assert codes(reading.diagnostics) == []
    assert reading.post is not None
    html = reading.post.body.text
    assert "It is <span>允&lt;許</span><em>so</em>." in html
    assert "<h4>X</h4>" in html
    assert "Some <strong>words</strong>." in html
    assert 'alt="none"' in html


@pytest.mark.parametrize(
    "template",
    [
        "{% for x in y %}{% endfor %}",
        "{{ get_url(path=src) }}",
        "{{ a.b }}",
        "{% if a %}",
        "{{ a",
        "{% endif %}",
        "{{ a | split(pat=',') }}",
        "{% if a %}" * 3000,
        "x" * 30_000,
    ],
)
def test_a_template_that_does_more_is_none(template: str) -> None:
    assert shortcode_of(template) is None
