from __future__ import annotations

import pickle

from exporter.model.post import Source
from exporter.sites.index import Index


def source(path: str, url: str, language: str = "en", **more: object) -> Source:
    return Source(id=url, source=path, url=url, title=path, published=None, language=language, **more)  # type: ignore[arg-type]


INDEX = Index(
    [
        source(
            "content/a/one.md", "https://x.org/a/slugged/", slug="slugged", aliases=("/old/one/", "older")
        ),
        source("content/a/two/index.md", "https://x.org/a/%E4%BA%8C/"),
        source("content/ja/one.md", "https://x.org/ja/one/", "ja"),
        source("content/fallback.md", "https://x.org/f/"),
        source("content/fallback.md", "https://x.org/ja/f/", "ja"),
    ]
)


def urls(*pages: object) -> list[str | None]:
    return [getattr(page, "url", None) for page in pages]


def test_a_page_is_found_by_url_alias_path_slug_and_file_name() -> None:
    wanted = "https://x.org/a/slugged/"

    assert (
        urls(
            INDEX.by_url("https://x.org/a/slugged/"),
            INDEX.by_url("/A/slugged"),
            INDEX.by_url("/a/slugged/index.html"),
            INDEX.by_url("/old/one"),
            INDEX.by_url("/a/slugged/older"),
            INDEX.by_path("content/a/one.md"),
            INDEX.by_name("Slugged"),
            INDEX.by_name("one"),
        )
        == [wanted] * 8
    )


def test_a_bundle_is_named_by_its_folder_and_urls_may_be_encoded_or_not() -> None:
    assert urls(INDEX.by_name("two"), INDEX.by_url("/a/二/")) == ["https://x.org/a/%E4%BA%8C/"] * 2


def test_the_language_asked_for_is_preferred() -> None:
    assert urls(INDEX.by_name("one", "ja"), INDEX.by_path("content/fallback.md", "ja")) == [
        "https://x.org/ja/one/",
        "https://x.org/ja/f/",
    ]
    assert urls(INDEX.by_name("two", "ja")) == ["https://x.org/a/%E4%BA%8C/"]


def test_what_is_unknown_is_none_and_the_index_survives_a_process_pool() -> None:
    again: Index = pickle.loads(pickle.dumps(INDEX))

    assert urls(again.by_url("/nowhere/"), again.by_path("x.md"), again.by_name("zzz")) == [None] * 3
    assert urls(again.by_name("two")) == urls(INDEX.by_name("two"))
