"""Every post is named before any gets more; the sum never passes the room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exporter.backends.newsletter.fit import Weights, cost, fit

POSTS = st.lists(
    st.builds(
        lambda line, excerpt, full: Weights(line + excerpt + full, line + excerpt, line),
        st.integers(100, 400),
        st.integers(200, 2000),
        st.integers(500, 20_000),
    ),
    max_size=40,
)


def test_what_fits_is_full() -> None:
    assert fit([Weights(50, 20, 5)] * 2, 100) == ["full", "full"]


def test_the_first_post_is_full_and_the_rest_share_what_is_left() -> None:
    posts = [Weights(40, 20, 10), Weights(90, 20, 10), Weights(90, 20, 10)]
    assert fit(posts, 90) == ["full", "excerpt", "excerpt"]


def test_leads_come_before_excerpts_of_others() -> None:
    assert fit([Weights(30, 20, 10)] * 3, 70, leads=2) == ["full", "excerpt", "excerpt"]
    assert fit([Weights(30, 20, 10)] * 3, 80, leads=2) == ["full", "full", "excerpt"]


def test_posts_without_room_for_a_line_are_left_to_the_web() -> None:
    assert fit([Weights(30, 20, 10)] * 3, 25) == ["line", "line", None]


def test_a_size_the_options_forbid_is_never_chosen() -> None:
    assert fit([Weights(None, None, 10)] * 2, 1000) == ["line", "line"]
    assert fit([Weights(None, 20, 10)] * 2, 1000) == ["excerpt", "excerpt"]


@given(POSTS, st.integers(0, 90_000), st.integers(0, 5))
def test_the_sum_keeps_to_the_room(posts: list[Weights], room: int, leads: int) -> None:
    sizes = fit(posts, room, leads=leads)
    assert cost(posts, sizes) <= room
    if sum(post.line for post in posts) <= room:
        assert None not in sizes
