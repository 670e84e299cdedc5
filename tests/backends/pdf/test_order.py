"""A part depends on its post and on nothing that the same worker has set before."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
# Faces are first met at several sizes. What Pango says of the pictures of an emoji font, which have one size, is scaled
# by the size at which the process first met it: an ascent of 13 pixels alone, of 10 behind another post.
BODIES = {
    "note": "<p>A note on <em>paper</em>, 🍵 in the text.</p><ul><li>A knife</li></ul>",
    "large": "<h2>A <em>heading</em> first 見出し 🍵</h2><pre><code>x = 1</code></pre><p>α</p>",
    "small": "<p>Small <em>print</em> 小さな字</p><table><tbody><tr><td><code>y 🍵</code> β</td></tr></tbody></table>",
    "japanese": "<h3>紙を<strong>裁つ</strong></h3><p><ruby>断裁<rt>だんさい</rt></ruby>の音。<small>小さく 🍵</small></p>",
    "arabic": "<p>ملاحظة paper 12</p><h2>عنوان</h2><p>नमस्ते, สวัสดี, שלום.</p>",
}
# Each line of the input is an order, set in a process of its own that has set nothing yet.
_SCRIPT = """
import os, sys
from hashlib import sha256
from tests.backends.pdf.samples import part, post
from tests.backends.pdf.test_order import BODIES
posts = {name: post(name, name, body) for name, body in BODIES.items()}
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        for name in line.split():
            print(name, sha256(part(posts[name]).content).hexdigest())
        sys.stdout.flush()
        os._exit(0)
    _, state = os.waitpid(child, 0)
    assert state == 0
"""


def digests(orders: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Of the parts, in the orders given."""
    lines = "\n".join(" ".join(order) for order in orders)
    command = [sys.executable, "-c", _SCRIPT]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, cwd=ROOT)
    pairs = (line.split() for line in done.stdout.splitlines())
    return [(name, digest) for name, digest in pairs]


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))])
def test_what_was_set_before_leaves_no_trace(seed: int) -> None:
    names = list(BODIES)
    mixed = random.Random(seed).sample(names, len(names))
    found = digests([*([name] for name in names), mixed, mixed[::-1]])
    assert len(found) == 3 * len(names)
    assert sorted(set(found)) == sorted(found[: len(names)])
