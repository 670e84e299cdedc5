"""Bridgetown, Middleman and Octopress: where their files lie, and what Ruby leaves in them."""

from __future__ import annotations

import re

import pytest

from exporter.reading.erb import without_ruby
from exporter.reading.located import locate
from tests.sites.support import codes, post, read, site, sources


def test_a_site_of_bridgetown() -> None:
    opened = site(
        {
            "bridgetown.config.yml": "url: https://b.example\npermalink: pretty\n",
            "src/_data/site_metadata.yml": "title: Notes\nauthor: jo\n",
            "src/_data/authors.yml": "jo:\n  name: Jo Mason\n",
            "src/_posts/_defaults.yml": "categories: [ruby]\n",
            "src/_posts/blog/Some Thing.md": "---\ntitle: A\ndate: 2026-09-12\n---\n<%= render X.new %>Words.\n",
            "src/_posts/2020-11-22-b.md": "---\ntitle: B\nauthor: jo\n---\n![p](/images/p.png)\n",
            "src/_drafts/c.md": "---\ntitle: C\ndate: 2026-01-02\n---\n",
            "src/images/p.png": b"",
            "README.md": "x",
        }
    )
    head = opened.sites[0]
    assert (head.title, head.url, [author.name for author in head.authors]) == (
        "Notes",
        "https://b.example/",
        ["Jo Mason"],
    )
    assert {path: (source.url, source.draft) for path, source in sources(opened).items()} == {
        "src/_posts/blog/Some Thing.md": ("https://b.example/ruby/2026/09/12/some-thing/", False),
        "src/_posts/2020-11-22-b.md": ("https://b.example/ruby/2020/11/22/b/", False),
        "src/_drafts/c.md": ("https://b.example/2026/01/02/c/", True),
    }
    reading = read(opened, "src/_posts/blog/Some Thing.md")
    assert codes(reading.diagnostics) == ["R209"]
    made = post(opened, "src/_posts/2020-11-22-b.md")
    assert [(image.path, image.url) for image in made.images] == [
        ("src/images/p.png", "https://b.example/images/p.png")
    ]


CONFIG_RB = """\
Time.zone = "Tokyo"
activate :directory_indexes
activate :blog do |blog|
  # blog.prefix = "no"
  blog.permalink = "{year}/{month}/{day}/{title}/index.html"
  blog.sources = "ja/{year}-{month}-{day}-{title}.html"
  blog.summary_separator = /(READMORE)/
end
activate :blog do |blog|
  blog.prefix = "cases"
  blog.sources = ":title.html"
  blog.permalink = ":title"
end
set :site_url, 'https://m.example'
"""


def test_a_site_of_middleman() -> None:
    opened = site(
        {
            "config.rb": CONFIG_RB,
            "data/site.yml": "title: 源\nlang: ja\n",
            "source/ja/2014-04-13-watches.html.md": (
                "---\ntitle: 時計\ndate: 2014-04-13 15:20\ntags: a, b c\n---\n![](w/p.jpg)\n\nREADMORE\n\nあと。\n"
            ),
            "source/ja/2014-07-01-x.html.markdown": "---\ntitle: X\npublished: false\n---\n",
            "source/cases/one.html.md.erb": '---\ntitle: One\ndate: 2015-01-01\n---\n<%= link_to "w", "/x/" %>\n',
            "source/about.html.md": "---\ntitle: About\n---\n",
            "source/layouts/layout.erb": "",
            "source/images/w/p.jpg": b"",
        }
    )
    head = opened.sites[0]
    assert (head.title, head.url, head.language, head.timezone) == (
        "源",
        "https://m.example/",
        "ja",
        "Asia/Tokyo",
    )
    found = sources(opened)
    assert {path: (source.url, source.draft, source.page) for path, source in found.items()} == {
        "source/about.html.md": ("https://m.example/about/", False, True),
        "source/cases/one.html.md.erb": ("https://m.example/cases/one/", False, False),
        "source/ja/2014-04-13-watches.html.md": ("https://m.example/2014/04/13/watches/", False, False),
        "source/ja/2014-07-01-x.html.markdown": ("https://m.example/2014/07/01/x/", True, False),
    }
    made = post(opened, "source/ja/2014-04-13-watches.html.md")
    assert (str(made.published), made.tags) == ("2014-04-13 15:20:00+09:00", ("a", "b c"))
    assert made.summary is not None
    assert "あと" not in made.summary.text
    assert [(image.path, image.url) for image in made.images] == [
        ("source/images/w/p.jpg", "https://m.example/images/w/p.jpg")
    ]
    assert '<a href="https://m.example/x/">w</a>' in post(opened, "source/cases/one.html.md.erb").body.text


