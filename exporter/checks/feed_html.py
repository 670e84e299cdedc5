"""What no item's HTML may hold, whatever the format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

_ADDRESSES: Final = frozenset({"href", "src", "poster", "cite", "data", "action", "background", "longdesc"})
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UNSAFE: Final = frozenset(
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "button",
        "link",
        "meta",
        "base",
        "svg",
        "frame",
    ]
)


class _Scan(HTMLParser):
    """Walks a fragment, collecting (rule, message) and ids."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.findings: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSAFE:
            self.findings.append(("F1.22", f"<{tag}> is shown by no reader"))
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name == "id":
            self.ids.append(value)
        elif name.startswith("on"):
            self.findings.append(("F1.22", f"<{tag} {name}> is a script"))
        elif name == "srcset":
            addresses = [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]
            self.findings += [
                ("F1.5", f"<{tag} {name}={a!r}> is relative") for a in addresses if not _ABSOLUTE.match(a)
            ]
        elif name in _ADDRESSES:
            self._address(tag, name, value)

    def _address(self, tag: str, name: str, value: str) -> None:
        if not _ABSOLUTE.match(value):
            self.findings.append(("F1.5", f"<{tag} {name}={value!r}> is relative"))
        elif value.lower().startswith(("javascript:", "vbscript:", "data:", "file:")):
            self.findings.append(("F1.22", f"<{tag} {name}={value[:30]!r}> is no public address"))


def judge_html(fragments: list[str]) -> Iterator[tuple[int, str, str]]:
    """(index, rule, message) of what is wrong in the items' HTML, and of ids that two elements of the feed share."""
    owners: dict[str, int] = {}
    for index, fragment in enumerate(fragments):
        scan = _Scan()
        scan.feed(fragment)
        scan.close()
        yield from ((index, rule, message) for rule, message in scan.findings)
        for name in scan.ids:
            if name in owners:
                yield index, "F1.23", f"the id {name!r} stands in item {owners[name] + 1} too"
            owners.setdefault(name, index)
