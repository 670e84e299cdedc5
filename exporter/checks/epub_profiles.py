"""What a profile asks of a book beyond EPUB 3.3: Kindle's guidelines (E4), the Japanese publishers' guide (E3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from exporter.checks.epub_book import OPF, OPS, XHTML, Book, Finding

_KINDLE_IMAGES: Final = frozenset({"image/jpeg", "image/png", "image/gif"})
_KINDLE_BYTES: Final = 5_000_000
_MAIL_BYTES: Final = 25_000_000


def keeps_profile(book: Book) -> Iterator[Finding]:
    """The requirements of the profile that the book names."""
    for rule in _RULES.get(book.profile, ()):
        yield from rule(book)


def _kindle(book: Book) -> Iterator[Finding]:
    for item in book.items:
        if item.media_type.startswith("image/") and item.media_type not in _KINDLE_IMAGES:
            yield Finding("E4.1", f"Kindle shows no {item.media_type}", item.file)
        if item.media_type.startswith("image/") and book.zip.getinfo(item.file).file_size > _KINDLE_BYTES:
            yield Finding("E4.2", "an image of more than 5 MB", item.file)
    if book.package.find(f"{OPF}spine[@toc]") is None:
        yield Finding("E4.3", "there is no NCX", book.package_file)
    for name, root in book.documents.items():
        nav = [n for n in root.iter(f"{XHTML}nav") if n.get(f"{OPS}type") == "toc"]
        if nav and nav[0].find(f".//{XHTML}ol//{XHTML}ol//{XHTML}ol") is not None:
            yield Finding("E4.4", "the contents are nested deeper than Kindle shows", name)
        if next(root.iter(f"{XHTML}script", f"{XHTML}form"), None) is not None:
            yield Finding("E4.5", "a script or a form", name)
        if root.find(f".//{XHTML}table//{XHTML}table") is not None:
            yield Finding("E4.6", "a table inside a table", name)


def _small(book: Book) -> Iterator[Finding]:
    if sum(entry.compress_size for entry in book.entries) > _MAIL_BYTES:
        yield Finding("E4.7", "the book is larger than mail to a device takes, 25 MB")


_EBPAJ_PAGE: Final = re.compile(
    r"item/xhtml/p-(cover|titlepage|toc|colophon|caution|(fmatter|ad)-\d{3}|\d{3,4})\.xhtml"
)


def _ebpaj(book: Book) -> Iterator[Finding]:
    if book.package_file != "item/standard.opf":
        yield Finding("E3.1", "the package document is not item/standard.opf", book.package_file)
    for item in book.items:
        if item.media_type.endswith("xhtml+xml") and not (
            "nav" in item.properties or _EBPAJ_PAGE.fullmatch(item.file)
        ):
            yield Finding("E3.1", "a page is not named as the guide names it", item.file)
    if book.meta("ebpaj:guide-version") != ["1.1.3"]:
        yield Finding("E3.2", "ebpaj:guide-version is not 1.1.3", book.package_file)
    for name, root in book.documents.items():
        if name.endswith("navigation-documents.xhtml"):
            continue
        if (root.get("class") or "") not in ("vrtl", "hltr"):
            yield Finding("E3.5", "html has neither the class vrtl nor hltr", name)
        if not any("main" in (div.get("class") or "").split() for div in root.iter(f"{XHTML}div")):
            yield Finding("E3.5", "there is no <div class=main>", name)


_RULES: Final[Mapping[str, tuple[Callable[[Book], Iterator[Finding]], ...]]] = {
    "kindle": (_kindle,),
    "small": (_kindle, _small),
    "ebpaj": (_ebpaj,),
}
