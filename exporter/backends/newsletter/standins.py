"""What stands in a page where something else will: a reader's own token, a service's tags. No post may say it.

Who knows a reader's token can take them off the list: a post that held the stand-in, say in the address of a picture,
would have each reader's sent to wherever it likes.
"""

from __future__ import annotations

import re
from typing import Final

from exporter.model.letter import TOKEN

# Hosts that cannot exist (RFC 2606).
UNSUBSCRIBE: Final = "https://unsubscribe.invalid/"
WEB: Final = "https://web.invalid/"
POSTAL: Final = "postal.invalid"

_ANY: Final = re.compile("|".join(map(re.escape, (TOKEN, UNSUBSCRIBE, WEB, POSTAL))))
_ANY_BYTES: Final = re.compile(_ANY.pattern.encode())


def disarm(text: str) -> str:
    """``text`` without a stand-in; as long as it was."""
    return _ANY.sub(lambda found: f"{found[0][:-1]}_", text)


def disarm_bytes(content: bytes) -> bytes:
    """The same of encoded text, in which nothing else moves."""
    return _ANY_BYTES.sub(lambda found: found[0][:-1] + b"_", content)
