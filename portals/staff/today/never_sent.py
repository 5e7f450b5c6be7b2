"""What never went out while the timer stood still: whom it was for, and what it said."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import PLANNING
from notices import outbox, waiting_states
from notices.models import Message
from portals.staff.shared.own_rows import chosen_team, own_teams
from portals.staff.shared.page_access import StaffRequest, seen, staff_form


@staff_form(shows="list")
def never_sent(request: StaffRequest) -> HttpResponse:
    """List the messages; POST says that somebody has looked at them."""
    team = chosen_team(request, own_teams(request.user, PLANNING))
    if request.method == "POST":
        outbox.mark_told(team, by=request.user)
        waiting_states.update_tasks("messages_never_sent")
        messages.success(request, _("Da er de sett på."))
        return redirect("staff:today")
    found = list(
        Message.objects.never_sent()
        .filter(participant__team=team)
        .select_related("participant")
        .order_by("participant__chosen_name", "created_at", "pk")
    )
    seen(request, [one.participant for one in found])
    return render(request, "portals/staff/today/never_sent.html", {"team": team, "found": found})
