"""What waits to be done: I take it, put it back, or say that it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from activities.models import Job
from activities.works import jobs as verbs
from core.errors import RuleBroken
from portals.mine.access import CardRequest, card_button, card_page, in_words, page, see_other
from portals.mine.pages import page_of
from portals.mine.session_summaries import drawing


@dataclass(frozen=True)
class JobSummary:
    """A job as a participant sees it: never with somebody else's name."""

    job: Job
    is_mine: bool

    @property
    def pictogram(self) -> str:
        """Return the drawing of the work it is for, or of hands."""
        work = self.job.work
        return drawing(work.illustration or work.activity.illustration) if work else "people-hands"

    @property
    def where(self) -> str:
        """Return the place, its own or the work's, or ""."""
        place = self.job.place or (self.job.work and self.job.work.place)
        return place.name if place else ""


@card_page
def jobs(request: CardRequest) -> HttpResponse:
    """Show what I have taken, and what anybody in the team may take."""
    return _jobs_page(request)


@card_button
def job_pick_up(request: CardRequest, pk: int) -> HttpResponse:
    """Take a job."""
    job = _of_team(request, pk)
    return _carried_out(request, lambda: verbs.pick_up(job, participant=request.participant))


@card_button
def job_release(request: CardRequest, pk: int) -> HttpResponse:
    """Put my job back; that it was mine is not kept."""
    job = _of_team(request, pk)
    return _carried_out(request, lambda: verbs.release(job, participant=request.participant))


@card_button
def job_done(request: CardRequest, pk: int) -> HttpResponse:
    """Say that a job is done, and be thanked."""
    job = _of_team(request, pk)
    thanked = HttpResponseRedirect(f"{reverse('mine:jobs')}?takk=ja", status=303)
    return _carried_out(
        request, lambda: verbs.done(job, participant=request.participant), then=thanked
    )


def _of_team(request: CardRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.filter(team=request.participant.team_id), pk=pk)


def _carried_out(
    request: CardRequest, verb: Callable[[], Job], *, then: HttpResponse | None = None
) -> HttpResponse:
    try:
        verb()
    except RuleBroken as broken:
        return _jobs_page(request, notice=in_words(request, broken), status=409)
    return then or see_other("mine:jobs")


def _jobs_page(request: CardRequest, *, notice: str = "", status: int = 200) -> HttpResponse:
    participant = request.participant
    rows = Job.objects.select_related("place", "work__activity", "work__place")
    mine = rows.filter(participant=participant, state=Job.State.TAKEN).order_by("pk")
    waiting = page_of(rows.filter(team=participant.team_id).waiting(), request=request)
    context = {
        "mine": [JobSummary(job, is_mine=True) for job in mine],
        "waiting": [JobSummary(job, is_mine=False) for job in waiting],
        "page": waiting,
        "notice": notice,
        "is_thanked": request.GET.get("takk") == "ja",
    }
    return page(request, "jobs", context, status=status)
