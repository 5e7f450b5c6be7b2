"""«Aktiviteter»: the team's lasting undertakings, what they pay, and the places."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import ALL_STAFF, LEADING, PLANNING, Team
from activities.models import Activity, Place
from activities.permissions import can_edit_activity
from activities.staffing import minimum_staff
from core.money import kroner
from payouts.models import Rate
from payouts.models.rate import Reason
from portals.staff.planning.planning_lists import ActivityList, PlaceList
from portals.staff.planning.programme.activities_forms import ActivityForm, PlaceForm, RateForm
from portals.staff.shared.own_rows import own_row, own_teams, teams_with
from portals.staff.shared.page_access import StaffRequest, staff_form, staff_page
from portals.staff.shared.pages import form_page


def _editable(request: StaffRequest, pk: int) -> Any:
    """Return an activity of my teams that I may change; else 404 or 403."""
    teams = Team.objects.of(request.user, ALL_STAFF)
    return own_row(request, Activity.objects.of_teams(teams), pk, can_edit_activity)


@staff_page
def activities(request: StaffRequest) -> HttpResponse:
    """List what my teams do, with the honorarium in force today."""
    teams = own_teams(request.user)
    in_force = Rate.objects.filter(
        activity=OuterRef("pk"), reason=Reason.TOOK_PART, valid_from__lte=timezone.localdate()
    ).order_by("-valid_from")
    found = Activity.objects.of_teams(teams).annotate(rate_ore=Subquery(in_force.values("ore")[:1]))
    leading = teams_with(request.user, LEADING)
    led = Team.objects.filter(pk__in=leading, activities=OuterRef("pk"))
    context = {
        "leading": leading,
        "may_plan": Team.objects.of(request.user, PLANNING).exists(),
    }
    context["table"] = ActivityList.of(
        request,
        found.annotate(is_led=Exists(led)).prefetch_related("teams"),
        teams=teams,
        **context,
    )
    return render(request, "portals/staff/planning/activities.html", context)


@staff_form
def activity_new(request: StaffRequest) -> HttpResponse:
    """Begin an activity."""
    said = _("%(name)s er laget.")
    return _activity_page(request, Activity(), title=_("Ny aktivitet"), said=said)


@staff_form(one_at_a_time=True)
def activity_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change an activity."""
    activity, said = _editable(request, pk), _("%(name)s er endret.")
    return _activity_page(request, activity, title=_("Endre aktiviteten"), said=said)


def _activity_page(
    request: StaffRequest, activity: Activity, *, title: str, said: str
) -> HttpResponse:
    teams = own_teams(request.user, LEADING)
    form = ActivityForm(request.POST or None, instance=activity, teams=teams, by=request.user)
    return form_page(
        request, form, form.save, said=lambda activity: said % {"name": activity.name},
        title=title, back_url=reverse("staff:activities"),
        template="portals/staff/planning/activity_form.html",
        is_unfolded=form.is_unfolded or "oppskrift" in request.GET,
    )  # fmt: skip


@staff_form
def activity_rates(request: StaffRequest, pk: int) -> HttpResponse:
    """Show an activity's rates and set a new one. What was promised is not changed by it."""
    activity = _editable(request, pk)
    form = RateForm(request.POST or None, activity=activity)
    return form_page(
        request, form, lambda: form.save(by=request.user),
        said=lambda rate: _("Satsen er %(sum)s.") % {"sum": kroner(rate.ore)},
        to=reverse("staff:activity_rates", args=[pk]),
        title=_("Honorar"), lead=activity.name,
        rates=activity.rates.order_by("-valid_from", "reason"),
        template="portals/staff/planning/rates.html", submit_label=_("Lagre sats"),
        back_url=reverse("staff:activities"),
    )  # fmt: skip


@staff_page
def places(request: StaffRequest) -> HttpResponse:
    """List the places that all teams share."""
    own_teams(request.user)
    may_plan = Team.objects.of(request.user, PLANNING).exists()
    table = PlaceList.of(request, Place.objects.all(), may_plan=may_plan)
    context = {"table": table, "may_plan": may_plan}
    return render(request, "portals/staff/planning/places.html", context)


@staff_form
def place_new(request: StaffRequest) -> HttpResponse:
    """Write down a place."""
    own_teams(request.user, PLANNING)
    return _place_page(request, Place(), title=_("Nytt sted"))


@staff_form(one_at_a_time=True)
def place_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a place."""
    own_teams(request.user, PLANNING)
    return _place_page(request, get_object_or_404(Place, pk=pk), title=_("Endre stedet"))


def _place_page(request: StaffRequest, place: Place, *, title: str) -> HttpResponse:
    may_lower = Team.objects.of(request.user, LEADING).exists()
    form = PlaceForm(request.POST or None, instance=place, may_lower=may_lower)

    @transaction.atomic
    def act() -> None:
        more = minimum_staff.follow(form.save(), by=request.user)
        messages.success(request, _("%(name)s er lagret.") % {"name": place.name})
        if more:
            said = ngettext(
                "%(n)s økt der skal nå ha flere ansatte.",
                "%(n)s økter der skal nå ha flere ansatte.",
                more,
            )
            messages.info(request, said % {"n": more})

    return form_page(request, form, act, title=title, back_url=reverse("staff:places"))
