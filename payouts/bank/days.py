"""The days on which Norwegian banks settle payments with one another."""

from datetime import date, timedelta

from activities.planning import public_holidays

SATURDAY = 5
CLOSED = (12, 24)
"""Christmas Eve is no public holiday, and Norges Bank's settlement system is closed. New Year's Eve
is open. Source: norges-bank.no, «Oppgjørsdager», 2017 and 2019."""


def is_bank_day(day: date) -> bool:
    """Tell whether banks settle on `day`."""
    return (
        day.weekday() < SATURDAY
        and (day.month, day.day) != CLOSED
        and day not in public_holidays.by_law(day.year)
    )


def first_from(day: date) -> date:
    """Return `day` when it is a bank day, else the next one."""
    while not is_bank_day(day):
        day += timedelta(days=1)
    return day
