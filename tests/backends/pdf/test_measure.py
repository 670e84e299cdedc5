"""Lines of a finished page, measured: none leaves its column, none is torn open, none ends after its first word."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest

from exporter.backends.pdf.options import PAGES
from tests.backends.pdf import samples

A5 = PAGES["A5"]
RIGHT = A5.width - A5.side
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


class Word(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str


Read = Callable[[str, str], list[Word]]


@pytest.fixture
def words(tmp_path: Path) -> Read:
    """The words of the first page of a post with that body."""

    def read(body: str, language: str) -> list[Word]:
        path = tmp_path / "post.pdf"
        path.write_bytes(samples.volume([samples.post("en", "A title", body, language=language)]))
        command = ["pdftotext", "-bbox", "-f", "3", "-l", "3", str(path), "-"]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = _WORD.findall(out)
        return [Word(float(a), float(b), float(c), float(d), text) for a, b, c, d, text in found]

    return read


def test_code_in_runs_of_colour_stays_in_its_box(words: Read) -> None:
    line = "payment_service_transaction_total{method=&quot;credit_card&quot;,status=&quot;success&quot;}"
    runs = re.sub(r"(&quot;\w+&quot;)", r"<span>\1</span>", line)
    found = words(f'<pre><code class="language-promql">{runs}\n{line * 3}</code></pre>', "en")
    assert len(found) > 4
    assert max(word.right for word in found) <= RIGHT + 0.1
    text = "".join(word.text for word in found)
    assert line in text, "nobody copies what only says where a line may end"


def test_a_line_may_end_before_code_that_begins_with_a_full_stop(words: Read) -> None:
    text = "Since code caching depends on the resource URL and whether the <code>.wasm</code> resource is up to date."
    found = words(f"<p>{text}</p>", "en")
    since, code = (next(word for word in found if word.text == text) for text in ("Since", "code"))
    assert since.top == pytest.approx(code.top, abs=1)


def test_a_line_of_few_words_is_left_ragged(words: Read) -> None:
    long = "_".join(["unbreakable"] * 4).replace("_", "x")
    found = words(f"<p>two words {long} and more words follow it here</p>", "en")
    two, after = (next(word for word in found if word.text == text) for text in ("two", "words"))
    assert after.left - two.right < 0.8 * A5.size


def test_a_mixed_line_is_filled_without_spacing_its_latin_words(words: Read) -> None:
    text = "手数料関連のトランザクションやTopologically Restrictedの両方を軽減することを目的とした、新しい仕組みと方法です。"
    found = words(f"<p>{text * 3}</p>", "ja")
    lines: dict[int, float] = {}
    for word in found:
        if word.bottom - word.top < 1.6 * A5.size and word.top > 120:
            lines[round(word.bottom / 4)] = max(lines.get(round(word.bottom / 4), 0.0), word.right)
    full = sorted(lines.values())[len(lines) // 2]
    assert full == pytest.approx(RIGHT, abs=0.7)
    latin = [word for word in found if word.text == "Restricted"]
    assert all(word.right - word.left < 0.56 * A5.size * len("Restricted") for word in latin)


def test_right_to_left_a_last_cell_of_number_and_unit_is_read_back() -> None:
    table = "<table><tbody><tr><td>عرض</td><td>160 mm</td></tr></tbody></table>"
    post = samples.post("ar", "ورق", f"<p>ملاحظة.</p>{table}", language="ar")
    assert samples.bound([post]).diagnostics == ()


def test_an_address_runs_from_left_to_right_in_every_language(words: Read) -> None:
    address = "https://example.org/software/"
    found = words(f'<p>رابط <a href="{address}">{address}</a> هنا.</p>', "ar")
    assert address in {word.text for word in found}


@pytest.mark.parametrize(("language", "word"), [("en", "letters"), ("ar", "كلمات")])
def test_the_space_that_a_line_ends_at_moves_nothing(words: Read, language: str, word: str) -> None:
    found = [each for each in words(f"<p>{f'{word} ' * 80}</p>", language) if 125 < each.top < 250]
    lines: dict[float, list[Word]] = {}
    for each in found:
        lines.setdefault(round(each.top), []).append(each)
    most = max(map(len, lines.values()))
    # The last line of the paragraph may be as long as the others by chance.
    full = [line for _, line in sorted(lines.items()) if len(line) == most][:-1]
    assert len(full) > 2
    for line in full:
        assert min(each.left for each in line) == pytest.approx(A5.side, abs=0.6)
        assert max(each.right for each in line) == pytest.approx(RIGHT, abs=0.6)


@pytest.mark.parametrize("length", range(34, 38))
def test_no_character_is_alone_on_the_last_line_of_a_paragraph(length: int, words: Read) -> None:
    text = "紙をそろえて角を打ち湿りを見てから夕方までに裁断した紙束の数をかぞえ終えて帰るところだった"[
        : length - 1
    ]
    found = [word for word in words(f"<p>{text}。</p>", "ja") if word.top > 120 and not word.text.isdecimal()]
    found = found[: next(n for n, word in enumerate(found) if word.text.startswith("初出"))]
    last = [word.text for word in found if round(word.top) == round(found[-1].top)]
    assert len("".join(last).rstrip("。")) != 1
    shown = "".join(word.text for word in found)
    assert shown.endswith(f"{text}。"), "nobody copies what only says where no line may end"


def test_a_line_is_full_where_only_its_last_space_has_no_room(words: Read) -> None:
    # As wide as the column, and a space before the link.
    text = "loaded and JavaScript is available, the search index as generated by the "
    link = '<a href="https://example.com/">built-in search plugin</a>'
    found = words(f"<p>{text}{link} while the pages are made.</p>", "en")
    first, last = (next(word for word in found if word.text == text) for text in ("loaded", "by"))
    assert first.top == pytest.approx(last.top, abs=1)
    assert next(word for word in found if word.text.startswith("built")).top > first.top + 5


def test_a_text_of_which_nothing_has_room_on_a_line_goes_to_the_next(words: Read) -> None:
    rest = " when words and <b>bold</b> ones."
    body = "".join(f"<p>{'n ' * count}<code>x</code>{rest}</p>" for count in range(32, 39))
    found = [word.text for word in words(body, "en")]
    assert found.count("bold") == 7


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_rule_stands_in_the_middle_and_none_before_a_heading(language: str, tmp_path: Path) -> None:
    body = "<p>a</p><hr/><p>b</p><hr/><h2>c</h2><p>d</p>"
    content = samples.volume([samples.post(language, "A title", body, language=language)])
    with pikepdf.open(BytesIO(content)) as pdf:
        drawn = [each for each in pikepdf.parse_content_stream(pdf.pages[2]) if str(each.operator) == "re"]
    # In pixels, as WeasyPrint draws: above the title, the rule, below the heading, above the address.
    lines = [[float(each) for each in rectangle.operands][::2] for rectangle in drawn]
    left, width = A5.side / 0.75, A5.measure / 0.75
    assert [round(x + w / 2) for x, w in lines] == [round(left + width / 2)] * 4
    assert [round(w / width, 1) for _, w in lines] == [1.0, 0.3, 1.0, 1.0]


def test_no_row_of_a_table_stands_alone_on_a_page(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>row{n}</td><td>x</td></tr>" for n in range(7))
    table = f"<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>{rows}</tbody></table><p>After.</p>"
    path, found = tmp_path / "post.pdf", []
    for lines in range(10, 17):
        body = "<p>A line.</p>" * lines + table
        path.write_bytes(samples.volume([samples.post("en", "A title", body, language="en")]))
        text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
        found.append([page.count("row") for page in text.stdout.split("\f")[2:4]])
    assert [4, 3] in found
    assert not [counts for counts in found if 1 in counts or sum(counts) != 7]
