"""SvelteKit and Nuxt: where blogs keep posts, and at which of their routes they are served."""

from __future__ import annotations

import pytest

from tests.sites.support import codes, post, read, site, sources

DATED = "---\ntitle: A\ndate: 2026-07-01\n---\n"
SVELTE = {"svelte.config.js": "import { mdsvex } from 'mdsvex'\nexport default {}\n"}


def test_a_starter_of_sveltekit() -> None:
    opened = site(
        {
            **SVELTE,
            "src/lib/config.js": "export const siteTitle = 'Blog'\nexport const siteURL = 's.example'\nexport const siteAuthor = 'Jo'\n",
            "src/routes/(basic)/blog/[post]/+page.svelte": "",
            "src/routes/(basic)/blog/category/[category]/page/[page]/+page.server.js": "",
            "src/routes/(basic)/blog/page/[page]/+page.svelte": "",
            "src/routes/about/+page.md": "---\ntitle: About\n---\n",
            "src/lib/posts/a.md": (
                "---\ntitle: A\ndate: 2021-12-01\ncoverImage: /images/p.png\n---\n<script>\n  import X from '$lib/X.svelte'\n</script>\n\n"
                "<Callout>\n\nInside **it**.\n\n</Callout>\n\n{#each items as item}\nThing\n{/each}\n\n![film](/f.mp4)\n"
            ),
            "static/images/p.png": b"",
        }
    )
    head = opened.sites[0]
    assert (head.title, head.url, [author.name for author in head.authors]) == (
        "Blog",
        "https://s.example/",
        ["Jo"],
    )
    found = sources(opened)
    assert {path: (source.url, source.page) for path, source in found.items()} == {
        "src/lib/posts/a.md": ("https://s.example/blog/a", False),
        "src/routes/about/+page.md": ("https://s.example/about", True),
    }
    assert codes(opened.scan().diagnostics) == []
    reading = read(opened, "src/lib/posts/a.md")
    assert reading.post is not None
    text = reading.post.body.text
    assert "import" not in text
    assert "{#each" not in text
    assert "Inside <strong>it</strong>." in text
    assert '<figure class="embed"><a href="https://s.example/f.mp4">▶ film</a></figure>' in text
    assert [image.path for image in reading.post.images] == ["static/images/p.png"]


@pytest.mark.parametrize(
    ("route", "path", "url"),
    [
        ("src/routes/post/[slug]/+page.svelte", "posts/a/index.md", "post/a"),
        ("src/routes/blog/[slug].svelte", "src/posts/a.svx", "blog/a"),
        ("src/routes/articles/[slug=word]/+page.server.ts", "static/content/articles/a.md", "articles/a"),
        ("src/routes/+page.svelte", "src/routes/blog/a/+page.svx", "blog/a"),
    ],
)
def test_routes_of_sveltekit(route: str, path: str, url: str) -> None:
    files: dict[str, str | bytes] = {**SVELTE, route: "", path: DATED}
    assert [source.url for source in sources(site(files)).values()] == [f"https://example.invalid/{url}"]


def test_a_comparison_in_plain_markdown_is_no_component() -> None:
    files: dict[str, str | bytes] = {
        "svelte.config.js": "export default {}",
        "posts/a.md": f"{DATED}Servers < Support {{x}}\n",
    }
    reading = read(site(files), "posts/a.md")
    assert reading.post is not None
    assert ">Servers &lt; Support {x}</p>" in reading.post.body.text
    assert codes(reading.diagnostics) == []


def test_a_site_of_nuxt_content() -> None:
    opened = site(
        {
            "nuxt.config.ts": (
                "export default defineNuxtConfig({\n  site: { url: 'https://n.example', name: 'Nuxt' },\n"
                "  app: { head: { htmlAttrs: { lang: 'vi' } } },\n})\n"
            ),
            "app/pages/articles/[slug].vue": "",
            "app/pages/articles/index.vue": "",
            "app/pages/notes/[...slug].vue": "",
            "content/articles/2.second.md": "---\ntitle: B\npublished: 2024/08/01\n---\n",
            "content/articles/a.md": '---\ntitle: A\npublished: 2024/07/23\n---\n::alert{type="warning"}\nTake **care**.\n::\n',
            "content/notes/x/c.md": DATED,
            "content/pages/about.md": "---\ntitle: About\n---\n",
            "content/_draft.md": DATED,
            "README.md": "x",
        }
    )
    head = opened.sites[0]
    assert (head.title, head.url, head.language) == ("Nuxt", "https://n.example/", "vi")
    assert {path: source.url for path, source in sources(opened).items() if not source.page} == {
        "content/articles/2.second.md": "https://n.example/articles/second",
        "content/articles/a.md": "https://n.example/articles/a",
        "content/notes/x/c.md": "https://n.example/notes/x/c",
    }
    assert 'class="callout warning"' in post(opened, "content/articles/a.md").body.text


def test_routes_of_nuxt_2() -> None:
    files: dict[str, str | bytes] = {
        "nuxt.config.js": "export default {}",
        "pages/blog/_slug.vue": "",
        "content/articles/a.md": DATED,
    }
    assert [source.url for source in sources(site(files)).values()] == ["https://example.invalid/blog/a"]
