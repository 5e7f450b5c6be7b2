"""«I dag»: my sessions, who is coming, my duties, what is next and what I have to do."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import PLANNING, Team
from activities import shifts
from activities.models import Session, Shift
from activities.permissions import can_report_all_clear
from notices import tasks
from notices.models import Task
from payouts import promises
from portals.staff.door import (
    StaffRequest,
    allow,
    back_to,
    carry_out,
    seen,
    shows_people,
    staff_page,
)
from portals.staff.people_rows import (
    expected,
    in_line,
    is_recordable,
    rows_of,
    with_people,
)


@require_GET
@staff_page
@shows_people
def today(request: StaffRequest) -> HttpResponse:
    """Show my day."""
    sessions = [SessionCard(session, user=request.user) for session in _my_sessions(request.user)]
    first, last = _day(0)
    mine = [card for card in sessions if first <= card.session.starts_at < last]
    to_do = list(Task.objects.open().filter(assigned_to=request.user).select_related("participant"))
    seen(request, [row.participant for card in mine for row in (*card.expected, *card.in_line)])
    seen(request, [task.participant for task in to_do if task.participant])
    promised = promises.honorarium_of([card.session for card in mine])
    for card in mine:
        card.honorarium = promised.get(card.session.pk)
    context = {
        "cards": mine,
        "not_home": [card for card in sessions if card.session.starts_at < first and card.is_out],
        "tomorrow": [card for card in sessions if card.session.starts_at >= last],
        "tasks": to_do,
        "now": timezone.now(),
    }
    return render(request, "portals/staff/today.html", context)


@require_POST
@staff_page
def all_clear(request: StaffRequest, pk: int) -> HttpResponse:
    """Report that I am safely done with an off-site session."""
    shift = get_object_or_404(
        Shift.objects.filter(session__team__in=Team.objects.of(request.user, PLANNING)), pk=pk
    )
    allow(can_report_all_clear(request.user, shift))
    carry_out(
        request,
        lambda: shifts.all_clear(shift, by=request.user),
        said=_("Takk. Vakten din er over."),
    )
    return back_to(request, "staff:today")


@require_POST
@staff_page
def task_done(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a task off my list."""
    task = get_object_or_404(Task, pk=pk, team__in=Team.objects.of(request.user, PLANNING))
    tasks.done(task, by=request.user)
    messages.success(request, _("Gjort: %(what)s") % {"what": task.text})
    return back_to(request, "staff:today")


class SessionCard:
    """A session as my day shows it."""

    def __init__(self, session: Session, *, user: Any) -> None:
        self.session = session
        self.shifts = list(session.shifts.all())
        self.others = [shift for shift in self.shifts if shift.staff_id != user.pk]
        self.mine = next((shift for shift in self.shifts if shift.staff_id == user.pk), None)
        rows = rows_of(session)
        self.expected, self.in_line = expected(rows), in_line(rows)
        self.honorarium: int | None = None

    @property
    def took_part_count(self) -> int:
        """Return how many have been recorded."""
        return sum(row.took_part for row in self.expected)

    @property
    def is_recordable(self) -> bool:
        """Tell whether taking part can be recorded now."""
        return is_recordable(self.session)

    @property
    def is_open(self) -> bool:
        """Tell whether people may come, or came."""
        return self.session.state in (Session.State.PUBLISHED, Session.State.CLOSED)

    @property
    def has_begun(self) -> bool:
        """Tell whether the session has begun."""
        return self.session.starts_at <= timezone.now()

    @property
    def is_out(self) -> bool:
        """Tell whether I am on an off-site duty that I have not reported the end of."""
        return bool(
            self.session.off_site
            and self.is_open
            and self.has_begun
            and self.mine
            and not self.mine.all_clear_at
        )


def _day(days: int) -> tuple[datetime, datetime]:
    """Return the start and end of the day that is `days` from today, in Oslo."""
    day = timezone.localdate() + timedelta(days=days)
    first = timezone.make_aware(datetime.combine(day, time.min))
    return first, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _my_sessions(user: Any) -> Any:
    """Return the sessions I work today and tomorrow, and earlier ones I am not home from."""
    (first, _today_ends), (_tomorrow, last) = _day(0), _day(1)
    my_shifts = Shift.objects.filter(staff=user)
    near = Q(starts_at__gte=first, starts_at__lt=last) & ~Q(state=Session.State.CANCELLED)
    not_home = Q(pk__in=my_shifts.not_home(at=timezone.now()).values("session"))
    return with_people(
        Session.objects.filter(
            near | not_home,
            pk__in=my_shifts.values("session"),
            team__in=Team.objects.of(user, PLANNING),
        )
    ).order_by("starts_at", "pk")
