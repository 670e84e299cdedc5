"""Dates as people write them. Of 16,756 real headers, 28 spellings; the zone of one without is the site's."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct
from msgspec.structs import replace

# Hours east of UTC of the abbreviations that headers hold; RFC 5322, section 4.3, knows the American ones only.
_ZONES: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3,
    "msk": 3, "ist": 5.5, "sgt": 8, "hkt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
_FIRST_LETTERS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK: Final = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?\s*(?P<half>[ap]m)?"
)
# "UTC+09:00" is what Nikola writes.
_ZONE: Final = r"(?:(?:utc|gmt)(?=[+-]\d))?(?P<zone>[+-]\d{2}:?\d{2}(?!\d)|[+-]\d{2}(?!\d)|[a-z]{1,4}\b)?"
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
# Compiled by `re` when one is first tried: nearly every date is of the first kind.
_DAY: Final = (
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)",
    # German, and Korean; with slashes nobody knows which is the month.
    r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
    r"(?P<year>\d{4})\.\s(?P<month>\d{1,2})\.\s(?P<day>\d{1,2})\.?",
    r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日",
    _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-](?P<name>[a-z]{3,9})\.?,?[\s-](?P<year>\d{4})",
    _WEEKDAY + r"(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
)
# How machines write it, and most people: the standard library knows what it means.
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})")
_LONGEST: Final = 200
_TIME: Final = rf"(?s)(?:[\s,T]|at)*{_CLOCK}\s*{_ZONE}(?P<rest>.*)"
_BARE_TIME: Final = r"T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?\s*(?P<zone>z|[+-]\d{4})?"
# `date` of Unix: Fri Sep  3 11:21:31 CEST 2021
_UNIX: Final = (
    rf"{_WEEKDAY}(?P<name>[a-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s*{_ZONE}\s*(?P<year>\d{{4}})"
)


class Moment(Struct, frozen=True):
    """``time`` is aware; ``exact`` is False where a part of what was written could not be understood and was left out.

    ``zoned`` tells whether the author named a zone.
    """

    time: datetime
    exact: bool = True
    zoned: bool = False


def zone(name: str) -> tzinfo | None:
    """The time zone of an IANA name, None for an empty or unknown one."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def understand(value: object, default: tzinfo = UTC) -> Moment | None:
    """The moment that a header's value means; one without a zone is in ``default``. None where no date is in it."""
    if isinstance(value, datetime):
        return Moment(value, zoned=True) if value.tzinfo else Moment(value.replace(tzinfo=default))
    if isinstance(value, int | float) and not isinstance(value, bool):
        # Of JavaScript's clocks in thousandths: as seconds these would be beyond the year 5138.
        seconds = value / 1000 if abs(value) >= 1e11 else value
        return _guarded(lambda: Moment(datetime.fromtimestamp(seconds, UTC), zoned=True))
    written = str(value).strip().strip("\"'") if value is not None else ""
    return _written(written, default) if 0 < len(written) <= _LONGEST else None


@lru_cache(maxsize=1024)  # date, lastmod and publishDate are mostly one text
def _written(written: str, default: tzinfo) -> Moment | None:
    if _ISO.fullmatch(written) and (found := _guarded(lambda: _of_iso(written))):
        return found
    if not written[0].isdigit() and (unix := re.fullmatch(_UNIX, written, re.IGNORECASE)):
        return _guarded(lambda: _moment(unix.groupdict(), unix.groupdict(), default))
    for pattern in _DAY:
        if day := re.match(pattern, written, re.IGNORECASE):
            rest = written[day.end() :]
            return _guarded(lambda day=day, rest=rest: _dated(day.groupdict(), rest, default))  # type: ignore[misc]
    return _guarded(lambda: _of_mail(written, default))


def _of_iso(written: str) -> Moment:
    return Moment(datetime.fromisoformat(written), zoned=True)


def _dated(day: dict[str, str | None], rest: str, default: tzinfo) -> Moment:
    if not rest.strip(" ,T\t\r\n"):
        return _moment(day, {}, default)
    clock = re.fullmatch(_TIME, rest, re.IGNORECASE) or re.fullmatch(_BARE_TIME, rest.strip(), re.IGNORECASE)
    if clock is None:
        return Moment(_moment(day, {}, default).time, exact=False)
    try:
        moment = _moment(day, clock.groupdict(), default)
    except ValueError:
        return Moment(_moment(day, {}, default).time, exact=False)
    # "… +0900 (JST)" is RFC 5322's comment; anything else we have not understood.
    rest = (clock.groupdict().get("rest") or "").strip()
    return moment if not rest or rest.startswith("(") else replace(moment, exact=False)


def _moment(day: dict[str, str | None], clock: dict[str, str | None], default: tzinfo) -> Moment:
    month = int(day.get("month") or 0) or _FIRST_LETTERS.index(str(day.get("name")).lower()[:3]) + 1
    offset, known = _offset(clock.get("zone"))
    fraction = (clock.get("fraction") or "")[:6].ljust(6, "0")
    time = datetime(
        int(day["year"] or 0),
        month,
        int(day["day"] or 0),
        _hour(clock),
        int(clock.get("minute") or 0),
        int(clock.get("second") or 0),
        int(fraction),
        tzinfo=offset or default,
    )
    return Moment(time, exact=known, zoned=offset is not None)


def _hour(clock: dict[str, str | None]) -> int:
    hour, half = int(clock.get("hour") or 0), (clock.get("half") or "").lower()
    return hour % 12 + 12 * (half == "pm") if half else hour


def _offset(name: str | None) -> tuple[tzinfo | None, bool]:
    """The zone an offset or abbreviation names, and whether we know it."""
    if not name:
        return None, True
    if name[0] in "+-":
        digits = name[1:].replace(":", "").ljust(4, "0")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        return _fixed(-minutes if name[0] == "-" else minutes), True
    hours = _ZONES.get(name.lower())
    return (None, False) if hours is None else (_fixed(int(hours * 60)), True)


def _fixed(minutes: int) -> tzinfo:
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def _of_mail(written: str, default: tzinfo) -> Moment:
    """RFC 5322 in the looser forms that mail programs write. Raises ValueError."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415  few dates come here, and no start need pay for it

    time = parsedate_to_datetime(written)
    return Moment(time, zoned=True) if time.tzinfo else Moment(time.replace(tzinfo=default))


def _guarded(make: Callable[[], Moment]) -> Moment | None:
    try:
        return make()
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None
