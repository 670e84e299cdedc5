from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree
from PIL import Image

from exporter.backends.contract import BindJob, CatalogueJob, Listed
from exporter.backends.epub import BACKEND
from exporter.backends.epub.options import EpubOptions
from exporter.model.issue import Issue
from exporter.model.post import Author
from exporter.model.site import Site
from tests.backends.epub.books import SITE, THEME, make_part, post

ATOM = "{http://www.w3.org/2005/Atom}"
WILD = Site(title="A <b> & \x07c", url="https://example.org/", language="ja", authors=(Author("<i>"),))


def issue(month: int, *, newest: bool = False) -> Issue:
    return Issue(
        publication="digest", folder="digest/ja", id=f"2026-{month:02}", title=f"Notes & {month}",
        identifier=f"urn:uuid:{month}", language="ja", newest=newest,
        updated=datetime(2026, month, 1, tzinfo=UTC), posts=(),
    )  # fmt: skip


def made(site: Site = SITE) -> dict[str, bytes]:
    listed = tuple(Listed(issue=issue(month), site=site, options=EpubOptions()) for month in (7, 8))
    return {a.name: a.content for a in BACKEND.catalogue(CatalogueJob(listed=listed)).artifacts}


def test_every_book_is_in_both_catalogues_the_newest_first() -> None:
    files = made(WILD)

    feed = etree.fromstring(files["opds.xml"])
    books = [link.get("href") for link in feed.iter(f"{ATOM}link") if "acquisition/" in link.get("rel", "")]
    assert books == ["digest/ja/2026-08.epub", "digest/ja/2026-07.epub"]
    entries = json.loads(files["opds.json"])["publications"]
    assert [entry["links"][0]["href"] for entry in entries] == books
    assert [entry["metadata"]["belongsTo"]["series"]["position"] for entry in entries] == [2026.08, 2026.07]
    assert entries[0]["images"][0]["href"] == "digest/ja/2026-08.jpg"


def test_an_entry_has_what_opds_1_2_asks_for() -> None:
    entry = next(etree.fromstring(made()["opds.xml"]).iter(f"{ATOM}entry"))

    assert {etree.QName(child).localname for child in entry} >= {
        "id",
        "title",
        "updated",
        "author",
        "language",
        "link",
    }
    assert {link.get("type") for link in entry.iter(f"{ATOM}link")} == {"image/jpeg", "application/epub+zip"}


def test_nothing_is_listed_where_nothing_is_made() -> None:
    assert BACKEND.catalogue(CatalogueJob(listed=())).artifacts == ()


def test_a_book_has_a_cover_beside_it_and_the_newest_a_second_name() -> None:
    for newest in (True, False):
        one = issue(7, newest=newest)
        whole = Issue(**{**{f: getattr(one, f) for f in one.__struct_fields__}, "posts": (post(),)})
        job = BindJob(issue=whole, site=SITE, theme=THEME, options=EpubOptions(), parts=(make_part(post()),))
        files = {a.name: a.content for a in BACKEND.bind(job).artifacts}

        assert Image.open(BytesIO(files["digest/ja/2026-07.jpg"])).size == (400, 640)
        assert files.get("digest/ja/latest.epub") == (files["digest/ja/2026-07.epub"] if newest else None)
