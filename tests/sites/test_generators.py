"""Sites of other generators: what is a post, how it is called, when it was written, where it is published."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from exporter.errors import ConfigError
from exporter.sites import detect
from exporter.sites.base import ShortcodeRule, SiteSettings
from exporter.sites.configs import assigned, constants
from exporter.sites.slugs import ascii_slug, slugified, word_slug
from exporter.world.memory import MemoryFiles
from tests.sites.support import codes, post, read, site, sources

JEKYLL = {
    "_config.yml": """\
        title: Notes
        url: https://jekyll.example
        baseurl: /blog
        timezone: Asia/Tokyo
        author: {name: Mei}
        defaults:
          - scope: {path: _posts/old}
            values: {tags: [old]}
        """
}
ZOLA = {
    "config.toml": """\
        base_url = "https://zola.example"
        title = "Notes"
        default_language = "en"
        [languages.fr]
        """
}
PELICAN = {
    "pelicanconf.py": """\
        import os
        AUTHOR = 'Mei'
        SITENAME = 'Notes'
        SITEURL = ''
        TIMEZONE = 'Asia/Tokyo'
        DEFAULT_LANG = 'zh_CN'
        SECRET = os.environ['SECRET']
        """,
    "publishconf.py": "SITEURL = 'https://pelican.example'\n",
}
ELEVENTY = {
    "eleventy.config.js": "export default c => ({ dir: { input: 'src' } }) // breaks: true\n",
    "src/_data/metadata.json": '{"title": "Notes", "url": "https://11ty.example/", "author": {"name": "Mei"}}',
    "src/posts/posts.json": '{"tags": ["posts", "all-of-them"], "permalink": "/p/{{ title | slugify }}/"}',
}
ASTRO = {
    "astro.config.mjs": "export default defineConfig({ site: 'https://astro.example', base: '/b' })\n",
    "src/consts.ts": "// title: 'no'\nexport const SITE_TITLE = 'Notes'\n",
}
DOCUSAURUS = {
    "website/docusaurus.config.ts": """\
        const url = 'https://edit.example';
        export default { title: 'Notes', url: 'https://docusaurus.example', baseUrl: '/d/' };
        """,
    "website/blog/authors.yml": "mei:\n  name: Mei Lin\n  url: https://mei.example\n",
}
MKDOCS = {
    "mkdocs.yml": """\
        site_name: Notes
        site_url: https://mkdocs.example/x/
        extra: {key: !ENV SECRET}
        markdown_extensions:
          - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }
        plugins: [blog, search]
        """,
    "docs/blog/.authors.yml": "authors:\n  mei: {name: Mei Lin}\n",
    "docs/blog/.meta.yml": "categories: [General]\n",
}
HEXO = {"_config.yml": "title: Notes\nurl: https://hexo.example\nroot: /h/\nlanguage: [ja, en]\n"}

GATSBY = {
    "gatsby-config.js": """\
        module.exports = {
          siteMetadata: { title: `Notes`, siteUrl: `https://gatsby.example/`, author: { name: `Mei` } },
          plugins: [
            { resolve: `gatsby-source-filesystem`, options: { path: `${__dirname}/content/blog`, name: `blog` } },
          ],
        }
        """
}

VITEPRESS = {
    "docs/.vitepress/config.mts": """\
        import { defineConfig } from 'vitepress'
        export default defineConfig({
          title: "Notes", lang: 'zh-CN', base: '/b/', sitemap: { hostname: 'https://vite.example' },
          themeConfig: { nav: [{ text: 'Home', link: '/' }] },
        })
        """
}

DATED = "---\ntitle: Café au lait\ndate: 2026-07-02 01:00\n---\nText.\n"
BARE = "---\ntitle: T\n---\nText.\n"


@pytest.mark.parametrize(
    ("name", "files", "path", "url", "day"),
    [
        ("jekyll", JEKYLL, "_posts/2026-07-01-a-B.md", "https://jekyll.example/blog/2026/07/01/a-B.html", "2026-07-01"),
        ("jekyll", JEKYLL, "work/_posts/2026-07-01-a.md", "https://jekyll.example/blog/work/2026/07/01/a.html", "2026-07-01"),
        ("zola", ZOLA, "content/notes/2026-07-01-a_b.md", "https://zola.example/notes/a-b/", "2026-07-01"),
        ("zola", ZOLA, "content/notes/c/index.md", "https://zola.example/notes/c/", None),
        ("zola", ZOLA, "content/notes/c.fr.md", "https://zola.example/fr/notes/c/", None),
        ("eleventy", ELEVENTY, "src/posts/2026-07-01-a.md", "https://11ty.example/p/t/", "2026-07-01"),
        ("eleventy", ELEVENTY, "src/notes/2026-07-01-a.md", "https://11ty.example/notes/a/", "2026-07-01"),
        ("astro", ASTRO, "src/content/blog/A b/index.mdx", "https://astro.example/b/blog/a-b/", None),
        ("docusaurus", DOCUSAURUS, "website/blog/2026-07-01-a.mdx", "https://docusaurus.example/d/blog/2026/07/01/a", "2026-07-01"),
        ("docusaurus", DOCUSAURUS, "website/blog/2026/7/1/a.md", "https://docusaurus.example/d/blog/2026/07/01/a", "2026-07-01"),
        ("docusaurus", DOCUSAURUS, "website/blog/2026-07-01-a/index.md", "https://docusaurus.example/d/blog/2026/07/01/a", "2026-07-01"),
        ("gatsby", GATSBY, "content/blog/2026-07-01-a/index.md", "https://gatsby.example/2026-07-01-a/", "2026-07-01"),
        ("hexo", HEXO, "source/_posts/2026-07-01-a.md", "https://hexo.example/h/2026/07/01/2026-07-01-a/", "2026-07-01"),
    ],
)  # fmt: skip
def test_a_post_without_more_than_a_title(
    name: str, files: Mapping[str, str], path: str, url: str, day: str | None
) -> None:
    opened = site({**files, path: BARE})
    assert opened.sites[0].generator == name
    found = sources(opened)[path]
    assert found.url == url
    assert (found.published.date().isoformat() if found.published else None) == day
    assert not found.page


@pytest.mark.parametrize(
    ("files", "path", "url"),
    [
        (JEKYLL, "_posts/2026-07-09-x.md", "https://jekyll.example/blog/2026/07/02/x.html"),
        (ZOLA, "content/x.md", "https://zola.example/x/"),
        (PELICAN, "content/x.md", "https://pelican.example/cafe-au-lait.html"),
        (ASTRO, "src/content/blog/x.md", "https://astro.example/b/blog/x/"),
        (MKDOCS, "docs/blog/posts/x.md", "https://mkdocs.example/x/blog/2026/07/02/caf%C3%A9-au-lait/"),
        (VITEPRESS, "docs/posts/x.md", "https://vite.example/b/posts/x.html"),
        (GATSBY, "content/blog/x.md", "https://gatsby.example/x/"),
        (HEXO, "source/_posts/x.md", "https://hexo.example/h/2026/07/02/x/"),
        (
            {"_config.yml": "url: https://hexo.example\nnew_post_name: :year-:month-:day-:title.md\n"},
            "source/_posts/2026-07-02-x.md",
            "https://hexo.example/2026/07/02/x/",
        ),
    ],
)
def test_a_post_with_a_title_and_a_date(files: Mapping[str, str], path: str, url: str) -> None:
    found = sources(site({**files, path: DATED}))[path]
    assert (found.url, found.title) == (url, "Café au lait")
    assert found.published is not None


def test_what_each_configuration_says_of_the_site() -> None:
    said = [
        site({**files, "_posts/x.md": BARE, "source/_posts/x.md": BARE}).sites[0]
        if files is HEXO
        else site({**files, "_posts/2026-01-01-x.md": BARE, "content/x.md": BARE}).sites[0]
        for files in (JEKYLL, ZOLA, PELICAN, ELEVENTY, ASTRO, DOCUSAURUS, MKDOCS, HEXO)
    ]
    assert {one.title for one in said} == {"Notes"}
    assert [one.generator for one in said] == [
        "jekyll", "zola", "pelican", "eleventy", "astro", "docusaurus", "mkdocs", "hexo",
    ]  # fmt: skip
    assert [one.language for one in said] == ["en", "en", "zh-CN", "en", "en", "en", "en", "ja"]
    assert [one.timezone for one in said][:3] == ["Asia/Tokyo", "", "Asia/Tokyo"]
    assert {author.name for one in said for author in one.authors} == {"Mei"}


def test_docusaurus_blogs_are_where_its_configuration_says() -> None:
    config = """\
        export default {
          url: 'https://d.example', baseUrl: '/',
          presets: [['classic', { docs: false, blog: { routeBasePath: '/' } }]],
          plugins: [['@docusaurus/plugin-content-blog', { id: 'two', path: './news', routeBasePath: 'n' }]],
        };
        """
    files: dict[str, str | bytes] = {
        "docusaurus.config.js": config,
        "blog/tags.yml": "cats: {label: Big Cats}\n",
        "blog/2026-07-01-a.md": "---\ntitle: A\ntags: [cats, x]\n---\n```js\n// highlight-next-line\nf()\n```\n",
        "news/2026-07-02-b.md": BARE,
        "docs/c.md": BARE,
    }
    opened = site(files)
    found = sources(opened)
    assert {path: s.url for path, s in found.items()} == {
        "blog/2026-07-01-a.md": "https://d.example/2026/07/01/a",
        "news/2026-07-02-b.md": "https://d.example/n/2026/07/02/b",
    }
    assert found["blog/2026-07-01-a.md"].tags == ("Big Cats", "x")
    made = post(opened, "blog/2026-07-01-a.md").body.text
    assert "f()" in made
    assert "highlight" not in made


def test_vitepress_s_notations_pictures_and_addresses() -> None:
    config = "module.exports = { title: 'Notes', themeConfig: { hostname: 'https://vue.example', author: 'Mei' } }\n"
    files: dict[str, str | bytes] = {
        ".vuepress/config.js": config,
        "README.md": "# Home",
        "posts/a.md": (
            "---\ndate: 2026-07-01\npermalink: /own/a.html\n---\n::: tip Look\nx\n:::\n\n[[toc]]\n\n"
            "![p](/p.png) [b](./b.md) [c](./b)\n\n```js\nf() // [!code focus]\n```\n\n"
            "<script setup>\nconst a = 1\n</script>\n"
        ),
        "posts/b.md": "---\ndate: 2026-07-02\npublish: false\n---\n",
        ".vuepress/public/p.png": b"",
    }
    opened = site(files)
    assert {path: (s.url, s.page, s.draft) for path, s in sources(opened).items()} == {
        "README.md": ("https://vue.example/", True, False),
        "posts/a.md": ("https://vue.example/own/a.html", False, False),
        "posts/b.md": ("https://vue.example/posts/b.html", False, True),
    }
    reading = read(opened, "posts/a.md")
    assert codes(reading.diagnostics) == []
    made = post(opened, "posts/a.md")
    assert made.body.text.count('href="https://vue.example/posts/b.html"') == 2
    assert "f()" in made.body.text
    assert "[!code" not in made.body.text
    assert ">Look</p>" in made.body.text
    assert "toc" not in made.body.text
    assert [image.path for image in made.images] == [".vuepress/public/p.png"]


def test_gatsby_s_headers_and_folders() -> None:
    files: dict[str, str | bytes] = {
        **GATSBY,
        "README.md": DATED,
        "content/blog/a/index.md": "---\ntitle: A\ndate: 2026-07-01\npath: /b/c\n---\n![p](./p.png)\n",
        "content/blog/a/p.png": b"",
        "content/blog/d.md": "---\ntitle: D\ndate: 2026-07-01\npublished: false\n---\n",
    }
    opened = site(files)
    found = sources(opened)
    assert {path: (s.url, s.draft) for path, s in found.items()} == {
        "content/blog/a/index.md": ("https://gatsby.example/b/c/", False),
        "content/blog/d.md": ("https://gatsby.example/d/", True),
    }
    assert [image.path for image in post(opened, "content/blog/a/index.md").images] == [
        "content/blog/a/p.png"
    ]


def test_astro_s_address_and_collections_are_where_its_programs_say() -> None:
    """As in AstroPaper: the address is in a file of its own, the folder in a constant, the route in a page's name."""
    files = {
        "astro.config.ts": "import { SITE } from './src/config'\nexport default defineConfig({ site: SITE.website })\n",
        "src/config.ts": "export const SITE = { website: 'https://a.example/', title: 'Notes', author: 'Mei' }\n",
        "src/content.config.ts": (
            "export const FOLDER = 'src/data/blog'\n"
            "const blog = defineCollection({ loader: glob({ pattern: '**/[^_]*.md', base: `./${FOLDER}` }) })\n"
            "export const collections = { blog }\n"
        ),
        "src/pages/posts/[...slug]/index.astro": "const posts = await getCollection('blog')\n",
        "src/pages/tags/[tag].astro": "await getCollection('blog')\n",
        "src/data/blog/a.md": DATED,
        "src/data/blog/_old/b.md": DATED,
        "src/data/blog/_c.md": DATED,
        "src/content/notes/d.md": DATED,
        "docs/e.md": DATED,
    }
    assert {path: s.url for path, s in sources(site(files)).items()} == {
        "src/data/blog/a.md": "https://a.example/posts/a/",
        "src/data/blog/_old/b.md": "https://a.example/posts/b/",
        "src/content/notes/d.md": "https://a.example/notes/d/",
    }


