"""A plain week of the team, with the gaps in staffing marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from activities.models import Session
from activities.permissions import can_plan
from activities.planning import conflicts, days_off
from portals.staff.planning.board import cards
from portals.staff.shared import plan_undo
from portals.staff.shared.own_rows import own_team
from portals.staff.shared.page_access import StaffRequest, staff_page
from portals.staff.shared.weeks import monday_of


@dataclass(frozen=True)
class Day:
    """One day of a calendar."""

    date: date
    sessions: list[Session]
    off: str
    """Why the team has nothing on that day otherwise."""

    @property
    def is_today(self) -> bool:
        """Tell whether it is today."""
        return self.date == timezone.localdate()


@dataclass(frozen=True)
class Bar:
    """Where a session lies on the axis of hours: minutes from where that begins."""

    at: int
    length: int
    starts: str
    ends: str
    """Clock times, as a form sends them."""
    may_move: bool
    """Whether it can be dragged: it is not over, and it ends the day it began."""


@dataclass(frozen=True)
class Axis:
    """The hours that the days of a week share, from `first` to `last` on the clock."""

    first: int
    last: int

    @property
    def minutes(self) -> int:
        """Return how long it is."""
        return 60 * (self.last - self.first)

    @property
    def hours(self) -> range:
        """Return the hours that are written over it."""
        return range(self.first, self.last)

    def bar(self, session: Session, *, may_plan: bool) -> Bar:
        """Return where `session` lies; one that goes on after midnight goes on to the edge."""
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        at = 60 * (starts.hour - self.first) + starts.minute
        same_day = starts.date() == ends.date()
        over = 60 * (ends.hour - self.first) + ends.minute if same_day else self.minutes
        is_changed_still = session.state in Session.EDITABLE and ends > timezone.now()
        return Bar(
            at, max(15, over - at), f"{starts:%H:%M}", f"{ends:%H:%M}",
            may_move=may_plan and same_day and is_changed_still,
        )  # fmt: skip


WORKING_HOURS = Axis(7, 21)
"""What is shown of a day; all of it when something lies outside."""


def axis_of(sessions: Iterable[Session]) -> Axis:
    """Return the hours to show of a week with `sessions`."""
    return WORKING_HOURS if all(map(_is_in_working_hours, sessions)) else Axis(0, 24)


def _is_in_working_hours(session: Session) -> bool:
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    over_by = ends.replace(hour=WORKING_HOURS.last, minute=0, second=0, microsecond=0)
    return starts.hour >= WORKING_HOURS.first and starts.date() == ends.date() and ends <= over_by


def days_of(
    sessions: Iterable[Session], *, first: date, last: date, off: Mapping[date, str]
) -> list[Day]:
    """Return each day from `first` to `last`, with those of `sessions` that begin on it."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    begin_on: dict[date, list[Session]] = {day: [] for day in days}
    for session in sessions:
        begin_on[timezone.localdate(session.starts_at)].append(session)
    return [Day(day, found, off.get(day, "")) for day, found in begin_on.items()]


@staff_page
def week(request: StaffRequest) -> HttpResponse:
    """Show the team's sessions from Monday to Sunday."""
    team, team_links = own_team(request)
    monday = monday_of(request.GET.get("uke", ""))
    sunday = monday + timedelta(days=6)
    found = Session.objects.filter(team=team).on_days(monday, sunday).with_counts()
    sessions = list(found.select_related("activity", "place").with_staff())
    warnings = conflicts.warnings_of(sessions)
    axis, may_plan = axis_of(sessions), can_plan(request.user, team)
    for session in sessions:
        session.warnings = warnings.get(session.pk, [])  # type: ignore[attr-defined]
        session.bar = axis.bar(session, may_plan=may_plan)  # type: ignore[attr-defined]
    off = days_off.names(team, first=monday, last=sunday)
    context = {
        **team_links,
        **cards.head("days", monday),
        "days": days_of(sessions, first=monday, last=sunday, off=off),
        "axis": axis,
        "is_empty": not sessions,
        "has_drafts": any(one.state == Session.State.DRAFT for one in sessions),
        "may_plan": may_plan,
        "undo": plan_undo.of(request, team) if may_plan else None,
    }
    return render(request, "portals/staff/planning/board/week.html", context)
