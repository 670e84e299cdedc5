"""What feeds say of one another, and lists of them and of books: whole, and broken in one place each."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.checks.feed_sets import judge_chains, judge_lists

_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0">
<link rel="self" href="https://example.org/{name}"/>{rest}</feed>"""
_CURRENT = '<link rel="current" href="https://example.org/atom.xml"/>'
_BEFORE = '<link rel="prev-archive" href="https://example.org/{}"/>'
FEEDS = {
    "atom.xml": _ATOM.format(name="atom.xml", rest=_BEFORE.format("07/atom.xml")),
    "07/atom.xml": _ATOM.format(
        name="07/atom.xml", rest=_CURRENT + _BEFORE.format("06/atom.xml") + "<fh:archive/>"
    ),
    "06/atom.xml": _ATOM.format(name="06/atom.xml", rest=_CURRENT + "<fh:archive/>"),
    "feed.json": '{"feed_url": "https://example.org/feed.json", "next_url": "https://example.org/07/feed.json"}',
    "07/feed.json": '{"feed_url": "https://example.org/07/feed.json"}',
}
LISTS = {
    "feeds.opml": '<opml><body><outline text="all"><outline xmlUrl="https://example.org/atom.xml"/></outline></body></opml>',
    "autodiscovery.html": '<link rel="alternate" href="https://example.org/feed.json">',
    "opds.xml": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One</title>'
    '<link rel="http://opds-spec.org/acquisition/open-access" href="digest/%E4%B8%80.epub"/></entry></feed>',
    "opds.json": '{"metadata": {"title": "T"}, "publications": [{"metadata": {"title": "One"}, "links": '
    '[{"rel": "http://opds-spec.org/acquisition/open-access", "href": "digest/%E4%B8%80.epub"}]}]}',
}


def judge(folder: Path, file: str = "", right: str = "", wrong: str = "") -> list[str]:
    """The findings where ``wrong`` stands for ``right`` in one file."""
    for name, text in {**FEEDS, **LISTS, "digest/一.epub": "book"}.items():
        assert right in text or name != file
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text.replace(right, wrong) if name == file else text, encoding="utf-8")
    feeds = {name: folder / name for name in FEEDS}
    found = (*judge_chains(feeds), *judge_lists({name: folder / name for name in LISTS}, feeds.values()))
    return [f"{finding.span.source} {finding.message}" for finding in found]


def test_what_leads_where_it_should_passes(tmp_path: Path) -> None:
    assert judge(tmp_path) == []


@pytest.mark.parametrize(
    ("file", "right", "wrong", "finding"),
    [
        ("07/atom.xml", "06/atom.xml", "05/atom.xml", "07/atom.xml F3.1"),
        ("07/atom.xml", "06/atom.xml", "05/atom.xml", "06/atom.xml F3.3"),
        ("feed.json", "07/feed.json", "06/feed.json", "feed.json F3.1"),
        ("06/atom.xml", 'rel="current"', 'rel="next"', "06/atom.xml F3.2"),
        ("feeds.opml", "org/atom.xml", "org/rss.xml", "feeds.opml F8.1"),
        ("feeds.opml", "</opml>", "", "feeds.opml F8.1"),
        ("autodiscovery.html", "feed.json", "feed-2.json", "autodiscovery.html F8.1"),
        ("opds.xml", "digest/", "books/", "opds.xml F7.3"),
        ("opds.xml", "acquisition/open-access", "image", "opds.xml F7.2"),
        ("opds.xml", "</feed>", "", "opds.xml F7.1"),
        ("opds.json", "digest/", "", "opds.json F7.3"),
        ("opds.json", "acquisition/open-access", "image", "opds.json F7.2"),
        ("opds.json", '"metadata"', '"meta"', "opds.json F7.1"),
    ],
)
def test_what_leads_elsewhere_is_found_by_its_id(
    tmp_path: Path, file: str, right: str, wrong: str, finding: str
) -> None:
    assert any(one.startswith(finding) for one in judge(tmp_path, file, right, wrong))


def test_pages_that_lead_round_end(tmp_path: Path) -> None:
    wrong = _BEFORE.format("07/atom.xml") + "<fh:archive/>"
    assert judge(tmp_path, "06/atom.xml", "<fh:archive/>", wrong) == []


def test_of_a_page_alone_nothing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "atom.xml"
    path.write_text(FEEDS["atom.xml"], encoding="utf-8")
    assert list(judge_chains({"atom.xml": path})) == []