def test_eleventy_s_data_in_programs() -> None:
    files: dict[str, str | bytes] = {
        "eleventy.config.js": "export const config = { dir: { input: 'content', data: '../_data' } }\n",
        "_data/metadata.js": "export default { title: 'Notes', url: 'https://e.example/', author: { name: 'Mei' } }\n",
        "content/blog/blog.11tydata.js": "export default { tags: ['posts', 'essays'] }\n",
        "content/blog/a.md": DATED + '{% set x = "y" %}{{ x | upper }} {% image "./p.png", "a picture" %}\n',
        "content/blog/p.png": b"",
    }
    opened = site(files)
    assert (opened.sites[0].title, opened.sites[0].url) == ("Notes", "https://e.example/")
    made = post(opened, "content/blog/a.md")
    assert made.tags == ("essays",)
    assert "Y <" in made.body.text or "Y\n" in made.body.text
    assert [(image.path, "a picture" in made.body.text) for image in made.images] == [
        ("content/blog/p.png", True)
    ]


def test_drafts_and_pages_are_known_by_the_generator_s_own_signs() -> None:
    jekyll = sources(
        site({
            **JEKYLL,
            "_drafts/a.md": BARE,
            "_posts/2026-01-01-b.md": "---\ntitle: B\npublished: false\n---\n",
            "about.md": BARE,
            "_includes/c.md": BARE,
            "_topics/d.md": BARE,
        })
    )  # fmt: skip
    assert {path: (s.draft, s.page) for path, s in jekyll.items()} == {
        "_drafts/a.md": (True, False),
        "_posts/2026-01-01-b.md": (True, False),
        "about.md": (False, True),
    }
    pelican = sources(
        site(
            {**PELICAN, "content/a.md": "Title: A\nStatus: draft\n\nx", "content/pages/b.md": "Title: B\n\nx"}
        )
    )
    assert {path: (s.draft, s.page) for path, s in pelican.items()} == {
        "content/a.md": (True, False),
        "content/pages/b.md": (False, True),
    }


