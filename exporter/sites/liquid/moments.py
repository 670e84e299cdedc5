"""Jekyll's filters of dates, in English whatever the locale of the machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date as day
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final

from liquid import RenderContext
from liquid.filter import with_context

from exporter.sites.dates import understand
from exporter.sites.liquid.values import shown

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# As strftime of Ruby has them: flags, a width, a letter.
_DIRECTIVE: Final = re.compile(r"%(?P<flags>[-0^#_:]*)(?P<width>\d{0,2})(?P<letter>[a-zA-Z%])")
# What a directive of numbers is filled with, and how far.
_NUMBERS: Final[Mapping[str, tuple[str, int, Callable[[datetime], int]]]] = {
    "Y": ("0", 4, lambda time: time.year),
    "C": ("0", 2, lambda time: time.year // 100),
    "y": ("0", 2, lambda time: time.year % 100),
    "m": ("0", 2, lambda time: time.month),
    "d": ("0", 2, lambda time: time.day),
    "e": (" ", 2, lambda time: time.day),
    "j": ("0", 3, lambda time: time.timetuple().tm_yday),
    "H": ("0", 2, lambda time: time.hour),
    "k": (" ", 2, lambda time: time.hour),
    "I": ("0", 2, lambda time: time.hour % 12 or 12),
    "l": (" ", 2, lambda time: time.hour % 12 or 12),
    "M": ("0", 2, lambda time: time.minute),
    "S": ("0", 2, lambda time: time.second),
    "L": ("0", 3, lambda time: time.microsecond // 1000),
    "N": ("0", 9, lambda time: time.microsecond * 1000),
    "s": ("0", 1, lambda time: int(time.timestamp())),
    "u": ("0", 1, lambda time: time.isoweekday()),
    "w": ("0", 1, lambda time: time.isoweekday() % 7),
    "G": ("0", 4, lambda time: time.isocalendar().year),
    "V": ("0", 2, lambda time: time.isocalendar().week),
    "U": ("0", 2, lambda time: (time.timetuple().tm_yday + 6 - time.isoweekday() % 7) // 7),
    "W": ("0", 2, lambda time: (time.timetuple().tm_yday + 6 - time.weekday()) // 7),
}
_WORDS: Final[Mapping[str, Callable[[datetime], str]]] = {
    "B": lambda time: _MONTHS[time.month - 1],
    "b": lambda time: _MONTHS[time.month - 1][:3],
    "h": lambda time: _MONTHS[time.month - 1][:3],
    "A": lambda time: _DAYS[time.weekday()],
    "a": lambda time: _DAYS[time.weekday()][:3],
    "p": lambda time: "AM" if time.hour < 12 else "PM",
    "P": lambda time: "am" if time.hour < 12 else "pm",
    "z": lambda time: time.strftime("%z") or "+0000",
    "Z": lambda time: time.tzname() or "UTC",
    "n": lambda _: "\n",
    "t": lambda _: "\t",
    "%": lambda _: "%",
}
_WHOLE: Final = {
    "F": "%Y-%m-%d",
    "D": "%m/%d/%y",
    "x": "%m/%d/%y",
    "T": "%H:%M:%S",
    "X": "%H:%M:%S",
    "R": "%H:%M",
    "r": "%I:%M:%S %p",
    "c": "%a %b %e %H:%M:%S %Y",
}


def formatted(time: datetime, form: str) -> str:
    """``time`` as ``form`` says; what is no directive stays."""

    def value(directive: re.Match[str]) -> str:
        letter, flags = directive["letter"], directive["flags"]
        if letter in _WHOLE:
            return formatted(time, _WHOLE[letter])
        if letter in _NUMBERS:
            fill, width, number = _NUMBERS[letter]
            fill = "0" if "0" in flags else " " if "_" in flags else fill
            return str(number(time)).rjust(0 if "-" in flags else int(directive["width"] or width), fill)
        if letter not in _WORDS:
            return directive[0]
        word = _WORDS[letter](time)
        if letter == "z" and ":" in flags:
            word = f"{word[:3]}:{word[3:]}"
        return word.upper() if "^" in flags or "#" in flags else word.rjust(int(directive["width"] or 0))

    return _DIRECTIVE.sub(value, form)


def moment(value: object, context: RenderContext) -> datetime | None:
    """The time that a value means; now is that of the site, so that a post is the same tomorrow."""
    if value in {"now", "today"} if isinstance(value, str) else False:
        site = context.resolve("site", default=None)
        value = site.get("time") if isinstance(site, Mapping) else None
    if isinstance(value, day) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001  understand() gives it a zone
    if isinstance(value, str) and value.isdigit() and len(value) > 8:
        value = int(value)
    found = understand(value)
    return found.time if found else None


def _dated(form: Callable[[datetime, tuple[Any, ...]], str]) -> Callable[..., object]:
    """A filter that leaves what is no date as it is."""

    @with_context
    def apply(value: object, *given: object, context: RenderContext) -> object:
        time = moment(value, context)
        return value if time is None else form(time, given)

    return apply


def _in_words(time: datetime, given: tuple[Any, ...], month: str) -> str:
    """``date_to_string``: 7 Nov 2008; with "ordinal" 7th Nov 2008, with "US" besides Nov 7th, 2008."""
    if not given or shown(given[0]) != "ordinal":
        return formatted(time, f"%d {month} %Y")
    ending = "th" if 10 < time.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(time.day % 10, "th")
    numbered = f"{time.day}{ending}"
    name, year = formatted(time, month), formatted(time, "%Y")
    return f"{name} {numbered}, {year}" if given[1:2] == ("US",) else f"{numbered} {name} {year}"


MOMENTS: Final[Mapping[str, Callable[..., Any]]] = {
    "date": _dated(lambda time, given: formatted(time, shown(given[0])) if given else shown(time)),
    "date_to_string": _dated(lambda time, given: _in_words(time, given, "%b")),
    "date_to_long_string": _dated(lambda time, given: _in_words(time, given, "%B")),
    "date_to_xmlschema": _dated(lambda time, _: time.isoformat(timespec="seconds")),
    "date_to_rfc822": _dated(lambda time, _: format_datetime(time)),
}
