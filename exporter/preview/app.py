"""The addresses of the preview. All of them answer GET alone, and hosts of this machine alone.

A page that another site makes a browser ask for under its own name (DNS rebinding) is refused.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from html import escape
from importlib.resources import files
from mimetypes import guess_type
from typing import Any, Final, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from exporter.codes import CODES
from exporter.errors import ExportError, OutputError
from exporter.formats import summary
from exporter.preview import book, feed, letter, paper
from exporter.preview.answers import FRESH, ours, theirs
from exporter.preview.live import Live
from exporter.preview.scheme import SCHEMES, Scheme
from exporter.preview.shelf import Shelf, Work

HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")
_TITLES: Final = {code: title for code, (_, title, _) in CODES.items()}
_STYLES: Final = {"preview.css": "text/css", "reader.css": "text/css", "preview.js": "text/javascript"}


class Pictures(Protocol):
    """What the site publishes besides."""

    def localise(self, html: bytes) -> bytes:
        """``html`` with the pictures of the site taken from /site/."""

    def read(self, path: str) -> bytes | None:
        """The picture at a path below the site's root; None where there is none."""


class Preview:
    """``shelf`` opens what lies there now."""

    def __init__(self, shelf: Callable[[], Shelf], live: Live, pictures: Pictures) -> None:
        self._open = shelf
        self._live = live
        self._pictures = pictures
        self._templates = Environment(
            loader=PackageLoader("exporter.preview", "pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def app(self) -> Starlette:
        """The application."""
        routes = [
            Route("/", self._home),
            Route("/show/{name:path}", self._show),
            Route("/findings", self._findings),
            Route("/item/{scheme}/{number:int}/{name:path}", self._item),
            Route("/book/{scheme}/{place:path}", self._book),
            Route("/sheet/{number:int}/{name:path}", self._sheet),
            Route("/letter/{scheme}/{pictures}/{name:path}", self._letter),
            Route("/raw/{name:path}", self._raw),
            Route("/site/{path:path}", self._picture),
            Route("/events", self._events),
            *(Route(f"/{name}", self._style) for name in _STYLES),
        ]
        guard = Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False)
        return Starlette(routes=routes, middleware=[guard], exception_handlers={ExportError: _refuse})

    # --- pages of ours ---------------------------------------------------------------------------------------------

    def _home(self, _: Request) -> Response:
        works = self._works()
        if works:
            return RedirectResponse(f"/show/{works[0].names[0]}")
        return self._page("empty.html.j2", None)

    def _show(self, request: Request) -> Response:
        name = request.path_params["name"]
        shelf = self._shelf()
        work = shelf.work(name) if shelf else None
        if shelf is None or work is None:
            return self._page("empty.html.j2", None, 404 if shelf else 200)
        match work.kind:
            case "feed":
                more: dict[str, Any] = {"items": feed.items_of(self._path(name))}
            case "book":
                more = {"book": book.open_book(self._path(name))}
            case "paper":
                more = {"paper": paper.open_paper(self._path(name))}
            case _:
                more = self._letter_parts(work)
        return self._page(f"{work.kind}.html.j2", work, name=name, **more)

    def _letter_parts(self, work: Work) -> dict[str, Any]:
        parts = {name.rpartition(".")[2]: name for name in work.names}
        page, mail = parts.get("html", parts["eml"]), parts["eml"]
        cover = letter.cover_of(self._path(page), self._path(mail))
        return {"parts": parts, "cover": cover, "clip": letter.CLIP, "page": page}

    def _findings(self, _: Request) -> Response:
        return self._page("findings.html.j2", None, findings=self._live.state.findings, titles=_TITLES)

    def _page(self, template: str, work: Work | None, status: int = 200, **more: Any) -> Response:
        state = self._live.state
        told = [found for own in state.findings.values() for found in own]
        html = self._templates.get_template(template).render(
            works=self._works(), work=work, state=state, told=summary(told) if told else "", **more
        )
        return ours(html, "text/html", status)

    def _style(self, request: Request) -> Response:
        name = request.url.path.lstrip("/")
        return ours(files("exporter.preview").joinpath("pages", name).read_bytes(), _STYLES[name])

    # --- what posts brought along ----------------------------------------------------------------------------------

    def _item(self, request: Request) -> Response:
        name, number = request.path_params["name"], request.path_params["number"]
        try:
            html = feed.page_of(self._path(name), number, _scheme(request))
        except IndexError:
            raise OutputError(f"{name} has no item {number}") from None
        return theirs(self._pictures.localise(html), "text/html")

    def _book(self, request: Request) -> Response:
        name, _, inner = request.path_params["place"].partition("!/")
        content, media_type = book.file_of(self._path(name), inner, _scheme(request))
        return theirs(content, media_type)

    def _sheet(self, request: Request) -> Response:
        name, number = request.path_params["name"], request.path_params["number"]
        try:
            return theirs(paper.picture_of(self._path(name), number), "image/jpeg")
        except IndexError:
            raise OutputError(f"{name} has no page {number + 1}") from None

    def _letter(self, request: Request) -> Response:
        pictures = request.path_params["pictures"] != "plain"
        html = letter.page_of(self._path(request.path_params["name"]), _scheme(request), pictures=pictures)
        return theirs(self._pictures.localise(html), "text/html")

    def _raw(self, request: Request) -> Response:
        name = request.path_params["name"]
        path = self._path(name)
        media_type = guess_type(name)[0] or "application/octet-stream"
        text = name.endswith((".eml", ".xml", ".json", ".txt"))
        return theirs(path.read_bytes(), "text/plain" if text else media_type)

    def _picture(self, request: Request) -> Response:
        path = request.path_params["path"]
        content = self._pictures.read(path)
        if content is None:
            raise OutputError(f"the site has no picture at {path}")
        return theirs(content, guess_type(path)[0] or "application/octet-stream")

    # --- news ------------------------------------------------------------------------------------------------------

    async def _events(self, request: Request) -> Response:
        async def stream() -> AsyncIterator[str]:
            async for state in self._live.follow():
                if await request.is_disconnected():
                    return
                works = await run_in_threadpool(self._works)
                news = {
                    "turn": state.turn,
                    "busy": state.busy,
                    "trouble": state.trouble,
                    "works": {name: work.revision for work in works for name in work.names},
                }
                yield f"data: {json.dumps(news)}\n\n"

        return StreamingResponse(stream(), media_type="text/event-stream", headers=FRESH)

    def _shelf(self) -> Shelf | None:
        try:
            return self._open()
        except OutputError:
            return None

    def _works(self) -> tuple[Work, ...]:
        shelf = self._shelf()
        return shelf.works if shelf else ()

    def _path(self, name: str) -> Any:
        shelf = self._shelf()
        path = shelf.path(name) if shelf else None
        if path is None:
            raise OutputError(f"{name} was not built")
        return path


def _scheme(request: Request) -> Scheme:
    scheme = request.path_params["scheme"]
    return "dark" if scheme == SCHEMES[1] else "light"


def _refuse(_: Request, error: Exception) -> Response:
    return ours(f"<!doctype html><title>Not here</title><p>{escape(str(error))}", "text/html", 404)