def test_jekyll_s_permalinks_defaults_and_categories() -> None:
    files = {
        "_config.yml": "url: https://j.example\npermalink: /:categories/:slug/\n",
        "_posts/2026-07-01-A_b.md": "---\ntitle: A\ncategories: [Big Cats, x]\n---\n",
        "_posts/2026-07-01-c.md": "---\ntitle: C\npermalink: /own/:year/\n---\n",
        "_posts/2026-07-01-d.md": "---\ntitle: D\ncategories: one two\n---\n",
    }
    urls = {path: s.url for path, s in sources(site(files)).items()}
    assert urls == {
        "_posts/2026-07-01-A_b.md": "https://j.example/big%20cats/x/a-b/",
        "_posts/2026-07-01-c.md": "https://j.example/own/2026/",
        "_posts/2026-07-01-d.md": "https://j.example/one/two/d/",
    }
    old = sources(site({**JEKYLL, "_posts/old/2026-01-01-x.md": BARE}))
    assert old["_posts/old/2026-01-01-x.md"].tags == ("old",)


def test_zola_s_own_path_and_taxonomies() -> None:
    header = """\
        +++
        title = "T"
        path = "2025/11/19/update"
        authors = ["Ann"]
        [taxonomies]
        tags = ["a"]
        [extra]
        cover = "chart.png"
        +++
        Before.
        <!-- more -->
        ![c](chart.png) [other](@/b.md#x) ![s](/img/s.png)
        """
    opened = site({
        **ZOLA, "content/a/index.md": header, "content/b.md": BARE, "content/a/chart.png": b"", "static/img/s.png": b"",
    })  # fmt: skip
    made = post(opened, "content/a/index.md")
    assert made.url == "https://zola.example/2025/11/19/update/"
    assert made.published is not None
    assert made.published.date().isoformat() == "2025-11-19"
    assert (made.tags, [a.name for a in made.authors]) == (("a",), ["Ann"])
    assert {image.url: image.path for image in made.images} == {
        "https://zola.example/2025/11/19/update/chart.png": "content/a/chart.png",
        "https://zola.example/img/s.png": "static/img/s.png",
    }
    assert "https://zola.example/b/#x" in made.body.text
    assert made.summary is not None
    assert "Before." in made.summary.text


