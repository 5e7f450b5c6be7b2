"""Asking for a place that nobody has: colleagues first, then substitutes of other teams."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from activities.models import Session
from activities.staffing import asking, candidates, cover_asks
from core.text import row_key
from portals.staff.cover.ill import Line, fits, how_many
from portals.staff.shared.own_rows import own_session
from portals.staff.shared.page_access import StaffRequest, staff_form
from portals.staff.shared.pages import carry_out


@staff_form
def gap_ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask those who fit whether one of them can come to a session that lacks somebody."""
    session = own_session(request, pk)
    if request.method == "POST":
        wanted = [row_key(one.rpartition(":")[2]) for one in request.POST.getlist("ask")]
        carry_out(
            request,
            lambda: len(
                asking.ask_for_gap(
                    session, staff=User.objects.filter(pk__in=wanted), by=request.user
                )
            ),
            said=how_many,
        )
        return redirect("staff:gap_ask", session.pk)
    context = {"session": session, "line": _line(request, session)}
    return render(request, "portals/staff/cover/gap.html", context)


def _line(request: StaffRequest, session: Session) -> Line:
    asked = list(cover_asks.to_come(session).select_related("staff", "lent_by"))
    known = {request.user.pk, *(one.staff_id for one in asked)}
    if not session.missing_staff:
        return Line(None, session, asked, [], is_filled=True)
    own = fits(candidates.of(session), session, known=known)
    others = fits(candidates.substitutes(session), session, known=known)
    return Line(None, session, asked, [*own, *others])
