"""The structure tree of a post that holds nearly everything, as Poppler reads it aloud: structure.txt, read by a person.

Validators see that tags nest; they do not see a list that begins at the wrong number, a reading before its base, two
words run into one at the end of a line, or code without its lines.
"""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from exporter.backends.pdf import BACKEND
from exporter.model.asset import Asset
from exporter.passes.images import inspect
from tests.backends.pdf import samples

EXPECTED = Path(__file__).parent / "structure.txt"
PICTURE = "https://example.org/a.png"
BODY = f"""
<p>A long link <a href="https://example.com/">that goes on and on over the end of its line and into the next one,
surely</a>, <code>inline</code>, <em>em</em>, <kbd>K</kbd>, <q>quoted</q>, a street<br/>and a city.</p>
<p>An address, https://example.org/a/very/long/path/that/is/broken/over/two/lines/index.html, has no space in it.</p>
<ul><li><p>one</p><ul><li>deep</li></ul></li><li>two</li></ul>
<ol start="3"><li>three</li><li value="7">seven</li><li>eight</li></ol>
<ol reversed=""><li>second to last</li><li>last</li></ol>
<ul class="task-list"><li><input type="checkbox" checked="" disabled=""/> done</li>
<li><input type="checkbox" disabled=""/> open</li></ul>
<dl><dt>term</dt><dd>meaning</dd><dd>another</dd><dt lang="ja">語</dt><dd>word</dd></dl>
<table><caption>Sizes</caption><thead><tr><th>a</th><th colspan="2">b</th></tr></thead>
<tbody><tr><th scope="row">r</th><td>1</td><td>2</td></tr><tr><td>3</td></tr></tbody>
<tfoot><tr><td>f</td><td>g</td><td>h</td></tr></tfoot></table>
<pre><code>first line
second line</code></pre>
<blockquote><p>Said.</p><blockquote><p>Deeper.</p></blockquote></blockquote>
<aside class="callout note"><p class="callout-title">Note</p><p>Inside.</p></aside>
<details><summary>More</summary><p>Folded.</p></details>
<figure><img src="{PICTURE}" alt="A red square"/><figcaption>The caption.</figcaption></figure>
<p>An <img src="{PICTURE}" alt=""/> ornament.</p>
<p><ruby>断裁<rt>だんさい</rt></ruby> and <span lang="fr">bonjour <em>madame</em></span>.</p>
<div class="math">x^2</div>
<hr/>
<p>Note<a role="doc-noteref" href="#fn1" id="r1">1</a>.</p>
<section role="doc-endnotes"><ol><li id="fn1"><p>The note. <a role="doc-backlink" href="#r1">↩</a></p></li></ol></section>
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    picture = BytesIO()
    Image.new("RGB", (40, 40), (200, 0, 0)).save(picture, "PNG")
    asset = inspect(PICTURE, "a.png", picture.getvalue())
    assert isinstance(asset, Asset)
    post = samples.post("en", "A title", BODY, language="en")
    rendered = BACKEND.bind(samples.job([post], [samples.part(post, assets={PICTURE: asset})]))
    assert rendered.diagnostics == ()
    made = tmp_path_factory.mktemp("structure") / "a.pdf"
    made.write_bytes(rendered.artifacts[0].read())
    return made


def test_the_tree_reads_as_a_person_would_read_the_page(path: Path, update_golden: bool) -> None:
    command = ["pdfinfo", "-struct-text", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    post = told[told.index("  Art\n") : told.index('"Original: "')]
    found = re.sub(r"Object \d+ 0|/BBox.*|<note.*>", "…", post)
    if update_golden:
        EXPECTED.write_text(found, "utf-8")
    assert found == EXPECTED.read_text("utf-8")


def test_pictures_formulas_and_languages_say_what_they_are(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        elements = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and "/S" in each and "/P" in each
        ]
        said = {str(each.S)[1:]: str(each.Alt) for each in elements if "/Alt" in each}
        languages = {(str(each.S)[1:], str(each.Lang)) for each in elements if "/Lang" in each}
    assert said == {"Figure": "A red square", "Formula": "x^2"}
    assert {("Art", "en"), ("Lbl", "ja"), ("Span", "fr")} <= languages
