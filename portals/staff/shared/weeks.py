"""Weeks and months as addresses write them, and the days of the week."""

import re
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy

from activities.models import Session

DAYS = [
    ("MO", gettext_lazy("mandag")),
    ("TU", gettext_lazy("tirsdag")),
    ("WE", gettext_lazy("onsdag")),
    ("TH", gettext_lazy("torsdag")),
    ("FR", gettext_lazy("fredag")),
    ("SA", gettext_lazy("lørdag")),
    ("SU", gettext_lazy("søndag")),
]
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_FIRST_YEAR, _LAST_YEAR = 2000, 2200


def monday_of(text: str) -> date:
    """Return the Monday of «2026-W48»; of this week for anything else."""
    found = _WEEK.fullmatch(text)
    if found and _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        try:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            pass
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


def name_of(monday: date) -> str:
    """Return a week as addresses write it."""
    year, number, _day = monday.isocalendar()
    return f"{year}-W{number:02d}"


def name_of_week(session: Session) -> str:
    """Return the week of `session` as addresses write it, "" when it is today."""
    day = timezone.localdate(session.starts_at)
    if day == timezone.localdate():
        return ""
    return name_of(day - timedelta(days=day.weekday()))


def month_of(text: str) -> date:
    """Return the first of «2026-12»; of this month for anything else."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = timezone.localdate().replace(day=1)
    return found if 2000 <= found.year <= 2200 else timezone.localdate().replace(day=1)
