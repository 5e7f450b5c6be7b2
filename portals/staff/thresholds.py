"""«Grenser»: yearly thresholds with their sources, what is decided with people, and lists."""

import csv
import io

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import HOLDING_BUDGETS, SEEING_PEOPLE, Role, Team
from participants.models import Participant
from payouts import fortnights as hours
from payouts import thresholds as verbs
from payouts.models import Threshold
from payouts.permissions import can_hold_budgets
from portals.staff.door import (
    StaffRequest,
    allow,
    carry_out,
    form_page,
    own_teams,
    rules_on,
    seen,
    shows_people,
    staff_page,
)
from portals.staff.forms.thresholds import DecisionForm, ThresholdForm

form_view = require_http_methods(["GET", "HEAD", "POST"])
READING = HOLDING_BUDGETS | {Role.AUDITOR}


def _year(request: StaffRequest) -> int:
    """Return the year that `?ar=` names, else this one."""
    wanted, now = request.GET.get("ar", ""), timezone.localdate().year
    return int(wanted) if wanted.isdecimal() and 2000 <= int(wanted[:5]) <= now else now


def _numbers(teams: list[Team]) -> list[str]:
    return [team.organisation_number for team in teams if team.organisation_number]


def _own(request: StaffRequest, pk: int) -> Threshold:
    """Return a threshold of one of my payers; else 404."""
    mine = _numbers(own_teams(request.user))
    found = get_object_or_404(Threshold, pk=pk, organisation_number__in=mine)
    allow(found.organisation_number in _numbers(own_teams(request.user, READING)))
    return found


@require_GET
@staff_page
def thresholds(request: StaffRequest) -> HttpResponse:
    """List the thresholds of my payers. None is there until somebody writes it down."""
    teams = own_teams(request.user, READING)
    holding = set(
        Team.objects.of(request.user, HOLDING_BUDGETS).values_list("organisation_number", flat=True)
    )
    found = Threshold.objects.filter(organisation_number__in=_numbers(teams))
    context = {
        "thresholds": found.select_related("made_by", "verified_by"),
        "holding": holding - {""},
        "year": timezone.localdate().year,
        "without_number": [team for team in teams if not team.organisation_number],
    }
    return render(request, "portals/staff/thresholds.html", context)


@form_view
@staff_page
def threshold_new(request: StaffRequest) -> HttpResponse:
    """Write down a threshold with its source; somebody else verifies it."""
    teams = own_teams(request.user, HOLDING_BUDGETS)
    form = ThresholdForm(request.POST or None, numbers=_numbers(teams))
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            verbs.make(by=request.user, **form.cleaned_data)
            messages.success(request, _("Skrevet ned. En annen må lese kilden og godkjenne."))
            return redirect("staff:thresholds")
    return form_page(
        request, form, title=_("Ny grense"), back_url=reverse("staff:thresholds"),
        lead=_("Spør lønn og skatt i kommunen. Reir vet ikke hva som gjelder."),
    )  # fmt: skip


@require_POST
@staff_page
def threshold_verify(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a threshold in force."""
    found = _own(request, pk)
    carry_out(request, lambda: verbs.verify(found, by=request.user), said=_("Grensa gjelder nå."))
    return redirect("staff:thresholds")


@require_GET
@staff_page
@shows_people
def threshold_passed(request: StaffRequest, pk: int) -> HttpResponse:
    """List who has passed a threshold in a year, for payroll; `?fil=ja` gives a file."""
    found, year = _own(request, pk), _year(request)
    mine = {team.pk for team in own_teams(request.user, READING)}
    rows = [row for row in verbs.passed(found, year=year) if row[0].team_id in mine]
    seen(request, [person for person, _ore in rows])
    if request.GET.get("fil") == "ja":
        return _file(f"reir-lonn-{year}.csv", _payroll_lines(found, rows))
    context = {"threshold": found, "year": year, "rows": rows}
    return render(request, "portals/staff/threshold_passed.html", context)


@form_view
@staff_page
@shows_people(act="view")
def threshold_decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what was decided with somebody before they cross a threshold."""
    participant = get_object_or_404(
        Participant.objects.visible_to(request.user).select_related("team"), pk=pk
    )
    allow(can_hold_budgets(request.user, participant.team))
    seen(request, [participant])
    today = timezone.localdate()
    where = verbs.standings([participant], team=participant.team, day=today)
    standings = where.get(participant.pk, [])
    form = DecisionForm(request.POST or None, thresholds=[one.threshold for one in standings])
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            verbs.decide(participant, year=today.year, by=request.user, **form.cleaned_data)
            messages.success(request, _("Skrevet ned. Det som er tjent, blir betalt."))
            return redirect("staff:participant", participant.pk)
    return form_page(
        request, form, title=_("Avtale om grense"), lead=participant.chosen_name,
        template="portals/staff/threshold_decide.html", standings=standings,
        back_url=reverse("staff:participant", args=[participant.pk]),
    )  # fmt: skip


@require_GET
@staff_page
@shows_people(act="print")
def fortnights(request: StaffRequest, pk: int) -> HttpResponse:
    """Print planned hours and sums a fortnight for somebody who asked; `?fil=ja` gives a file."""
    visible = Participant.objects.visible_to(request.user).select_related("team")
    participant = get_object_or_404(visible, pk=pk)
    allow(Team.objects.of(request.user, SEEING_PEOPLE).filter(pk=participant.team_id).exists())
    seen(request, [participant])
    year = _year(request)
    rows = hours.fortnights(participant, year=year)
    if request.GET.get("fil") == "ja":
        return _file(f"timer-{participant.code}-{year}.csv", "".join(hours.export(rows)))
    context = {"participant": participant, "year": year, "rows": rows}
    return render(request, "portals/staff/fortnights.html", context)


def _payroll_lines(threshold: Threshold, rows: list[tuple[Participant, int]]) -> str:
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow(["Organisasjonsnummer", "Kode", "Nummer i regnskapet", "Kroner"])
    for person, ore in rows:
        number = getattr(getattr(person, "ledger_person", None), "number", "")
        sums = f"{ore // 100},{ore % 100:02d}"
        lines.writerow([threshold.organisation_number, person.code, number, sums])
    return "\ufeff" + text.getvalue()


def _file(name: str, content: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
