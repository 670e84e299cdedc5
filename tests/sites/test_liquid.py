"""Liquid: what Jekyll makes of it, from which line it is, and what a hostile post comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.diagnostics import Diagnostic
from exporter.reading.located import Text, locate
from exporter.sites.base import ShortcodeRule
from exporter.sites.liquid import expand

NAMES: Mapping[str, object] = {
    "site": {
        "title": "夜の海",
        "url": "https://example.org",
        "baseurl": "/blog",
        "time": datetime(2026, 7, 1, 9, tzinfo=UTC),
        "topics": [
            {"title": "Taproot", "url": "/t/taproot/", "kind": "a", "rank": 2},
            {"title": "Filters", "shortname": "cbf", "url": "/t/cbf/", "kind": "b", "rank": 1},
        ],
    },
    "page": {
        "title": "A post",
        "excerpt": "Short.",
        "tags": ["x", "y"],
        "date": datetime(2026, 3, 2, tzinfo=UTC),
    },
}
FILES = {
    "note.html": '<p class="{{ include.class }}">{{ include.text }}</p>',
    "references.md": "{% for topic in site.topics %}\n[topic {{topic.shortname | default: topic.title}}]: {{topic.url}}\n"
    "{%- endfor %}\n",
    "self.md": "again {% include self.md %}",
    "twice.md": "{% include twice.md %}{% include twice.md %}",
    "./beside.md": "beside",
}
ADDRESSES = {"2026-01-01-first": "/2026/first/", "_posts/2026-01-01-first.md": "/2026/first/"}


def carried_out(
    text: str, rules: Mapping[str, ShortcodeRule] | None = None, names: Mapping[str, object] = NAMES
) -> tuple[Text, tuple[Diagnostic, ...]]:
    return expand(
        locate(text),
        names,
        include=FILES.get,
        address=lambda name: ADDRESSES.get(name, ""),
        rules=rules or {},
        source="p.md",
    )


def shown(text: str, rules: Mapping[str, ShortcodeRule] | None = None) -> str:
    made, found = carried_out(text, rules)
    assert found == ()
    return made.text


def codes(found: tuple[Diagnostic, ...]) -> list[tuple[str, int]]:
    return [(finding.code, finding.span.line) for finding in found]


def test_a_text_without_liquid_is_the_same_object() -> None:
    body = locate("# {x} %}\n")
    assert expand(body, {}, include=FILES.get, address=str, rules={}, source="p.md") == (body, ())


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("{{ page.excerpt }} {{site.title}}", "Short. 夜の海"),
        ("a {% assign timestamp=\"1:28\" %}b {{ timestamp }}", "a b 1:28"),
        ("{% capture /dev/null %}gone{% endcapture %}x", "x"),
        ("{% capture it %}a{{ page.title }}{% endcapture %}{{ it | upcase }}", "AA POST"),
        ("{% if page.tags contains 'x' and site.title != blank %}yes{% else %}no{% endif %}", "yes"),
        ("{% unless page.draft %}a{% endunless %}{% case 2 %}{% when 1 or 2 %}b{% else %}c{% endcase %}", "ab"),
        ("{% for i in (1..3) reversed %}{{ i }}{% unless forloop.last %},{% endunless %}{% endfor %}", "3,2,1"),
        ("{% for t in page.tags limit:1 %}{{ t }}{% endfor %}{% for n in none %}{% else %}none{% endfor %}", "xnone"),
        ("a  {%- comment -%} {% comment %} {% endcomment %} {%- endcomment -%}  b", "ab"),
        ("{% raw %}{{ page.title }} {% x %}{% endraw %}", "{{ page.title }} {% x %}"),
        ("`{{ page.title }}`", "`A post`"),
        ("{% # a remark %}{{ }}x", "x"),
        ("{% include note.html class=\"a\" text='b \"c\"' %}", '<p class="a">b "c"</p>'),
        ("{% include note.html text=page.title class=5 %}", '<p class="5">A post</p>'),
        ("{% include '{{ page.file | default: \"note\" }}.html' text: page.title %}", '<p class="">A post</p>'),
        ("{% assign name = 'note.html' %}{% include name %}", '<p class=""></p>'),
        ("{% include_relative beside.md %}", "beside"),
        ("{% include references.md %}", "\n[topic Taproot]: /t/taproot/\n[topic cbf]: /t/cbf/\n"),
        ("[x]({% post_url 2026-01-01-first %})", "[x](/2026/first/)"),
        ("[x]({% link _posts/{{ '2026-01-01' }}-first.md %})", "[x](/2026/first/)"),
    ],
)  # fmt: skip
def test_tags(written: str, made: str) -> None:
    assert shown(written) == made


@pytest.mark.parametrize(
    ("expression", "made"),
    [
        ("'/a.png' | relative_url", "/blog/a.png"),
        ("'/a.png' | absolute_url", "https://example.org/blog/a.png"),
        ("'https://a.example/' | relative_url", "https://a.example/"),
        ("'The _config.yml file, 夜' | slugify", "the-config-yml-file-夜"),
        ("'Ça va, cœur, Łódź, इसका sane' | slugify: 'latin'", "ca-va-coeur-lodz-sane"),
        ("'इसका क्या अर्थ है' | slugify", "इसका-क्या-अर्थ-है"),
        ("'The _config.yml & (more)' | slugify: 'pretty'", "the-_config.yml-&-(more)"),
        ("'Ça _va' | slugify: 'ascii'", "a-va"),
        ("' A_b  c ' | slugify: 'raw'", "a_b-c"),
        ("'A b' | slugify: 'none'", "a b"),
        ("page.date | date: '%-d. %-m. %Y %B %b %a %H:%M'", "2. 3. 2026 March Mar Mon 00:00"),
        ("'2026-03-02 21:05' | date: '%l:%M %p'", " 9:05 PM"),
        ("'now' | date: '%Y-%m-%d'", "2026-07-01"),
        ("'no date' | date: '%Y'", "no date"),
        ("page.date | date_to_string", "02 Mar 2026"),
        ("page.date | date_to_long_string: 'ordinal'", "2nd March 2026"),
        ("page.date | date_to_string: 'ordinal', 'US'", "Mar 2nd, 2026"),
        ("page.date | date_to_xmlschema", "2026-03-02T00:00:00+00:00"),
        ("page.date | date_to_rfc822", "Mon, 02 Mar 2026 00:00:00 +0000"),
        ("page.date", "2026-03-02 00:00:00 +0000"),
        ("page.tags | jsonify", '["x", "y"]'),
        ("page.tags | array_to_sentence_string", "x and y"),
        ("page.tags | push: 'z' | join: '-'", "x-y-z"),
        ("'<a & b>' | xml_escape", "&lt;a &amp; b&gt;"),
        ("'a b' | markdownify | upcase", "A B"),
        ("1234567.5 | number_with_delimiter", "1,234,567.5"),
        ("'a b c' | number_of_words", "3"),
        ("'12px' | to_integer | plus: 1", "13"),
    ],
)
def test_filters(expression: str, made: str) -> None:
    assert shown(f"{{{{ {expression} }}}}") == made


@given(st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 1)))  # noqa: DTZ001  given a zone below
def test_dates_are_written_as_the_c_library_writes_them(time: datetime) -> None:
    form = "%Y|%y|%m|%d|%e|%j|%H|%I|%M|%S|%a|%A|%b|%B|%p|%u|%w|%U|%W|%G|%V|%C|%D|%F|%T|%R|%%"
    made, found = carried_out(
        f"{{{{ page.date | date: '{form}' }}}}", names={"page": {"date": time.replace(tzinfo=UTC)}}
    )
    assert (made.text, found) == (time.strftime(form), ())


@pytest.mark.parametrize(
    ("filters", "made"),
    [
        ("where: 'kind', 'a' | map: 'title' | join", "Taproot"),
        ("where_exp: 'item', 'item.rank > 1' | map: 'title' | join", "Taproot"),
        ("sort: 'rank' | map: 'title' | join: ','", "Filters,Taproot"),
        ("group_by: 'kind' | map: 'name' | join: ','", "a,b"),
        ("group_by_exp: 'item', 'item.rank' | map: 'size' | join: ','", "1,1"),
        ("find: 'kind', 'b' | jsonify | slice: 0, 21", '{"title": "Filters", '),
    ],
)
def test_filters_of_lists(filters: str, made: str) -> None:
    assert shown(f"{{% assign made = site.topics | {filters} %}}{{{{ made }}}}") == made


def test_every_line_knows_its_source() -> None:
    body = "one\n{% if true %}\ntwo\n{% endif %}\n{% include references.md %}\n{%- comment %}\n\n{% endcomment %}\nlast\n"
    made, found = carried_out(body)
    assert found == ()
    lines = dict(zip(made.text.split("\n"), made.numbers, strict=True))
    assert (lines["one"], lines["two"], lines["last"]) == (1, 3, 9)
    assert lines["[topic cbf]: /t/cbf/"] == 5


def test_code_is_a_code_block_of_markdown() -> None:
    assert (
        shown("a\n{% highlight ruby linenos %}\nx = `y`\n{% endhighlight %}\nb")
        == "a\n```ruby\nx = `y`\n```\nb"
    )
    assert shown("- a\n  {% highlight c %}\nint x;\n  {% endhighlight %}") == "- a\n  ```c\n  int x;\n  ```"
    assert shown("a {% highlight %}{% raw %}```{{ x }}{% endraw %}{% endhighlight %} b") == (
        "a \n````\n```{{ x }}\n````\n b"
    )


def test_what_is_unknown_keeps_what_it_encloses() -> None:
    made, found = carried_out("a\n{% plugin x %}b{% inner %}{% endplugin %}\n{{ 'c' | odd: 1 }}\n")
    assert made.text == "a\nb\nc\n"
    assert codes(found) == [("R201", 2), ("R201", 2), ("R201", 3)] or codes(found) == [
        ("R201", 2),
        ("R201", 3),
    ]


@pytest.mark.parametrize(
    ("rule", "made"),
    [
        (ShortcodeRule("drop"), "a  c"),
        (ShortcodeRule("unwrap"), "a *b* c"),
        (ShortcodeRule("text"), "a &#42;b&#42; c"),
        (ShortcodeRule("html", template='<b title="{0}">{inner}</b>'), 'a <b title="&lt;x&gt;">*b*</b> c'),
    ],
)
def test_a_rule_says_what_becomes_of_a_tag(rule: ShortcodeRule, made: str) -> None:
    assert shown('a {% box "<x>" %}*b*{% endbox %} c', {"box": rule}) == made


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("youtube 'dQw4w9WgXcQ'", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("youtube https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ"),
        ("gist someone/5555251", "https://gist.github.com/someone/5555251"),
        ("twitter https://twitter.com/jekyllrb/status/1", "https://twitter.com/jekyllrb/status/1"),
    ],
)
def test_what_a_plugin_embeds_is_a_link(written: str, address: str) -> None:
    assert f'<a href="{address}">' in shown(f"{{% {written} %}}")


def test_markdown_in_a_callout_is_read_and_keeps_its_lines() -> None:
    made, found = carried_out(
        "{% box T %}\n*b*\n{% endbox %}\n", {"box": ShortcodeRule("callout", kind="tip")}
    )
    assert found == ()
    assert (
        '<aside class="callout tip" role="note"><p class="callout-title">T</p>\n\n*b*\n\n</aside>\n\n'
        in made.text
    )
    assert made.numbers[made.text.split("\n").index("*b*")] == 2


@pytest.mark.parametrize(
    ("written", "made", "found"),
    [
        ("a\n{% if x %}b", "a\n{% if x %}b", [("R202", 2)]),
        ("a {% endif %} b", "a {% endif %} b", [("R202", 1)]),
        ("a {{ b", "a {{ b", [("R202", 1)]),
        ("a {% b", "a {% b", [("R202", 1)]),
        ("{% raw %} x", "{% raw %} x", [("R202", 1)]),
        ("{% comment %} x", "{% comment %} x", [("R202", 1)]),
        ("\n{% if ~ %}b{% endif %}", "\nb", [("R210", 2)]),
        ("{% if a %}{% elsif ~ %}b{% endif %}", "b", [("R210", 1)]),
        ("{{ 'x' | divided_by: 0 }}", "x", [("R210", 1)]),
        ("{{ page.title! }} {{ 'a' 'b' | upcase }}", "A post A", [("R210", 1), ("R210", 1)]),
        ("{{ 'a' | odd ~ | upcase }}", "A", [("R210", 1)]),
        ("a{{ $ }}", "a", [("R210", 1)] * 2),
        ("\n\n{% include none.md %}x", "\n\nx", [("R212", 3)]),
        ("{% include ../../etc/passwd %}", "", [("R212", 1)]),
        ("[a]({% post_url gone %})", "[a](#)", [("R205", 1)]),
    ],
)
def test_what_is_amiss_is_told_and_kept(written: str, made: str, found: list[tuple[str, int]]) -> None:
    text, told = carried_out(written)
    assert (text.text, codes(told)) == (made, found)


HOSTILE = {
    "a loop": "{% for i in (1..999999999) %}x{% endfor %}end",
    "loops in loops": "{% for i in (1..9999) %}{% for j in (1..9999) %}x{% endfor %}{% endfor %}end",
    "a file in itself": "{% include self.md %}end",
    "files as a tree": "{% include twice.md %}end",
    "tags nested": "{% if true %}" * 500 + "x" + "{% endif %}" * 500 + "end",
    "a text that doubles": "{% assign a = 'xxxxxxxxxx' %}" + "{% assign a = a | append: a %}" * 40 + "end",
    "a text that is squared": "{% assign a = 'xxxxxxxxxx' %}"
    + "{% assign a = a | replace: 'x', a %}" * 9
    + "end",
    "a number that is squared": "{% assign a = 99 %}" + "{% assign a = a | times: a %}" * 40 + "end",
    "a list that doubles": "{% assign a = 'x,y' | split: ',' %}"
    + "{% assign a = a | concat: a %}" * 40
    + "end",
    "a range to sort": "{% assign a = (1..999999999) | sort %}end",
    "comments that do not end": "{% comment %}" + "{% comment " * 50_000 + "end",
    "raws that do not end": "{% raw %}" * 20_000 + "end",
    "tags that have no name": "{% " * 50_000 + "%}end",
    "outputs that do not end": "{{ " * 100_000 + "end",
    "blocks that do not end": "{% if true %}" * 20_000 + "end",
    "blocks across blocks": "{% if true %}{% for i in (1..2) %}{% endif %}{% endfor %}" * 2_000 + "end",
    "lines of liquid": "{% liquid\n" + "if true\n" * 400 + "%}end",
    "conditions broken one in another": "{% if true %}" * 24 + "{% elsif ~ %}{% endif %}" * 24 + "end",
    "an expression": "{{ " + "(" * 3_000 + " }}end",
    "a condition": "{% if " + "a and " * 600 + "a %}x{% endif %}end",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_post_is_bounded_and_told(name: str) -> None:
    made, found = carried_out(HOSTILE[name])
    assert made.text.endswith("end")
    assert len(made.text) < 6_000_000
    assert {finding.code for finding in found} & {"R202", "R210", "R211"}


def test_what_writes_too_much_ends() -> None:
    flood = "{% for i in (1..90000) %}" + "x" * 1_000 + "{% endfor %}end"
    made, found = carried_out(flood)
    assert len(made.text) <= 5_000_000
    assert codes(found) == [("R211", 1)]


PIECES = [
    "a\n", "\n", " ", "\0", "{{", "}}", "{%", "%}", "{%-", "-%}", "{{ page.title }}", "{{ x | y: 1 }}", "{% if page %}",
    "{% else %}", "{% elsif ~ %}", "{% endif %}", "{% for i in page.tags %}", "{% endfor %}", "{% break %}", "{% raw %}",
    "{% endraw %}", "{% comment %}", "{% endcomment %}", "{% case 1 %}", "{% when 1 %}", "{% endcase %}", "{% plug %}",
    "{% endplug %}", "{% include note.html a=b %}", "{% include %}", "{% highlight c %}", "{% endhighlight %}",
    "{% capture a b %}", "{% endcapture %}", "{% cycle 'a','b' %}", "{% assign x.y = 1 %}", "{% liquid\nif a\n%}", "'",
    "{% render 'self.md' %}", "{% increment n %}", "{% tablerow a in page.tags %}", "{% endtablerow %}", "{% link %}",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join))
def test_nothing_raises_and_every_line_has_a_number(written: str) -> None:
    body = locate(written)
    made, found = carried_out(written)
    assert len(made.numbers) == made.text.count("\n") + 1
    assert set(made.numbers) <= set(body.numbers)
    assert all(finding.span.line in body.numbers for finding in found)
