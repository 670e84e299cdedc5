"""What every answer says besides: what it may load, and that nothing of it is kept (Content Security Policy 3).

What a post brought along is served where no script runs and nothing is fetched from elsewhere.
"""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

_OURS: Final = (
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_THEIRS: Final = (
    "default-src 'none'; img-src 'self' data:; media-src 'self'; font-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
# Everything changes with the next edit; a page of a book that is asked for again was asked for because of it.
FRESH: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # A page of another site could otherwise tell by the size of a picture what is being written here.
    "Cross-Origin-Resource-Policy": "same-origin",
}


def ours(content: bytes | str, media_type: str, status: int = 200) -> Response:
    """A page of the preview itself."""
    return Response(content, status, {"Content-Security-Policy": _OURS, **FRESH}, media_type)


def theirs(content: bytes, media_type: str) -> Response:
    """What a post brought along."""
    return Response(content, 200, {"Content-Security-Policy": _THEIRS, **FRESH}, media_type)
