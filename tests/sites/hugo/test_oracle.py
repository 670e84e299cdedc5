"""What ``hugo list all`` lists we list, under the same addresses, with the same dates."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from exporter.model.post import Source
from exporter.sites import open_site
from exporter.sites.base import SiteSettings
from exporter.world.files import DiskFiles
from tests.sites.hugo.oracle import CORPORA, Row, listed, write

NEVER = "0001-01-01T00:00:00Z"


def header(**values: str) -> str:
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in values.items()) + "---\ntext\n"


def named(names: Iterable[str], **values: str) -> dict[str, str]:
    return {f"content/posts/{name}": header(**values) for name in names}


FILE_NAMES = named(
    [
        "My Post_Name é.md", "C++ & C# notes.md", "日本語 ファイル.md", "a.b.c.md", "double  space.md", "_draft.md",
        "emoji 😀 x.md", "quo'te (1) [2] {3} $4 @5 ^6 ~7 =8 ,9 ;0 !.md", "upper.MD", "x.markdown", "y.mdown", "README.md",
        "100%25.md", "html.html", "htm.htm", "not.mdx", "not.txt",
    ],
    date="2026-07-03",
)  # fmt: skip

SLUGS_AND_URLS = {
    f"content/posts/{n}{suffix}.md": header(title=f'"Title/{n}  of it"', date="2026-07-03", **values)
    for n, values in enumerate(
        [
            {"slug": '"Foo Bar/baz"'}, {"slug": '"Ünï Code!?*(x)"'}, {"slug": '"100% a%20b"'}, {"Slug": "MixedCase"},
            {"slug": "2026"}, {"url": "foo"}, {"url": "/foo2"}, {"url": "/Foo3.html"}, {"url": '"foo4/bar b/"'},
            {"url": '"/p/:year/:slug"', "slug": "sl"}, {"url": "/ja/foo6/"}, {"url": '"Ü/(x)y/z%20a"'},
            {"url": '"https/x.y/z"'}, {"url": "a//b/../c/"},
        ]
    )
    for suffix in ("", ".ja")
}  # fmt: skip

BUNDLES = {
    "content/_index.md": header(title="Home"),
    "content/about.md": header(title="About"),
    "content/single/index.md": header(title="Single"),
    "content/posts/_index.md": header(title="Posts"),
    "content/posts/b1/index.md": header(title="Bundle"),
    "content/posts/b1/index.ja.md": header(title="Bundle"),
    "content/posts/b1/resource.md": header(title="Resource"),
    "content/posts/b1/deep/index.md": header(title="Resource"),
    "content/posts/plain/p.md": header(title="In a folder that is no section"),
    "content/posts/sec/_index.md": header(title="Sec", slug="Sec Slug"),
    "content/posts/sec/p.md": header(title="In a section with a slug"),
    "content/posts/sec/q/index.md": header(title="In a section with a slug"),
    "content/posts/sec/in/_index.md": header(title="Inner", slug="in2"),
    "content/posts/sec/in/r.md": header(title="In an inner section", slug="own"),
    "content/elsewhere/_index.md": header(title="Moved", url="/moved/"),
    "content/elsewhere/p.md": header(title="Not moved"),
    "content/tags/_index.md": header(title="Tags"),
    "content/tags/go/_index.md": header(title="Go"),
    "content/Two Words/p.md": header(title="p"),
}

BUILD_OPTIONS = {
    "content/posts/draft.md": header(title="d", draft="true"),
    "content/posts/headless/index.md": header(title="h", headless="true"),
    "content/posts/never.md": header(title="n", build="{render: never, list: never}"),
    "content/posts/unlisted.md": header(title="n", build="{list: never}"),
    "content/posts/unrendered.md": header(title="n", build="{render: never}"),
    "content/posts/link.md": header(title="n", build="{render: link}"),
    "content/quiet/_index.md": header(title="q", cascade="{build: {list: never}}"),
    "content/quiet/a.md": header(title="a"),
    "content/quiet/b.md": header(title="b", build="{list: always}"),
    "content/drafts/_index.md": header(title="d", cascade="{draft: true}"),
    "content/drafts/a.md": header(title="a"),
    "content/drafts/b.md": header(title="b", draft="false"),
    "content/drafts/deep/c.md": header(title="c"),
    "content/moved/_index.md": header(title="m", cascade="{url: '/t/:slug', slug: zz}"),
    "content/moved/a.md": header(title="a"),
    "content/aimed/_index.md": header(
        title="m", cascade="[{target: {path: '/aimed/x*', kind: page}, slug: hit}]"
    ),
    "content/aimed/x1.md": header(title="a"),
    "content/aimed/y1.md": header(title="a"),
}

DATES = {
    **{
        f"content/posts/{n}.md": header(title="t", **{key: value})
        for n, (key, value) in enumerate(
            [
                ("date", "2026-07-05"), ("date", "2026-07-05 08:30:00"), ("date", '"2026-07-05T08:30:00.5"'),
                ("date", "2026-07-05T08:30:00Z"), ("date", "2026-07-03T10:11:12.123456789+05:00"),
                ("date", '"Sun, 05 Jul 2026 08:30:00 +0900"'), ("date", '"2026-07-05 08:30:00 +0200"'),
                ("date", "1783000000"), ("date", '"05 Jul 2026"'), ("Date", "2026-07-05"), ("publishDate", "2026-07-05"),
                ("lastmod", "2026-07-05"), ("published", "2026-07-05"), ("pubdate", "2026-07-05"),
                ("expiryDate", "2026-07-05"), ("unpublishdate", "2026-07-05"), ("date", "2026-07-05T23:30:00-11:00"),
            ]
        )
    },
    "content/posts/toml1.md": "+++\ntitle = 't'\ndate = 2026-07-05T08:30:00+05:30\n+++\n",
    "content/posts/toml2.md": "+++\ntitle = 't'\ndate = 2026-07-05\n+++\n",
    "content/posts/toml3.md": "+++\ntitle = 't'\ndate = 2026-07-05 08:30:00\n+++\n",
    "content/posts/json.md": '{"date": "2026-07-05", "publishDate": "2026-07-06", "title": "json"}\n\ntext',
    "content/posts/2026-01-02-hello-there.md": header(title="t"),
    "content/posts/2026-01-03_x/index.md": header(title="t"),
    "content/posts/2026-01-04-y.md": header(title="t", slug="own", date="2025-01-01"),
    "content/posts/2026-01-06.md": header(title="t"),
}  # fmt: skip

PERMALINKS = {
    f"content/{section}/s1/s2/{name}": header(title='"Hello, Wörld: x/y"', **values)
    for section in ("dated", "names", "sections", "sliced", "other", "file")
    for name, values in {
        "_index.md": {"slug": "S Two"},
        "A File.md": {"date": "2026-07-05T23:30:00-11:00"},
        "bu nd/index.md": {"slug": "Sl/ug"},
        "no/p.md": {},
    }.items()
}
PATTERNS = """
    dated = "/:year/:month/:monthname/:day/:weekday/:weekdayname/:yearday/:title/"
    names = "/x/:filename/:contentbasename/:slugorfilename/:slugorcontentbasename/:slug/"
    sections = "/:section/:sections/:slug"
    sliced = "/:sections[1:]/:sections[:1]/:sections[last]/:sections[0]/:sections[9]/:sections[:last]/:title/"
    file = "/:2006-01/:06/:Jan/:slug.html"
