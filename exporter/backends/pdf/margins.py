"""The margin boxes of a page, only where a style sheet has some.

WeasyPrint works out the styles and lengths of all sixteen for every page, and then that there are none: a twentieth of
a page's time. Ours has none, for heads and folios are stamped by the binding.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from weasyprint import layout

_ALONG: Final = ("left", "center", "right")
_DOWN: Final = ("top", "middle", "bottom")
_NAMES: Final = (
    *(f"@{edge}-{part}" for edge in ("top", "bottom") for part in _ALONG),
    *(f"@{edge}-{part}" for edge in ("left", "right") for part in _DOWN),
    *(f"@{edge}-{part}-corner" for edge in ("top", "bottom") for part in ("left", "right")),
)
_by_weasyprint: Final = layout.make_margin_boxes


def install() -> None:
    """Puts our rule in the place of WeasyPrint's, for this process."""
    layout.make_margin_boxes = _make


def _make(context: Any, page: Any, state: Any) -> Iterable[Any]:
    styles = (context.style_for(page.page_type, name) for name in _NAMES)
    # WeasyPrint's own sheet says how they would be aligned: they are there where they have content.
    if any(style is not None and "content" in style.cascaded for style in styles):
        return _by_weasyprint(context, page, state)  # type: ignore[no-any-return]
    return ()
