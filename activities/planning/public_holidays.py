"""Norwegian public holidays, from the `holidays` library (docs/decisions/009), and the two eves."""

from datetime import date
from functools import cache

import holidays

EVES = {(12, 24): "julaften", (12, 31): "nyttårsaften"}
"""No public holidays by law, and nobody plans for them without meaning it."""


@cache
def by_law(year: int) -> dict[date, str]:
    """Return {day: name} of the public holidays of a year."""
    # Sundays are no news: the library leaves them out unless asked.
    found = holidays.country_holidays("NO", years=year, language="no")
    return {day: name.replace("; ", " og ") for day, name in found.items()}


def of_year(year: int) -> dict[date, str]:
    """Return {day: name} of the public holidays and the eves of a year."""
    return {date(year, *day): name for day, name in EVES.items()} | by_law(year)