"""

LANGUAGES = """
    defaultContentLanguage = "en"
    [languages.en]
    weight = 1
    [languages.ja]
    weight = 2
"""

CASES: dict[str, tuple[str, Mapping[str, str]]] = {
    "file names": ("", FILE_NAMES),
    "file names, case kept": ("disablePathToLower = true", FILE_NAMES),
    "file names without accents": ("removePathAccents = true", FILE_NAMES),
    "ugly URLs": ("uglyURLs = true", {**FILE_NAMES, **BUNDLES}),
    "ugly URLs in one section": ("[uglyURLs]\nposts = true", BUNDLES),
    "slugs and urls": (LANGUAGES, SLUGS_AND_URLS),
    "slugs and urls below a language": (
        "defaultContentLanguageInSubdir = true\n" + LANGUAGES,
        SLUGS_AND_URLS,
    ),
    "bundles and sections": (LANGUAGES, BUNDLES),
    "build options and cascades": ("", BUILD_OPTIONS),
    "a cascade of the site": ('[[cascade]]\nslug = "all"\n[cascade.target]\npath = "/posts/b1"', BUNDLES),
    "dates": ('timeZone = "Asia/Tokyo"', DATES),
    "dates without a zone": ("", DATES),
    "dates of file names": (
        '[frontmatter]\ndate = [":filename", ":default"]\nlastmod = ["lastmod", ":fileModTime"]',
        DATES,
    ),
    "dates of file names last": (
        '[frontmatter]\ndate = ["date", ":filename", "publishDate", "lastmod"]',
        DATES,
    ),
    "flat permalinks": (f"[permalinks]{PATTERNS}", PERMALINKS),
    "permalinks by kind": (
        f'[permalinks.page]{PATTERNS}\n[permalinks.section]\nnames = "/all/:slug/"',
        PERMALINKS,
    ),
    "permalinks by target": (
        '[[permalinks]]\npattern = "/hit/:slug/"\n[permalinks.target]\nkind = "page"\npath = "/names/**"',
        PERMALINKS,
    ),
    "permalinks of terms": ('[permalinks]\ntags = "/t/:slug/"\nposts = "/:slug/"', BUNDLES),
    "permalinks of one language": (
        f"{LANGUAGES}\n[languages.ja.permalinks]\nposts = '/:filename/'\n[permalinks]\nposts = '/:slug/x/'",
        SLUGS_AND_URLS,
    ),
    "a content folder a language": (
        'languageCode = "en-GB"\ndefaultContentLanguage = "ja"\n[languages.en]\ncontentDir = "content/tags"\n'
        '[languages.ja]\ncontentDir = "content/posts"\n',
        BUNDLES,
    ),
    "mounts": (
        LANGUAGES
        + '[[module.mounts]]\nsource = "content/posts"\ntarget = "content/blog"\n'
        + '[[module.mounts]]\nsource = "content/single"\ntarget = "content/one"\n'
        + '[module.mounts.sites.matrix]\nlanguages = ["ja"]\n'
        + '[[module.mounts]]\nsource = "content/posts/sec"\ntarget = "content/fall"\nfiles = ["! in/**"]\n'
        + '[module.mounts.sites.matrix]\nlanguages = ["j*"]\n',
        BUNDLES,
    ),
    "ignored files": ('ignoreFiles = ["\\\\.html?$", "emoji"]', FILE_NAMES),
    "a host for each language": (
        '[languages.en]\nweight = 1\nbaseURL = "https://en.example.org/"\n'
        '[languages.ja]\nweight = 2\nbaseURL = "https://ja.example.org/x/"\n',
        SLUGS_AND_URLS,
    ),
    "a language that is off": (LANGUAGES + "disabled = true", BUNDLES),
}


def rows(found: Iterable[Source]) -> dict[tuple[str, str], Source]:
    return {(source.source, source.url): source for source in found}


def rfc3339(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else NEVER


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def compare(root: Path, theirs: list[Row]) -> None:
    """The same files at the same addresses; for pages also the same dates, drafts, slugs and titles."""
    opened = open_site(DiskFiles(root), SiteSettings(), {})
    ours = rows(opened.scan().sources)

    assert sorted(ours) == sorted((row.path, row.url) for row in theirs)
    for row in theirs:
        source = ours[row.path, row.url]
        if row.kind == "page":
            assert (row.path, instant(rfc3339(source.published))) == (row.path, instant(row.date))
            assert instant(rfc3339(source.publish or source.published)) == instant(row.publish)
            assert instant(rfc3339(source.expires)) == instant(row.expires)
            assert (source.draft, source.slug) == (row.draft, row.slug)
            assert row.title in {"", source.title}


@pytest.mark.parametrize("case", CASES)
def test_the_list_is_hugos(case: str, tmp_path: Path) -> None:
    config, files = CASES[case]
    base = "" if "baseURL" in config else 'baseURL = "https://example.org/sub"\n'
    # Since 0.166 Hugo refuses HTML content unless it is asked to take it.
    security = '\n[security]\nallowContent = [".*"]\n'
    write(
        tmp_path,
        {**files, "hugo.toml": "\n".join(line.strip() for line in (base + config + security).split("\n"))},
    )

    compare(tmp_path, listed(tmp_path))


def test_the_sample_sites_list_is_hugos(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[3] / "content", tmp_path / "site")

    compare(tmp_path / "site", listed(tmp_path / "site"))


STUBS = ("rawhtml", "comment", "note", "notice")


@pytest.mark.parametrize("blog", ["negi", "otel-hugo", "fahdlabs-hugo"])
def test_a_real_blogs_list_is_hugos(blog: str, tmp_path: Path) -> None:
    """Real blogs lie beside the repository on some machines; without them the sites above must do."""
    root = tmp_path / blog
    root.mkdir()
    if not (CORPORA / blog).exists():
        return
    for part in ("content", "config"):
        if (CORPORA / blog / part).exists():
            shutil.copytree(CORPORA / blog / part, root / part, copy_function=shutil.copyfile)
    complete(root, CORPORA / blog)

    compare(root, listed(root))


def complete(root: Path, original: Path) -> None:
    """What the snapshots lack for Hugo: themes, theme modules, shortcodes, the history of a repository."""
    for path in root.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    root.chmod(0o755)
    for name in ("hugo.toml", "config/_default/hugo.yaml"):
        if (original / name).exists():
            text = (original / name).read_text("utf-8")
            text = text.replace('theme = "PaperMod"', "").replace("theme: [docsy/theme]", "")
            text = text.replace("enableGitInfo: true", "").replace("RSS, LLMS, redirects]", "RSS]")
            (root / name).write_text(text, "utf-8")
    (root / "config/_default/module.toml").unlink(missing_ok=True)
    template = root / "config/_default/module-template.yaml"
    if template.exists():
        template.rename(root / "config/_default/module.yaml")
    stubs = {f"layouts/_shortcodes/{name}.html": "{{ .Inner }}" for name in STUBS}
    write(root, {**stubs, "layouts/_shortcodes/blog/integration-badge.html": "x"})


def test_headers_of_sections_are_read_once(tmp_path: Path) -> None:
    write(tmp_path, {**BUILD_OPTIONS, "hugo.toml": ""})
    files = Counting(tmp_path)
    open_site(files, SiteSettings(), {}).scan()

    # Once as an ancestor and once as a page of its own.
    assert files.reads["content/drafts/_index.md"] == 3  # as a page, as a section, for the fingerprint


class Counting(DiskFiles):
    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.reads: dict[str, int] = {}

    def read(self, name: str, limit: int = 2**28) -> bytes:
        self.reads[name] = self.reads.get(name, 0) + 1
        return super().read(name, limit)
