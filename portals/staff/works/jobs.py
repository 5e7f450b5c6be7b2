"""«Oppdrag»: what waits to be done, who is at it, and what was done lately."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PLANNING, SEEING_PEOPLE
from activities.models import Job
from activities.permissions import can_edit_job
from activities.works import jobs as verbs
from portals.staff.shared.own_rows import own_row, own_team, own_teams, teams_with
from portals.staff.shared.page_access import (
    StaffRequest,
    seen,
    staff_button,
    staff_form,
    staff_page,
)
from portals.staff.shared.pages import ask_first, carry_out, form_page
from portals.staff.works.jobs_forms import GiveForm, JobForm
from portals.staff.works.jobs_list import JobList

LATELY = timedelta(days=30)


@staff_page(shows="list")
def jobs(request: StaffRequest) -> HttpResponse:
    """List the jobs of my teams: what waits, what somebody has, and what was done lately."""
    teams = own_teams(request.user)
    planning = teams_with(request.user, PLANNING)
    seeing = teams_with(request.user, SEEING_PEOPLE)
    lately = Q(state=Job.State.DONE, changed_at__gt=timezone.now() - LATELY)
    found = Job.objects.filter(~Q(state=Job.State.DONE) | lately, team__in=teams)
    jobs = found.select_related("place", "work", "participant", "staff")
    table = JobList.of(request, jobs, planning=planning, seeing=seeing)
    seen(request, [job.participant for job in table.shown if job.team_id in seeing])
    context = {"table": table, "may_plan": bool(planning)}
    return render(request, "portals/staff/works/jobs.html", context)


@staff_form
def job_new(request: StaffRequest) -> HttpResponse:
    """Write down a job."""
    team, team_links = own_team(request, PLANNING)
    form = JobForm(request.POST or None, team=team)
    return form_page(
        request, form, lambda: verbs.make(team, **form.cleaned_data),
        said=_("Oppdraget er skrevet ned."),
        title=_("Nytt oppdrag"), lead=str(team), **team_links,
        back_url=reverse("staff:jobs"),
    )  # fmt: skip


@staff_form(one_at_a_time=True)
def job_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a job."""
    job = _own(request, pk)
    form = JobForm(request.POST or None, team=job.team, instance=job)
    return form_page(
        request, form, lambda: verbs.edit(job, **form.cleaned_data),
        said=_("Oppdraget er endret."),
        title=_("Endre oppdraget"), lead=job.title, job=job,
        back_url=reverse("staff:jobs"), template="portals/staff/works/job_edit.html",
    )  # fmt: skip


@staff_button
def job_pick_up(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a job myself."""
    take = partial(verbs.pick_up, staff=request.user)
    return _press(request, pk, take, said=_("Oppdraget er ditt."))


@staff_form(shows="list")
def job_give(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a job for a participant who wishes to have it."""
    job = _own(request, pk)
    form = GiveForm(request.POST or None, job=job)
    seen(request, form.people)
    return form_page(
        request, form, lambda: verbs.pick_up(job, **form.cleaned_data),
        said=lambda _done: _("%(name)s har oppdraget.")
        % {"name": form.cleaned_data["participant"].chosen_name},
        title=_("Gi oppdraget til en deltaker"), lead=job.title, back_url=reverse("staff:jobs"),
    )  # fmt: skip


@staff_button
def job_release(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a job back, whoever has it."""
    return _press(request, pk, verbs.release, said=_("Oppdraget er lagt tilbake."))


@staff_button
def job_done(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that a job is done."""
    return _press(request, pk, verbs.done, said=_("Så fint. Det er gjort."))


@staff_button
def job_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a job that was done wait once more."""
    return _press(request, pk, verbs.again, said=_("Oppdraget venter igjen."))


@staff_form
def job_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask once, then take a job off the list."""
    job = _own(request, pk)

    def ask() -> dict[str, Any]:
        return {
            "question": _("Ta bort oppdraget?"), "consequence": job.title,
            "confirm_label": _("Ta bort"), "back_url": reverse("staff:job_edit", args=[pk]),
            "facts": (job.state, job.participant_id, job.staff_id),
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: verbs.remove(job), row=job,
        said=_("Oppdraget er tatt bort."), to="staff:jobs",
    )  # fmt: skip


def _own(request: StaffRequest, pk: int) -> Any:
    """Return a job that I may change; else 404 or 403."""
    visible = Job.objects.visible_to(request.user).select_related("team", "work")
    return own_row(request, visible, pk, can_edit_job)


def _press(
    request: StaffRequest, pk: int, verb: Callable[[Job], Any], *, said: str
) -> HttpResponse:
    job = _own(request, pk)
    carry_out(request, lambda: verb(job), said=said)
    return redirect("staff:jobs")
