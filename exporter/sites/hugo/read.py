"""Reads one page to its end: shortcodes, Markdown, HTML, Markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict

from exporter.diagnostics import Diagnostic
from exporter.model.markup import Markup
from exporter.model.post import ImageRef, Post, Source
from exporter.reading.body import read_body
from exporter.reading.dialect import Dialect, with_formulas
from exporter.reading.located import Text, constant
from exporter.reading.markdown import render
from exporter.sites.base import Reading
from exporter.sites.covers import cover_of
from exporter.sites.fields import dig, first, flag, merged, table
from exporter.sites.habits import FORMULAS
from exporter.sites.hugo.content import HTML, Page
from exporter.sites.hugo.header import Header
from exporter.sites.hugo.resolver import Resolver
from exporter.sites.hugo.settings import Settings
from exporter.sites.hugo.shortcodes.expand import Expansion, Site
from exporter.sites.shortcodes.outcome import Shortcode

_MORE: Final = re.compile(
    r"(?P<alone>^[ \t]*)?<!--[ \t]*more[ \t]*-->(?P<end>[ \t]*$)?", re.MULTILINE | re.IGNORECASE
)


class Maker(Struct, frozen=True):
    """What turns the bodies of a language's pages into HTML."""

    settings: Settings
    dialect: Dialect
    rules: Mapping[str, Shortcode]
    own: Callable[[str], Shortcode | None]


def read_post(
    page: Page, source: Source, header: Header, *, maker: Maker, resolve: Resolver, bundle: tuple[str, ...]
) -> Reading:
    """The post that ``page`` is. Never raises for what the author wrote."""
    cover = _cover(source, header, resolve, bundle)
    text = _Text(page, header, maker, resolve)
    html, upto = text.html(header.front.body)
    body = read_body(html, page.path, resolve)
    known = len(resolve.diagnostics)
    summary = _summary(upto, header, text, page=page, resolve=resolve)
    del resolve.diagnostics[known:]  # those of the summary were told of the body
    images = {image.url: image for image in (*cover, *body.images)}
    post = Post(**asdict(source), body=body.markup, summary=summary, images=tuple(images.values()))
    found = (*header.diagnostics, *text.diagnostics, *body.diagnostics, *resolve.diagnostics)
    return Reading(post, tuple(dict.fromkeys(found)))


def _summary(upto: str, header: Header, text: _Text, *, page: Page, resolve: Resolver) -> Markup | None:
    """What stands before ``<!--more-->``, else the header's ``summary``, in Hugo's order."""
    written, line = first(header.meta, ("summary",)), header.front.line("summary")
    if not upto.strip() and not written:
        return None
    html = upto if upto.strip() else text.render(constant(written, line))
    return read_body(html, page.path, resolve).markup or None


def _cover(source: Source, header: Header, resolve: Resolver, bundle: tuple[str, ...]) -> list[ImageRef]:
    picture = cover_of(header.meta, bundle) if source.cover else None
    if picture is None or source.cover is None:
        return []
    line = next(
        (n for key in ("cover", "image", "images") if (n := header.front.line(key))), header.front.first
    )
    _, path = resolve.image(picture.src, line)
    return [ImageRef(source.cover.url, path, line)]


class _Text:
    """A page's text on its way to HTML."""

    def __init__(self, page: Page, header: Header, maker: Maker, resolve: Resolver) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._page = page
        self._meta = header.meta
        self._maker = maker
        self._dialect = with_formulas(maker.dialect) if self._has_formulas(header) else maker.dialect
        self._site = Site(
            source=page.path,
            language=maker.settings.language.tag,
            render=self.render,
            reference=resolve.reference,
            param=self._param,
            rules=maker.rules,
            own=maker.own,
        )

    def html(self, body: Text) -> tuple[str, str]:
        """The HTML of ``body``, and that of what stands before ``<!--more-->``, empty without one."""
        expansion = Expansion(body, self._site)
        text, mark = _marked(expansion)
        html = text.text if self._page.ending in HTML else self.render(text)
        self.diagnostics.extend(expansion.diagnostics)
        before, found, after = html.partition(mark) if mark else (html, "", "")
        if not found:
            return expansion.fill(html), ""
        # The mark stands in a paragraph of its own, which is empty without it.
        return expansion.fill(_EMPTY_PARAGRAPH.sub("", before + _HOLE + after)), expansion.fill(before)

    def render(self, text: Text) -> str:
        """Markdown in the site's dialect."""
        rendered = render(text, self._dialect, self._page.path)
        self.diagnostics.extend(rendered.diagnostics)
        return rendered.html

    def _has_formulas(self, header: Header) -> bool:
        """Whether header or site has the theme load what draws formulas, or the page does (``{{< katex >}}``)."""
        said = [self._param(name) for name in (*FORMULAS, "page.math")]
        return any(flag(table(one).get("enable", one)) for one in said) or _loads(header.front.body.text)

    def _param(self, path: str) -> object:
        own = merged(self._meta, table(self._meta.get("params")))
        found = dig(own, path.lower())
        return found if found is not None else dig(self._maker.settings.params, path.lower())


_LOADED: Final = re.compile(r"\{\{[<%]\s*(?P<name>katex|mathjax)\s*[>%]\}\}")


def _loads(body: str) -> bool:
    """Whether ``{{< katex >}}`` stands alone in it, as it does where it encloses no formula."""
    loaded = _LOADED.search(body)
    return loaded is not None and f"/{loaded['name']}" not in body


_HOLE: Final = "<!--hole-->"
_EMPTY_PARAGRAPH: Final = re.compile(rf"<p(?: data-line=\"\d+\")?>\s*{_HOLE}\s*</p>|{_HOLE}")


def _marked(expansion: Expansion) -> tuple[Text, str]:
    """The expanded text with a word in place of the first ``<!--more-->``, which Markdown might drop."""
    text = expansion.text
    match = _MORE.search(text.text)
    if match is None:
        return text, ""
    mark = expansion.hold("")
    alone = match["alone"] is not None and match["end"] is not None
    return text.replaced(match.start(), match.end(), f"\n\n{mark}\n\n" if alone else mark), mark
