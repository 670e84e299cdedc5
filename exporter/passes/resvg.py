"""resvg, the only file that sees it; and a process of its own for what strangers drew.

What a drawing costs cannot be told from what it says: one of 282 bytes asks for a tile of ten terabytes, which ends the
process, a thousand half-transparent rectangles take a minute and a half, and resvg cannot be interrupted. Apart, it has
so much time and so much memory. The picture is a function of the drawing still; starting takes 25 ms.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Final

SECONDS: Final = 20  # of the processor; the slowest of a thousand blogs' drawings takes two
_MEMORY: Final = 2**30


class DrawError(ValueError):
    """The drawing cannot be drawn, or not within the bounds."""


def draw(drawing: bytes, fonts: tuple[str, ...] = (), **size: float) -> bytes:
    """A PNG, drawn in this process: of a drawing of our own. Raises DrawError.

    ``size`` is ``zoom``, or ``width`` and ``height``; without font files, the machine's fonts are used.
    """
    import resvg_py  # noqa: PLC0415 - 3 MB that only channels without SVG need

    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=drawing.decode("utf-8"),
                **size,  # type: ignore[arg-type]
                dpi=96,
                skip_system_fonts=bool(fonts),
                font_files=list(fonts),
            )
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a Rust panic is no Exception
        raise DrawError(f"cannot be drawn ({error})") from None


def draw_apart(drawing: bytes, width: int, height: int, *, seconds: int = SECONDS) -> bytes:
    """The same as large as fits into ``width`` × ``height`` pixels, in another process. Raises DrawError."""
    # -P: the folder one stands in, which may be a hostile site, is not where modules are looked for.
    command = [sys.executable, "-P", __file__, str(width), str(height), str(seconds)]
    try:
        done = subprocess.run(
            command, input=drawing, capture_output=True, check=False, timeout=_PATIENCE * seconds
        )
    except subprocess.TimeoutExpired:
        raise DrawError(_OVER.format(seconds)) from None
    if done.returncode == 0:
        return done.stdout
    raise DrawError(done.stdout.decode() if done.returncode == 1 else _OVER.format(seconds))


_PATIENCE: Final = 10  # by the clock, where other processes take most of the time, or no limit can be set
_OVER: Final = f"to draw it takes more than {{}} s, or more than {_MEMORY // 2**20:,} MB"


def _main() -> int:
    width, height, seconds = map(int, sys.argv[1:])
    if sys.platform != "win32":
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(draw(sys.stdin.buffer.read(), width=width, height=height))
    except DrawError as error:
        sys.stdout.write(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main())
