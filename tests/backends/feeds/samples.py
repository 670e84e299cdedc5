"""Posts, sites and feeds for the tests of this folder."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from lxml import etree

from exporter.backends.contract import BindJob, PartJob
from exporter.backends.feeds import BACKEND
from exporter.backends.feeds.entry import Entry, decode
from exporter.backends.feeds.options import Options
from exporter.model.artifact import Rendered
from exporter.model.asset import Asset
from exporter.model.issue import Issue
from exporter.model.markup import Markup, freeze
from exporter.model.post import Author, Post
from exporter.model.site import Site
from exporter.model.theme import Theme

ROOT = Path(__file__).parents[3]
JST = timezone(timedelta(hours=9))
NOON = datetime(2026, 7, 1, 12, tzinfo=JST)
THEME = Theme("default", {"theme.toml": (ROOT / "themes/default/theme.toml").read_bytes()})
SITE = Site(
    title="Notes & more",
    url="https://example.org/",
    language="en",
    description="What I wrote.",
    authors=(Author("Mei"),),
)
COVER = Asset(
    url="https://example.org/cover.png",
    path="static/cover.png",
    media_type="image/jpeg",
    width=1200,
    height=630,
    digest="00",
    content=b"not looked at",
)

RICH = """
<h2 id="h">Heading</h2><p>Text with a <a href="#h">link</a>, a note<a href="#fn1" id="fnref1" role="doc-noteref">1</a>
and <img alt="&lt;&quot;]]&gt;" src="https://example.org/a.png"/>.</p>
<pre><code class="language-python">print("]]&gt;")</code></pre>
<section role="doc-endnotes"><ol><li id="fn1"><p>note <a href="#fnref1" role="doc-backlink">↩</a></p></li></ol></section>
"""


def markup(inner: str) -> Markup:
    return freeze(etree.fromstring(f"<body>{inner}</body>"))


def post(name: str = "first", body: str = "<p>Hello.</p>", **fields: Any) -> Post:
    url = f"https://example.org/{name}/"
    given: dict[str, Any] = {
        "id": url,
        "source": f"{name}.md",
        "url": url,
        "title": name,
        "published": NOON,
        "language": "en",
    }
    return Post(**(given | fields), body=markup(body))


def issue(*posts: Post, **fields: Any) -> Issue:
    given: dict[str, Any] = {
        "publication": "feed",
        "folder": "feed",
        "id": "latest",
        "title": "Notes & more",
        "identifier": "urn:uuid:6ba7b810-9dad-51d1-80b4-00c04fd430c8",
        "language": "en",
        "updated": NOON,
    }
    return Issue(**(given | fields), posts=posts)


def entry(one: Post, site: Site = SITE, **options: Any) -> Entry:
    """What part() says of a post."""
    return decode(BACKEND.part(_job(one, site, Options(**options))).content)


def render(
    *posts: Post, site: Site = SITE, of: Issue | None = None, theme: Theme = THEME, **options: Any
) -> Rendered:
    """part() of each post, then bind()."""
    chosen = Options(**options)
    parts = tuple(BACKEND.part(_job(one, site, chosen)) for one in posts)
    return BACKEND.bind(
        BindJob(issue=of or issue(*posts), site=site, theme=theme, options=chosen, parts=parts)
    )


def files(*posts: Post, **options: Any) -> dict[str, bytes]:
    """The feeds by the last part of their names."""
    return {a.name.rpartition("/")[2]: a.content for a in render(*posts, **options).artifacts}


def _job(one: Post, site: Site, options: Options) -> PartJob:
    return PartJob(post=one, site=site, theme=THEME, options=options, assets={COVER.url: COVER})