def test_pelican_s_headers_links_and_templates() -> None:
    files: dict[str, str | bytes] = {
        "pelicanconf.py": "SITEURL = 'https://p.example'\nARTICLE_URL = '{category}/{date:%Y}/{date:%b}/{slug}.html'\n",
        "content/notes/one.md": (
            "Title: 一つ\nDate: 2026-07-01 08:00\nTags: a b, c\nSlug: one\nAuthors: Ann; Bob\n\n"
            "[t]({filename}two.md) [r]({filename}/notes/two.md#x) ![p]({static}/images/p.png)\n"
        ),
        "content/notes/two.md": "Title: Two\nDate: 2026-07-02\nSummary: long\n    and longer\n\nText: not a header.\n",
        "content/images/p.png": b"",
    }
    opened = site(files)
    made = post(opened, "content/notes/one.md")
    assert made.url == "https://p.example/notes/2026/Jul/one.html"
    assert (made.title, made.tags, made.categories) == ("一つ", ("a b", "c"), ("notes",))
    assert [author.name for author in made.authors] == ["Ann", "Bob"]
    assert made.body.text.count("https://p.example/notes/2026/Jul/two.html") == 2
    assert [image.path for image in made.images] == ["content/images/p.png"]
    two = post(opened, "content/notes/two.md")
    assert two.description == "long and longer"
    assert "Text: not a header." in two.body.text