def test_octopress_is_jekyll_in_a_folder() -> None:
    opened = site(
        {
            "_config.yml": "url: http://o.example\nroot: /\nsource: source\npermalink: /blog/:year/:title/\n",
            "source/_posts/2013-01-02-hello.markdown": "---\ntitle: A\n---\n![p](/images/p.png)\n",
            "source/_includes/x.html": "",
            "source/images/p.png": b"",
        }
    )
    assert opened.sites[0].generator == "jekyll"
    made = post(opened, "source/_posts/2013-01-02-hello.markdown")
    assert made.url == "http://o.example/blog/2013/hello/"
    assert [image.url for image in made.images] == ["http://o.example/images/p.png"]


@pytest.mark.parametrize(
    ("written", "made"),
    [
        (
            "- a\n\n  {% codeblock A <b> c.rb http://x.example/?a&b there %}\n  puts 1\n\n  puts *2*\n  {% endcodeblock %}",
            '<p><strong>A &lt;b&gt; c.rb</strong> <a href="http://x.example/?a&amp;b">there</a></p>\n'
            '<pre><code class="language-rb">puts 1\n\nputs *2*\n</code></pre>',
        ),
        (
            "{% codeblock lang:js mark:1,2 %}\nx\n{% endcodeblock %}",
            '<pre><code class="language-js">x\n</code></pre>',
        ),
        ("{% codeblock %}\nx\n{% endcodeblock %}", "<pre><code>x\n</code></pre>"),
        (
            "{% blockquote A. B, A <Book> %}\n*W*\n{% endblockquote %}",
            "<p><em>W</em></p>\n<p>— A. B, A &lt;Book&gt;</p></blockquote>",
        ),
        (
            "{% blockquote A http://x.example/ %}\nW\n{% endblockquote %}",
            '<p>— A, <a href="http://x.example/">http://x.example/</a></p>',
        ),
        ('{% blockquote author="A" source="B" %}\nW\n{% endblockquote %}', "<p>— A, B</p>"),
        ("{% blockquote %}\nW\n{% endblockquote %}", "<p>W</p>\n</blockquote>"),
        ('{% pullquote %}\nWhen {" it grows, *then* "} go.\n{% endpullquote %}', "<p>When it grows, <em>then</em> go.</p>"),
        (
            "{% img left round https://x.example/a?b=1 30 20 'T' 'words' %}",
            '<img alt="words" height="20" src="https://x.example/a?b=1" title="T" width="30"/>',
        ),
        ("{% img /a.png Some words %}", '<img alt="Some words" src="http://o.example/a.png"/>'),
        ('{% img src="https://x.example/a.png" alt="words" %}', 'alt="words"'),
    ],
)  # fmt: skip
def test_octopress_s_tags(written: str, made: str) -> None:
    text = f"---\ntitle: A\n---\n{written}\n"
    found = read(
        site({"_config.yml": "url: http://o.example\n", "_posts/2013-01-02-a.md": text}),
        "_posts/2013-01-02-a.md",
    )
    assert found.post is not None
    assert made in re.sub(' data-line="[0-9]+"', "", found.post.body.text)
    assert "R201" not in codes(found.diagnostics)


@pytest.mark.parametrize(
    ("written", "made", "told"),
    [
        ("<%= link_to 'a', '/b' %>", "[a](/b)", 0),
        ('<%= image_tag "a.png", alt: "x" %>', "![x](a.png)", 0),
        ("<%# a note %>x", "x", 0),
        ("<% if a %>x<% end %>", "x", 0),
        ("![p](<%= url 'a' %>)", "![p]()", 1),
        ("`<%= a %>`", "`<%= a %>`", 0),
    ],
)
def test_ruby_in_a_page(written: str, made: str, told: int) -> None:
    body, findings = without_ruby(locate(written), "a.md")
    assert (body.text, codes(findings)) == (made, ["R209"] * told)
