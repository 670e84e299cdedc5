"""What a blogger gets, judged by programs nobody here wrote: the sample site, and the first user's blog where it is at hand."""

from __future__ import annotations

import email
import email.policy
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import feedparser
import pikepdf
import pytest
import yaml
from lxml import etree, html

from exporter.cli import main
from tests.pages import Pages
from tests.volumes import Entry, disagreements, listed, lost_lines

ROOT = Path(__file__).parent.parent
NEGI = ROOT.parent / "shared" / "corpora" / "negi"
NOW = "2026-11-23T00:00:00Z"
XHTML = "{http://www.w3.org/1999/xhtml}"

needs_negi = pytest.mark.skipif(
    not NEGI.is_dir(), reason="the first user's blog is not part of the repository"
)


def export(out: Path, *arguments: str, cache: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "exporter.cli", "build", "--out", str(out), "--cache", str(cache)]
    return subprocess.run(
        [*command, "--now", NOW, *arguments], capture_output=True, text=True, check=False, cwd=ROOT
    )


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, all of it."""
    out = tmp_path_factory.mktemp("sample")
    done = export(out / "dist", "--site", "content", cache=out / "cache")
    assert done.returncode == 0, done.stdout + done.stderr
    return out / "dist"


@pytest.fixture(scope="module")
def july(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first user's feed and newest letter, and the book and the volume of one month."""
    out = tmp_path_factory.mktemp("negi")
    for wanted in (("feed", "letter"), ("digest", "archive", "--issue", "2026-07")):
        done = export(out / "dist", *wanted, "--site", str(NEGI), cache=out / "cache")
        assert done.returncode == 0, done.stdout + done.stderr
    return out / "dist"


def headers(folder: Path) -> Iterator[tuple[str, str]]:
    """(title, date as written) of each Markdown file with a YAML header, read without our reader."""
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text("utf-8")
        if text.startswith("---"):
            header = yaml.load(text.split("\n---", 2)[0][3:], Loader=yaml.BaseLoader)
            yield header["title"], header.get("date", "")


def live_titles(language: str) -> Counter[str]:
    """The titles of the sample's posts that are out at NOW, by the words of its own README."""
    return Counter(row["title"] for row in listed("content", NOW) if row["source"].startswith(f"{language}/"))


def words_of(text: str) -> str:
    return re.sub(r"\s+", "", text)


def outline_titles(path: Path) -> list[str]:
    """The first level of a PDF's outline that names posts."""
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        return [str(item.title) for item in outline.root]


def nav_titles(path: Path) -> list[str]:
    """Every label of an EPUB's table of contents."""
    with zipfile.ZipFile(path) as book:
        name = next(n for n in book.namelist() if n.endswith("nav.xhtml"))
        nav = etree.fromstring(book.read(name))
    return [" ".join(text_of(a).split()) for a in nav.iter(f"{XHTML}a")]


