"""What a letter's file and whoever sends it agree on."""

from __future__ import annotations

from typing import Final

# Stands in the file where each reader's own token will, in as many letters: the budget is measured with it.
TOKEN: Final = "READERS-TOKEN-GOES-HERE-"  # noqa: S105  a place for one, no secret
EML: Final = "message/rfc822"
