"""«Løfter vi har holdt»: what was promised in a time, and what has become of it. Nobody by name."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm
from payouts.reports.payment_times import measure
from portals.staff.shared.forms.fields import BackDayField, check_days
from portals.staff.shared.own_rows import SEEING_PAY, chosen_team, own_teams
from portals.staff.shared.page_access import StaffRequest, staff_page


class PeriodForm(CleanForm):
    """From one day to another, both with."""

    fra = BackDayField(label=_("Fra og med"))
    til = BackDayField(label=_("Til og med"))

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start, and more than five years."""
        values = super().clean() or self.cleaned_data
        if {"fra", "til"} <= values.keys():
            check_days(self, values["fra"], values["til"])
        return values


@staff_page
def payment_times(request: StaffRequest) -> HttpResponse:
    """Show the time that `?fra=` and `?til=` name; this year so far without them."""
    teams = own_teams(request.user, SEEING_PAY)
    team = chosen_team(request, teams)
    today = timezone.localdate()
    first, last = date(today.year, 1, 1), today
    sent = request.GET if "fra" in request.GET else None
    form = PeriodForm(sent, initial={"fra": first, "til": last})
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
