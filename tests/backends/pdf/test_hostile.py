from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from exporter.backends.contract import PartJob
from exporter.backends.pdf.engine import lay_out
from exporter.backends.pdf.options import PdfOptions
from exporter.backends.pdf.part import part
from exporter.model.asset import Asset
from exporter.passes.images import Refusal, encode, inspect
from tests.backends.pdf import samples

SECRET = "the-secret-of-this-file"
PAYLOADS = [
    '<img src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">x</a>',
    '<style>@import url("{url}");</style>',
    '<style>body{{background:url("{url}")}}</style>',
    '<style>p::before{{content:url("{url}")}}</style>',
    '<style>@font-face{{font-family:x;src:url("{url}")}} p{{font-family:x}}</style>',
    '<style>@color-profile --x{{src:url("{url}")}}</style>',
    '<p style="list-style:url({url});display:list-item;border-image:url({url}) 1">x</p>',
    '<object data="{url}"></object><embed src="{url}"><iframe src="{url}"></iframe>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/><use href="{url}#a"/></svg>',
    '<base href="{url}"><img src="x.png">',
]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("scheme", ["file", "http", "data"])
def test_nothing_but_the_resources_of_the_document_is_ever_read(
    payload: str, scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(SECRET)
    url = {"file": secret.as_uri(), "http": "http://127.0.0.1:9/x", "data": "data:text/css,p{color:red}"}[
        scheme
    ]
    monkeypatch.setattr("urllib.request.OpenerDirector.open", _refuse)
    html = samples.xhtml(f"<html lang=en><body><p>text</p>{payload.format(url=url)}")
    if "@color-profile" in payload:
        # WeasyPrint gives up a document over a colour profile: an ordinary error, and nothing was read.
        with pytest.raises(OSError, match="is not part of this document"):
            lay_out(html, ["@page{size:200pt 200pt}"], {})
        return
    painted = lay_out(html, ["@page{size:200pt 200pt}"], {})
    assert SECRET not in repr(painted)
    assert not painted.images
    # A base is no address of ours: what is relative to it is not even asked for.
    assert painted.refused or scheme == "data" or "attachment" in payload or "base" in payload


def _refuse(*_: object) -> None:
    raise AssertionError("something was opened")


def test_a_post_cannot_use_the_private_links_of_the_contents_or_style_itself() -> None:
    each = samples.post(
        "x", "<script>alert(1)</script>", '<p id="a&quot;;b:c">text <a href="#a&quot;;b:c">up</a></p>'
    )
    content = samples.volume([each])
    assert b"%PDF-1.7" in content


def test_an_image_of_another_post_or_of_none_becomes_words() -> None:
    each = samples.post(
        "x",
        "題",
        '<p><img src="https://example.org/secret.png" alt="絵"/> と <img src="https://e.org/y.png"/></p>',
    )
    made = part(PartJob(post=each, site=samples.SITE, theme=samples.theme(), options=PdfOptions(), assets={}))
    assert b"https://example.org/secret.png" in made.content


SCRIPT = """
import hashlib, sys
from tests.backends.pdf import samples
print(hashlib.sha256(samples.volume(samples.three())).hexdigest())
"""


def test_two_processes_make_the_same_bytes_whatever_hash_seed_zone_and_language() -> None:
    digests = set()
    for seed, zone, language in (("1", "UTC", "C.UTF-8"), ("2", "Asia/Tokyo", "C")):
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "LANG": language, "PATH": "/usr/bin:/bin"}
        root = Path(__file__).parents[3]
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT], cwd=root, env=environment, capture_output=True, check=True
        )
        digests.add(run.stdout)
    assert len(digests) == 1


def test_a_truncated_image_is_shown_as_far_as_it_goes_and_stays_broken_for_the_other_channels() -> None:
    whole = BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(whole, "PNG")
    asset = inspect("https://example.org/a.png", "a.png", whole.getvalue()[:9000])
    assert isinstance(asset, Asset)
    each = samples.post("x", "題", '<p><img src="https://example.org/a.png" alt="絵"/></p>')
    samples.part(each, assets={asset.url: asset})
    assert isinstance(encode(asset, longest=50, budget=9000, formats=["image/jpeg"]), Refusal)
