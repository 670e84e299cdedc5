"""The mail as a service takes it: the same page and text, with the service's tags for what differs by reader."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from exporter.backends.contract import BindJob
from exporter.backends.newsletter.dialects import DIALECTS, in_html, in_text
from exporter.backends.newsletter.envelope import Envelope
from exporter.backends.newsletter.options import Options
from exporter.backends.newsletter.page import Row, html_page, text_page
from exporter.backends.newsletter.standins import POSTAL, UNSUBSCRIBE, WEB


def for_service(job: BindJob, mail: Envelope, rows: Sequence[Row]) -> tuple[tuple[str, str, bytes], ...]:
    """(ending, media type, content) of the service's HTML and text; nothing where none is named. Pictures are links."""
    options: Options = job.options
    if not options.esp:
        return ()
    dialect = DIALECTS[options.esp]
    # Our own stand in the page until the posts' marks of the service's language are broken.
    values = {UNSUBSCRIBE: dialect.unsubscribe}
    mail = mail._replace(unsubscribe=UNSUBSCRIBE)
    if dialect.web:
        mail = mail._replace(web=WEB)
        values[WEB] = dialect.web
    if dialect.postal:
        job = replace(job, options=replace(options, postal=POSTAL))
        values[POSTAL] = dialect.postal
    html = in_html(html_page(job, mail, rows, mailed=True), dialect, values)
    text = in_text(text_page(job, mail, rows), dialect, values)
    return (
        (f".{options.esp}.html", "text/html", html.encode()),
        (f".{options.esp}.txt", "text/plain", text.encode()),
    )
