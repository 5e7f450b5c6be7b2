"""«Min side»: my week, when I am away, and what is mine alone; and «Mer», with all the rooms."""

from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import ALL_STAFF, Team
from activities.models import Absence, CoverAsk, OnCall, Routine, Session, Shift
from activities.staffing import candidates, ill, working_time
from portals.staff.shared.page_access import StaffRequest, staff_page
from portals.staff.shared.weeks import about_week, monday_of


@staff_page
def me(request: StaffRequest) -> HttpResponse:
    """Show my shifts of a week with their hours, when I am away, and what is mine alone."""
    monday = monday_of(request.GET.get("uke", ""))
    week = Session.objects.on_days(monday, monday + timedelta(days=6))
    planned = week.exclude(state=Session.State.CANCELLED)
    own = Q(session__in=planned.visible_to(request.user))
    lent = Q(session__in=planned.shown(), lent_by__isnull=False)
    opens = own | Q(pk__in=Shift.objects.lent_to(request.user))
    shifts: list[Any] = list(
        Shift.objects.filter(own | lent, staff=request.user)
        .with_presence()
        .annotate(opens=ExpressionWrapper(opens, BooleanField()))
        .select_related("session__activity", "session__place", "session__team")
        .order_by("session__starts_at", "pk")
    )
    for one in shifts:
        is_ahead = one.session.state == Session.State.PUBLISHED and not one.session.has_begun
        one.may_be_given = is_ahead and one.is_there and one.lent_by_id is None
    length = sum(
        (one.session.ends_at - one.session.starts_at for one in shifts if one.is_there),
        timedelta(),
    )
    away = Absence.objects.filter(staff=request.user, last_day__gte=timezone.localdate())
    mine = Team.objects.of(request.user, ALL_STAFF)
    watches = OnCall.objects.filter(staff=request.user, team__in=mine, ends_at__gt=timezone.now())
    asked = CoverAsk.objects.unanswered().answered_by(request.user)
    context = {
        "asked": list(asked.select_related("session__place", "session__team")),
        "open_to_me": candidates.open_to(request.user),
        "is_away": ill.is_reported(request.user),
        **about_week(monday),
        "shifts": shifts,
        "hours": working_time.hours_in_words(length.total_seconds()),
        "away": away.select_related("team", "deputy"),
        "unread": Routine.objects.unread_by(request.user).select_related("team"),
        "watches": watches.select_related("team").order_by("starts_at", "pk"),
    }
    return render(request, "portals/staff/me/me.html", context)


@staff_page
def more(request: StaffRequest) -> HttpResponse:
    """Show all the rooms that I may enter, with what is found in each."""
    return render(request, "portals/staff/me/more.html")
