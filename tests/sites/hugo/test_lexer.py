from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.sites.hugo.shortcodes.lexer import Tag, tags
from exporter.sites.hugo.shortcodes.tree import Call, nest


def only(text: str) -> Tag:
    found = list(tags(text))
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("text", "positional", "named"),
    [
        ("{{< s >}}", (), {}),
        ("{{<s>}}", (), {}),
        ("{{< s one two >}}", ("one", "two"), {}),
        ('{{< s "one two" three >}}', ("one two", "three"), {}),
        ('{{< s `raw "x" \\n` >}}', ('raw "x" \\n',), {}),
        (r'{{< s "say \"hi\" \\ there" >}}', (r'say "hi" \ there',), {}),
        ('{{< s a="1" B=`2` c=3 >}}', (), {"a": "1", "b": "2", "c": "3"}),
        ('{{< s src = "a b.png" >}}', (), {"src": "a b.png"}),
        ("{{< s https://x.org/?a=1&b=2 >}}", (), {"https://x.org/?a": "1&b=2"}),
        ('{{< s\n  a="1"\n  b="2"\n>}}', (), {"a": "1", "b": "2"}),
        ("{{< s /path/to/x.md >}}", ("/path/to/x.md",), {}),
        ("{{< s a=日本 >}}", (), {"a": "日本"}),
        ('{{< s "" >}}', ("",), {}),
        ('{{< s "a >}} b" >}}', ("a >}} b",), {}),
    ],
)
def test_arguments_are_read_as_hugo_reads_them(
    text: str, positional: tuple[str, ...], named: dict[str, str]
) -> None:
    tag = only(text)

    assert (tag.kind, tag.name, tag.positional, tag.named) == ("open", "s", positional, named)
    assert (tag.start, tag.end) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "kind", "name", "markdown"),
    [
        ("{{< a >}}", "open", "a", False),
        ("{{% a %}}", "open", "a", True),
        ("{{< /a >}}", "close", "a", False),
        ("{{</a>}}", "close", "a", False),
        ("{{%/a%}}", "close", "a", True),
        ("{{< a />}}", "void", "a", False),
        ("{{< a b=1 />}}", "void", "a", False),
        ("{{< blog/integration-badge >}}", "open", "blog/integration-badge", False),
        ("{{< FooBar >}}", "open", "foobar", False),
    ],
)
def test_tags_open_close_or_stand_alone(text: str, kind: str, name: str, markdown: bool) -> None:
    tag = only(text)

    assert (tag.kind, tag.name, tag.markdown) == (kind, name, markdown)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ('{{</* figure src="x" */>}}', '{{< figure src="x" >}}'),
        ("{{%/* note */%}}", "{{% note %}}"),
        ("{{</* /note */>}}", "{{< /note >}}"),
        ("{{</* a */>}} b {{</* /a */>}}", "{{< a >}}"),
    ],
)
def test_a_comment_is_printed_without_its_marks(text: str, printed: str) -> None:
    assert next(tags(text)).kind == "comment"
    assert next(tags(text)).text == printed


@pytest.mark.parametrize(
    "text", ['{{< a "b >}}', "{{< a", "{{<", "{{< >}}", "{{< a `b", "{{</* a", '{{< a b="c >}}']
)
def test_a_tag_that_does_not_end_is_broken_and_the_text_goes_on(text: str) -> None:
    found = list(tags(f"{text}\n{{{{< ok >}}}}"))

    assert found[0].kind == "broken"
    assert found[0].end == 3


def test_what_only_looks_like_a_tag_is_none() -> None:
    assert list(tags("{{ .Site }} {{- x -}} {% liquid %} ${{ secrets }} {<a>}")) == []


def names(calls: list[Call]) -> list[object]:
    return [(call.tag.name, call.paired, names(call.children)) for call in calls]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("{{< a >}}x{{< /a >}}", [("a", True, [])]),
        ("{{< a >}}{{< b >}}x{{< /b >}}{{< /a >}}", [("a", True, [("b", True, [])])]),
        ("{{< a >}}{{< b >}}{{< /a >}}", [("a", True, [("b", False, [])])]),
        ("{{< a >}}{{< b >}}", [("a", False, []), ("b", False, [])]),
        ("{{< a />}}{{< b >}}x{{< /b >}}", [("a", False, []), ("b", True, [])]),
        ("{{< a >}}{{< a >}}x{{< /a >}}{{< /a >}}", [("a", True, [("a", True, [])])]),
        ("{{< a >}}{{< a >}}x{{< /a >}}", [("a", False, []), ("a", True, [])]),
        ("x{{< /a >}}", [("a", False, [])]),
        ("{{< a >}}{{< b >}}{{< c >}}{{< /c >}}{{< d >}}{{< /a >}}",
         [("a", True, [("b", False, []), ("c", True, []), ("d", False, [])])]),
    ],
)  # fmt: skip
def test_a_closing_tag_closes_the_nearest_of_its_name(text: str, tree: list[object]) -> None:
    assert names(nest(tags(text))) == tree


@given(st.text(alphabet='{}<>%/*"`\\= \nab', max_size=60))
def test_no_text_raises_and_calls_lie_one_after_another(text: str) -> None:
    def ends(calls: list[Call], start: int, end: int) -> None:
        for call in calls:
            assert start <= call.tag.start < call.tag.end <= call.end <= end
            ends(call.children, call.tag.end, call.inner_end)
            start = call.end

    ends(nest(tags(text)), 0, len(text))
