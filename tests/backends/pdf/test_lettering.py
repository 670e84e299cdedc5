from __future__ import annotations

import re
import unicodedata
from collections import Counter
from contextlib import closing

import pypdfium2
import pytest

from exporter.backends.pdf.engine import Leaf, Painted, lay_out
from tests.backends.pdf import samples

PAGE = "@page{size:220pt 300pt;margin:10pt}body{margin:0;text-align:justify}"
JAPANESE = "朝のうちに紙を裁つ。湿り気のある日はAPIの刃がよく入らないから、窓を閉めて待つ。待つあいだにWeb UI を開いて茶を淹れる。"
LATIN = (
    "A note on paper, written standing up: nothing here is urgent; AVATAR the sheets have waited since March."
)
_SHOWN = re.compile(rb"(\S+) 0 0 -1 (\S+) (\S+) Tm|/(\w+) (\S+) Tf|(\S+) Tc|\[(.*)\] TJ")
_PIECE = re.compile(rb"<([0-9a-f]+)>|(-?\d+)")


def laid_out(text: str, language: str, family: str = "Noto Serif CJK JP") -> Painted:
    html = samples.xhtml(f"<html lang={language}><body><p>{text}</p>")
    return lay_out(html, [PAGE + f"body{{font-family:'{family}',Noto Color Emoji}}"], {})


def ends(painted: Painted) -> dict[float, float]:
    """How far each line reaches, by its height: what a reader makes of the operators and the widths of the glyphs."""
    found: dict[float, float] = {}
    x = y = size = spacing = 0.0
    widths: dict[int, float] = {}
    for operator in painted.pages[0].operators:
        if not (match := _SHOWN.fullmatch(operator)):
            continue
        _scale, left, top, face, number, space, shown = match.groups()
        if left:
            x, y = float(left), float(top)
        elif face:
            widths, size = painted.fonts[face.decode()].widths, float(number)
        elif space:
            spacing = float(space)
        for codes, moved in _PIECE.findall(shown or b""):
            for n in range(0, len(codes), 4):
                x += widths[int(codes[n : n + 4], 16)] * size / 1000 + spacing
            x -= float(moved or 0) * size / 1000
        found[y] = max(x, found.get(y, 0.0))
    return found


def lines(painted: Painted) -> dict[float, list[Leaf]]:
    rows: dict[float, list[Leaf]] = {}
    for leaf in painted.pages[0].leaves:
        rows.setdefault(round(leaf.box[1], 1), []).append(leaf)
    return rows


@pytest.mark.parametrize(("text", "language"), [(JAPANESE, "ja"), (LATIN * 3, "en")])
def test_lines_reach_the_edge_in_a_reader_that_knows_only_operators_and_widths(
    text: str, language: str
) -> None:
    reached = list(ends(laid_out(text, language)).values())
    edge = 210 / 0.75
    assert len(reached) >= 3
    # The space at a line's end hangs into the margin; a line that would be torn open stays ragged.
    assert max(reached) < edge + 6
    assert sum(end > edge - 1 for end in reached) * 2 >= len(reached) - 1, (edge, reached)


def test_space_between_characters_is_one_operator_a_line_and_ends_with_it() -> None:
    operators = laid_out(JAPANESE, "ja").pages[0].operators
    tracked = [operator for operator in operators if operator.endswith(b" Tc")]
    assert tracked
    assert tracked[1::2] == [b"0 Tc"] * (len(tracked) // 2)
    shown = [operator for operator in operators if operator.endswith(b"TJ")]
    # An ideograph takes four digits: the numbers between them are few.
    assert sum(len(re.findall(rb">-?\d+<", each)) for each in shown) * 8 < sum(map(len, shown)) / 4


def test_emoji_stand_where_their_line_has_room_for_them() -> None:
    painted = laid_out("茶🍵を淹れる", "ja")
    moves = [float(op.split()[4]) for op in painted.pages[0].operators if op.endswith(b" cm")][-2:]
    size = 16
    assert 10 / 0.75 + size - 2 < moves[0] < 10 / 0.75 + size + 2
    assert any("🍵" in text for face in painted.fonts.values() for text in face.to_unicode.values())
    # Five characters of an em, and an emoji of one and a quarter.
    assert max(ends(painted).values()) == pytest.approx(10 / 0.75 + 6.245 * size, abs=0.5)


def test_marks_above_letters_are_raised() -> None:
    painted = laid_out("กี่ ที่", "th", "Noto Serif Thai")
    text = {part for face in painted.fonts.values() for part in face.to_unicode.values()}
    assert {"ก", "ท"} <= {part[:1] for part in text}


def test_a_border_of_one_side_is_one_rectangle_and_a_background_is_not_clipped() -> None:
    html = samples.xhtml("<html lang=en><body><h2>One</h2><code>two</code>")
    sheet = "h2{border-bottom:2px solid red}code{background:blue;border-radius:2px}"
    operators = lay_out(html, [PAGE, sheet], {}).pages[0].operators
    assert sum(op.endswith(b" re") for op in operators) == 1
    assert b"W*" not in operators
    assert operators.count(b"f") == 2


def test_margin_boxes_are_set_where_a_theme_has_some() -> None:
    html = samples.xhtml("<html lang=en><body><p>text</p>")
    plain = lay_out(html, [PAGE], {})
    headed = lay_out(html, [PAGE, "@page{@top-center{content:'head'}}"], {})
    shown = [sum(op.endswith(b"TJ") for op in made.pages[0].operators) for made in (plain, headed)]
    assert shown == [1, 2]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "अधिक अतिरिक्त परिवर्तन क्षत्रिय हिन्दी प्रयोगों"),
        ("th", "น้ำ กำลัง ที่นี่"),
        ("vi", "tiếng Việt e\u0301 o\u0302"),
        ("ar", "الآن الأخطاء لا إلى"),
    ],
)
def test_words_whose_glyphs_say_something_together_only_can_be_read_back(language: str, text: str) -> None:
    body = f"<h2>{text}</h2><p>{text}</p>"
    content = samples.volume([samples.post(language, "x", body, language=language)])
    with closing(pypdfium2.PdfDocument(content)) as pdf, closing(pdf[2].get_textpage()) as page:
        shown = unicodedata.normalize("NFC", page.get_text_range())
    assert Counter(shown.split()) >= Counter(unicodedata.normalize("NFC", text).split() * 2)
