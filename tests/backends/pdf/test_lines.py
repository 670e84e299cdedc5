from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from exporter.backends.pdf.long_lines import hang_long_lines
from exporter.backends.pdf.phrases import JOINER, joined, keep_last
from tests.backends.pdf import samples

ZWSP = "\u200b"
LONG = "result = compute(first=12345, second='a longer string of words', third=None, fourth=[1, 2, 3])"


def test_a_japanese_heading_ends_its_lines_between_phrases_only() -> None:
    title = "起業講座の売上は増やせたのか"
    text = joined(title, "ja")
    assert text.replace(JOINER, "") == title
    ends = [text[: match.start() + 1] for match in re.finditer(rf"[^{JOINER}](?=[^{JOINER}])", text)]
    assert [end.replace(JOINER, "") for end in ends] == ["起業講座の", "起業講座の売上は"]


def test_the_last_characters_of_a_paragraph_stay_together_in_korean_too() -> None:
    root = etree.fromstring(
        "<body><p>최저 순위와 최고 순위를 아래와 같이 알 수 있다.</p><p>짧은 줄이다.</p></body>"
    )
    keep_last(root, "ko-KR")
    assert [each.text for each in root] == [
        f"최저 순위와 최고 순위를 아래와 같이 알 수 있{JOINER}다.",
        "짧은 줄이다.",
    ]


def test_the_end_of_a_paragraph_may_be_a_link_or_a_word_in_bold() -> None:
    words = "ローカルで動かすための最強の環境構築"
    root = etree.fromstring(
        f"<body><ul><li><a href='x'>{words}ガイド</a></li><li>{words}は<strong>大事だ</strong>。</li>"
        f"<li>{words}<ul><li>{words}ガイド</li></ul></li><li>{words}は<code>大事</code></li></ul></body>"
    )
    keep_last(root, "ja")
    assert [each.text for each in root.iter() if JOINER in (each.text or "")] == [
        f"{words}ガイ{JOINER}ド",
        f"大事{JOINER}だ",
        f"{words}ガイ{JOINER}ド",
    ]


def test_a_phrase_too_long_to_be_kept_is_broken_between_its_words() -> None:
    text = joined("最強のAIコーディング環境構築ガイド", "ja")
    assert text.split("環境構築")[1].split(JOINER) == ["ガ", "イ", "ド"]
    assert JOINER not in text[text.index("グ") : text.index("ガ")]


def test_a_ligature_in_a_heading_can_be_read_and_copied() -> None:
    title = "Infinityが目指すModelfileの仕組み"
    assert "fi" in joined(title, "ja").partition("が")[0]
    body = f"<p>An of\u00adfice, a fi\u00adle, a file.</p><h2>{title}</h2><h3>Modelfile</h3><p>end</p>"
    assert samples.bound([samples.post("ja", title, body)]).diagnostics == ()


@pytest.mark.parametrize("language", ["en", "ar", "ko"])
def test_headings_in_languages_with_spaces_are_left_alone(language: str) -> None:
    assert joined("Notes 紙 on paper", language) == "Notes 紙 on paper"


def test_the_joints_are_neither_in_bookmarks_nor_in_the_text() -> None:
    title = "世界銀行が送った起業講座、売上は増やせたのか"
    body = f"<p>本文。</p><h2>{title}</h2><p>終わり。</p>"
    content = samples.volume([samples.post("ja", title, body)])
    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_outline() as outline:
        post = outline.root[1]
        assert [post.title, post.children[0].title] == [title, title]


def test_no_word_is_cut_where_a_link_within_emphasis_ends_the_line(tmp_path: Path) -> None:
    names = [f"<a href='https://example.org/{n}'>Lightning Network</a>" for n in range(3)]
    body = "".join(f"<p><em>{'i' * n} a note on {', '.join(names)}.</em></p>" for n in range(1, 60, 3))
    path = tmp_path / "words.pdf"
    path.write_bytes(samples.volume([samples.post("hi", "A note", body, language="hi")]))
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    assert [text.stdout.count(word) for word in ("Lightning", "Network")] == [60, 60]


def test_a_long_line_of_code_hangs_and_keeps_every_character() -> None:
    pre = etree.fromstring(
        f'<pre><code>short\n{LONG[:40]}<span class="k">{LONG[40:]}</span>\nend</code></pre>'
    )
    before = "".join(map(str, pre.itertext()))
    hang_long_lines(pre)
    assert "".join(map(str, pre.itertext())).replace(ZWSP, "") == before
    _, hung, _ = ("".join(map(str, each.itertext())) for each in pre.iterfind(".//span[@class='long']"))
    assert hung == f"{LONG}\n"


def test_code_is_broken_within_its_words_only_where_they_are_too_long_for_a_line() -> None:
    colours = "<span class='n'>href</span>=<span class='s'>'{}'</span>&gt;"
    for word, count in (("a" * 40, 0), ("a" * 60, 2)):
        pre = etree.fromstring(
            f"<pre><code>some words before {colours.format(word)} and behind it</code></pre>"
        )
        hang_long_lines(pre)
        assert "".join(map(str, pre.itertext())).count(ZWSP) == count


def test_code_that_fits_is_left_as_it_is() -> None:
    pre = etree.fromstring('<pre><code>short\n<span class="k">shorter</span></code></pre>')
    before = etree.tostring(pre)
    hang_long_lines(pre)
    assert etree.tostring(pre) == before


def test_where_code_goes_on_a_hook_is_drawn_that_nobody_reads_aloud(tmp_path: Path) -> None:
    content = samples.volume([samples.post("ja", "題", f"<pre><code>x\n{LONG}\nend</code></pre>")])
    with pikepdf.open(BytesIO(content)) as pdf:
        stream = bytes(pdf.pages[2].Contents[0].read_bytes())
    # The line takes two: one hook, a stroke and a head, in an artifact.
    hook = stream[stream.rindex(b"/Artifact BMC") :]
    assert hook.count(b" l S") == 2
    path = tmp_path / "code.pdf"
    path.write_bytes(content)
    text = subprocess.run(
        ["pdftotext", "-f", "3", str(path), "-"], capture_output=True, text=True, check=True
    )
    assert "".join(LONG.split()) in "".join(text.stdout.split())


def test_a_line_that_pages_may_part_has_its_hooks_too() -> None:
    content = samples.volume([samples.post("en", "A title", f"<pre><code>{'word ' * 80}</code></pre>")])
    with pikepdf.open(BytesIO(content)) as pdf:
        stream = bytes(pdf.pages[2].Contents[0].read_bytes())
    assert stream[stream.rindex(b"/Artifact BMC") :].count(b" l S") > 4


@pytest.mark.parametrize("inside", ["{}", "<span class='s'>{}</span>"])
def test_a_line_of_20_000_characters_is_cut_and_keeps_every_character(inside: str) -> None:
    line = "abcdefghij" * 2000
    pre = etree.fromstring(f"<pre><code>{inside.format(line)}\nend</code></pre>")
    hang_long_lines(pre)
    assert "".join(map(str, pre.itertext())).replace(ZWSP, "") == f"{line}\nend"
    assert max(len(each.text or "") for each in pre.iter()) <= 1000
