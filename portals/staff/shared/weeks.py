"""Weeks and months as addresses write them, and the days of the week."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS

from activities.models import Session

DAYS = list(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAYS.values(), strict=True))


def day_of(text: str) -> date:
    """Return the day of «2026-11-25», the Monday of «2026-W48»; today for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
    return found if 2000 <= found.year <= 2200 else timezone.localdate()


def monday_of(text: str) -> date:
    """Return the Monday of «2026-W48»; of this week for anything else."""
    day = day_of(text)
    return day - timedelta(days=day.weekday())


def month_of(text: str) -> date:
    """Return the first of «2026-12»; of this month for anything else."""
    return day_of(f"{text}-01").replace(day=1)


def name_of(day: date) -> str:
    """Return the week of a day as addresses write it."""
    return f"{day:%G-W%V}"


def about_week(monday: date) -> dict[str, Any]:
    """Return what a page says of a week, and the weeks beside it."""
    return {
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "number": monday.isocalendar().week,
        "this": name_of(monday),
        "before": name_of(monday - timedelta(days=7)),
        "after": name_of(monday + timedelta(days=7)),
    }


def name_of_week(session: Session) -> str:
    """Return the week of `session` as addresses write it, "" when it is today."""
    day = timezone.localdate(session.starts_at)
    return "" if day == timezone.localdate() else name_of(day)
