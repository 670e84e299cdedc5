"""A folder as Obsidian keeps it: links by name, pictures anywhere, the file's name for a title."""

from __future__ import annotations

from exporter.sites.base import SiteSettings
from tests.sites.support import codes, post, read, site, sources

SETTINGS = SiteSettings(base_url="https://example.org/", title="Notes", language="en")
OTHERS: dict[str, str | bytes] = {
    "2026-05-03 Ünder the bridge.md": "# B",
    "v1.2 notes.md": "# V",
    "attachments/Café terrasse.png": b"x",
    "attachments/menu.pdf": b"x",
    ".obsidian/app.json": "{}",
}


def body(text: str, **others: str | bytes) -> str:
    return post(site({"a.md": text, **OTHERS, **others}, SETTINGS), "a.md").body.text


def test_a_wiki_link_leads_to_the_page_of_that_name() -> None:
    bridge = "https://example.org/2026-05-03%20%C3%9Cnder%20the%20bridge/"

    assert f'<a href="{bridge}">the river</a>' in body("[[2026-05-03 Ünder the bridge|the river]]")
    assert f'<a href="{bridge}#high-water">' in body("[[2026-05-03 ünder the bridge#High water]]")
    assert f'href="{bridge}"' in body("[[2026-05-03 Ünder the bridge#^3f]]")
    assert 'href="https://example.org/v1.2%20notes/"' in body("![[v1.2 notes]]")
    assert 'href="https://example.org/attachments/menu.pdf"' in body("![[menu.pdf]]")
    assert 'href="#part-two"' in body("[[#Part two]]\n\n## Part two\n")


def test_an_embedded_picture_is_found_in_whatever_folder_it_lies() -> None:
    found = post(site({"a.md": "![[Café terrasse.png|300]] ![[gone.png]]", **OTHERS}, SETTINGS), "a.md")

    assert [image.path for image in found.images] == ["attachments/Café terrasse.png", ""]
    assert 'src="https://example.org/attachments/Caf%C3%A9%20terrasse.png"' in found.body.text


def test_a_name_of_nothing_is_told_and_its_words_stay() -> None:
    reading = read(site({"a.md": "x [[Nowhere]] ![[../../etc/passwd.png]]"}, SETTINGS), "a.md")

    assert sorted(codes(reading.diagnostics)) == ["A402", "R205"]
    assert reading.post is not None
    assert ">Nowhere<" in reading.post.body.text
    assert all(not image.path for image in reading.post.images)


def test_brackets_that_mean_something_else_stay() -> None:
    assert '<a href="https://x.example/">[1]</a>' in body("[[1]](https://x.example/)")
    assert '[<a href="https://x.example/">1</a>]' in body("[[1]]\n\n[1]: https://x.example/\n")
    assert "<code>[[a]]</code>" in body("`[[a]]`")
    assert "if [[ -f x ]] then" in body("if [[ -f x ]] then")


def test_marks_math_and_comments() -> None:
    text = body("==so== $e^{i\\pi}$ at $5 and $6 %%not\nfor you%%.\n\n$$x^2\\,dx$$\n")

    assert "<mark>so</mark>" in text
    assert "at $5 and $6 ." in text
    assert "x^2\\,dx" in text
    assert "not" not in text


def test_percent_signs_are_comments_in_a_vault_alone() -> None:
    assert "50%% to 60%%" in post(site({"a.md": "50%% to 60%%"}, SETTINGS), "a.md").body.text


def test_a_heading_that_is_the_title_is_not_said_twice() -> None:
    assert "Market" not in body("# Market day #\n\ntext\n")
    assert "<h1" in body("---\ntitle: Other\n---\n# Market day\n").replace("<h2", "<h1")
    assert "Market" in body("text\n\n# Market day\n")


def test_a_file_name_in_words_is_a_title_and_days_are_read_in_every_form() -> None:
    opened = site(
        {
            "20260513 Compact.md": "x",
            "2026-05-12 川べりの道.md": "x",
            "daily/2026-05-10.md": "x",
            "202605141830 With time.md": "x",
            "20269999-no.md": "x",
            "Cafés of Lyon.md": "x",
        },
        SETTINGS,
    )
    found = {s.title: s.published.strftime("%m-%d") if s.published else "" for s in sources(opened).values()}

    assert found == {
        "Compact": "05-13",
        "川べりの道": "05-12",
        "2026-05-10": "05-10",
        "With time": "05-14",
        "20269999 no": "",
        "Cafés of Lyon": "",
    }
    assert codes(opened.scan().diagnostics).count("S104") == 1


def test_a_vault_that_quartz_publishes() -> None:
    files: dict[str, str | bytes] = {
        "quartz.config.ts": """\
            const config: QuartzConfig = {
              configuration: {
                pageTitle: "Garden", baseUrl: "me.example/garden", locale: "ja-JP",
                ignorePatterns: ["private", "templates", ".obsidian"],
              },
              plugins: { filters: [Plugin.RemoveDrafts()] }, // Plugin.ExplicitPublish()
            }
            """,
        "content/index.md": "# Home",
        "content/Tea & time/My note.md": "---\ndate: 2026-07-01\n---\n[[Tea & time/Other|o]] ![[p.png]] ^a1\n",
        "content/Tea & time/Other.md": "x",
        "content/attachments/p.png": b"x",
        "content/private/x.md": "x",
        "docs/hosting.md": "x",
    }
    opened = site(files, SiteSettings())
    assert (opened.sites[0].title, opened.sites[0].language) == ("Garden", "ja-JP")
    assert {path: s.url for path, s in sources(opened).items()} == {
        "content/index.md": "https://me.example/garden/",
        "content/Tea & time/My note.md": "https://me.example/garden/Tea--and--time/My-note",
        "content/Tea & time/Other.md": "https://me.example/garden/Tea--and--time/Other",
    }
    made = post(opened, "content/Tea & time/My note.md")
    assert 'href="https://me.example/garden/Tea--and--time/Other"' in made.body.text
    assert [(image.url, image.path) for image in made.images] == [
        ("https://me.example/garden/attachments/p.png", "content/attachments/p.png")
    ]


def test_templates_and_drawings_are_left_alone_and_an_undated_note_is_no_fault() -> None:
    files: dict[str, str | bytes] = {
        **OTHERS,
        ".obsidian/templates.json": '{"folder": "Vorlagen"}',
        "Vorlagen/Daily.md": "---\ndate: {{date}}\n---\n",
        "Draw 2026-01-01.excalidraw.md": "# Text Elements",
        "note.md": "Words ^3f-a\n\n^alone\n\nA note^[inline].\n\n`x ^code`",
    }
    opened = site(files, SETTINGS)
    assert "Vorlagen/Daily.md" not in sources(opened)
    assert not any(path.endswith(".excalidraw.md") for path in sources(opened))
    assert set(codes(opened.scan().diagnostics)) == {"S117"}
    made = post(opened, "note.md").body.text
    assert "^3f" not in made
    assert "^alone" not in made
    assert "^code" in made
    assert 'role="doc-noteref"' in made