def text_of(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def prose(markup: str) -> str:
    """The text of HTML outside code."""
    tree = html.fromstring(f"<div>{markup}</div>")
    etree.strip_elements(tree, "pre", "code", "style", "script", with_tail=False)
    return text_of(tree)


class TestSample:
    def test_every_file_is_named_and_explained(
        self, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        names = {entry["name"] for entry in json.loads((sample / "manifest.json").read_bytes())["artifacts"]}
        lying = {path.relative_to(sample).as_posix() for path in sample.rglob("*") if path.is_file()}
        assert lying - names == {"manifest.json", "report.json"}
        at = ["--site", str(ROOT / "content"), "--cache", str(sample.parent / "cache"), "--now", NOW]
        for out, last in ((sample, "It is as it would be made now."), (tmp_path, "It was not built yet")):
            for name in sorted(names):
                assert main(["why", name, "--out", str(out), *at]) == 0
                said = capsys.readouterr().out
                assert said.startswith(f"{name}: ")
                assert last in said, said

    @pytest.mark.parametrize("language", ["ja", "en", "ar"])
    def test_every_post_is_in_each_feed_once(self, sample: Path, language: str) -> None:
        expected = live_titles(language)
        for name in ("rss.xml", "atom.xml"):
            parsed = feedparser.parse(str(sample / "feed" / language / name))
            assert not parsed.bozo, parsed.get("bozo_exception")
            assert Counter(entry.title for entry in parsed.entries) == expected
        items = json.loads((sample / "feed" / language / "feed.json").read_bytes())["items"]
        assert Counter(item["title"] for item in items) == expected

    @pytest.mark.parametrize("language", ["ja", "en", "ar"])
    def test_every_post_is_in_one_book(self, sample: Path, language: str) -> None:
        books = [book for book in (sample / "digest" / language).glob("*.epub") if book.stem != "latest"]
        labels = Counter(label for book in books for label in nav_titles(book))
        for title, count in live_titles(language).items():
            assert labels[" ".join(title.split())] == count, title

    @pytest.mark.parametrize("language", ["ja", "en", "ar"])
    def test_every_post_is_in_the_volume_once_and_contents_outline_and_index_agree(
        self, sample: Path, language: str
    ) -> None:
        with Pages(sample / "archive" / language / "2026.pdf") as volume:
            rows = [row for row in listed("content", NOW) if row["source"].startswith(f"{language}/")]
            assert list(disagreements(volume, [Entry(row["title"], row["tags"]) for row in rows])) == []

    def test_feeds_are_well_formed_for_another_parser(self, sample: Path) -> None:
        feeds = [str(path) for path in sample.glob("feed/*/*.xml")]
        done = subprocess.run(["xmllint", "--noout", "--nonet", *feeds], capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")

    def test_volumes_are_sound_for_qpdf(self, sample: Path) -> None:
        for volume in sample.glob("archive/*/*.pdf"):
            done = subprocess.run(["qpdf", "--check", volume], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr

    def test_books_pass_epubcheck(self, sample: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "exporter.cli", "check", "digest", "--out", str(sample), "--strict"],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        # A book a month that has posts, and the newest of each language once more.
        assert len(list(sample.glob("digest/**/*.epub"))) == 11 + 3
        assert "16 artifacts judged" in done.stdout  # both catalogues too

    def test_letters_read_back_as_they_were_written(self, sample: Path) -> None:
        letters = sorted(sample.glob("letter/*/*.eml"))
        assert len(letters) == 3
        for path in letters:
            check_letter(path)

    def test_no_emphasis_is_left_literal(self, sample: Path) -> None:
        check_no_stars(sample)

    def test_a_second_build_changes_nothing(self, sample: Path, tmp_path: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in sample.rglob("*.*") if path.parent != sample}
        done = export(sample, "--site", "content", "--jobs", "1", cache=sample.parent / "cache")
        assert done.returncode == 0
        assert before == {
            path: path.stat().st_mtime_ns for path in sample.rglob("*.*") if path.parent != sample
        }


def check_letter(path: Path) -> None:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert not [defect for part in message.walk() for defect in part.defects]
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert page is not None
    written = path.with_suffix(".txt").read_text("utf-8")
    assert text.get_content().replace("\r\n", "\n").strip() == written.strip()
    assert datetime.fromisoformat(message["Date"].datetime.isoformat()).tzinfo is not None


def check_no_stars(dist: Path) -> None:
    """No ``**`` stands outside code in any output. In PDFs code is told by what the same posts' chapters hold as code."""
    for path in dist.rglob("feed.json"):
        for item in json.loads(path.read_bytes())["items"]:
            assert (
                "**" not in prose(item.get("content_html", "")) + item.get("summary", "") + item["title"]
            ), item["url"]
    for path in dist.rglob("rss.xml"):
        for entry in feedparser.parse(str(path)).entries:
            assert "**" not in prose(entry.content[0].value if "content" in entry else entry.summary), (
                entry.link
            )
    for path in dist.rglob("atom.xml"):
        for entry in feedparser.parse(str(path)).entries:
            assert "**" not in prose(entry.content[0].value if "content" in entry else entry.summary), (
                entry.link
            )
    for path in dist.rglob("*.html"):
        assert "**" not in prose(path.read_text("utf-8")), path
    code: list[str] = []
    for path in dist.rglob("*.epub"):
        code += stars_in_code(path)
    allowed = Counter(words_of("".join(code)))["*"]
    for path in dist.rglob("*.pdf"):
        text = subprocess.run(
            ["pdftotext", "-q", path, "-"], capture_output=True, text=True, check=True
        ).stdout
        found = sum(len(run) for run in re.findall(r"\*{2,}", text))
        assert found <= allowed, path


def stars_in_code(book: Path) -> list[str]:
    """The runs of stars in the code of a book's chapters; fails for one outside code."""
    runs: list[str] = []
    with zipfile.ZipFile(book) as archive:
        for name in archive.namelist():
            if not name.endswith(".xhtml"):
                continue
            text = archive.read(name).decode("utf-8")
            tree = html.fromstring(text.encode("utf-8"))
            assert "**" not in prose(text.split("?>", 1)[-1]), f"{book.name}: {name}"
            for element in tree.iter("code", "pre"):
                runs += re.findall(r"\*{2,}", text_of(element))
    return runs


@needs_negi
@pytest.mark.slow
class TestFirstUser:
    """206 posts of July 2026, the newest 20, the newest week."""

    def test_no_post_of_the_month_is_lost_or_doubled(self, july: Path) -> None:
        titles = Counter(
            title for title, date in headers(NEGI / "content" / "posts") if date.startswith("2026-07")
        )
        assert titles.total() == 206
        labels = Counter(nav_titles(july / "digest" / "2026-07.epub"))
        outline = Counter(words_of(t) for t in outline_titles(july / "archive" / "2026-07.pdf"))
        for title, count in titles.items():
            assert labels[" ".join(title.split())] == count, title
            assert outline[words_of(title)] == count, title

    def test_a_volume_agrees_with_itself_and_holds_every_line_of_its_sources(self, july: Path) -> None:
        rows = [row for row in listed(str(NEGI), NOW) if row["published"].startswith("2026-07")]
        posts = [Entry(row["title"], row["tags"]) for row in rows]
        with Pages(july / "archive" / "2026-07.pdf") as volume:
            assert list(disagreements(volume, posts)) == []
            assert list(lost_lines(volume, [NEGI / row["source"] for row in rows])) == []
            assert volume.info["Title"] == "Negi AI Lab 2026年7月"
            assert volume.info["Author"] == "Negi AI Lab"
            assert volume.info["Pages"] == str(len(volume.pages))

    def test_the_feed_holds_the_newest(self, july: Path) -> None:
        newest = sorted((date for _, date in headers(NEGI / "content" / "posts")), reverse=True)[:20]
        items = json.loads((july / "feed" / "feed.json").read_bytes())["items"]
        assert [item["date_published"] for item in items] == newest
        for name in ("rss.xml", "atom.xml"):
            parsed = feedparser.parse(str(july / "feed" / name))
            assert not parsed.bozo
            assert [entry.title for entry in parsed.entries] == [item["title"] for item in items]

    def test_the_letter_names_the_whole_week(self, july: Path) -> None:
        (letter,) = (july / "letter").glob("*.html")
        week = {
            title
            for title, date in headers(NEGI / "content" / "posts")
            if date and "{:04}-W{:02}".format(*datetime.fromisoformat(date).isocalendar()[:2]) == letter.stem
        }
        page = words_of(text_of(html.fromstring(letter.read_bytes())))
        assert len(week) > 40
        assert [title for title in week if words_of(title) not in page] == []
        check_letter(letter.with_suffix(".eml"))

    def test_judges_are_content(self, july: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "exporter.cli", "check", "digest", "--out", str(july), "--strict"],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        feeds = [str(path) for path in july.glob("feed/*.xml")]
        assert subprocess.run(["xmllint", "--noout", "--nonet", *feeds], check=False).returncode == 0
        volume = july / "archive" / "2026-07.pdf"
        assert subprocess.run(["qpdf", "--check", volume], capture_output=True, check=False).returncode == 0

    def test_no_emphasis_is_left_literal(self, july: Path) -> None:
        check_no_stars(july)
