"""What a substitute sees of another team: the one session, from their yes until a day after it.

Everything here is asked of the shift (`Shift.objects.lent_to`), never of the team, so that no other
page opens by it (docs/decisions/038).
"""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.contacts import contact_of
from accounts.models import LEADING, SEEING_PEOPLE, Team
from activities.models import Session, Shift
from activities.models.staffing.shift import SUBSTITUTE_SEES
from activities.staffing import assignees
from core.templatetags.formats import clock, weekday_date
from portals.staff.shared.page_access import StaffRequest, seen
from portals.staff.shared.people_rows import expected, rows_of, with_people
from portals.staff.today.by_role.desk import Desk
from portals.staff.today.by_role.rows import Press, Row


def shift_in(user: Any, session_pk: int) -> Shift | None:
    """Return the shift by which `user` sees that session as a substitute, or None. One query.

    Who sees the people of that team by a role there sees it as its colleagues do.
    """
    mine = Shift.objects.lent_to(user).filter(session=session_pk)
    by_role = Team.objects.of(user, SEEING_PEOPLE).values("pk")
    return mine.exclude(session__team__in=by_role).with_presence().first()


def sheet_of(request: StaffRequest, shift: Any) -> HttpResponse:
    """Show what the shift needs: when and where, who works it, whom to ring, and who comes.

    Whoever is noted as away, and is not to go, sees no names.
    """
    session = with_people(Session.objects.all()).get(pk=shift.session_id)
    is_held = session.state in (Session.State.PUBLISHED, Session.State.CLOSED)
    people = expected(rows_of(session)) if is_held and shift.is_there else []
    seen(request, [row.participant for row in people])
    others = [one for one in session.staff_there if one.staff_id != request.user.pk]
    leader = assignees.assignee_in(session.team, unlike=[request.user.pk], roles=LEADING)
    context = {
        "session": session,
        "mine": shift,
        "people": people,
        "others": [(one, contact_of(one.staff, team=session.team)) for one in others],
        "leader": contact_of(leader, team=session.team) if leader else None,
        "may_tell": session.has_begun and is_held,
        "asks_all_clear": session.off_site and is_held and session.has_begun,
    }
    return render(request, "portals/staff/today/lent_sheet.html", context)


def rows(desk: Desk, _teams: list[Team]) -> list[Row]:
    """Return my shifts as a substitute, the nearest first, with those I am not home from.

    Those ask for «alt i orden» however long ago they were: somebody is asked about me until then.
    """
    user, now = desk.user, timezone.now()
    ahead = Q(session__ends_at__gt=now) & ~Q(session__state=Session.State.CANCELLED)
    out = Q(pk__in=Shift.objects.lent_and_out(user).values("pk"))
    found = Shift.objects.lent_out(user).filter(ahead | out)
    found = found.annotate(is_out=ExpressionWrapper(out, BooleanField()))
    related = ("session__activity", "session__place", "session__team")
    return [
        _row(one) for one in found.select_related(*related).order_by("session__starts_at", "pk")
    ]


def _row(shift: Any) -> Row:
    session = shift.session
    when = f"{weekday_date(session.starts_at)} {clock(session.starts_at)}–{clock(session.ends_at)}"
    row = Row(f"{when} {session.name}", f"{session.place} · {session.team}", subject=shift)
    if session.ends_at > timezone.now() - SUBSTITUTE_SEES:
        row.url = reverse("staff:sheet", args=[session.pk])
    if shift.is_out:
        row.presses = [Press(reverse("staff:all_clear", args=[shift.pk]), _("Alt i orden"))]
    return row
