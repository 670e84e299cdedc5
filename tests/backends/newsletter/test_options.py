"""Which options shape a post's part, and which only the mail around it."""

from __future__ import annotations

from typing import Any

from msgspec.structs import asdict

from exporter.backends.newsletter import BACKEND
from exporter.backends.newsletter.options import Options, Sender
from tests.backends.newsletter.samples import markup, part, post

# Every option that is not its default, but for those of a part.
AROUND: dict[str, Any] = {
    "subject": "s", "preheader": "p", "from_": Sender("n", "a@example.org"), "reply_to": "r@example.org",
    "list_id": "l.example.org", "unsubscribe": "https://example.org/out", "web": "https://example.org/{id}",
    "postal": "p", "contact": "c", "foreword": markup("<p>f</p>"), "closing": markup("<p>c</p>"), "lead": ("first",),
    "sections": "tag", "esp": "ghost", "law": (), "outlook": False, "contents": 9,
}  # fmt: skip
OF_PART = {"size", "budget", "images", "affiliate"}


def test_every_option_is_of_one_kind() -> None:
    assert set(asdict(Options())) == set(AROUND) | OF_PART
    assert not [name for name, value in AROUND.items() if asdict(Options())[name] == value]


def test_options_around_the_posts_leave_their_parts_alone() -> None:
    one = post(body='<p><a href="https://www.amazon.com/x">x</a></p>', tags=("t",))
    assert part(one, Options(**AROUND)) == part(one, Options())
    assert BACKEND.part_options(Options(**AROUND)) == Options()


def test_options_of_a_part_are_kept_for_it() -> None:
    options = Options(size="line", budget=50_000, images="cid", affiliate="keep")
    assert BACKEND.part_options(options) == options
