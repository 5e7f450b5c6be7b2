"""A guest who has become a participant, from their session or from the page of a new person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from activities.models import Guest
from core.text import row_key
from participants.models import Participant
from payouts.earnings import promises
from portals.staff.shared.page_access import StaffRequest


def became_new(request: StaffRequest, participant: Participant) -> HttpResponse | None:
    """Return the way back to the session of the guest in `?gjest=` that `participant` was.

    None when there is no such guest in the participant's team.
    """
    key = row_key(request.GET.get("gjest", ""))
    guest = key and Guest.objects.filter(pk=key, session__team=participant.team).first()
    return became(request, guest, participant) if guest else None


def became(request: StaffRequest, guest: Guest, participant: Participant) -> HttpResponse:
    """Write down that `guest` became `participant`; go back to the session."""
    promises.guest_became(guest, participant=participant, by=request.user)
    messages.success(
        request, _("%(name)s er skrevet opp på økta.") % {"name": participant.chosen_name}
    )
    return redirect("staff:sheet", guest.session_id)
