"""The addresses of Jekyll's posts: the styles that have a name, and templates."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from exporter.sites.fields import text
from exporter.sites.habits import Header
from exporter.sites.slugs import DAYS, MONTHS, slugified
from exporter.sites.titles import name_of

# https://jekyllrb.com/docs/permalinks/.
STYLES: Final = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_TOKEN: Final = re.compile(r":([a-z_]+)")
_SLASHES: Final = re.compile(r"/{2,}")


def filled(template: str, header: Header, categories: tuple[str, ...]) -> str:
    """A permalink template with its placeholders filled in."""
    name = text(header.meta.get("slug")) or name_of(header.path)
    values = {
        "title": name,
        "slug": slugified(name),
        "name": name,
        # In lower case and no more: "Edge Case" is served at /edge%20case/.
        "categories": "/".join(dict.fromkeys(category.lower() for category in categories)),
        "slugified_categories": "/".join(slugified(category) for category in categories),
        "output_ext": ".html",
        **_of_day(header.published),
    }
    made = _TOKEN.sub(lambda token: values.get(token[1], token[0]), template)
    return _SLASHES.sub("/", made)


def _of_day(day: datetime | None) -> dict[str, str]:
    if day is None:
        return {}
    month, weekday = MONTHS[day.month - 1], DAYS[day.weekday()]
    return {
        "year": f"{day.year:04}", "month": f"{day:%m}", "day": f"{day:%d}", "hour": f"{day:%H}",
        "minute": f"{day:%M}", "second": f"{day:%S}", "i_month": str(day.month), "i_day": str(day.day),
        "short_year": f"{day:%y}", "y_day": f"{day:%j}", "week": f"{day:%V}", "w_day": f"{day:%u}",
        "w_year": f"{day:%G}", "short_month": month[:3], "long_month": month, "short_day": weekday[:3],
        "long_day": weekday,
    }  # fmt: skip