def test_eleventy_s_data_and_gathering_tags() -> None:
    found = sources(site({**ELEVENTY, "src/posts/a.md": DATED, "src/index.md": BARE, "README.md": "# R"}))
    assert found["src/posts/a.md"].tags == ("all-of-them",)
    assert found["src/posts/a.md"].url == "https://11ty.example/p/caf%C3%A9-au-lait/"
    assert found["src/index.md"].page
    assert "README.md" not in found


def test_a_picture_named_from_the_root_is_where_it_says() -> None:
    """Also in a folder that Eleventy copies only because its configuration asks for it."""
    made = post(
        site(
            {
                **ELEVENTY,
                "src/posts/a.md": f"{DATED}\n![A](/_img/a.svg) ![B](/b.png)\n",
                "src/_img/a.svg": "<svg/>",
            }
        ),
        "src/posts/a.md",
    )
    assert [(image.url, image.path) for image in made.images] == [
        ("https://11ty.example/_img/a.svg", "src/_img/a.svg"),
        ("https://11ty.example/b.png", ""),
    ]


def test_authors_by_key() -> None:
    docusaurus = sources(
        site({**DOCUSAURUS, "website/blog/2026-07-01-a.md": "---\ntitle: A\nauthors: [mei]\n---\n"})
    )
    assert [(a.name, a.url) for a in docusaurus["website/blog/2026-07-01-a.md"].authors] == [
        ("Mei Lin", "https://mei.example")
    ]
    header = "---\ndate:\n  created: 2026-01-02\n  updated: 2026-01-03\nauthors: [mei]\n---\n\n\n# The title\n\nText.\n"
    opened = site({**MKDOCS, "docs/blog/posts/a.md": header, "docs/index.md": "# Home"})
    made = post(opened, "docs/blog/posts/a.md")
    assert [a.name for a in made.authors] == ["Mei Lin"]
    assert (made.title, made.categories) == ("The title", ("General",))
    assert made.url == "https://mkdocs.example/x/blog/2026/01/02/the-title/"
    assert made.updated is not None
    assert "The title" not in made.body.text


