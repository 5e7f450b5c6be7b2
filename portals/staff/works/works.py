"""«Verk»: what has been made, by whose hands, how it is cared for, and gardens to lease."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, Max, Prefetch, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import PLANNING, Team
from activities.models import CareVisit, Work
from activities.permissions import can_edit_work
from activities.works import details
from activities.works import works as verbs
from core.text import row_key
from leasing.models import GardenOffer
from participants.permissions import can_see_people
from payouts.earnings import promises
from portals.staff.shared.own_rows import own_row, own_team, own_teams
from portals.staff.shared.page_access import (
    StaffRequest,
    seen,
    staff_button,
    staff_form,
    staff_page,
)
from portals.staff.shared.pages import carry_out, form_page
from portals.staff.works.works_forms import CareForm, OfferForm, WorkForm
from portals.staff.works.works_list import WorkList

MOST_VISITS = 20
ONE_PRESS = (Work.State.OPEN, Work.State.RESTING, Work.State.FINISHED)
"""The states that are one press away; that a work is gone is said on the page for changes."""


def editable(request: StaffRequest, pk: int) -> Any:
    """Return a work that I may change; else 404 or 403."""
    joined = ("team", "activity", "place", "steward", *details.JOINED)
    visible = Work.objects.visible_to(request.user).select_related(*joined)
    return own_row(request, visible, pk, can_edit_work)


@staff_page
def works(request: StaffRequest) -> HttpResponse:
    """List the works of my teams, those that rest after the others, without those that are gone."""
    teams = own_teams(request.user)
    rests = Case(When(state=Work.State.RESTING, then=1), default=0)
    found = (
        Work.objects.filter(team__in=teams)
        .exclude(state=Work.State.GONE)
        .select_related("activity", "place", "team")
        .annotate(visited_at=Max("care_visits__visited_at"))
    )
    ordered = found.order_by(rests, "kind", "number", "pk")
    table = WorkList.of(request, ordered, teams=teams)
    context = {
        "table": table,
        "some_rest": any(one.state == Work.State.RESTING for one in table.shown),
        "may_plan": Team.objects.of(request.user, PLANNING).exists(),
    }
    return render(request, "portals/staff/works/works.html", context)


@staff_page(shows="list")
def work(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one work with its steps, makers and visits. Editors see it without people."""
    found = get_object_or_404(
        Work.objects.visible_to(request.user)
        .select_related("team", "activity", "place", "garden_offer", "steward", *details.JOINED)
        .prefetch_related(
            "makers",
            "steps",
            "more_pictures",
            Prefetch("care_visits", CareVisit.objects.select_related("participant", "recorded_by")),
        ),
        pk=pk,
    )
    sees_people = can_see_people(request.user, found.team)
    visits = list(found.care_visits.all())[:MOST_VISITS]
    if sees_people:
        helped = [visit.participant for visit in visits]
        seen(request, [*found.makers.all(), *helped, found.steward])
    may_edit = can_edit_work(request.user, found)
    suits = verbs.suitable_care(found)
    care_form, care_ore = None, 0
    if may_edit and suits:
        care_form = CareForm(work=found)
        seen(request, care_form.people)
        if found.steward:
            sums = promises.care_sums([found], participant=found.steward)
            care_ore = sums.get(found.pk, 0)
    undo = found.care_visits.filter(
        recorded_by=request.user, visited_at__gte=timezone.now() - verbs.SAME_TAP
    )
    context = {
        "care_ore": care_ore, "undo": undo.order_by("-visited_at", "-pk").first(),
        "work": found, "visits": visits, "sees_people": sees_people, "may_edit": may_edit,
        "care_form": care_form, "offer": getattr(found, "garden_offer", None),
        "details": details.details_of(found), "has_details": found.kind in details.DETAILS,
        "care_buttons": [(value, capfirst(value.label)) for value in suits],
        "state_buttons": [
            (state, capfirst(state.label)) for state in ONE_PRESS if state != found.state
        ],
    }  # fmt: skip
    return render(request, "portals/staff/works/work.html", context)


@staff_form(shows="list")
def work_new(request: StaffRequest) -> HttpResponse:
    """Write down a work."""
    team, team_links = own_team(request, PLANNING)
    form = WorkForm(request.POST or None, team=team)
    seen(request, form.people)
    return form_page(
        request, form, lambda: verbs.make(team=team, **form.cleaned_data),
        said=lambda made: _("%(work)s er skrevet ned.") % {"work": made},
        to=lambda made: reverse("staff:work", args=[made.pk]),
        title=_("Nytt verk"), lead=str(team), **team_links,
        back_url=reverse("staff:works"),
    )  # fmt: skip


@staff_form(shows="list", one_at_a_time=True)
def work_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a work; any state may follow any other."""
    found = editable(request, pk)
    form = WorkForm(request.POST or None, team=found.team, instance=found)
    seen(request, form.people)
    back = reverse("staff:work", args=[found.pk])
    return form_page(
        request, form, lambda: verbs.edit(found, **form.cleaned_data),
        said=lambda found: _("%(work)s er endret.") % {"work": found},
        title=_("Endre verket"), lead=capfirst(str(found)), back_url=back,
    )  # fmt: skip


@staff_button
def work_care(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a visit with one tap."""
    found = editable(request, pk)
    form = CareForm(request.POST, work=found)
    if not form.is_valid():
        messages.error(request, _("Velg hva som ble gjort."))
    else:
        carry_out(
            request,
            lambda: promises.care(found, by=request.user, **form.cleaned_data),
            said=_("Takk. Tilsynet er skrevet ned."),
        )
    return redirect("staff:work", found.pk)


@staff_button
def work_care_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back the visit that I have just written down by mistake, with its money."""
    found = editable(request, pk)
    wanted = row_key(request.POST.get("visit", ""))
    visit = CareVisit.objects.filter(pk=wanted, work=found).first()
    if visit is not None:
        carry_out(request, lambda: promises.reverse_care(visit, by=request.user), said=_("Angret."))
    return redirect("staff:work", found.pk)


@staff_button
def work_state(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a work rest, go on or be finished, with one press; each may follow any other."""
    found = editable(request, pk)
    state = request.POST.get("state", "")
    if carry_out(request, lambda: verbs.set_state(found, state=state)):
        said = {
            Work.State.OPEN: _("%(work)s holder på igjen."),
            Work.State.RESTING: _("%(work)s hviler nå, så lenge den vil."),
            Work.State.FINISHED: _("%(work)s er ferdig. Så fint!"),
            Work.State.GONE: _("%(work)s finnes ikke mer."),
        }[Work.State(state)]
        messages.success(request, said % {"work": capfirst(str(found))})
    return redirect("staff:work", found.pk)


@staff_form(one_at_a_time=True)
def work_offer(request: StaffRequest, pk: int) -> HttpResponse:
    """Offer a mini-garden to businesses, or stop offering it."""
    found = editable(request, pk)
    if found.kind != Work.Kind.GARDEN:
        raise Http404
    offer = GardenOffer.objects.filter(garden=found).first() or GardenOffer(garden=found)
    form = OfferForm(request.POST or None, instance=offer)
    return form_page(
        request, form, form.save, said=_("Lagret. En leie som gjelder, endres ikke."),
        title=_("Leie ut minihagen"), lead=capfirst(str(found)),
        back_url=reverse("staff:work", args=[found.pk]),
    )  # fmt: skip
