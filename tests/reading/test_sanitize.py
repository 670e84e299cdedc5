"""The door itself: what may pass is a list, and what is left behind has a name and a line."""

from __future__ import annotations

import pytest

from exporter.model.vocabulary import CLASSES, ELEMENTS, ROLES, VALUES
from exporter.reading import sanitize, style
from tests.reading.resolving import read


def test_every_name_something_is_renamed_to_is_in_the_vocabulary() -> None:
    assert set(sanitize._RENAMED.values()) <= set(ELEMENTS)


def test_nothing_is_both_kept_and_dropped() -> None:
    assert not sanitize._DROPPED & (ELEMENTS.keys() | sanitize._RENAMED.keys())


def test_roles_stand_on_elements_of_ours() -> None:
    assert set().union(*ROLES.values()) <= set(ELEMENTS)
    assert all(VALUES["role"].fullmatch(role) for role in ROLES)


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_a_class_of_ours_passes_and_is_a_value(name: str) -> None:
    assert read(f'<p class="x {name}">a</p>').markup.text == f'<p class="{name}">a</p>'
    assert VALUES["class"].fullmatch(name)


@pytest.mark.parametrize(
    ("html", "code", "message"),
    [
        ("<script>x</script>", "H307", "a script was removed"),
        ("<style>x</style>", "H302", "<style> was removed"),
        ("<p hidden>x</p>", "H301", "a hidden <p> was removed"),
        ("<blink>x</blink>", "H302", "<blink> was replaced by its content"),
        ("<p onclick=x>x</p>", "H303", "onclick was removed"),
        ("<a href='javascript:x'>x</a>", "H304", "a link that is a javascript: URL was removed"),
        ("<img>", "H304", "an image without a source was removed"),
        (
            "<img src='ftp://e.org/'>",
            "H304",
            "an image that is neither on the web nor in the site was removed",
        ),
        ("<img src='data:text/plain,x'>", "H304", "image data of a kind or size we do not take was removed"),
        ("<p id=a>x<p id=a>y", "H305", "the id 'a' occurs again"),
        ("<b>" * 200 + "x", "H306", "elements nested deeper than 100 were flattened"),
        ("<iframe src='https://e.org'></iframe>", "H308", "<iframe> became a link"),
        ("<img src=x width=1>", "H309", "a counting pixel was removed"),
        ("<a href='#x'>y</a>", "H310", "no place in the post is called #x"),
        ("<p>a&#1;b&#2;c</p>", "R206", "removed U+0001, U+0002"),
    ],
)
def test_what_is_left_behind_is_named_with_its_line(html: str, code: str, message: str) -> None:
    (found,) = read(f"<!--line 12-->{html}").diagnostics
    assert (found.code, found.message, str(found.span)) == (code, message, "posts/summer.md:12")


@pytest.mark.parametrize(
    ("css", "hidden"),
    [
        ("display:none", True),
        ("color:red;DISPLAY :\tNONE !important", True),
        ("visibility: hidden", True),
        ("display:block", False),
        ("--display:none", False),
        ("content:'display:none'", False),
    ],
)
def test_hidden_is_what_the_page_does_not_show(css: str, hidden: bool) -> None:
    assert style.hides({"style": css}) is hidden


@pytest.mark.parametrize(
    ("tag", "css", "mark"),
    [
        ("div", "border: 1px solid", "card"),
        ("div", "border:0", ""),
        ("div", "border-left:1px solid", ""),
        ("aside", "background:#eee; padding:4px", "card"),
        ("aside", "background:#eee", ""),
        ("p", "border:1px solid", ""),
        ("a", "background:#eee; padding:4px", "button"),
        ("a", "background:transparent; padding:4px", ""),
        ("p", "font-size:12px", "credit"),
        ("span", "font-size: 0.8em", "credit"),
        ("p", "font-size:.85rem", "credit"),
        ("p", "font-size:12.5px", "credit"),
        ("p", "font-size:0.9em", ""),
        ("p", "font-size:16px", ""),
        ("p", "font-size:120px", ""),
        ("td", "font-size:10px", ""),
    ],
)
def test_an_inline_style_means_a_class_or_nothing(tag: str, css: str, mark: str) -> None:
    assert style.classes_of(tag, {"style": css}).get("class", "") == mark
