"""The mail as a service takes it: the same page and text, with the service's tags for what differs by reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from exporter.backends.contract import BindJob
from exporter.backends.newsletter.dialects import DIALECTS, in_html, in_text
from exporter.backends.newsletter.envelope import Envelope
from exporter.backends.newsletter.options import Options
from exporter.backends.newsletter.page import Row, html_page, text_page

# Stand in the page until the posts' own marks are broken. Hosts that cannot exist (RFC 2606).
_UNSUBSCRIBE: Final = "https://unsubscribe.invalid/"
_WEB: Final = "https://web.invalid/"
_POSTAL: Final = "postal.invalid"


def for_service(job: BindJob, mail: Envelope, rows: Sequence[Row]) -> tuple[tuple[str, str, bytes], ...]:
    """(ending, media type, content) of the service's HTML and text; nothing where none is named. Pictures are links."""
    options: Options = job.options
    if not options.esp:
        return ()
    dialect = DIALECTS[options.esp]
    values = {_UNSUBSCRIBE: dialect.unsubscribe}
    mail = mail._replace(unsubscribe=_UNSUBSCRIBE)
    if dialect.web:
        mail = mail._replace(web=_WEB)
        values[_WEB] = dialect.web
    if dialect.postal:
        job = replace(job, options=replace(options, postal=_POSTAL))
        values[_POSTAL] = dialect.postal
    html = in_html(html_page(job, mail, rows, mailed=True), dialect, values)
    text = in_text(text_page(job, mail, rows), dialect, values)
    return (
        (f".{options.esp}.html", "text/html", html.encode()),
        (f".{options.esp}.txt", "text/plain", text.encode()),
    )
