from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from exporter.model.post import Post, Source
from exporter.sites import open_site
from exporter.sites.base import SiteSettings
from exporter.sites.index import Index
from exporter.world.files import DiskFiles
from tests.sites.hugo.oracle import build, write
from tests.sites.support import HUGO_TOML, codes, hugo, post, read

PAGE = "---\ntitle: T\ndate: 2026-07-01\n---\n"


def test_a_post_has_all_that_its_source_has() -> None:
    opened = hugo({"content/posts/a.md": PAGE + "# Hi\n"})
    (source,) = opened.scan().sources
    found = post(opened, "content/posts/a.md")

    assert isinstance(found, Post)
    assert Source(**{name: getattr(found, name) for name in Source.__struct_fields__}) == source
    assert found.summary is None


@pytest.mark.parametrize(
    ("body", "before", "after"),
    [
        ("one\n\n<!--more-->\n\ntwo", "one", "two"),
        ("one\n<!-- more -->\ntwo", "one", "two"),
        ("one <!--more--> two", "one", "two"),
        ("{{< rawhtml >}}<p>one</p>{{< /rawhtml >}}\n\n<!--more-->\n\ntwo", "one", "two"),
    ],
)
@pytest.mark.parametrize("config", [HUGO_TOML, 'baseURL = "https://example.org/"'])
def test_the_summary_ends_at_the_mark_and_leaves_no_trace(
    body: str, before: str, after: str, config: str
) -> None:
    found = post(hugo({"content/posts/a.md": PAGE + body}, config), "content/posts/a.md")

    assert found.summary is not None
    assert before in found.summary.text
    assert after not in found.summary.text
    assert re.sub(r"<[^>]*>|\s", "", found.body.text) == before + after
    assert "<p></p>" not in re.sub(r" data-line=\"\d+\"", "", found.body.text)


def test_a_summary_in_the_header_is_markdown_and_the_mark_wins_over_it() -> None:
    page = PAGE.replace("title", "summary: In *short*\ntitle")
    written = post(hugo({"content/posts/a.md": page + "one"}), "content/posts/a.md").summary
    marked = post(
        hugo({"content/posts/a.md": page + "one\n\n<!--more-->\n\ntwo"}), "content/posts/a.md"
    ).summary

    assert written is not None
    assert "<em>short</em>" in written.text
    assert marked is not None
    assert "short" not in marked.text


def test_html_pages_are_taken_as_they_are() -> None:
    found = post(
        hugo({"content/posts/a.html": PAGE + "<p>*a* {{< param title >}}</p>"}), "content/posts/a.html"
    )

    assert found.body.text == "<p>*a* T</p>"


def test_findings_name_the_line_of_the_file() -> None:
    reading = read(
        hugo({"content/posts/a.md": PAGE + "\nx\n\n![a](/gone.png)\n\n<script>x</script>\n"}),
        "content/posts/a.md",
    )

    assert [(d.code, d.span.source, d.span.line) for d in reading.diagnostics] == [
        ("H307", "content/posts/a.md", 10),
        ("A401", "content/posts/a.md", 8),
    ]


def test_a_post_that_has_become_unreadable_is_an_error_and_no_crash() -> None:
    before = hugo({"content/posts/a.md": PAGE})
    (source,) = before.scan().sources
    index = Index([source])

    for content in ("---\na: [\n---\n", b"\xff"):
        reading = hugo({"content/posts/a.md": content}).read(source, index)
        assert reading.post is None
        assert [d.severity for d in reading.diagnostics] == ["error"]
    gone = hugo({}).read(source, index)
    assert (gone.post, codes(gone.diagnostics)) == (None, ["S101"])


