"""«Oppdrag»: what waits to be done, who is at it, and what was done lately."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import PLANNING, SEEING_PEOPLE
from activities.models import Job
from activities.permissions import can_edit_job
from activities.works import jobs as verbs
from portals.staff.shared.access import (
    StaffRequest,
    allow,
    chosen_team,
    own_teams,
    seen,
    shows_people,
    staff_page,
    teams_with,
)
from portals.staff.shared.pages import (
    ask_first,
    carry_out,
    form_page,
    form_view,
    one_at_a_time,
    rules_on,
)
from portals.staff.works.jobs_forms import GiveForm, JobForm

LATELY = timedelta(days=30)
MOST_SHOWN = 300


@dataclass(frozen=True)
class JobRow:
    """A job as the list shows it. `holder` is "" when nobody has it."""

    job: Job
    may_edit: bool
    holder: str


@require_GET
@staff_page
@shows_people
def jobs(request: StaffRequest) -> HttpResponse:
    """List the jobs of my teams: what waits, what somebody has, and what was done lately."""
    teams = own_teams(request.user)
    planning = teams_with(request.user, PLANNING)
    seeing = teams_with(request.user, SEEING_PEOPLE)
    lately = Q(state=Job.State.DONE, changed_at__gt=timezone.now() - LATELY)
    found = (
        Job.objects.filter(~Q(state=Job.State.DONE) | lately, team__in=teams)
        .select_related("place", "work", "participant", "staff")
        .order_by("pk")[:MOST_SHOWN]
    )
    rows = list(found)
    seen(request, [job.participant for job in rows if job.participant and job.team_id in seeing])
    looks = [
        JobRow(job, job.team_id in planning, _holder(job, sees=job.team_id in seeing))
        for job in rows
    ]
    done = [row for row in looks if row.job.state == Job.State.DONE]
    context = {
        "waiting": [row for row in looks if row.job.state == Job.State.WAITING],
        "taken": [row for row in looks if row.job.state == Job.State.TAKEN],
        "done": sorted(done, key=lambda row: row.job.changed_at, reverse=True),
        "may_plan": bool(planning),
    }
    return render(request, "portals/staff/works/jobs.html", context)


@form_view
@staff_page
def job_new(request: StaffRequest) -> HttpResponse:
    """Write down a job."""
    teams = own_teams(request.user, PLANNING)
    team = chosen_team(request, teams)
    form = JobForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            verbs.make(team, **form.cleaned_data)
            messages.success(request, _("Oppdraget er skrevet ned."))
            return redirect("staff:jobs")
    return form_page(
        request, form, title=_("Nytt oppdrag"), lead=str(team), teams=teams, team=team,
        back_url=reverse("staff:jobs"),
    )  # fmt: skip


@form_view
@staff_page
@one_at_a_time
def job_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a job."""
    job = _own(request, pk)
    form = JobForm(request.POST or None, team=job.team, job=job)
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            verbs.edit(job, **form.cleaned_data)
            messages.success(request, _("Oppdraget er endret."))
            return redirect("staff:jobs")
    return form_page(
        request, form, title=_("Endre oppdraget"), lead=job.title, job=job,
        back_url=reverse("staff:jobs"), template="portals/staff/works/job_edit.html",
    )  # fmt: skip


@require_POST
@staff_page
def job_pick_up(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a job myself."""
    job = _own(request, pk)
    carry_out(request, lambda: verbs.pick_up(job, staff=request.user), said=_("Oppdraget er ditt."))
    return redirect("staff:jobs")


@form_view
@staff_page
@shows_people
def job_give(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a job for a participant who wishes to have it."""
    job = _own(request, pk)
    form = GiveForm(request.POST or None, job=job)
    seen(request, form.people)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["participant"]
        with rules_on(form):
            verbs.pick_up(job, participant=person)
            messages.success(request, _("%(name)s har oppdraget.") % {"name": person.chosen_name})
            return redirect("staff:jobs")
    back = reverse("staff:jobs")
    return form_page(
        request, form, title=_("Gi oppdraget til en deltaker"), lead=job.title, back_url=back
    )


@require_POST
@staff_page
def job_release(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a job back, whoever has it."""
    job = _own(request, pk)
    carry_out(request, lambda: verbs.release(job), said=_("Oppdraget er lagt tilbake."))
    return redirect("staff:jobs")


@require_POST
@staff_page
def job_done(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that a job is done."""
    job = _own(request, pk)
    carry_out(request, lambda: verbs.done(job), said=_("Så fint. Det er gjort."))
    return redirect("staff:jobs")


@require_POST
@staff_page
def job_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a job that was done wait once more."""
    job = _own(request, pk)
    carry_out(request, lambda: verbs.again(job), said=_("Oppdraget venter igjen."))
    return redirect("staff:jobs")


@form_view
@staff_page
def job_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask once, then take a job off the list."""
    job = _own(request, pk)

    def ask() -> dict[str, Any]:
        return {
            "question": _("Ta bort oppdraget?"), "consequence": job.title,
            "confirm_label": _("Ta bort"), "back_url": reverse("staff:job_edit", args=[pk]),
            "facts": (job.state, job.participant_id, job.staff_id),
        }  # fmt: skip

    def act() -> HttpResponse:
        verbs.remove(job)
        messages.success(request, _("Oppdraget er tatt bort."))
        return redirect("staff:jobs")

    return ask_first(request, ask, act, row=job)


def _own(request: StaffRequest, pk: int) -> Job:
    """Return a job that I may change; else 404 or 403."""
    visible = Job.objects.visible_to(request.user).select_related("team", "work")
    job = get_object_or_404(visible, pk=pk)
    allow(can_edit_job(request.user, job))
    return job


def _holder(job: Job, *, sees: bool) -> str:
    """Return who has the job, as far as the one who looks may know."""
    if job.participant:
        return job.participant.chosen_name if sees else _("en deltaker")
    return str(job.staff) if job.staff else ""
