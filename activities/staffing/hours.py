"""The working hours that are written down, and how long they are. Only reads."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Membership
from activities.models import WorkingHours


def length(starts: time, ends: time) -> timedelta:
    """Return how long a working day is; an end before the start runs over midnight."""
    found = datetime.combine(date.min, ends) - datetime.combine(date.min, starts)
    return found if found > timedelta() else found + timedelta(days=1)


def in_words(planned: timedelta) -> str:
    """Return hours with a decimal comma: «7,5»."""
    return f"{round(planned / timedelta(hours=1), 1):g}".replace(".", ",")


def agreed(staff: Iterable[int]) -> QuerySet[WorkingHours]:
    """Return the hours of `staff` (ids) in every team they work in now: they make the contract."""
    still_there = Membership.objects.planning().filter(
        user=OuterRef("staff"), team=OuterRef("team")
    )
    return WorkingHours.objects.filter(Exists(still_there), staff__in=list(staff))


def contracts(staff: Iterable[int]) -> dict[int, int]:
    """Return {user id: agreed seconds of a week} for who has any written down. One query."""
    found: dict[int, int] = {}
    for row in agreed(staff):
        seconds = round(length(row.starts, row.ends).total_seconds())
        found[row.staff_id] = found.get(row.staff_id, 0) + seconds
    return found
