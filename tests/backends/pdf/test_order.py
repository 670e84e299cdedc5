"""A part depends on its post and on nothing that the same worker has set before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
# Of bodies in which faces are first met at several sizes, in the order that is given.
_SCRIPT = """
import sys
from hashlib import sha256
from tests.backends.pdf.samples import ENGLISH, JAPANESE, part, post
bodies = {
    "note": ENGLISH,
    "large": "<h2>A <em>heading</em> first 見出し</h2><pre><code>x = 1</code></pre><p>α, 🍵</p>",
    "small": "<p>Small <em>print</em> 小さな字</p><table><tbody><tr><td><code>y</code> β</td></tr></tbody></table>",
    "long": JAPANESE,
}
for name in sys.argv[1:]:
    made = part(post(name, name, bodies[name]))
    print(name, sha256(made.content).hexdigest())
"""


def test_what_was_set_before_leaves_no_trace() -> None:
    def digests(*names: str) -> dict[str, str]:
        command = [sys.executable, "-c", _SCRIPT, *names]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        return dict(line.split() for line in done.stdout.splitlines())

    order = ("large", "note", "long", "small")
    assert digests(*order) == digests(*reversed(order))
