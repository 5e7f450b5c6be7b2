"""«Løfter vi har holdt»: what was promised in a time, and what has become of it. Nobody by name."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import PAYING, Role
from payouts.reports.payment_times import measure
from portals.staff.pay.payment_times_forms import PeriodForm
from portals.staff.shared.access import chosen_team, own_teams
from portals.staff.shared.views import StaffRequest, staff_page


@staff_page
def payment_times(request: StaffRequest) -> HttpResponse:
    """Show the time that `?fra=` and `?til=` name; this year so far without them."""
    teams = own_teams(request.user, PAYING | {Role.AUDITOR})
    team = chosen_team(request, teams)
    today = timezone.localdate()
    first, last = date(today.year, 1, 1), today
    form = PeriodForm(request.GET if "fra" in request.GET else None, first=first, last=last)
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["fra"], form.cleaned_data["til"]
    context = {
        "form": form,
        "team": team,
        "teams": teams,
        "found": measure([team], first=first, last=last),
        "month_ago": today - timedelta(days=30),
        "today": today,
    }
    return render(request, "portals/staff/pay/payment_times.html", context)
