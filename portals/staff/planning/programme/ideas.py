"""«Forslag»: what the participants would like to do, and what has become of it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import LEADING, PLANNING, SEEING_PEOPLE
from activities.models import CoOrganiser, Idea
from activities.permissions import (
    can_answer_idea,
    can_end_co_organising,
    can_make_activity_of,
    can_write_idea_for,
)
from activities.taking_part import ideas as verbs
from portals.staff.planning.planning_lists import IdeaList
from portals.staff.planning.programme.ideas_forms import BecomeForm, IdeaForSomebodyForm
from portals.staff.shared.own_rows import own_row, own_teams, teams_with
from portals.staff.shared.page_access import (
    StaffRequest,
    seen,
    staff_button,
    staff_form,
    staff_page,
)
from portals.staff.shared.pages import ask_first, carry_out, form_page
from portals.staff.shared.people import own_participant


@staff_page(shows="list")
def ideas(request: StaffRequest) -> HttpResponse:
    """List the ideas of my teams, and who helps to make what."""
    teams = own_teams(request.user)
    seeing = teams_with(request.user, SEEING_PEOPLE)
    planning = teams_with(request.user, PLANNING)
    found = (
        Idea.objects.filter(team__in=teams)
        .select_related("participant", "activity", "team", "written_by")
        .annotate(support=Count("supporters"))
    )
    table = IdeaList.of(
        request,
        found,
        seeing=seeing,
        planning=planning,
        leading=teams_with(request.user, LEADING),
    )
    helpers = list(
        CoOrganiser.objects.filter(participant__team__in=seeing, participant__left_at=None)
        .select_related("activity", "participant")
        .order_by("activity__name", "participant__chosen_name", "pk")
    )
    named = [idea for idea in table.shown if idea.participant and idea.team_id in seeing]
    seen(request, [idea.participant for idea in named])
    seen(request, [helper.participant for helper in helpers])
    context = {
        "table": table,
        "helpers": helpers,
        "planning": planning,
        "leading": table.given["leading"],
    }
    return render(request, "portals/staff/planning/ideas.html", context)


@staff_form(shows="view")
def idea_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what a participant would like to do, with them."""
    person = own_participant(request, pk, question=can_write_idea_for)
    form = IdeaForSomebodyForm(request.POST or None, participant=person)
    return form_page(
        request, form, lambda: verbs.propose(person, by=request.user, **form.cleaned_data),
        said=_("Forslaget er skrevet ned."), to="staff:ideas",
        title=_("Forslag"), lead=person.chosen_name,
        back_url=reverse("staff:participant", args=[person.pk]),
    )  # fmt: skip


@staff_form
def idea_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an idea away for who proposed it, when they wish it."""
    idea = _own(request, pk, question=can_answer_idea)

    def ask() -> dict[str, Any]:
        return {
            "question": _("Ta bort forslaget?"),
            "consequence": _("«%(idea)s». Gjør det bare når den som kom med det, ønsker det.")
            % {"idea": idea.text},
            "facts": idea.state, "confirm_label": _("Ta bort"), "back_url": reverse("staff:ideas"),
        }  # fmt: skip

    def act() -> None:
        if idea.participant is not None:
            verbs.withdraw(idea, participant=idea.participant)
            messages.success(request, _("Forslaget er tatt bort."))

    return ask_first(request, ask, act, row=idea)


@staff_button
def idea_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that we have talked about an idea."""
    idea = _own(request, pk, question=can_answer_idea)
    carry_out(
        request,
        lambda: verbs.answer(idea, by=request.user),
        said=_("Fint at dere har snakket sammen."),
    )
    return redirect("staff:ideas")


@staff_form
def idea_become(request: StaffRequest, pk: int) -> HttpResponse:
    """Let an idea live on as one of the team's activities."""
    idea = _own(request, pk, question=can_make_activity_of)
    form = BecomeForm(request.POST or None, idea=idea)
    return form_page(
        request, form,
        lambda: verbs.become_activity(idea, by=request.user, **form.cleaned_data),
        said=lambda _done: _("Forslaget er blitt til %(name)s.")
        % {"name": form.cleaned_data["activity"]},
        title=_("Gjør forslaget til en aktivitet"), lead=idea.text, idea=idea,
        back_url=reverse("staff:ideas"), template="portals/staff/planning/idea_become.html",
    )  # fmt: skip


@staff_button
def co_organiser_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Let somebody no longer be one who helps to make an activity."""
    seeing = teams_with(request.user, SEEING_PEOPLE)
    rows = CoOrganiser.objects.filter(participant__team__in=seeing).select_related("participant")
    helper = own_row(request, rows, pk, can_end_co_organising)
    carry_out(
        request,
        lambda: verbs.end_co_organising(helper),
        said=_("Det er skrevet ned. Si takk for hjelpen."),
    )
    return redirect("staff:ideas")


def _own(request: StaffRequest, pk: int, *, question: Any) -> Any:
    visible = Idea.objects.visible_to(request.user).select_related("team")
    return own_row(request, visible, pk, question)
