"""Eleventy: addresses that programs make, folders under other names, dates that no clone knows."""

from __future__ import annotations

import pytest

from exporter.sites.permalinks_js import permalink
from tests.sites.support import codes, post, site, sources

SITE: dict[str, str | bytes] = {
    ".eleventy.js": "module.exports = c => { c.addPassthroughCopy({ 'images': '_images' }); return { dir: { input: 'in' } } }\n",
    "in/_data/metaData.js": "module.exports = { title: 'Notes', url: 'https://e.example' };\n",
    "in/posts/posts.11tydata.js": (
        "module.exports = { modified: 'Last Modified', eleventyComputed: { permalink: (data) => {\n"
        '  return data.page.fileSlug + "/index.html";\n} } };\n'
    ),
    "in/posts/2026/2026-07-01-a-day.md": "---\ntitle: A\n---\n![p](/_images/2026/p.png)\n",
    "images/2026/p.png": b"",
}


def test_the_site_is_as_its_programs_plainly_say() -> None:
    opened = site(SITE)
    assert opened.sites[0].title == "Notes"
    assert opened.scan().diagnostics == opened.diagnostics == ()
    made = post(opened, "in/posts/2026/2026-07-01-a-day.md")
    assert made.url == "https://e.example/a-day/"
    assert [(image.path, image.url) for image in made.images] == [
        ("images/2026/p.png", "https://e.example/_images/2026/p.png")
    ]


def test_an_address_that_cannot_be_read_off_is_told() -> None:
    files = SITE | {
        "in/posts/posts.11tydata.js": "module.exports = { permalink: (data) => `/${data.page.date.getFullYear()}/` };\n"
    }
    opened = site(files)
    assert codes(opened.diagnostics) == ["S120"]
    assert [source.url for source in sources(opened).values()] == ["https://e.example/posts/2026/a-day/"]


@pytest.mark.parametrize(
    ("program", "template"),
    [
        (
            "export default { permalink: data => `/blog/${data.page.fileSlug}/` }",
            "/blog/{{ page.fileSlug }}/",
        ),
        ('permalink(data) {\n return "/n/" + data.page.fileSlug + "/";\n }', "/n/{{ page.fileSlug }}/"),
        ("permalink: ({ page }) => `/n/${page.fileSlug}/`,", "/n/{{ page.fileSlug }}/"),
        ("permalink: (data) => `/${data.page.date.getFullYear()}/`", ""),
        ("permalink: (data) => slug(data.x),", ""),
        (
            "permalink: function(data) { return `/b/${this.slugify(data.title)}/`; },",
            "/b/{{ title | slugify }}/",
        ),
        ("permalink: (data) => '/b/' + slugify(data.title) + '/',", "/b/{{ title | slugify }}/"),
        ("permalink: '/x/{{ page.fileSlug }}/'", None),
        ("tags: 'x'", None),
    ],
)
def test_a_function_becomes_a_template_where_it_is_plain(program: str, template: str | None) -> None:
    assert permalink(program) == template


def test_templates_that_have_a_date_are_posts() -> None:
    opened = site(
        SITE
        | {
            "in/posts/2026-07-02-b.njk": "---\ntitle: B\n---\n{% set who = 'you' %}<p>*Hi* {{ who }}</p>\n",
            "in/posts/index.njk": "---\ntitle: All\n---\n{% for post in collections.posts %}{% endfor %}\n",
            "in/posts/list.njk": "---\ndate: 2026-07-01\npagination: {data: x}\n---\n",
        }
    )
    assert "in/posts/2026-07-02-b.njk" in sources(opened)
    assert len(sources(opened)) == 2
    assert "<p>*Hi* you</p>" in post(opened, "in/posts/2026-07-02-b.njk").body.text


def test_data_of_a_single_file() -> None:
    files = SITE | {"in/posts/2026/2026-07-01-a-day.11tydata.json": '{"description": "Of the file"}'}
    assert [source.description for source in sources(site(files)).values()] == ["Of the file"]
