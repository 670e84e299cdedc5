from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from exporter.backends.contract import BindJob
from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.options import PdfOptions
from tests.backends.pdf import samples


def test_another_title_sets_the_head_and_the_cover_again_and_nothing_else() -> None:
    posts = samples.three()
    kept: dict[bytes, bytes] = {}
    made: list[bytes] = []

    def keep(inputs: Sequence[bytes], make: Callable[[], bytes]) -> bytes:
        key = b"\0".join(inputs)
        if key not in kept:
            made.append(inputs[0])
            kept[key] = make()
        return kept[key]

    issue = samples.issue(posts)
    job = BindJob(
        issue=issue,
        site=samples.SITE,
        theme=samples.theme(),
        options=PdfOptions(),
        parts=[samples.part(post) for post in posts],
        kept=keep,
    )
    BACKEND.bind(job)
    assert {b"head", b"labels", b"cover", b"back", b"font"} <= set(made)
    made.clear()
    BACKEND.bind(job)
    assert made == []
    # The same characters in another order: no face needs another subset.
    BACKEND.bind(replace(job, issue=replace(issue, title=issue.title.replace("2026", "2062"))))
    assert sorted(made) == [b"cover", b"head"]
