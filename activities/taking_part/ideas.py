"""Ideas of the participants' own: proposed, supported, talked about, turned into an activity.

Nobody votes against, and nothing is counted for the participants. Locks are taken in one order:
the person, then the idea.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Activity, CoOrganiser, Idea
from core.errors import RuleBroken
from core.saving import locked_row
from core.text import checked_line
from notices import tasks, waiting_states
from notices.models import Task
from participants.models import Participant


# --- The participants' own -----------------------------------------------------------
def propose(
    participant: Participant,
    *,
    text: str,
    wishes_to_organise: bool = False,
    by: User | None = None,
) -> Idea:
    """Return a new open idea of `participant`, and ask their contact to talk about it.

    `by` wrote it down for them, on their wish; None: they did so themselves. The same words
    again, while the first idea is open, are the same idea. Raises RuleBroken when the text is
    empty, over 140 characters, or holds a national identity number, and for one who has left.
    """
    words = _checked(text)
    with locked_row(participant) as person:
        if person.left_at:
            raise RuleBroken(_("Deltakeren har gått ut. Ta personen inn igjen først."))
        same = person.ideas.filter(text=words, state=Idea.State.OPEN).first()
        if same:
            return same
        idea = Idea.objects.create(
            team_id=person.team_id,
            participant=person,
            text=words,
            written_by=by,
            wishes_to_organise=wishes_to_organise,
        )
        waiting_states.refresh("idea_open", idea)
    return idea


def withdraw(idea: Idea, *, participant: Participant) -> None:
    """Take the idea away, with what others have said to it, when it is the person's own.

    A repeat changes nothing; what has come of the idea stays.
    """
    with transaction.atomic():
        row = Idea.objects.select_for_update().filter(pk=idea.pk, participant=participant).first()
        if row is not None:
            Task.objects.filter(key=_task_key(row)).delete()
            row.delete()


def withdraw_all_of(participant: Participant) -> None:
    """Take away the open ideas of a person, and their support of the ideas of others."""
    with transaction.atomic():
        for idea in participant.ideas.filter(state=Idea.State.OPEN):
            withdraw(idea, participant=participant)
        participant.supported_ideas.clear()


def support(idea: Idea, *, participant: Participant) -> None:
    """Note that `participant` would like the same. A repeat changes nothing.

    Raises RuleBroken when the idea is one's own, another team's, or no longer open.
    """
    with locked_row(participant) as person:
        row = _locked(idea)
        if row.participant_id == person.pk:
            raise RuleBroken(_("Dette er ditt eget forslag. Det står der alt."))
        if row.supporters.filter(pk=person.pk).exists():
            return
        is_here = person.team_id == row.team_id and person.left_at is None
        if row.state != Idea.State.OPEN or not is_here:
            raise RuleBroken(_("Dette er det alt snakket om. Se hva andre har lyst til."))
        row.supporters.add(person)


def stop_supporting(idea: Idea, *, participant: Participant) -> None:
    """Take the support back. A repeat changes nothing."""
    idea.supporters.remove(participant)


# --- The team's answer -----------------------------------------------------------------
def answer(idea: Idea, *, by: User) -> Idea:
    """Note that the idea is talked about. A repeat, and what has become more, stay as they are."""
    with transaction.atomic():
        row = _locked(idea)
        if row.state == Idea.State.OPEN:
            row.state = Idea.State.ANSWERED
            row.save(update_fields=["state", "changed_at"])
            _task_is_done(row, by=by)
    return row


def become_activity(idea: Idea, *, activity: Activity, by: User) -> Idea:
    """Let the idea live on as `activity`; who proposed it helps to make it when they wished that.

    A repeat with the same activity changes nothing. Raises RuleBroken when it has become another
    one, or the team does not take part in `activity`.
    """
    with transaction.atomic():
        row = _locked(idea)
        if row.state == Idea.State.ACTIVITY:
            if row.activity_id in (activity.pk, None):
                return row
            raise RuleBroken(_("Forslaget er alt blitt en annen aktivitet."))
        if not activity.teams.filter(pk=row.team_id).exists():
            raise RuleBroken(_("Velg en av teamets aktiviteter."))
        row.state, row.activity = Idea.State.ACTIVITY, activity
        row.save(update_fields=["state", "activity", "changed_at"])
        if row.wishes_to_organise and row.participant and row.participant.left_at is None:
            CoOrganiser.objects.get_or_create(activity=activity, participant=row.participant)
        _task_is_done(row, by=by)
    return row


def end_co_organising(co_organiser: CoOrganiser) -> None:
    """Let somebody no longer be one who helps to make the activity. A repeat changes nothing."""
    CoOrganiser.objects.filter(pk=co_organiser.pk).delete()


def _locked(idea: Idea) -> Idea:
    row = Idea.objects.select_for_update().filter(pk=idea.pk).first()
    if row is None:
        raise RuleBroken(_("Dette forslaget er tatt bort."))
    return row


def _checked(text: str) -> str:
    """Return the words without needless space."""
    words = checked_line(text)
    if not words:
        raise RuleBroken(_("Skriv hva du har lyst til."))
    longest = Idea._meta.get_field("text").max_length or 0
    if len(words) > longest:
        raise RuleBroken(_("Skriv litt kortere. Det er plass til 140 tegn."))
    return words


def _task_key(idea: Idea) -> str:
    return f"idea:{idea.pk}"


def _task_is_done(idea: Idea, *, by: User) -> None:
    for task in Task.objects.filter(key=_task_key(idea)):
        tasks.done(task, by=by)
