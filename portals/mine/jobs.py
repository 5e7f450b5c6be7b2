"""What waits to be done: I take it, put it back, or say that it is done."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from activities.models import Job
from activities.works import jobs as verbs
from core.errors import RuleBroken
from portals.mine.access import CardRequest, card_button, card_page, in_words, page
from portals.mine.pages import page_of


@card_page
def jobs(request: CardRequest) -> HttpResponse:
    """Show what I have taken, and what anybody in the team may take."""
    return _jobs_page(request)


@card_button
def job_pick_up(request: CardRequest, pk: int) -> HttpResponse:
    """Take a job."""
    return _carried_out(request, pk, verbs.pick_up)


@card_button
def job_release(request: CardRequest, pk: int) -> HttpResponse:
    """Put my job back; that it was mine is not kept."""
    return _carried_out(request, pk, verbs.release)


@card_button
def job_done(request: CardRequest, pk: int) -> HttpResponse:
    """Say that a job is done, and be thanked."""
    return _carried_out(request, pk, verbs.done, more="?takk=ja")


def _carried_out(request: CardRequest, pk: int, verb: Any, *, more: str = "") -> HttpResponse:
    job = get_object_or_404(Job.objects.filter(team=request.participant.team_id), pk=pk)
    try:
        verb(job, participant=request.participant)
    except RuleBroken as broken:
        return _jobs_page(request, notice=in_words(request, broken), status=409)
    return HttpResponseRedirect(f"{reverse('mine:jobs')}{more}", status=303)


def _jobs_page(request: CardRequest, *, notice: str = "", status: int = 200) -> HttpResponse:
    participant = request.participant
    rows = Job.objects.select_related("place", "work__activity", "work__place")
    mine = rows.filter(participant=participant, state=Job.State.TAKEN).order_by("pk")
    waiting = page_of(rows.filter(team=participant.team_id).waiting(), request=request)
    context = {
        "mine": mine,
        "page": waiting,
        "notice": notice,
        "is_thanked": request.GET.get("takk") == "ja",
    }
    return page(request, "jobs", context, status=status)
