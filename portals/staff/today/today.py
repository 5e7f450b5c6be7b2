"""«I dag»: my sessions, who is coming, my duties, what is next and what I have to do."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PLANNING, SecondPerson, Team, User
from activities.models import Session, Shift
from activities.permissions import can_report_all_clear
from activities.staffing import shifts
from notices import tasks
from notices.models import Task
from payouts.models import Earning
from portals.staff.shared.access import allow
from portals.staff.shared.pages import back_to, carry_out
from portals.staff.shared.people_rows import expected, in_line, is_recordable, rows_of, with_people
from portals.staff.shared.session_money import SessionMoney, about_thresholds
from portals.staff.shared.views import StaffRequest, seen, staff_button, staff_page
from portals.staff.today.task_links import links_of


@staff_page(shows="list")
def today(request: StaffRequest) -> HttpResponse:
    """Show my day."""
    _first, last = _day(0)
    found = list(_my_sessions(request.user))
    todays = [session for session in found if _is_of_today(session)]
    words = about_thresholds(todays, day=timezone.localdate())
    sessions = [SessionCard(session, user=request.user, words=words) for session in found]
    mine = [card for card in sessions if _is_of_today(card.session)]
    to_do = list(_to_do(request.user))
    for task in to_do:
        task.links = links_of(task)  # type: ignore[attr-defined]
    seen(request, [row.participant for card in mine for row in (*card.expected, *card.in_line)])
    seen(request, [task.participant for task in to_do if task.participant])
    context = {
        "cards": mine,
        "not_home": [card for card in sessions if card not in mine and card.is_out],
        "tomorrow": [card for card in sessions if card.session.starts_at >= last],
        "tasks": [task for task in to_do if not task.done_at],
        "done": [task for task in to_do if task.done_at],
        "to_confirm": _to_confirm(request.user),
        "now": timezone.now(),
    }
    return render(request, "portals/staff/today/today.html", context)


def _to_confirm(user: User) -> int:
    asked = SecondPerson.objects.visible_to(user).filter(person=user)
    return asked.waiting().count()


@staff_button
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


@staff_button
def task_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a task back on the list, after «gjort» too soon."""
    task = get_object_or_404(Task, pk=pk, team__in=Team.objects.of(request.user, PLANNING))
    tasks.undo(task)
    messages.success(request, _("Tilbake på lista: %(what)s") % {"what": task.text})
    return back_to(request, "staff:today")


@staff_button
def task_done(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a task off my list."""
    task = get_object_or_404(Task, pk=pk, team__in=Team.objects.of(request.user, PLANNING))
    tasks.done(task, by=request.user)
    messages.success(request, _("Gjort: %(what)s") % {"what": task.text})
    return back_to(request, "staff:today")


class SessionCard:
    """A session as my day shows it; `words` are those of `about_thresholds`."""

    def __init__(self, session: Session, *, user: Any, words: dict[tuple[int, int], str]) -> None:
        self.session = session
        self.shifts = session.staff_there
        self.others = [shift for shift in self.shifts if shift.staff_id != user.pk]
        all_shifts = session.shifts.all()  # who went home early reports for themselves all the same
        self.mine = next((shift for shift in all_shifts if shift.staff_id == user.pk), None)
        rows = [
            replace(row, about_threshold=words.get((session.pk, row.participant.pk), ""))
            for row in rows_of(session)
        ]
        self.expected, self.in_line = expected(rows), in_line(rows)

    @property
    def honorarium(self) -> int:
        """Return the øre promised to each; 0 when nothing is."""
        return SessionMoney(self.session).rate_ore

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


def _is_of_today(session: Session) -> bool:
    """Tell whether it begins today, or has begun before and goes on: it is past midnight."""
    first, last = _day(0)
    return session.starts_at < last and (
        session.starts_at >= first or session.ends_at > timezone.now()
    )


def _my_sessions(user: Any) -> Any:
    """Return the sessions I work today and tomorrow, and earlier ones I am not home from."""
    (first, _today_ends), (_tomorrow, last) = _day(0), _day(1)
    my_shifts = Shift.objects.filter(staff=user)
    not_over = Q(starts_at__gte=first) | Q(ends_at__gt=timezone.now())
    near = not_over & Q(starts_at__lt=last) & ~Q(state=Session.State.CANCELLED)
    not_home = Q(pk__in=my_shifts.not_home(at=timezone.now()).values("session"))
    return with_people(
        Session.objects.filter(
            near & Q(pk__in=my_shifts.working().values("session")) | not_home,
            team__in=Team.objects.of(user, PLANNING),
        ).select_related("reservation")
    ).order_by("starts_at", "pk")


def _to_do(user: Any) -> QuerySet[Task]:
    """Return what is asked of me or of a whole team of mine, and what I said «gjort» to today."""
    first, _last = _day(0)
    of_a_team = Q(assigned_to=None, team__in=Team.objects.of(user, PLANNING))
    open_ones = Q(done_at__isnull=True) & (Q(assigned_to=user) | of_a_team)
    done_today = Q(done_by=user, done_at__gte=first)
    found = Task.objects.filter(open_ones | done_today).order_by("answer_by", "pk")
    session = Session.objects.filter(pk=OuterRef("about_id")).values("starts_at")
    earning = Earning.objects.filter(pk=OuterRef("about_id"))
    is_of_earning = Q(about="payouts.earning")
    return found.select_related("participant", "team").annotate(
        session_starts_at=Case(When(about="activities.session", then=Subquery(session))),
        for_session=Case(When(is_of_earning, then=Subquery(earning.values("session")))),
        for_work=Case(When(is_of_earning, then=Subquery(earning.values("care_visit__work")))),
    )
