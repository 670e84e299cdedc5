from __future__ import annotations

import pytest

from exporter.backends.pdf import shaping
from exporter.backends.pdf.engine import lay_out
from tests.backends.pdf import samples

TEXTS = [
    "朝のうちに紙を裁つ。湿り気のある日は刃がよく入らないから、窓を閉めて待つ。待つあいだに茶を淹れ、きのうの刷り残しを数える。"
    * 3,
    "今日はhttps://example.org/a-very-long-address/that/goes/on/and/on/without/an/end/until/it/does を読む。終わりまで読む。"
    * 2,
    "「引用」、（括弧）。" * 30,
    "漢字とLatin wordsが混ざる行では、どちらの規則も守られる。supercalifragilisticexpialidocious のような語も。"
    * 2,
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [60, 130, 300])
def test_a_line_ends_where_it_ends_with_all_the_text_behind_it(
    text: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = samples.xhtml(f"<html lang=ja><body><p>{text}</p>")
    sheets = [f"@page{{size:{width}pt 900pt;margin:5pt}}body{{margin:0;overflow-wrap:anywhere}}"]
    short = lay_out(html, sheets, {})
    monkeypatch.setattr(shaping, "_MORE", 10_000)
    whole = lay_out(html, sheets, {})
    assert [page.operators for page in short.pages] == [page.operators for page in whole.pages]
