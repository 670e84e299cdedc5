"""What start-up pays for imports, by ``-X importtime``: python -m bench.imports [COMMAND…], --help if none is named."""

from __future__ import annotations

import subprocess
import sys

LINES = 15


def costs(command: list[str]) -> list[tuple[int, str]]:
    """(microseconds without what it imports itself, module), the dearest first."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "exporter.cli", *command],
        capture_output=True,
        text=True,
        check=False,
    )
    rows = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines()]
    found = [(int(row[0]), row[2].strip()) for row in rows if len(row) == 3 and row[0].strip().isdigit()]
    return sorted(found, reverse=True)


def main() -> None:
    found = costs(sys.argv[1:] or ["--help"])
    print(f"{sum(cost for cost, _ in found) / 1000:.0f} ms for {len(found)} modules")
    for cost, name in found[:LINES]:
        print(f"{cost / 1000:7.1f} ms  {name}")


if __name__ == "__main__":
    main()
