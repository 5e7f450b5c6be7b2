"""«Grenser»: yearly thresholds with their sources, what is decided with people, and lists."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import HOLDING_BUDGETS, Team
from core.hidden_fields import digest
from participants.permissions import can_see_people
from payouts import thresholds as verbs
from payouts.models import Threshold
from payouts.permissions import (
    can_end_threshold,
    can_hold_budgets,
    can_see_pay,
    can_see_whole_payroll,
)
from payouts.reports import hours as hours
from payouts.reports import over_threshold
from payouts.reports import yearly_statement as statements
from portals.staff.pay.thresholds_forms import DecisionForm, EndForm, ThresholdForm
from portals.staff.shared.forms.fields import choose_among
from portals.staff.shared.own_rows import SEEING_BUDGETS, allow, own_teams
from portals.staff.shared.page_access import (
    StaffRequest,
    seen,
    staff_button,
    staff_form,
    staff_page,
)
from portals.staff.shared.pages import ask_first, carry_out, form_page, what_was_shown
from portals.staff.shared.people import own_payee


def _year(request: StaffRequest) -> int:
    """Return the year that `?ar=` names, else this one."""
    wanted = request.GET.get("ar", "")
    named = int(wanted) if wanted.isdecimal() and len(wanted) == 4 else 0
    return named if statements.has_year(named) else timezone.localdate().year


def _numbers(teams: list[Team]) -> list[str]:
    return [team.organisation_number for team in teams if team.organisation_number]


def _payers(teams: list[Team]) -> dict[str, list[Team]]:
    """Return {organisation number: those of `teams` whose payer it is}."""
    return {
        number: [team for team in teams if team.organisation_number == number]
        for number in _numbers(teams)
    }


def _own(request: StaffRequest, pk: int) -> Threshold:
    """Return a threshold of one of my payers; else 404."""
    mine = _numbers(own_teams(request.user))
    found = get_object_or_404(Threshold, pk=pk, organisation_number__in=mine)
    allow(found.organisation_number in _numbers(own_teams(request.user, SEEING_BUDGETS)))
    return found


@staff_page
def thresholds(request: StaffRequest) -> HttpResponse:
    """List the thresholds of my payers. None is there until somebody writes it down."""
    teams = own_teams(request.user, SEEING_BUDGETS)
    holding = Team.objects.of(request.user, HOLDING_BUDGETS)
    found = Threshold.objects.filter(organisation_number__in=_numbers(teams))
    today = timezone.localdate()
    rows = list(verbs.with_endings(found.select_related("made_by", "verified_by")))
    for row in rows:
        row.shown = digest(*verbs.facts(row))  # type: ignore[attr-defined]
    context = {
        "thresholds": rows,
        "holding": set(_numbers(list(holding))),
        "year": today.year,
        "today": today,
        "without_number": [team for team in teams if not team.organisation_number],
    }
    return render(request, "portals/staff/pay/thresholds.html", context)


@staff_form
def threshold_new(request: StaffRequest) -> HttpResponse:
    """Write down a threshold with its source; somebody else verifies it."""
    teams = own_teams(request.user, HOLDING_BUDGETS)
    form = ThresholdForm(request.POST or None)
    form.fields["organisation_number"].choices = [  # type: ignore[attr-defined]
        (number, f"{number} · {', '.join(team.name for team in payers)}")
        for number, payers in _payers(teams).items()
    ]

    return form_page(
        request, form, lambda: verbs.make(by=request.user, **form.cleaned_data),
        said=_("Skrevet ned. En annen må lese kilden og godkjenne."),
        title=_("Ny grense"), back_url=reverse("staff:thresholds"),
        lead=_("Spør lønn og skatt i kommunen. Reir vet ikke hva som gjelder."),
    )  # fmt: skip


@staff_button
def threshold_verify(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a threshold in force."""
    found = _own(request, pk)
    shown = what_was_shown(request)
    carry_out(
        request,
        lambda: verbs.verify(found, by=request.user, shown=shown),
        said=_("Grensa gjelder nå."),
    )
    return redirect("staff:thresholds")


