"""Which questions were asked on the way to a result, and whether the answers are still the same.

Whatever is found out about a site beside a page's own file is asked of ``Files`` or of the ``Index``. So the answers
that were given are all that a result depends on, without a rule that could forget one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b, sha256

from exporter.sites.index import Index, Page
from exporter.world.files import LARGEST, Files, Stat

# "file NAME", "folder NAME", "read NAME", "url|path|name LANGUAGE KEY" to what was answered.
Saw = dict[str, str]


class Watched:
    """The same files; while ``saw`` is a mapping, it notes what is asked of them."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.saw: Saw | None = None

    def read(self, name: str, limit: int = LARGEST) -> bytes:
        try:
            content = self.files.read(name, limit)
        except BaseException:
            if self.saw is not None:
                self.saw[_question("read", name)] = ""
            raise
        if self.saw is not None:
            self.saw[_question("read", name)] = sha256(content).hexdigest()
        return content

    def stat(self, name: str) -> Stat | None:
        found = self.files.stat(name)
        if self.saw is not None:
            self.saw[_question("file", name)] = _there(found)
        return found

    def walk(self, under: str = "") -> Iterator[str]:
        names = list(self.files.walk(under))
        if self.saw is not None:
            self.saw[_question("folder", under)] = _names(names)
        yield from names


class WatchedIndex(Index):
    """The same pages; notes in ``saw`` which were looked for."""

    def __init__(self, index: Index, saw: Saw) -> None:
        self._pages = index._pages
        self._saw = saw

    def by_url(self, url: str, language: str = "") -> Page | None:
        return self._noted("url", url, language, super().by_url(url, language))

    def by_path(self, path: str, language: str = "") -> Page | None:
        return self._noted("path", path, language, super().by_path(path, language))

    def by_name(self, name: str, language: str = "") -> Page | None:
        return self._noted("name", name, language, super().by_name(name, language))

    def _noted(self, kind: str, key: str, language: str, page: Page | None) -> Page | None:
        self._saw[_question(f"{kind} {language}", key)] = _page(page)
        return page


class Answers(dict[str, str | None]):
    """What would be answered now; each question is asked once, for posts ask for the same pages.

    ``digest_of`` gives the hex SHA-256 of a file.
    """

    def __init__(
        self,
        files: Files,
        digest_of: Callable[[str], str] | None = None,
        index: Callable[[], Index] | None = None,
    ) -> None:
        super().__init__()
        self._files = files
        self._digest_of = digest_of
        self._index = index

    def are_still(self, saw: Saw) -> bool:
        """Whether all questions would be answered as they were."""
        return all(self[question] == answer for question, answer in saw.items())

    def __missing__(self, question: str) -> str | None:
        answer = self[question] = self._ask(question)
        return answer

    def _ask(self, question: str) -> str | None:
        kind, _, name = question.partition(" ")
        if kind == "file":
            return _there(self._files.stat(name))
        if kind == "folder":
            return _names(self._files.walk(name))
        if kind == "read":
            return self._digest_of(name) if self._digest_of else None
        if self._index is None:
            return None
        language, _, key = name.partition(" ")
        pages = self._index()
        ask = {"url": pages.by_url, "path": pages.by_path, "name": pages.by_name}[kind]
        return _page(ask(key, language))


def _question(kind: str, name: str) -> str:
    """Kept as text; a name that is none is asked for by other letters the next time, and so never holds."""
    return f"{kind} {name}".encode("utf-8", "backslashreplace").decode()


def _there(stat: Stat | None) -> str:
    return "there" if stat else ""


def _names(names: Iterable[str]) -> str:
    return blake2b("\0".join(names).encode(), digest_size=16).hexdigest()


def _page(page: Page | None) -> str:
    return _names([page.source, page.url, page.title, page.language]) if page else ""