def test_the_cover_is_the_first_image_and_a_missing_one_is_told_where_it_is_named() -> None:
    page = PAGE.replace("title", "cover:\n  image: /c.png\ntitle")
    opened = hugo(
        {"content/posts/a.md": page + "![x](/a.png) ![c](/c.png)", "static/a.png": b"x", "static/c.png": b"x"}
    )
    found = post(opened, "content/posts/a.md")
    missing = read(hugo({"content/posts/a.md": page}), "content/posts/a.md")

    assert [(i.url, i.path) for i in found.images] == [
        ("https://example.org/c.png", "static/c.png"),
        ("https://example.org/a.png", "static/a.png"),
    ]
    assert [(d.code, d.span.line) for d in missing.diagnostics] == [("A401", 2)]


@pytest.mark.parametrize(
    ("src", "path", "code"),
    [
        ("pic.png", "content/posts/b/pic.png", ""),
        ("./pic.png", "content/posts/b/pic.png", ""),
        ("sub/in%20side.png", "content/posts/b/sub/in side.png", ""),
        ("/img/s.png", "static/img/s.png", ""),
        ("img/s.png", "static/img/s.png", ""),
        ("https://example.org/img/s.png", "static/img/s.png", ""),
        ("/img/s.png?v=2#x", "static/img/s.png", ""),
        ("../beside.png", "content/posts/beside.png", ""),
        ("/theme.png", "themes/t/static/theme.png", ""),
        ("/posts/b/pic.png", "content/posts/b/pic.png", ""),
        ("//far.example/x.png", "", "A405"),
        ("https://far.example/x.png", "", "A405"),
        ("gone.png", "", "A401"),
        ("../../../../../etc/passwd.png", "", "A402"),
        ("/../../etc/passwd.png", "", "A401"),
        ("/%2e%2e/%2e%2e/secret.png", "", "A401"),
        ("https://[", "", ""),
    ],
)
def test_an_image_is_looked_for_where_hugo_and_browsers_look(src: str, path: str, code: str) -> None:
    opened = hugo(
        {
            "content/posts/b/index.md": f'{PAGE}<img src="{src}">',
            "content/posts/b/pic.png": b"x",
            "content/posts/b/sub/in side.png": b"x",
            "content/posts/beside.png": b"x",
            "static/img/s.png": b"x",
            "themes/t/static/theme.png": b"x",
            "secret.png": b"x",
        },
        'theme = "t"\n' + HUGO_TOML,
    )
    reading = read(opened, "content/posts/b/index.md")

    assert reading.post is not None
    assert [image.path for image in reading.post.images] == ([path] if path or src != "https://[" else [])
    assert set(codes(reading.diagnostics)) - {"H304"} == ({code} if code else set())


def test_a_picture_beside_a_post_is_found_though_the_live_page_does_not_show_it() -> None:
    opened = hugo({"content/posts/a.md": PAGE + "![x](pic.png)", "content/posts/pic.png": b"x"})

    assert [i.path for i in post(opened, "content/posts/a.md").images] == ["content/posts/pic.png"]


LINKED: dict[str, str | bytes] = {
    "hugo.toml": """\
        baseURL = "https://example.org/sub/"
        defaultContentLanguage = "en"
        [languages.en]
        weight = 1
        [languages.ja]
        weight = 2
        """,
    "layouts/single.html": "{{ .Content }}",
    "layouts/list.html": "{{ .Content }}",
    "content/posts/_index.md": "---\ntitle: posts\n---\n",
    "content/posts/b/index.md": "---\ntitle: b\n---\n![x](a.png) ![y](sub/c.png)\n",
    "content/posts/b/index.ja.md": "---\ntitle: b\n---\n![x](a.png) ![](b.png) [p](p.md) {{< ref path=\"p\" lang=\"en\" >}}\n",
    "content/posts/b/a.png": b"x",
    "content/posts/b/b.ja.png": b"x",
    "content/posts/b/sub/c.png": b"x",
    "content/posts/p.ja.md": "---\ntitle: p\n---\n[q](q.md)\n",
    "content/posts/p.md": """\
        ---
        title: p
        ---
        ![z](/sub/images/z.png) [l](b/) [m](b/index.md) [n](/posts/b) [s](/posts/b/index.md) [q](q.md) [r](/posts/q/)
        [t](q.md#part) [u](../deep/d.md) [v](https://far.example/x) [w](mailto:a@b.org) [x](#here) [y](/tags/go/)
        {{< ref "q" >}} {{< ref "q.md#x" >}} {{< ref "/posts/q" >}} {{< ref "b" >}} {{< ref "b/index.md" >}}
        {{< ref "posts/_index.md" >}} {{< ref "posts" >}} {{% ref "d.md" %}} {{< ref path="b" lang="ja" >}}

        ## Here
        """,
    "content/posts/q.md": "---\ntitle: q\nslug: other\n---\n[p](p)\n\n![z](/sub/images/z.png)\n",
    "content/deep/d.md": "---\ntitle: d\nurl: /elsewhere/\n---\n[p](../posts/p.md)\n",
    "static/images/z.png": b"x",
}  # fmt: skip
ADDRESS = re.compile(r'(?:href|src)="([^"]+)"|(https://example\.org[^\s<"]*)')


