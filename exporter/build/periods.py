"""Issue ids and the days they cover: 2026, 2026-Q3, 2026-07, 2026-W34 (ISO 8601 weeks), all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

_MONTHS_OF_QUARTER: Final = 3


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


ID_OF: Final[dict[str, Callable[[date], str]]] = {
    "year": lambda day: f"{day.year:04}",
    "quarter": lambda day: f"{day.year:04}-Q{(day.month - 1) // _MONTHS_OF_QUARTER + 1}",
    "month": lambda day: f"{day.year:04}-{day.month:02}",
    "week": _week,
    "all": lambda _: "all",
}

_PATTERNS: Final = {
    "year": r"[0-9]{4}",
    "quarter": r"[0-9]{4}-Q[1-4]",
    "month": r"[0-9]{4}-(0[1-9]|1[0-2])",
    "week": r"[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])",
    "all": "all",
}


def span_of(issue_id: str) -> str:
    """The span that an issue id names: year, quarter, month, week, all; empty where it names none."""
    return next((span for span, pattern in _PATTERNS.items() if re.fullmatch(pattern, issue_id)), "")


def last_day(issue_id: str) -> date | None:
    """The last day an issue covers; None for one without an end."""
    year = int(issue_id[:4]) if issue_id[:4].isdigit() else 0
    match span_of(issue_id):
        case "year":
            return date(year, 12, 31)
        case "quarter":
            return _end_of_month(year, int(issue_id[-1]) * _MONTHS_OF_QUARTER)
        case "month":
            return _end_of_month(year, int(issue_id[-2:]))
        case "week":
            return date.fromisocalendar(year, int(issue_id[-2:]), 7)
    return None


def _end_of_month(year: int, month: int) -> date:
    if year == date.max.year:
        return date.max
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return first_of_next - timedelta(days=1)
