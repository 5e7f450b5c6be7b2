"""Norwegian public holidays, from the `holidays` library (docs/decisions/009)."""

from datetime import date
from functools import cache

import holidays


@cache
def _of_year(year: int) -> dict[date, str]:
    # Sundays are no news: the library leaves them out unless asked.
    return dict(holidays.country_holidays("NO", years=year, language="no").items())


def name_of(day: date) -> str:
    """Return the Norwegian name of the public holiday on `day`, or ""."""
    return _of_year(day.year).get(day, "")
