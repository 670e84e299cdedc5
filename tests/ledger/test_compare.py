"""What a build would do to readers, told before it does it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from exporter.ledger.adopt import adopt
from exporter.ledger.compare import Comparison, Verdict, accepted
from exporter.ledger.rows import Ledger, Row
from exporter.model.post import Source

DAY = datetime(2026, 7, 1, tzinfo=UTC)


def source(name: str, days: int = 0, **fields: Any) -> Source:
    url = f"https://example.org/{name}/"
    given: dict[str, Any] = {
        "id": url, "url": url, "source": f"{name}.md", "title": name, "language": "en",
        "published": DAY + timedelta(days=days),
    }  # fmt: skip
    return Source(**(given | fields))


def row(post: Source, known: str = "") -> Row:
    return Row(known or post.id, post.url, post.source, post.published)


def ledger(*rows: Row) -> Ledger:
    return Ledger(rows)


def judge(known: Ledger, *posts: Source, files: tuple[str, ...] = (), backdated: int = 3) -> Verdict:
    comparison = Comparison(known, {*(post.source for post in posts), *files})
    return comparison.judge(posts, posts, backdated=backdated)


def codes(verdict: Verdict) -> list[str]:
    return [offence.code for offence in verdict.offences]


ONE, TWO = source("one"), source("two", 1)
KNOWN = ledger(row(ONE), row(TWO))


def test_what_stayed_as_it_was_offends_nobody() -> None:
    assert judge(KNOWN, ONE, TWO) == Verdict({}, ())


def test_new_posts_offend_nobody_however_many() -> None:
    assert codes(judge(KNOWN, *(source(f"new{n}", 2 + n) for n in range(50)), ONE, TWO)) == []


def test_a_post_at_a_known_address_keeps_the_id_that_is_known_there() -> None:
    assert judge(ledger(row(ONE, "tag:one")), ONE).ids == {ONE.id: "tag:one"}


def test_a_changed_scheme_keeps_the_ids() -> None:
    plain = source("one", url="http://example.org/one/", id="http://example.org/one/")
    assert judge(KNOWN, plain) == Verdict({plain.id: ONE.id}, ())


def test_a_changed_address_would_change_the_id() -> None:
    moved = source("uno", source=ONE.source)
    verdict = judge(KNOWN, moved)
    assert codes(verdict) == ["F520"]
    assert ONE.id in verdict.offences[0].message
    assert verdict.offences[0].span.source == ONE.source


def test_a_row_with_the_new_address_keeps_the_id() -> None:
    """What the hint of F520 advises."""
    moved = source("uno", source=ONE.source)
    edited = ledger(Row(ONE.id, moved.url, moved.source, ONE.published))
    assert judge(edited, moved) == Verdict({moved.id: ONE.id}, ())


def test_a_file_that_only_got_another_name_is_the_same_post() -> None:
    assert codes(judge(KNOWN, source("one", source="renamed.md"))) == []


def test_an_id_given_to_another_post_is_re_used() -> None:
    other = source("one", 40, source="other.md")
    assert codes(judge(KNOWN, other)) == ["F521"]
    assert codes(judge(ledger(Row(ONE.id, ONE.url, "", ONE.published)), other)) == ["F521"]


def test_an_id_is_re_used_when_the_post_that_had_it_is_still_there() -> None:
    assert codes(judge(KNOWN, source("one", source="other.md"), files=("one.md",))) == ["F521"]


def test_old_posts_that_nobody_knows_are_announced_up_to_a_number() -> None:
    old = [source(f"old{n}", -n) for n in range(1, 5)]
    assert codes(judge(KNOWN, *old[:3])) == []
    assert codes(judge(KNOWN, *old)) == ["F522"] * 4
    assert codes(judge(KNOWN, *old, backdated=4)) == []
    assert codes(judge(KNOWN, old[0], backdated=0)) == ["F522"]


def test_posts_that_share_an_address_are_told_apart_by_their_ids() -> None:
    second = source("one", 1, id="https://example.org/one/#b", source="b.md")
    known = ledger(row(ONE), row(second))
    assert judge(known, ONE, second) == Verdict({}, ())


def test_what_was_accepted_offends_no_more_and_no_id_is_forgotten() -> None:
    moved, other = source("uno", source=ONE.source), source("two", 40, source="other.md")
    verdict = judge(KNOWN, moved, other)
    assert codes(verdict) == ["F520", "F521"]
    after = accepted(KNOWN, [moved, other], verdict.ids)
    assert judge(after, moved, other).offences == ()
    assert {r.id: r.source for r in after.rows} == {ONE.id: "", moved.id: ONE.source, TWO.id: "other.md"}


def test_the_day_of_the_first_publication_stays() -> None:
    after = accepted(KNOWN, [source("one", 300)], {})
    assert {r.id: r.published for r in after.rows}[ONE.id] == ONE.published


# --- adopting -----------------------------------------------------------------------------------------------------


def test_a_live_feed_names_the_posts_it_shows() -> None:
    items = [Row(TWO.id, TWO.url, "", None), Row("tag:gone", "https://example.org/gone/", "", DAY)]
    adoption = adopt(Ledger(), items, [TWO])
    assert (adoption.found, adoption.unknown, adoption.foreign) == (1, 1, 0)
    assert set(adoption.ledger.rows) == {row(TWO), items[1]}


def test_older_posts_get_their_ids_by_the_rule_that_the_feed_follows() -> None:
    old = source("old", -100)
    adoption = adopt(Ledger(), [row(TWO)], [old, ONE, TWO, source("unpublished", 5)])
    assert adoption.older == 2
    assert {r.id for r in adoption.ledger.rows} == {old.id, ONE.id, TWO.id}


def test_of_a_feed_with_ids_of_its_own_no_rule_is_known() -> None:
    adoption = adopt(Ledger(), [Row("tag:two", TWO.url)], [ONE, TWO])
    assert (adoption.foreign, adoption.older) == (1, 0)
    assert {r.id for r in adoption.ledger.rows} == {"tag:two"}


def test_adopting_twice_changes_nothing() -> None:
    once = adopt(Ledger(), [row(TWO)], [ONE, TWO]).ledger
    assert set(adopt(once, [row(TWO)], [ONE, TWO]).ledger.rows) == set(once.rows)
