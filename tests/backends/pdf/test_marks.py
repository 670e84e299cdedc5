from __future__ import annotations

from exporter.backends.pdf.marks import ARTIFACT, rewrite, strip


def mark(number: int, *inside: bytes) -> list[bytes]:
    return [b"/Span", b"<</MCID %d>>" % number, b"BDC", *inside, b"EMC"]


SHOW = (b"BT", b"1 0 0 -1 5 7 Tm", b"[<00410042>] TJ", b"ET")


def test_lines_of_one_element_become_one_mark_and_one_text_object() -> None:
    made = rewrite([*mark(0, *SHOW), *mark(1, *SHOW)], {0: 7, 1: 7})
    assert made.content.count(b"BDC") == made.content.count(b"BT\n") == 1
    assert made.owners == [7]
    assert made.numbers == {0: 0, 1: 0}


def test_lines_of_two_elements_stay_apart() -> None:
    made = rewrite([*mark(0, *SHOW), *mark(1, *SHOW), *mark(2, *SHOW)], {0: 1, 1: 2, 2: 1})
    assert made.owners == [1, 2, 1]


def test_a_mark_with_nothing_in_it_vanishes_and_leaves_the_others_their_numbers() -> None:
    made = rewrite([*mark(0), *mark(1, *SHOW), *mark(2)], {0: 4, 1: 5, 2: 6})
    assert (made.owners, made.numbers) == ([5], {1: 0})


def test_an_artifact_has_no_number() -> None:
    made = rewrite([*mark(0, *SHOW), b"/Artifact", b"BMC", b"f", b"EMC"], {0: ARTIFACT})
    assert made.owners == []
    assert made.content.count(b"/Artifact BMC") == 1


def test_a_stamp_has_no_marks() -> None:
    assert strip([*mark(0, *SHOW), b"/Artifact", b"BMC", b"f", b"EMC"]).split(b"\n")[-2:] == [b"ET", b"f"]
