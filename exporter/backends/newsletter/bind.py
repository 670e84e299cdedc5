"""An issue's posts bound into one mail: as a page for the web, as text, and as a message to send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from exporter.backends.contract import BindJob
from exporter.backends.newsletter.attached import point
from exporter.backends.newsletter.envelope import Envelope, envelope
from exporter.backends.newsletter.fit import Weights, cost, fit
from exporter.backends.newsletter.message import sent_size, write_message
from exporter.backends.newsletter.options import Options
from exporter.backends.newsletter.page import Row, html_page, section_of, text_page
from exporter.backends.newsletter.piece import decode
from exporter.backends.newsletter.service import for_service
from exporter.backends.newsletter.words import count
from exporter.diagnostics import Diagnostic, diagnose
from exporter.model.artifact import Artifact, Origin, Rendered

_ROW: Final = 150  # bytes the page puts around a post: a first guess, the whole is measured afterwards
_TRIES: Final = 12


def bind(job: BindJob) -> Rendered:
    """``<folder>/<id>.html``, ``.txt`` and ``.eml``. Raises ThemeError."""
    options: Options = job.options
    rows, leads = _in_order(job)
    mail = envelope(job, [row.post for row in rows])
    rows, html = _fitted(job, mail, rows, leads)
    text = text_page(job, mail, rows)
    web = html_page(job, mail, rows, mailed=False)
    held = [picture for row in rows for picture in row.piece.pictures]
    html, pictures = point(html, held, mail.address.rpartition("@")[2])
    message = write_message(job.issue, mail, html, text, reply_to=options.reply_to, pictures=pictures)
    stem = f"{job.issue.folder}/{job.issue.id}"
    files: tuple[tuple[str, str, bytes], ...] = (
        (".html", "text/html", web.encode()),
        (".txt", "text/plain", text.encode()),
        (".eml", "message/rfc822", message),
    )
    files += for_service(job, mail, rows)
    # Judges name a post by its address, which is all that a letter says of it.
    origins = tuple(Origin(row.post.url, row.post.source) for row in rows)
    artifacts = tuple(
        Artifact(stem + end, kind, data, len(rows), "posts", origins if end == ".eml" else ())
        for end, kind, data in files
    )
    return Rendered(artifacts, tuple(_told(job, mail, rows, sent_size(html))))


def _in_order(job: BindJob) -> tuple[list[Row], int]:
    """The issue's posts, first those that the options call leads, then section by section; how many leads there are."""
    options: Options = job.options
    names = {name: rank for rank, name in enumerate(options.lead)}
    groups: dict[str, int] = {}
    ranked = []
    for post, part in zip(job.issue.posts, job.parts, strict=True):
        lead = min(names.get(name, len(names)) for name in post.names)
        group = section_of(post, options.sections) if lead == len(names) else ""
        ranked.append(((lead, groups.setdefault(group, len(groups))), Row(post, decode(part), None, group)))
    ranked.sort(key=lambda pair: pair[0])
    return [row for _, row in ranked], sum(lead < len(names) for (lead, _), _ in ranked)


def _fitted(job: BindJob, mail: Envelope, rows: list[Row], leads: int) -> tuple[list[Row], str]:
    """Sizes by which the finished HTML keeps the budget, and that HTML; what is over is taken off the next try."""
    options: Options = job.options
    weights = [_weights(row, options) for row in rows]
    html = html_page(job, mail, [], mailed=True)
    room = _room(html, options.budget - sent_size(html))
    for _ in range(_TRIES):
        sizes = fit(weights, room, leads=leads)
        rows = [row._replace(size=size) for row, size in zip(rows, sizes, strict=True)]
        html = html_page(job, mail, rows, mailed=True)
        over = sent_size(html) - options.budget
        if over <= 0:
            break
        # From what was used, not from what was free: else the next try would choose the same.
        room = cost(weights, sizes) - max(_room(html, over), 1)
    return rows, html


def _room(html: str, sent: int) -> int:
    """The bytes of HTML that make ``sent`` bytes of mail."""
    return sent * len(html.encode()) // sent_size(html)


def _weights(row: Row, options: Options) -> Weights:
    full, excerpt, line = row.piece.full, row.piece.excerpt, row.piece.line
    return Weights(
        full=full.weight + _ROW if full else None,
        excerpt=None if options.size == "line" else excerpt.weight + _ROW,
        line=line.weight,
    )


def _told(job: BindJob, mail: Envelope, rows: Sequence[Row], size: int) -> list[Diagnostic]:
    options: Options = job.options
    found: list[Diagnostic] = []
    where = f"{job.issue.folder}/{job.issue.id}"
    sizes = Counter(row.size for row in rows)
    if options.size == "full" and sizes["full"] < len(rows):
        found.append(
            diagnose(
                "N802",
                f"{where}: of {len(rows)} posts {sizes['full']} in full, {sizes['excerpt']} as excerpt, "
                f"{sizes['line']} as a line; {size:,} of {options.budget:,} bytes",
            )
        )
    if left := sizes[None]:
        found.append(diagnose("N803", f"{where}: {count(left, '1 post is', '{n} posts are')} only counted"))
    if size > options.budget:
        found.append(diagnose("N804", f"{where}: {size:,} bytes, {options.budget:,} allowed"))
    known = {name for row in rows for name in row.post.names}
    found += [diagnose("N805", f"{where}: {name}") for name in options.lead if name not in known]
    if lacking := _lacking(options, mail):
        found.append(diagnose("N806", f"{where}: no {', '.join(lacking)}"))
    return found


def _lacking(options: Options, mail: Envelope) -> list[str]:
    """What the law asks a sender to show, and the options do not say (CAN-SPAM 16 CFR 316; 特定電子メール法 4)."""
    present = {
        "from.address": mail.real,
        "unsubscribe": bool(options.unsubscribe) or mail.real,
        "postal": bool(options.postal),
        "contact": bool(options.contact),
    }
    return [name for name, there in present.items() if not there]
