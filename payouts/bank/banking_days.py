"""The days on which Norwegian banks settle payments with one another."""

from datetime import date, timedelta

from activities.planning import public_holidays

SATURDAY = 5
CLOSED = (12, 24)
"""Christmas Eve is no public holiday, and Norges Bank's settlement system is closed. New Year's Eve
is open. Source: norges-bank.no, «Oppgjørsdager», 2017 and 2019."""


def first_from(day: date) -> date:
    """Return `day` when banks settle on it, else the next day on which they do."""
    while (
        day.weekday() >= SATURDAY
        or (day.month, day.day) == CLOSED
        or day in public_holidays.by_law(day.year)
    ):
        day += timedelta(days=1)
    return day
