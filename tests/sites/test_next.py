"""Next.js: where blogs keep posts, and at which of its routes they are served."""

from __future__ import annotations

import pytest

from tests.sites.support import post, site, sources

DATED = "---\ntitle: A\ndate: 2026-07-01\n---\n"


def test_a_starter_s_site() -> None:
    opened = site(
        {
            "next.config.js": "module.exports = () => ({})\n",
            "data/siteMetadata.js": "const siteMetadata = { title: '日常', siteUrl: 'https://n.example', locale: 'zh-TW', author: 'Kai' }\nmodule.exports = siteMetadata\n",
            "app/blog/[...slug]/page.tsx": "",
            "app/tags/[tag]/page.tsx": "",
            "data/authors/default.mdx": "---\nname: Kai Sean\n---\n",
            "data/blog/a.mdx": (
                "---\ntitle: A\ndate: '2026-07-01'\nauthors: ['default']\nimages: ['/static/p.png']\n---\n"
                "import X from 'x'\n\n![p](/static/p.png)\n\n<TOCInline toc={props.toc} />\n"
            ),
            "data/blog/2026-trip/index.mdx": DATED,
            "public/static/p.png": b"",
            "public/copy.md": DATED,
        }
    )
    head = opened.sites[0]
    assert (head.title, head.url, head.language) == ("日常", "https://n.example/", "zh-TW")
    assert {path: source.url for path, source in sources(opened).items() if not source.page} == {
        "data/blog/a.mdx": "https://n.example/blog/a",
        "data/blog/2026-trip/index.mdx": "https://n.example/blog/2026-trip",
    }
    made = post(opened, "data/blog/a.mdx")
    assert [author.name for author in made.authors] == ["Kai Sean"]
    assert {(image.path, image.url) for image in made.images} == {
        ("public/static/p.png", "https://n.example/static/p.png")
    }


@pytest.mark.parametrize(
    ("route", "path", "url"),
    [
        ("src/app/posts/[slug]/page.tsx", "_posts/a.md", "posts/a"),
        ("pages/posts/[id].js", "posts/a.md", "posts/a"),
        ("app/[locale]/blog/[slug]/page.tsx", "content/blog/2026/a.md", "blog/2026/a"),
        ("app/(site)/blog/[[...slug]]/page.tsx", "blog/a.mdx", "blog/a"),
        ("app/[slug]/page.tsx", "content/posts/a.mdx", "a"),
        ("app/page.tsx", "content/posts/a.mdx", "posts/a"),
        ("app/page.tsx", "app/blog/a/page.mdx", "blog/a"),
        ("app/page.tsx", "pages/(x)/a.mdx", "a"),
    ],
)
def test_routes(route: str, path: str, url: str) -> None:
    files: dict[str, str | bytes] = {
        "next.config.mjs": "",
        "site.config.ts": "export default { url: 'https://n.example', title: 'N' }",
        route: "",
        path: DATED,
    }
    assert [source.url for source in sources(site(files)).values()] == [f"https://n.example/{url}"]


def test_a_slash_at_the_end_where_it_is_configured() -> None:
    files: dict[str, str | bytes] = {
        "next.config.ts": "export default { trailingSlash: true }",
        "posts/a.md": DATED,
    }
    assert [source.url for source in sources(site(files)).values()] == ["https://example.invalid/posts/a/"]
