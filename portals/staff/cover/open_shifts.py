"""Taking an open shift that fits me."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from activities.models import CoverAsk, Shift
from activities.staffing import asking, candidates
from core.errors import RuleBroken
from portals.staff.shared.own_rows import own_session
from portals.staff.shared.page_access import StaffRequest, staff_button
from portals.staff.shared.pages import back_to, carry_out


@staff_button
def shift_take(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a place in a session that lacks somebody; past a limit of hours a leader answers."""
    session = own_session(request, pk)

    def take() -> Shift | CoverAsk:
        own = [one for one in candidates.of(session) if one.staff.pk == request.user.pk]
        if not own and not session.shifts.filter(staff=request.user).exists():
            raise RuleBroken(_("Bare de som jobber i teamet, kan ta vakten."))
        part = own[0].part if own else Shift.Part.SECOND
        return asking.take(session, staff=request.user, part=part)

    carry_out(
        request,
        take,
        said=lambda taken: (
            _("Takk! Lederen svarer først, for du får lite hvile eller mange timer.")
            if isinstance(taken, CoverAsk)
            else _("Vakten er din. Lederen ser det i planen.")
        ),
    )
    return back_to(request, "staff:me")
