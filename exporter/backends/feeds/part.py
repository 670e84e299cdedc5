"""part(): one post as an Entry."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

from exporter.backends.contract import PartJob
from exporter.backends.feeds.content import Fragment, render
from exporter.backends.feeds.elements import Setting
from exporter.backends.feeds.entry import Entry, Picture, encode
from exporter.backends.feeds.options import Options
from exporter.backends.feeds.recordings import recording_of
from exporter.backends.feeds.summary import summarise
from exporter.backends.feeds.text import email, identifier, instant, language, plain, title, uri
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.artifact import Part
from exporter.model.post import Author, Post
from exporter.model.site import Site

# A post without any date is never planned; should one come, it stays where it is in every reader.
_NO_DATE: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TITLE_LENGTH: Final = 60


def part(job: PartJob) -> Part:
    """The post's HTML, summary, dates, names and cover. Raises ThemeError where the theme lacks a colour."""
    post, options = job.post, job.options
    page, spoken = uri(post.url), language(post.language)
    fragment = Fragment("")
    if options.content == "full":
        fragment = render(post.body, Setting(page, _prefix(post), spoken, job.theme, options.math))
    published, updated = _dates(post)
    summary = summarise(post)
    entry = Entry(
        id=identifier(post.id),
        url=page,
        title=title(post.title) or _stand_in(summary, page),
        source=post.source,
        language=spoken,
        published=published,
        updated=updated,
        summary=summary,
        content=fragment.html,
        authors=_authors(post, job.site, options),
        tags=_terms(post.tags),
        categories=_terms(post.categories),
        cover=_cover(job),
        recording=recording_of(post),
    )
    return Part(encode(entry), tuple(_report(post, fragment)))


def _report(post: Post, fragment: Fragment) -> list[Diagnostic]:
    found = [
        diagnose("E601", f"a formula stays TeX: {formula.reason}", post.source, formula.line)
        for formula in fragment.unset
    ]
    if fragment.dropped:
        message = f"{fragment.dropped} picture(s) written into the page stand as links to the post"
        found.append(diagnose("F501", message, post.source))
    return found


def _prefix(post: Post) -> str:
    """Begins with a letter, and is another one for every other post."""
    return f"p{blake2b(post.id.encode('utf-8', 'replace'), digest_size=4).hexdigest()}-"


def _dates(post: Post) -> tuple[datetime | None, datetime]:
    """When it was published, and when last changed: never before that."""
    published = instant(post.published) if post.published else None
    updated = instant(post.updated) if post.updated else None
    if published and updated:
        return published, max(published, updated)
    return published, published or updated or _NO_DATE


def _stand_in(summary: str, page: str) -> str:
    """A title for a post without one, which neither RSS nor Atom can list."""
    if len(summary) > _TITLE_LENGTH:
        return summary[:_TITLE_LENGTH].rstrip() + "…"
    return summary or page


def _authors(post: Post, site: Site, options: Options) -> tuple[Author, ...]:
    """At least one: Atom demands it (RFC 4287, 4.1.1) and readers show it."""
    chosen = Author(options.author, options.author_url)
    candidates = (*post.authors,) or ((chosen,) if options.author else site.authors)
    named = tuple(
        Author(plain(author.name), uri(author.url) if author.url else "", email(author.email))
        for author in candidates
    )
    return tuple(author for author in named if author.name) or (Author(plain(site.title) or uri(site.url)),)


def _terms(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Each once, in the author's order."""
    return tuple(dict.fromkeys(term for term in map(plain, terms) if term))


def _cover(job: PartJob) -> Picture | None:
    """None without a cover and for one that is missing from the site: a feed announces no file that is not there."""
    cover = job.post.cover
    if cover is None or not cover.url.startswith(("http://", "https://")):
        return None
    asset = job.assets.get(cover.url)
    address, alt = uri(cover.url), plain(cover.alt)
    if asset is not None:
        length = len(asset.content)
        return Picture(address, alt, asset.media_type, length, asset.width, asset.height)
    root = job.site.root_url or job.site.url
    return None if root and cover.url.startswith(root) else Picture(address, alt)
