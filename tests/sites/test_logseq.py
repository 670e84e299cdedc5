"""Logseq: journals, pages, properties."""

from __future__ import annotations

from tests.sites.support import codes, post, site, sources

GRAPH = {
    "logseq/config.edn": "{}",
    "journals/2026_03_04.md": (
        "- 今日は [[A/B]]\n  id:: 64f0aaaa-0000\n- TODO x\n  collapsed:: true\n\t- ((64f0aaaa-0000)) y {{embed [[Z]]}}\n"
    ),
    "pages/A___B.md": "title:: 題\ntags:: [[x]], #y\ndate:: [[2026-03-01]]\n\n- First\n",
    "pages/c.md": "- none\n",
    "whiteboards/w.md": "x",
}


def test_a_graph() -> None:
    opened = site(GRAPH)
    found = sources(opened)
    assert {
        path: (source.url, str(source.published)[:10], source.title) for path, source in found.items()
    } == {
        "journals/2026_03_04.md": (
            "https://example.invalid/journals/2026_03_04/",
            "2026-03-04",
            "2026-03-04",
        ),
        "pages/A___B.md": ("https://example.invalid/pages/A/B/", "2026-03-01", "題"),
        "pages/c.md": ("https://example.invalid/pages/c/", "None", "C"),
    }
    assert found["pages/A___B.md"].tags == ("x", "y")
    assert codes(opened.scan().diagnostics) == ["S117"]


def test_what_only_logseq_knows_is_left_out() -> None:
    text = post(site(GRAPH), "journals/2026_03_04.md").body.text
    assert "::" not in text
    assert "64f0" not in text
    assert "embed" not in text
    assert "今日は" in text
    assert ">y" in text.replace(" ", "").replace("\n", "")