def test_emoji_of_python_markdown_are_those_that_the_configuration_asks_for() -> None:
    for extensions, shown in (("[pymdownx.emoji]", "🎉"), ("[]", ":tada:")):
        config = f"site_name: N\nsite_url: https://x.example\nmarkdown_extensions: {extensions}\n"
        opened = site({"mkdocs.yml": config, "docs/blog/posts/a.md": f"{DATED}Done :tada:\n"})
        assert shown in post(opened, "docs/blog/posts/a.md").body.text


def test_a_broken_configuration_is_an_error_with_its_line() -> None:
    with pytest.raises(ConfigError, match=r"_config\.yml:2"):
        site({"_config.yml": "title: a\n: : :\n  - [\n", "_posts/2026-01-01-a.md": BARE})


def test_a_program_is_read_and_never_run() -> None:
    assert constants("A = 1\nB = A\nC = open('/etc/passwd').read()\nD = ['x']\nimport os\n") == {
        "A": 1,
        "B": 1,
        "D": ["x"],
    }
    assert constants("A = (") == {}
    assert assigned("/* url: 'no' */ const url = 'b'; x = { url: `c` }", "url") == "c"
    assert assigned("myurl: 'no', url: someFunction('x')", "url") == ""


def test_what_tells_generators_apart() -> None:
    def known(*names: str) -> str:
        return detect(
            MemoryFiles({name: "base_url = 'x'" if name == "config.toml" else "" for name in names})
        )

    assert known("_config.yml", "_posts/a.md") == "jekyll"
    assert known("_config.yml", "source/_posts/a.md") == "hexo"
    assert known("_config.yml", "docs/a.md") == "plain"
    assert known("config.toml", "content/a.md") == "zola"
    assert known("package.json", "a.md") == "plain"


def test_slugs() -> None:
    assert slugified("Über C++ & 日本語!") == "über-c-日本語"
    assert ascii_slug("Über C++") == "uber-c"
    assert word_slug("How we're, a-b") == "how-were-a-b"


def test_without_an_address_one_is_asked_for() -> None:
    opened = site({"mkdocs.yml": "site_name: N", "docs/blog/posts/a.md": DATED})
    assert codes(opened.diagnostics) == ["S111"]
    named = site(
        {"mkdocs.yml": "site_name: N", "docs/blog/posts/a.md": DATED},
        SiteSettings(base_url="https://x.example"),
    )
    assert named.sites[0].url == "https://x.example/"


def test_jekyll_s_liquid_is_carried_out_before_its_markdown() -> None:
    opened = site({
        **JEKYLL,
        "_data/people.yml": "mei: {name: Mei}\n",
        "_includes/refs.md": "[spec]: https://spec.example/{{ include.part }}\n",
        "_posts/2026-07-01-a.md": (
            "---\ntitle: A\nexcerpt: In short.\n---\n{{ page.excerpt }} {{ site.data.people.mei.name }} [s][spec]\n"
            "[b]({% post_url 2026-07-02-b %})\n{: .wide}\n\n{% include refs.md part=\"x\" %}\n"
        ),
        "_posts/2026-07-02-b.md": "---\ntitle: B\n---\n{% unknown %}kept{% endunknown %}\n",
    })  # fmt: skip
    made = post(opened, "_posts/2026-07-01-a.md").body.text
    assert "In short. Mei" in made
    assert 'href="https://spec.example/x"' in made
    assert 'href="https://jekyll.example/blog/2026/07/02/b.html"' in made
    assert "{" not in made
    reading = read(opened, "_posts/2026-07-02-b.md")
    assert reading.post is not None
    assert "kept" in reading.post.body.text
    assert [(d.code, d.span.line) for d in reading.diagnostics] == [("R201", 4)]


