"""«I dag»: my sessions, who is coming, my duties, what is next and what I have to do."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PLANNING, SecondPerson, Team
from activities.models import Session, Shift
from activities.permissions import can_report_all_clear
from activities.staffing import shifts
from core.dates import midnight
from notices import tasks
from notices.models import Task
from payouts.models import Earning
from portals.staff.shared.own_rows import in_teams, own_row
from portals.staff.shared.page_access import StaffRequest, seen, staff_button, staff_page
from portals.staff.shared.pages import back_to, carry_out
from portals.staff.shared.people_rows import expected, in_line, is_recordable, rows_of, with_people
from portals.staff.shared.session_money import SessionMoney, about_thresholds
from portals.staff.today.task_links import links_of


@staff_page(shows="list")
def today(request: StaffRequest) -> HttpResponse:
    """Show my day."""
    found = list(_my_sessions(request.user))
    todays = [session for session in found if _is_of_today(session)]
    words = about_thresholds(todays, day=timezone.localdate())
    sessions = [SessionCard(session, user=request.user, words=words) for session in found]
    mine = [card for card in sessions if card.session in todays]
    to_do = list(_to_do(request.user))
    for task in to_do:
        task.links = links_of(task)  # type: ignore[attr-defined]
    seen(request, [row.participant for card in mine for row in (*card.expected, *card.in_line)])
    seen(request, [task.participant for task in to_do])
    asked = SecondPerson.objects.visible_to(request.user).filter(person=request.user)
    context = {
        "cards": mine,
        "not_home": [card for card in sessions if card not in mine and card.is_out],
        "tomorrow": [card for card in sessions if card.session.starts_at >= _start_of(1)],
        "tasks": [task for task in to_do if not task.done_at],
        "done": [task for task in to_do if task.done_at],
        "to_confirm": asked.waiting().count(),
        "now": timezone.now(),
    }
    return render(request, "portals/staff/today/today.html", context)


@staff_button
def all_clear(request: StaffRequest, pk: int) -> HttpResponse:
    """Report that I am safely done with an off-site session."""
    found = Shift.objects.filter(session__team__in=Team.objects.of(request.user, PLANNING))
    shift = own_row(request, found, pk, can_report_all_clear)
    carry_out(
        request,
        lambda: shifts.all_clear(shift, by=request.user),
        said=_("Takk. Vakten din er over."),
    )
    return back_to(request, "staff:today")


@staff_button
def task_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a task back on the list, after «gjort» too soon."""
    task = get_object_or_404(in_teams(Task.objects.all(), request.user, PLANNING), pk=pk)
    tasks.undo(task)
    messages.success(request, _("Tilbake på lista: %(what)s") % {"what": task.text})
    return back_to(request, "staff:today")


@staff_button
def task_done(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a task off my list."""
    task = get_object_or_404(in_teams(Task.objects.all(), request.user, PLANNING), pk=pk)
    tasks.done(task, by=request.user)
    messages.success(request, _("Gjort: %(what)s") % {"what": task.text})
    return back_to(request, "staff:today")


class SessionCard:
    """A session as my day shows it; `words` are those of `about_thresholds`.

    `honorarium` is the øre promised to each, `is_open` that people may come, or came, and `is_out`
    that I am on an off-site duty that I have not reported the end of.
    """

    def __init__(self, session: Session, *, user: Any, words: dict[tuple[int, int], str]) -> None:
        self.session = session
        self.others = [shift for shift in session.staff_there if shift.staff_id != user.pk]
        all_shifts = session.shifts.all()  # who went home early reports for themselves all the same
        self.mine = next((shift for shift in all_shifts if shift.staff_id == user.pk), None)
        rows = [
            replace(row, about_threshold=words.get((session.pk, row.participant.pk), ""))
            for row in rows_of(session)
        ]
        self.expected, self.in_line = expected(rows), in_line(rows)
        self.honorarium = SessionMoney(session).rate_ore
        self.is_recordable = is_recordable(session)
        self.is_open = session.state in (Session.State.PUBLISHED, Session.State.CLOSED)
        is_on_duty = session.off_site and self.is_open and session.has_begun
        self.is_out = is_on_duty and self.mine is not None and not self.mine.all_clear_at


def _start_of(days: int) -> datetime:
    """Return when the day that is `days` from today begins in Oslo."""
    return midnight(timezone.localdate() + timedelta(days=days))


def _is_of_today(session: Session) -> bool:
    """Tell whether it begins today, or has begun before and goes on: it is past midnight."""
    is_on = session.starts_at >= _start_of(0) or not session.has_ended
    return is_on and session.starts_at < _start_of(1)


def _my_sessions(user: Any) -> Any:
    """Return the sessions I work today and tomorrow, and earlier ones I am not home from."""
    my_shifts = Shift.objects.filter(staff=user)
    not_over = Q(starts_at__gte=_start_of(0)) | Q(ends_at__gt=timezone.now())
    near = not_over & Q(starts_at__lt=_start_of(2)) & ~Q(state=Session.State.CANCELLED)
    not_home = Q(pk__in=my_shifts.not_home(at=timezone.now()).values("session"))
    return with_people(
        Session.objects.filter(
            near & Q(pk__in=my_shifts.working().values("session")) | not_home,
            team__in=Team.objects.of(user, PLANNING),
        ).select_related("reservation")
    ).order_by("starts_at", "pk")


def _to_do(user: Any) -> QuerySet[Task]:
    """Return what is asked of me or of a whole team of mine, and what I said «gjort» to today."""
    of_a_team = Q(assigned_to=None, team__in=Team.objects.of(user, PLANNING))
    open_ones = Q(done_at__isnull=True) & (Q(assigned_to=user) | of_a_team)
    done_today = Q(done_by=user, done_at__gte=_start_of(0))
    found = Task.objects.filter(open_ones | done_today).order_by("answer_by", "pk")
    session = Session.objects.filter(pk=OuterRef("about_id")).values("starts_at")
    earning = Earning.objects.filter(pk=OuterRef("about_id"))
    is_of_earning = Q(about="payouts.earning")
    return found.select_related("participant", "team").annotate(
        session_starts_at=Case(When(about="activities.session", then=Subquery(session))),
        for_session=Case(When(is_of_earning, then=Subquery(earning.values("session")))),
        for_work=Case(When(is_of_earning, then=Subquery(earning.values("care_visit__work")))),
    )
