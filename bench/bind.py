"""Binding a large PDF from cached parts, ours against pikepdf's merge: python -m bench.bind SITE [LAID_OUT] [POSTS].

LAID_OUT posts are laid out once (30) and bound as a volume of POSTS (1,861), again and again the same ones under
addresses of their own. Each row is a process of its own: CPU of the binding, user and system, without start-up; the
highest resident size. pikepdf appends the same pages without contents, folios, tags, outline and links: less work.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from bench.pdf import Measured, read
from exporter.backends.contract import BindJob, PartJob
from exporter.backends.pdf import BACKEND
from exporter.backends.pdf.options import PdfOptions
from exporter.build.cache import Cache, Spooled, digest
from exporter.build.parts import StoredParts
from exporter.build.themes import load_theme
from exporter.model.issue import Issue
from exporter.model.post import Source
from exporter.model.site import Site

_FIELDS = Source.__struct_fields__


def prepare(root: Path, folder: Path, count: int) -> Measured:
    """Lays ``count`` posts out into a cache below ``folder``."""
    site, posts = read(root, count)
    theme, cache, options = load_theme("default", root), Cache(folder), PdfOptions()
    sources = []
    for index, (post, assets) in enumerate(posts):
        part = BACKEND.part(PartJob(post=post, site=site, theme=theme, options=options, assets=assets))
        cache.put(f"{index:064x}", msgspec.msgpack.encode(part))
        sources.append(msgspec.to_builtins(Source(**{name: getattr(post, name) for name in _FIELDS})))
    (folder / "posts.json").write_bytes(msgspec.json.encode([msgspec.to_builtins(site), sources]))
    return {"posts": len(posts)}


def issue_of(folder: Path, count: int) -> tuple[Site, Issue, list[str]]:
    """An issue of ``count`` posts, and the keys of their parts."""
    site, posts = msgspec.json.decode((folder / "posts.json").read_bytes(), type=tuple[Site, list[Source]])
    chosen = [
        msgspec.structs.replace(posts[n % len(posts)], id=str(n), url=f"{posts[n % len(posts)].url}{n}/")
        for n in range(count)
    ]
    issue = Issue(
        publication="bench",
        folder="bench",
        id="all",
        title=site.title,
        identifier="urn:uuid:00000000-0000-5000-8000-000000000000",
        language=site.language,
        updated=max(post.published for post in posts if post.published),
        posts=tuple(chosen),
    )
    return site, issue, [f"{n % len(posts):064x}" for n in range(count)]


def ours(root: Path, folder: Path, count: int) -> Measured:
    """One volume, gate included."""
    site, issue, keys = issue_of(folder, count)
    cache = Cache(folder)

    def kept(inputs: Sequence[bytes], make: Callable[[], bytes]) -> bytes:
        key = digest(*inputs)
        content = cache.get(key)
        if content is None:
            content = make()
            cache.put(key, content)
        return content

    job = BindJob(
        issue=issue,
        site=site,
        theme=load_theme("default", root),
        options=PdfOptions(max_pages=0),
        parts=StoredParts(cache, tuple(keys)),
        kept=kept,
        spool=cache.spool,
    )
    return _measured(lambda: _bound(job, cache))


def _bound(job: BindJob, cache: Cache) -> tuple[int, int]:
    rendered = BACKEND.bind(job)
    artifact = rendered.artifacts[0]
    assert not rendered.diagnostics
    assert isinstance(artifact.spool, Spooled)
    cache.keep(artifact.spool)
    return artifact.count, artifact.spool.size


def merged(_: Path, folder: Path, count: int) -> Measured:
    """The pages of the same parts, appended by pikepdf."""
    import pikepdf  # noqa: PLC0415

    from exporter.backends.pdf.part import DECODER  # noqa: PLC0415
    from exporter.backends.pdf.proof import specimen  # noqa: PLC0415

    parts = StoredParts(Cache(folder), tuple(dict.fromkeys(issue_of(folder, count)[2])))
    files = [folder / f"{index}.pdf" for index in range(len(parts))]
    for file, part in zip(files, parts, strict=True):
        file.write_bytes(specimen(DECODER.decode(part.content)))

    def merge() -> tuple[int, int]:
        with pikepdf.new() as whole:
            for number in range(count):
                with pikepdf.open(files[number % len(files)]) as pdf:
                    whole.pages.extend(pdf.pages)
            whole.save(folder / "merged.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return len(whole.pages), (folder / "merged.pdf").stat().st_size

    return _measured(merge)


def _measured(run: Callable[[], tuple[int, int]]) -> Measured:
    before = time.process_time()
    pages, size = run()
    seconds = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"pages": pages, "cpu": seconds, "memory": memory, "size": size / 1e6}


SIDES: dict[str, Callable[[Path, Path, int], Measured]] = {
    "lay out": prepare,
    "ours, first": ours,
    "ours, again": ours,
    "pikepdf": merged,
}


def main(arguments: Sequence[str]) -> None:
    root = Path(arguments[0])
    laid_out = int(arguments[1]) if len(arguments) > 1 else 30
    count = int(arguments[2]) if len(arguments) > 2 else 1861
    if len(arguments) > 3:
        side, folder = arguments[3], Path(arguments[4])
        print(json.dumps(SIDES[side](root, folder, count)))
        return
    with tempfile.TemporaryDirectory() as name:
        # In a process of its own as well: what a child of a large process takes at most is not less than that.
        _in_a_process(str(root), str(laid_out), str(laid_out), "lay out", name)
        for posts in sorted({max(count // 16, 1), max(count // 4, 1), count}):
            for side in list(SIDES)[1:]:
                row = _in_a_process(str(root), str(laid_out), str(posts), side, name)
                print(
                    f"{posts:5} posts {side:12}",
                    "  ".join(f"{k} {v:8.2f}" for k, v in row.items()),
                    flush=True,
                )


def _in_a_process(*arguments: str) -> Measured:
    command = [sys.executable, "-m", "bench.bind", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: Measured = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
