"""The way back from an act to the board, as it was seen."""

from django.utils import timezone

from activities.models import Session
from portals.staff.shared.own_rows import for_team
from portals.staff.shared.page_access import StaffRequest
from portals.staff.shared.weeks import monday_of

FROM = {"dag": "staff:week", "folk": "staff:week_people", "sted": "staff:week_places"}


def to_the_board(request: StaffRequest, session: Session) -> str:
    """Return the week of `session` in the view that `?fra=` names; by person without it."""
    name = FROM.get(request.GET.get("fra", ""), FROM["folk"])
    day = timezone.localdate(session.starts_at)
    return for_team(name, session.team, monday=monday_of(day.isoformat()))