def test_zola_s_shortcodes() -> None:
    body = (
        '+++\ntitle = "A"\ndate = 2026-01-01\n+++\n{{ youtube(id="abc", autoplay=true) }}\n\n'
        '{% note(title="T") %}\nSome **words**.\n{% end %}\n\n`{{ code() }}` and {{/* shown() */}}\n'
    )
    rules = {"note": ShortcodeRule(action="callout", kind="tip")}
    opened = site({**ZOLA, "content/a.md": body}, rules=rules)
    made = post(opened, "content/a.md").body.text
    assert "https://www.youtube.com/watch?v=abc" in made
    assert 'class="callout tip"' in made
    assert "<strong>words</strong>" in made
    assert "{{ code() }}</code> and {{ shown() }}" in made


def test_zola_keeps_the_day_of_a_name_where_its_configuration_says_so() -> None:
    keeping = {"config.toml": 'base_url = "https://z.example"\n[slugify]\npaths_keep_dates = true\n'}
    for config, address in (
        (ZOLA, "https://zola.example/a/name/"),
        (keeping, "https://z.example/a/2026-07-01-name/"),
    ):
        (source,) = sources(
            site({**config, "content/a/2026-07-01_name.md": "+++\ntitle = 'A'\n+++\n"})
        ).values()
        assert source.url == address


@pytest.mark.parametrize(
    ("files", "path", "headed"),
    [
        (PELICAN, "content/x.md", True),
        (MKDOCS, "docs/blog/posts/x.md", True),
        ({"_config.yml": "url: https://j.example\nmarkdown: rdiscount\n"}, "_posts/2026-07-01-x.md", True),
        (
            {"_config.yml": "url: https://j.example\nkramdown: {input: kramdown}\n"},
            "_posts/2026-07-01-x.md",
            True,
        ),
        ({"_config.yml": "url: https://j.example\n"}, "_posts/2026-07-01-x.md", False),
        (HEXO, "source/_posts/x.md", False),
    ],
)
def test_headings_without_a_blank_where_the_program_takes_them(
    files: Mapping[str, str], path: str, headed: bool
) -> None:
    body = "\n##見出し\n本文\n\n```sh\n#comment\n```\n"
    text = post(site({**files, path: DATED + body}), path).body.text
    assert ("見出し</h2>" in text) == headed
    assert "#comment" in text


ASTRO_I18N = """export default { site: 'https://a.example',
  i18n: { defaultLocale: 'ja', locales: ['ja', { path: 'en', codes: ['en-US'] }, 'fr'], routing: { prefixDefaultLocale: %s } } }
"""


@pytest.mark.parametrize(
    ("config", "route", "ja", "en"),
    [
        (ASTRO_I18N % "false", "blog/[...slug].astro", "blog/x/", "en/blog/x/"),
        (ASTRO_I18N % "true", "blog/[...slug].astro", "ja/blog/x/", "en/blog/x/"),
        (ASTRO_I18N % "false", "[...lang]/blog/[slug].astro", "blog/x/", "en/blog/x/"),
        (
            "export default { site: 'https://a.example' }",
            "[lang]/blog/[slug].astro",
            "ja/blog/x/",
            "en/blog/x/",
        ),
        ("export default { site: 'https://a.example' }", "blog/[...slug].astro", "blog/ja/x/", "blog/en/x/"),
    ],
)
def test_languages_of_astro(config: str, route: str, ja: str, en: str) -> None:
    opened = site(
        {
            "astro.config.mjs": config,
            f"src/pages/{route}": "---\nconst posts = await getCollection('blog');\n---\n",
            "src/content/blog/ja/x.md": DATED,
            "src/content/blog/en/x.md": DATED,
            "src/content/blog/2026/y.md": DATED,
        }
    )
    found = sources(opened)
    assert found["src/content/blog/ja/x.md"].url == f"https://a.example/{ja}"
    assert found["src/content/blog/en/x.md"].url == f"https://a.example/{en}"
    assert found["src/content/blog/2026/y.md"].url == "https://a.example/blog/2026/y/"
    if ja != "blog/ja/x/":
        assert found["src/content/blog/ja/x.md"].language == "ja"
        assert {one.language for one in opened.sites} == {"ja", "en"}
