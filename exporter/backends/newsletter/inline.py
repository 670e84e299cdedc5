"""CSS into style attributes: the only file that sees css-inline.

Styles are given, never fetched: by default css-inline would read local paths and URLs that a ``<link>`` names.
Rules that cannot be inlined (media queries, dark mode) never pass through here, since it drops what it does not know.
"""

from __future__ import annotations

import css_inline

from exporter.errors import ThemeError


def inline_fragment(html: str, css: str) -> str:
    """``html``, the content of an element, with the rules of ``css`` as style attributes. Raises ThemeError."""
    try:
        return css_inline.inline_fragment(html, css, minify_css=True, load_remote_stylesheets=False)
    except css_inline.InlineError as error:
        raise ThemeError(f"email.css cannot be inlined: {error}") from None


def inline_page(html: str, css: str) -> str:
    """A whole document with ``css`` inlined; its own ``<style>`` elements stay as they are. Raises ThemeError."""
    try:
        return css_inline.inline(
            html,
            extra_css=css,
            inline_style_tags=False,
            keep_style_tags=True,
            minify_css=True,
            load_remote_stylesheets=False,
        )
    except css_inline.InlineError as error:
        raise ThemeError(f"email.css cannot be inlined: {error}") from None
