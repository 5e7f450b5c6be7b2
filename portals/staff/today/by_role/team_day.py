"""«Teamet i dag»: every session, who works it and who is away; and what lacks people."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Team
from activities.models import Absence, Session
from core.templatetags.formats import clock, day_word
from portals.staff.shared.links import Link
from portals.staff.shared.own_rows import for_team
from portals.staff.today.by_role.desk import Desk
from portals.staff.today.by_role.rows import Row


def today(desk: Desk, teams: list[Team]) -> list[Row]:
    """Return the day of `teams`: the sessions with their staff, then who is away. Three queries."""
    day = timezone.localdate()
    sessions = Session.objects.filter(team__in=teams).on_days(day, day)
    sessions = sessions.exclude(state=Session.State.CANCELLED).with_counts().with_staff()
    rows = [_session(one) for one in sessions.select_related("activity", "place")]
    return rows + _away(teams)


def gaps(desk: Desk, _teams: list[Team]) -> list[Row]:
    """Return what lacks people in the coming days."""
    return [gap_row(session) for session in desk.gaps]


def gap_row(session: Any) -> Row:
    """Return a session of `desk.lacking`, with the way to fill it."""
    missing = session.min_staff - session.staff_working
    words = ngettext("%(session)s mangler %(n)s.", "%(session)s mangler %(n)s.", missing)
    about = f"{day_word(session.starts_at)} {clock(session.starts_at)}, {session.place}"
    words %= {"session": session.name, "n": missing}
    sheet = reverse("staff:sheet", args=[session.pk])
    return Row(words, about, [_fill(session)], url=sheet, subject=session)


def _fill(session: Session) -> Link:
    return Link(reverse("staff:shift_fill", args=[session.pk]), _("Finn noen"))


def _session(session: Any) -> Row:
    hours = f"{clock(session.starts_at)}–{clock(session.ends_at)}"
    staff = ", ".join(str(shift.staff) for shift in session.staff_there)
    about = [staff or _("Ingen er satt på"), str(session.place)]
    if session.state == Session.State.PUBLISHED:
        coming = session.coming_count
        about.append(ngettext("%(n)s kommer", "%(n)s kommer", coming) % {"n": coming})
    else:
        about.append(str(session.get_state_display()).capitalize())
    missing = 0 if session.has_ended else session.missing_staff
    return Row(
        f"{hours} {session.name}",
        " · ".join(about),
        [_fill(session)] if missing else [],
        url=reverse("staff:sheet", args=[session.pk]),
        subject=session,
    )


def _away(teams: list[Team]) -> list[Row]:
    """Return a row for each team that lacks somebody today. Why is nobody's business."""
    away = Absence.objects.on(timezone.localdate()).filter(team__in=teams)
    names: dict[Team, dict[int, str]] = {}
    for one in away.select_related("staff", "team").order_by("team__name", "staff__first_name"):
        names.setdefault(one.team, {})[one.staff_id] = str(one.staff)
    return [
        Row(
            _("Borte i dag: %(names)s") % {"names": ", ".join(found.values())},
            links=[Link(for_team("staff:colleagues", team), _("Kolleger"))],
        )
        for team, found in names.items()
    ]
