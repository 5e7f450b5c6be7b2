"""What I would like to do, and what others would like: without names, and nobody says no."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from activities.models import Idea
from activities.taking_part import ideas as verbs
from core.errors import RuleBroken
from portals.idea_form import IdeaForm
from portals.mine.access import CardRequest, card_button, card_form, in_words, page, see_other
from portals.mine.pages import page_of

MOST_OF_MINE = 20


@card_form
def ideas(request: CardRequest) -> HttpResponse:
    """Show the ideas, and take a new one."""
    form = IdeaForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            verbs.propose(request.participant, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error("text", broken.message)
        else:
            return see_other("mine:ideas")
    return _ideas_page(request, form=form)


@card_button
def idea_support(request: CardRequest, pk: int) -> HttpResponse:
    """Say that I would like the same."""
    return _carried_out(request, pk, verbs.support)


@card_button
def idea_stop_supporting(request: CardRequest, pk: int) -> HttpResponse:
    """Take that back."""
    return _carried_out(request, pk, verbs.stop_supporting)


@card_button
def idea_withdraw(request: CardRequest, pk: int) -> HttpResponse:
    """Take my own idea away."""
    return _carried_out(request, pk, verbs.withdraw)


def _carried_out(request: CardRequest, pk: int, verb: Any) -> HttpResponse:
    idea = get_object_or_404(Idea.objects.filter(team=request.participant.team_id), pk=pk)
    try:
        verb(idea, participant=request.participant)
    except RuleBroken as broken:
        return _ideas_page(request, form=IdeaForm(), notice=in_words(request, broken), status=409)
    return see_other("mine:ideas")


def _ideas_page(
    request: CardRequest, *, form: IdeaForm, notice: str = "", status: int = 200
) -> HttpResponse:
    participant = request.participant
    mine = participant.ideas.select_related("activity", "written_by")[:MOST_OF_MINE]
    support = Idea.supporters.through.objects.filter(idea=OuterRef("pk"), participant=participant)
    others = (
        Idea.objects.filter(team=participant.team_id, state=Idea.State.OPEN)
        .exclude(participant=participant)
        .annotate(is_supported=Exists(support))
    )
    context = {
        "form": form,
        "mine": mine,
        "page": page_of(others, request=request),
        "notice": notice,
    }
    return page(request, "ideas", context, status=status)
