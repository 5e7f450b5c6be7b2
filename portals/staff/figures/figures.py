"""«Tall»: what was done in a period and what it cost, in counts alone. Nobody by name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import LEADING, Membership, Team
from payouts.reports import figures as reports
from payouts.reports import grant_letter, shown_figures
from payouts.reports.shown_figures import DONE, MADE, SPENT, Line, Shown
from portals.staff.figures.figures_forms import OWN_DAYS, THIS_YEAR, FiguresForm, days_of
from portals.staff.shared.own_rows import SEEING_BUDGETS, allow
from portals.staff.shared.page_access import StaffRequest, staff_page

WHERE_I_LEAD = "*leder"
ALWAYS = {one.key for one in (*DONE, *SPENT)}
"""Columns that stand also when they are nothing; of works and finds, what there is."""


@dataclass(frozen=True)
class Asked:
    """What a page of «Tall» is about: its form, whose it is, and what may be shown."""

    form: FiguresForm
    teams: list[Team]
    shown: Shown
    query: str

    @property
    def whose(self) -> str:
        """Return the names of the teams."""
        return ", ".join(team.name for team in self.teams)


@dataclass(frozen=True)
class Bar:
    """The sessions of one month, and how long the bar is of 100."""

    month: date
    count: int
    percent: int


@staff_page
def figures(request: StaffRequest) -> HttpResponse:
    """Show what `?periode=`, `?team=` and `?aktivitet=` ask for; this year and all mine without."""
    asked = _asked(request)
    shown = asked.shown
    context = {
        "form": asked.form,
        "shown": shown,
        "whose": asked.whose,
        "query": asked.query,
        "tables": _tables(shown),
        "bars": _bars(shown.together),
        "paragraph": grant_letter.paragraph(shown),
    }
    return render(request, "portals/staff/figures/figures.html", context)


@staff_page
def figures_export(request: StaffRequest) -> HttpResponseBase:
    """Give the same figures as a file for a spreadsheet."""
    asked = _asked(request)
    shown = asked.shown
    name = f"reir-tall-{shown.first:%Y-%m-%d}-{shown.last:%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        shown_figures.export(shown, teams=asked.whose),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store, private",
        },
    )


def _asked(request: StaffRequest) -> Asked:
    """Return what the address asks for: 404 for a team that is not mine.

    An activity that those teams do not have is none: the team may have been changed in the form.
    """
    mine, led = _own_teams(request)
    among = {"": mine, **{team.slug: [team] for team in mine}}
    if led and len(led) < len(mine):
        among[WHERE_I_LEAD] = led
    teams = among.get(request.GET.get("team", ""))
    if teams is None:
        raise Http404
    form = FiguresForm(
        request.GET if "periode" in request.GET else None,
        initial={"periode": THIS_YEAR, "team": request.GET.get("team", "")},
    )
    period, values = THIS_YEAR, {}
    if form.is_bound and form.is_valid():
        period, values = form.cleaned_data["periode"], form.cleaned_data
    first, last = (
        (values["fra"], values["til"])
        if period == OWN_DAYS
        else days_of(period, timezone.localdate())
    )
    found = reports.measure(teams, first=first, last=last)
    wanted = request.GET.get("aktivitet", "")
    activity = next((one for one in found.parts if one.slug == wanted), None)
    form.offer("aktivitet", [("", _("Alle")), *((one.slug, one.name) for one in found.parts)])
    if len(mine) > 1:
        words = {"": _("Alle mine team"), WHERE_I_LEAD: _("Der jeg leder")}
        form.offer("team", [(key, words.get(key) or some[0].name) for key, some in among.items()])
    else:
        del form.fields["team"]
    return Asked(form, teams, shown_figures.show(found, activity=activity), request.GET.urlencode())


def _own_teams(request: StaffRequest) -> tuple[list[Team], list[Team]]:
    """Return the teams whose figures I may see, and those of them that I lead. One query."""
    rows = (
        Membership.objects.active()
        .filter(user=request.user, role__in=SEEING_BUDGETS)
        .select_related("team")
        .order_by("team__name")
    )
    mine = list({row.team_id: row.team for row in rows}.values())
    led = list({row.team_id: row.team for row in rows if row.role in LEADING}.values())
    allow(bool(mine))
    return mine, led


def _tables(shown: Shown) -> list[dict[str, Any]]:
    """Return the tables of the page, without one that would hold nothing."""
    found = []
    for key, name, every in (
        ("gjort", _("Det vi gjorde"), list(DONE)),
        ("laget", _("Det vi laget og så til"), list(MADE)),
        ("penger", _("Det det kostet"), list(SPENT)),
    ):
        columns = [
            one for one in every if one.key in ALWAYS or not shown.together.is_nothing([one])
        ]
        lines = [
            (line.name, list(zip(columns, line.of(columns), strict=True)))
            for line in shown.lines
            if not line.is_nothing(columns)
        ]
        together = list(zip(columns, shown.together.of(columns), strict=True))
        if lines:
            found.append(
                {
                    "key": key,
                    "name": name,
                    "columns": columns,
                    "lines": lines,
                    "together": together if shown.activity is None else None,
                }
            )
    return found


def _bars(line: Line) -> list[Bar]:
    """Return a bar for each month that had sessions; none when they are all in one month."""
    if len(line.months) < 2:
        return []
    most = max(line.months.values())
    return [
        Bar(month, count, round(100 * count / most)) for month, count in sorted(line.months.items())
    ]
