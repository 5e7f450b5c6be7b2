"""What the pages behind a drag share: the session they are about, read with nothing to spare.

While something is dragged the board asks «Flytt», «Bytt» and «Sett på» what would not fit, with
the header of htmx. It is answered with the page's main part alone, and it has to stand there while
the pointer is still on its way (docs/performance.md).
"""

from typing import Any

from accounts.models import PLANNING
from activities.models import Session
from activities.models.session import SessionQuerySet
from portals.staff.shared.own_rows import own_row
from portals.staff.shared.page_access import StaffRequest, holds
from portals.staff.shared.session_money import with_money

ONLY_MAIN = "portals/staff/planning/board/dragged.html"


def planned_session(request: StaffRequest, pk: int, *, rows: SessionQuerySet | None = None) -> Any:
    """Return a session that I may edit, of `rows` where they are given; else 404 or 403.

    It comes `with_staff` where it is shown, and with its money where something is saved: then who
    works it is read under the locks.
    """
    held = Session.objects.all() if rows is None else rows
    mine = held.visible_to(request.user).select_related("activity", "team", "place", "series")
    shown = with_money(mine) if request.method == "POST" else mine.with_staff()
    return own_row(request, shown, pk, lambda _user, row: holds(request, row.team, PLANNING))


def frame(request: StaffRequest) -> dict[str, Any]:
    """Return the template that the page stands in: none of its own for the board."""
    return {"base_template": ONLY_MAIN} if request.htmx else {}
