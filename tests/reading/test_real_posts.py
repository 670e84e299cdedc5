"""Bodies of real blogs: read without fail, and what was read is read again as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.model.markup import thaw
from exporter.passes.serialize import to_html
from exporter.sites import open_site
from exporter.sites.base import SiteSettings
from exporter.sites.index import Index
from exporter.world.files import DiskFiles
from tests.reading.resolving import Web, read


@pytest.mark.heavy
@pytest.mark.parametrize("blog", ["negi", "otel-hugo", "fahdlabs-hugo"])
def test_every_body_is_a_fixed_point(blog: str, corpora: Path) -> None:
    site = open_site(DiskFiles(corpora / blog), SiteSettings(base_url="https://blog.example/"), {})
    scan = site.scan()
    index = Index(scan.sources)
    posts = 0
    for source in scan.sources:
        post = site.read(source, index).post
        if post is None:
            continue
        posts += 1
        again = read(to_html(thaw(post.body)), Web(url=post.url))
        assert again.markup == post.body, source.source
        assert not {found.code for found in again.diagnostics} & {"H301", "H304", "H305", "R206"}, (
            source.source
        )
    assert posts > 5