def addresses(html: str, base: str) -> list[str]:
    """Every address in HTML, absolute, in order."""
    return [urljoin(base, found[1] or found[2]) for found in ADDRESS.finditer(html)]


def test_links_refs_and_images_lead_where_hugos_own_lead(tmp_path: Path) -> None:
    public = build(write(tmp_path, LINKED))
    opened = open_site(DiskFiles(tmp_path), SiteSettings(), {})
    found = opened.scan().sources
    checked = 0
    for source in found:
        reading = opened.read(source, Index(found))
        page = public / source.url.removeprefix("https://example.org/sub/") / "index.html"
        if reading.post and page.exists() and not source.source.endswith("_index.md"):
            ours = addresses(reading.post.body.text.replace("&amp;", "&"), source.url)
            assert (source.source, ours) == (source.source, addresses(page.read_text("utf-8"), source.url))
            checked += len(ours)

    assert checked > 30


def test_a_link_that_names_the_file_though_the_slug_differs_leads_to_the_page() -> None:
    """3,153 of 3,370 internal links of one blog."""
    opened = hugo(
        {
            "content/posts/2026-07-01-file.md": PAGE.replace("title", "slug: real\naliases: [/old/]\ntitle"),
            "content/posts/a.md": PAGE
            + "[a](/posts/2026-07-01-file/) [b](https://example.org/posts/2026-07-01-file/) [c](/old/) [d](/tags/real/)"
            + " [e](../2026-07-01-file/?x=1#part)\n",
        }
    )
    found = post(opened, "content/posts/a.md").body.text

    assert re.findall(r'href="https://example\.org([^"]*)"', found) == [
        "/posts/real/",
        "/posts/2026-07-01-file/",
        "/posts/real/",
        "/tags/real/",
        "/posts/real/?x=1#part",
    ]


def test_a_link_to_a_markdown_file_that_is_not_there_is_reported() -> None:
    assert codes(
        read(hugo({"content/posts/a.md": PAGE + "[x](gone.md)"}), "content/posts/a.md").diagnostics
    ) == ["R205"]


def test_a_japanese_bundle_shows_the_pictures_of_the_english_one() -> None:
    """NASTY 7: the images of a translated bundle exist in one language only."""
    config = (
        HUGO_TOML
        + "[languages.en]\ncontentDir = 'content/en'\nweight = 1\n[languages.ja]\ncontentDir = 'content/ja'\n"
    )
    opened = hugo(
        {
            "content/en/blog/w/index.md": PAGE,
            "content/en/blog/w/live.png": b"x",
            "content/ja/blog/w/index.md": PAGE + "![x](live.png)",
        },
        config,
    )
    (image,) = post(opened, "content/ja/blog/w/index.md").images

    assert (image.url, image.path) == ("https://example.org/blog/w/live.png", "content/en/blog/w/live.png")
