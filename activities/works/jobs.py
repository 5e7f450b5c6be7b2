"""Jobs that wait: anybody picks one up, and may put it back.

Picking up and putting back write neither a time nor a message: a job that was put back is the
row that it was before. Locks are taken in one order: the person, then the job.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities.models import Job
from core.errors import RuleBroken, must_be_valid
from core.saving import locked_row
from core.text import checked_line
from participants.models import Participant

HELD_BY = ["state", "participant", "staff"]
"""What a tap changes; `changed_at` is not among them."""


def make(team: Team, *, title: str, **fields: Any) -> Job:
    """Return a new job that waits. Raises RuleBroken when a value cannot be."""
    return _kept(Job(team=team, title=title, **fields))


def edit(job: Job, **fields: Any) -> Job:
    """Change the words of a job, its place and its work. Raises RuleBroken."""
    with locked_row(job) as row:
        for name, value in fields.items():
            setattr(row, name, value)
        return _kept(row)


def pick_up(job: Job, *, participant: Participant | None = None, staff: User | None = None) -> Job:
    """Let one person have the job: a participant of its team, or a member of staff.

    A repeat by the same person changes nothing. Raises RuleBroken, without saying who, when
    somebody else has it, and when it is done.
    """
    if (participant is None) == (staff is None):
        raise TypeError("A job is in one pair of hands.")
    with transaction.atomic():
        if participant is not None:
            person = Participant.objects.select_for_update().get(pk=participant.pk)
            if person.team_id != job.team_id or person.left_at is not None:
                raise RuleBroken(_("Velg en deltaker i teamet."))
        row = Job.objects.select_for_update().get(pk=job.pk)
        if row.state == Job.State.DONE:
            raise RuleBroken(_("Dette er alt gjort. Se om det er noe annet du har lyst til."))
        if row.state == Job.State.TAKEN:
            if _has(row, participant=participant, staff=staff):
                return row
            raise RuleBroken(_("Noen er i gang med dette. Se om det er noe annet du har lyst til."))
        row.state, row.participant, row.staff = Job.State.TAKEN, participant, staff
        row.save(update_fields=HELD_BY)
    return row


def release(job: Job, *, participant: Participant | None = None) -> Job:
    """Let the job wait again, and leave no trace of who had it. A repeat changes nothing.

    With `participant`, only when that person is the one who has it.
    """
    with locked_row(job) as row:
        is_theirs = participant is None or row.participant_id == participant.pk
        if row.state == Job.State.TAKEN and is_theirs:
            _let_wait(row)
    return row


def release_all(participant: Participant) -> int:
    """Put back everything that a person has; return how many."""
    return _put_back(Job.objects.filter(participant=participant))


def release_all_of_staff(staff: User, *, team: Team) -> int:
    """Put back what a colleague of `team` has, who works there no more; return how many."""
    return _put_back(Job.objects.filter(staff=staff, team=team))


def done(job: Job, *, participant: Participant | None = None) -> Job:
    """Note that the job is done; by whom is not kept. A repeat changes nothing.

    With `participant`, it is that person who says so: raises RuleBroken when somebody else has it.
    """
    with locked_row(job) as row:
        if row.state == Job.State.DONE:
            return row
        is_theirs = participant is None or _has(row, participant=participant, staff=None)
        if row.state == Job.State.TAKEN and not is_theirs:
            raise RuleBroken(_("Noen andre er i gang med dette nå."))
        row.state, row.participant, row.staff = Job.State.DONE, None, None
        row.save(update_fields=[*HELD_BY, "changed_at"])
    return row


def again(job: Job) -> Job:
    """Let a job that is done wait once more, for anybody. A repeat changes nothing."""
    with locked_row(job) as row:
        if row.state == Job.State.DONE:
            _let_wait(row)
    return row


def remove(job: Job) -> None:
    """Take a job off the list for good. A repeat changes nothing.

    Raises RuleBroken while somebody is at it.
    """
    with transaction.atomic():
        row = Job.objects.select_for_update().filter(pk=job.pk).first()
        if row is None:
            return
        if row.state == Job.State.TAKEN:
            who = row.staff or (row.participant.chosen_name if row.participant else _("Noen"))
            words = _("%(name)s er i gang med dette. Legg det tilbake først.")
            raise RuleBroken(words % {"name": who}, about=row)
        row.delete()


def _put_back(jobs: QuerySet[Job]) -> int:
    """Put back those of `jobs` that somebody has; return how many."""
    with transaction.atomic():
        rows = list(jobs.select_for_update().filter(state=Job.State.TAKEN).order_by("pk"))
        for row in rows:
            _let_wait(row)
    return len(rows)


def _has(job: Job, *, participant: Participant | None, staff: User | None) -> bool:
    """Tell whether the job is in just these hands."""
    holder = (participant and participant.pk, staff and staff.pk)
    return (job.participant_id, job.staff_id) == holder


def _let_wait(job: Job) -> None:
    job.state, job.participant, job.staff = Job.State.WAITING, None, None
    job.save(update_fields=HELD_BY)


def _kept(job: Job) -> Job:
    if job.work is not None and job.work.team_id != job.team_id:
        raise RuleBroken(_("Velg et verk i teamet."))
    must_be_valid(job)
    for words in (job.title, job.description):
        checked_line(words)
    job.save()
    return job
