"""Posts of our own writing, by hand, and the volume they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from lxml import etree, html
from msgspec.structs import replace

from exporter.backends.contract import BindJob, PartJob
from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.faces import Faces, Shown
from exporter.backends.pdf.fragment import Face
from exporter.backends.pdf.options import PdfOptions
from exporter.model.artifact import Part, Rendered
from exporter.model.asset import Asset
from exporter.model.issue import Issue
from exporter.model.markup import freeze
from exporter.model.post import Author, Cover, Post
from exporter.model.site import Site
from exporter.model.theme import Theme

ZONE = timezone(timedelta(hours=9))
SITE = Site(title="紙の上", url="https://example.org/", language="ja", timezone="Asia/Tokyo")
_FOLDER = Path(__file__).parents[3] / "themes" / "default"


def xhtml(text: str) -> str:
    """HTML as the engine takes it."""
    return etree.tostring(html.document_fromstring(text), encoding="unicode")


JAPANESE = """
<p data-line="3">朝のうちに紙を裁つ。湿り気のある日は刃がよく入らないから、窓を閉めて待つ。<em>待つ</em>あいだに茶を淹れ、
きのうの刷り残しを数える。数は合っている。<strong>合っている日</strong>は、だいたい天気がよい。</p>
<p>くわしくは<a href="https://example.org/en/">英語の覚え書き</a>と、その<a href="https://example.org/en/#tools">道具の節</a>を見る。
外の話は<a href="https://example.com/press?a=1&amp;b=(2)">よその店</a>にある。注がひとつある<a role="doc-noteref" href="#fn1" id="fnref1">1</a>。</p>
<h2 id="道具">道具</h2>
<ol start="3"><li>包丁</li><li>定規<ul><li>竹の定規</li></ul></li></ol>
<p><ruby>断裁<rt>だんさい</rt></ruby>の音。<span lang="en">The guillotine.</span></p>
<h4 data-line="21">飛ばした見出し</h4>
<table><thead><tr><th>紙</th><th>厚さ</th></tr></thead>
<tbody><tr><th scope="row">上質</th><td>90</td></tr><tr><th scope="row">更紙</th><td></td></tr></tbody></table>
<pre><code class="language-python">def cut(sheet):
    return sheet[::2]  # 半分
</code></pre>
<p>式は<span class="math">a^2+b^2=c^2</span>。絵文字は🍵。</p>
<section role="doc-endnotes" class="footnotes"><ol><li id="fn1"><p>厚さはミクロン。
<a role="doc-backlink" href="#fnref1">↩</a></p></li></ol></section>
"""
ENGLISH = """
<p>A note on paper, written standing up. Nothing here is <em>urgent</em>; the sheets have waited since March.</p>
<h2 id="tools">Tools</h2>
<ul><li>A knife</li><li>A straight edge</li></ul>
<blockquote><p>Measure twice.</p></blockquote>
<p>The last words of this note are: quiet afternoon.</p>
"""
ARABIC = "<p>ملاحظة قصيرة عن الورق، فيها كلمة paper ورقم 12.</p><h2>عنوان</h2><p>انتهت الملاحظة هنا.</p>"


@cache
def theme() -> Theme:
    names = (path for path in sorted(_FOLDER.rglob("*")) if path.is_file())
    return Theme("default", {path.relative_to(_FOLDER).as_posix(): path.read_bytes() for path in names})


def post(name: str, title: str, body: str, *, language: str = "ja", cover: Cover | None = None) -> Post:
    return Post(
        id=name,
        source=f"posts/{name}.md",
        url=f"https://example.org/{name}/",
        title=title,
        published=datetime(2026, 7, 1 + len(name), 9, tzinfo=ZONE),
        language=language,
        authors=(Author("水野"),),
        cover=cover,
        body=freeze(etree.fromstring(f"<body>{body}</body>")),
    )


def three() -> tuple[Post, ...]:
    return (
        post("ja", "紙を裁つ朝", JAPANESE),
        post("en", "Notes on paper & <knives>", ENGLISH, language="en"),
        post("ara", "ورق", ARABIC, language="ar"),
    )


def issue(posts: Sequence[Post]) -> Issue:
    return Issue(
        publication="archive",
        folder="archive",
        id="2026-07",
        title="紙の上 2026年7月",
        identifier="urn:uuid:7f1f6a4e-6e0c-5d3c-9a52-2f1f0a4f9d10",
        language="ja",
        updated=datetime(2026, 7, 4, 9, tzinfo=ZONE),
        posts=tuple(posts),
    )


def part(
    each: Post,
    *,
    options: PdfOptions | None = None,
    assets: Mapping[str, Asset] | None = None,
    made_by: Theme | None = None,
) -> Part:
    options = options or PdfOptions()
    original = f"---\ntitle: {each.title}\n---\n".encode() if options.wants_originals else b""
    job = PartJob(
        post=each,
        site=SITE,
        theme=made_by or theme(),
        options=options,
        assets=assets or {},
        original=original,
    )
    return BACKEND.part(job)


def bound(
    posts: Sequence[Post], *, options: PdfOptions | None = None, made_by: Theme | None = None
) -> Rendered:
    options = options or PdfOptions()
    parts = tuple(part(each, options=options, made_by=made_by) for each in posts)
    return BACKEND.bind(replace(job(posts, parts, options=options), theme=made_by or theme()))


def job(posts: Sequence[Post], parts: Sequence[Part], *, options: PdfOptions | None = None) -> BindJob:
    return BindJob(issue=issue(posts), site=SITE, theme=theme(), options=options or PdfOptions(), parts=parts)


def shown(faces: Iterable[Face]) -> list[Shown]:
    gathered = Faces()
    gathered.add(faces)
    return gathered.all()


def volume(posts: Sequence[Post], *, options: PdfOptions | None = None) -> bytes:
    return bound(posts, options=options).artifacts[0].read()