@staff_form
def threshold_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a threshold on a day, with a reason that is kept."""
    found = _own(request, pk)
    allow(can_end_threshold(request.user, found))
    form = EndForm(request.POST or None, initial={"last_day": timezone.localdate()})
    return form_page(
        request, form, lambda: verbs.end(found, by=request.user, **form.cleaned_data),
        said=lambda _done: _("Grensa gjelder til og med %(day)s.")
        % {"day": date_format(form.cleaned_data["last_day"], "j. F Y")},
        title=_("Avslutt grensa"), submit_label=_("Avslutt"),
        back_url=reverse("staff:thresholds"),
        lead=_("«%(name)s» sier ikke fra etter dagen du velger. Det du skriver, står på lista.")
        % {"name": found.name},
    )  # fmt: skip


@staff_form
def threshold_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take away a threshold written by mistake, before it holds."""
    found = _own(request, pk)
    allow(can_end_threshold(request.user, found))
    back_url = reverse("staff:thresholds")

    def ask() -> dict[str, Any]:
        return {
            "question": _("Ta bort %(name)s?") % {"name": found.name},
            "consequence": _("Den gjelder ikke ennå, så ingen merker det."),
            "confirm_label": _("Ta bort"),
            "back_url": back_url,
            "facts": verbs.facts(found),
        }

    return ask_first(
        request, ask, lambda: verbs.remove(found, by=request.user), row=found,
        said=_("%(name)s er tatt bort.") % {"name": found.name},
    )  # fmt: skip


@staff_page(shows="list")
def threshold_passed(request: StaffRequest, pk: int) -> HttpResponse:
    """List who has passed a threshold in a year, for payroll; `?fil=ja` gives a file.

    One that nobody has verified has no list: the page says so.
    """
    found, year = _own(request, pk), _year(request)
    teams = own_teams(request.user, SEEING_BUDGETS)
    is_whole = can_see_whole_payroll(request.user, found)
    holds = found.verified_by_id is not None
    lines = over_threshold.passed(found, year=year) if holds else []
    if not is_whole:
        mine = {team.pk for team in teams}
        lines = [line for line in lines if line.participant.team_id in mine]
    seen(request, [line.participant for line in lines])
    if holds and request.GET.get("fil") == "ja":
        part = "" if is_whole else "-utdrag"
        return _file(f"reir-lonn-{year}{part}.csv", over_threshold.export(lines, threshold=found))
    context = {
        "threshold": found,
        "lines": lines,
        "is_whole": is_whole,
        "teams": _payers(teams)[found.organisation_number],
        **_years(year),
    }
    return render(request, "portals/staff/pay/threshold_passed.html", context)


@staff_form(shows="view")
def threshold_decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what was decided with somebody before they cross a threshold."""
    participant = own_payee(request, pk, question=can_hold_budgets)
    today = timezone.localdate()
    where = verbs.standings([participant], team=participant.team, day=today)
    standings = where.get(participant.pk, [])
    form = DecisionForm(request.POST or None)
    crossed = [one.threshold.pk for one in standings]
    choose_among(form, threshold=Threshold.objects.filter(pk__in=crossed))
    return form_page(
        request, form,
        lambda: verbs.decide(participant, year=today.year, by=request.user, **form.cleaned_data),
        said=_("Skrevet ned. Det som er tjent, blir betalt."),
        title=_("Avtale om grense"), lead=participant.chosen_name,
        template="portals/staff/pay/threshold_decide.html", standings=standings,
        back_url=reverse("staff:participant", args=[participant.pk]),
    )  # fmt: skip


@staff_page(shows="print")
def fortnights(request: StaffRequest, pk: int) -> HttpResponse:
    """Print planned hours and sums a fortnight for somebody who asked; `?fil=ja` gives a file."""
    participant = own_payee(request, pk, question=can_see_people)
    year, monday = _year(request), hours.A_MONDAY
    shifted = request.GET.get("uke") == "neste"
    if shifted:
        monday += timedelta(weeks=1)
    rows = hours.fortnights(participant, year=year, monday=monday)
    if request.GET.get("fil") == "ja":
        return _file(f"timer-{participant.code}-{year}.csv", "".join(hours.export(rows)))
    context = {
        "participant": participant,
        "rows": rows,
        "is_empty": not any(row.minutes or row.ore for row in rows),
        "shifted": shifted,
        **_years(year),
    }
    return render(request, "portals/staff/pay/fortnights.html", context)


@staff_page(shows="print")
def year(request: StaffRequest, pk: int, year: int) -> HttpResponse:
    """Show what somebody was paid in a year, and how."""
    participant = own_payee(request, pk, question=can_see_pay)
    if not statements.has_year(year):
        raise Http404
    context = {
        "statement": statements.statement(participant, year=year),
        "others": [one for one in statements.years_of(participant) if one != year],
    }
    return render(request, "portals/staff/pay/year.html", context)


def _years(year: int) -> dict[str, int | None]:
    """Return the year that a page shows, and those beside it that it may lead to."""
    before, after = year - 1, year + 1
    return {
        "year": year,
        "year_before": before if statements.has_year(before) else None,
        "year_after": after if statements.has_year(after) else None,
    }


def _file(name: str, content: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store, private",
        },
    )
