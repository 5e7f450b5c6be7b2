"""Copies of a session on several days at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activities.models import Session
from activities.models.session import SessionQuerySet
from activities.planning import sessions


@dataclass
class Copies:
    """The drafts that were `made`, and what was `there` already on the days without one."""

    made: list[Session] = field(default_factory=list)
    there: list[Session] = field(default_factory=list)


def copy_to(session: Session, *, days: Iterable[date], clock: time, by: User) -> Copies:
    """Make a draft like `session` on each of `days`, at `clock` in Oslo.

    A day on which the team has the activity in that time already is left as it is, so that a
    repeat changes nothing. The session's row is the lock. Raises RuleBroken.
    """
    done, length = Copies(), session.ends_at - session.starts_at
    begins = sorted(timezone.make_aware(datetime.combine(day, clock)) for day in set(days))
    with transaction.atomic():
        row = sessions.locked(session)
        beside = list(alike(row).filter(starts_at__lt=begins[-1] + length, ends_at__gt=begins[0]))
        for starts_at in begins:
            ends_at = starts_at + length
            there = [one for one in beside if one.starts_at < ends_at and starts_at < one.ends_at]
            if there:
                done.there.append(there[0])
            else:
                done.made.append(sessions.copy(row, starts_at=starts_at, by=by))
    return done


def alike(session: Session) -> SessionQuerySet:
    """Return what the team has of the same activity and has not called off, `session` too."""
    found = Session.objects.filter(team=session.team_id, activity=session.activity_id)
    return found.exclude(state=Session.State.CANCELLED).select_related("activity")


def next_day(session: Session) -> date:
    """Return the next such weekday, from tomorrow on, on which it is not planned yet."""
    ahead = alike(session).filter(starts_at__gt=timezone.now())
    taken = {timezone.localdate(at) for at in ahead.values_list("starts_at", flat=True)}
    tomorrow = timezone.localdate() + timedelta(days=1)
    weekday = timezone.localdate(session.starts_at).weekday()
    day = tomorrow + timedelta(days=(weekday - tomorrow.weekday()) % 7)
    while day in taken:
        day += timedelta(days=7)
    return day
