from __future__ import annotations

import pytest
from lxml import etree

from exporter.model.markup import Markup, thaw
from exporter.passes.math import MATHML, set_math, to_mathml

M = f"{{{MATHML}}}"


def made(tex: str, *, block: bool = False) -> etree._Element:
    result = to_mathml(tex, block=block)
    assert not isinstance(result, str), result
    return result


def test_a_formula_becomes_mathml_with_its_tex_as_alternative() -> None:
    math = made(r"a < \frac{1}{\alpha}", block=True)

    assert (math.tag, math.get("display"), math.get("alttext")) == (
        M + "math",
        "block",
        r"a < \frac{1}{\alpha}",
    )
    assert [e.text for e in math.iter(M + "mo")] == ["<"]
    assert [e.text for e in math.iter(M + "mfrac")] == [None]
    assert math.find(f".//{M}mfrac//{M}mi").text == "α"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("", "NoAvailableTokensError"),
        (r"\left( x", "ExtraLeftOrMissingRightError"),
        (r"\frobnicate x", r"\frobnicate is unknown"),
        ("{" * 5000, "it is nested too deeply"),
        ("x" * 10_001, "it has 10,001 characters; the limit is 10,000"),
        (r"\newcommand{\a}{\b\b}\newcommand{\b}{xx}\a", "it defines macros"),
    ],
)
def test_what_cannot_be_set_says_why(tex: str, reason: str) -> None:
    assert to_mathml(tex, block=False) == reason


def test_a_formula_cannot_smuggle_links_styles_or_markup() -> None:
    math = made(r"\href{javascript:alert(1)}{x} \style{color:red}{y} \text{&lt;script&gt;}")

    assert {name for child in math.iterdescendants() for name in child.attrib} == set()
    assert math.find(f".//{M}script") is None
    assert math.findtext(f".//{M}mtext") == "<script>"


def test_math_in_a_post_is_set_in_place_and_failures_are_located() -> None:
    body = thaw(
        Markup(
            '<p data-line="3">A <span class="math">x^2</span> tail</p>'
            '<div class="math" data-line="7">\\nonsense</div>'
        )
    )

    failed = set_math(body)

    assert [(f.line, f.reason) for f in failed] == [(7, "\\nonsense is unknown")]
    span = body.find(".//span")
    assert span is not None
    assert (span[0].tag, span.tail) == (M + "math", " tail")
    assert body.find(".//div/code").text == "\\nonsense"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("tex", "rows"),
    [
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", 2),
        (
            r"\begin{equation}\label{e}\begin{aligned}[t] a &= b \\ &= c\nonumber \end{aligned}\end{equation}",
            2,
        ),
        (r"\begin{alignedat}{2} a &= b \\ c &= d \end{alignedat}", 2),
        (r"\begin{split} a &= b \\ &= c \\ &= d \end{split}", 3),
        (r"\begin{eqnarray*} a &=& b \\ c &=& d \end{eqnarray*}", 2),
        (r"\begin{gather*} a = b \\ c = d \end{gather*}", 2),
        (r"\begin{equation*} x \end{equation*}", 0),
        (r"a \& b", 0),
    ],
)
def test_environments_of_several_lines_are_set_in_rows(tex: str, rows: int) -> None:
    made = to_mathml(tex, block=True)
    assert not isinstance(made, str)
    assert len(made.findall(f".//{{{MATHML}}}mtr")) == rows
    assert made.get("alttext") == tex


def test_an_environment_that_is_not_known_stays_tex() -> None:
    assert to_mathml(r"\begin{numcases}{x} a & b \end{numcases}", block=True) == "its environment is unknown"


def test_a_reference_is_its_label() -> None:
    made = to_mathml(r"\eqref{eq1}", block=False)
    assert not isinstance(made, str)
    assert "".join(map(str, made.itertext())) == "(eq1)"


def test_rows_are_not_numbered_from_one_in_each_formula() -> None:
    made = to_mathml(r"\begin{align} a &= b \notag \\ &= c \end{align}", block=True)
    assert not isinstance(made, str)
    assert "(" not in "".join(map(str, made.itertext()))
