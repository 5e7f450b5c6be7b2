"""A person's year in honoraria, to print and hand over."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from participants.models import Participant
from payouts.permissions import can_see_pay
from payouts.reports import annual as statements
from portals.staff.shared.access import allow
from portals.staff.shared.views import StaffRequest, seen, staff_page


@staff_page(shows="print")
def year(request: StaffRequest, pk: int, year: int) -> HttpResponse:
    """Show what somebody was paid in a year, and how."""
    people = Participant.objects.visible_to(request.user).select_related("team", "primary_contact")
    participant = get_object_or_404(people, pk=pk)
    allow(can_see_pay(request.user, participant.team))
    if not statements.has_year(year):
        raise Http404
    seen(request, [participant])
    context = {
        "statement": statements.statement(participant, year=year),
        "others": [one for one in statements.years_of(participant) if one != year],
    }
    return render(request, "portals/staff/pay/year.html", context)
