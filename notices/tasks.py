"""What staff have to do for a person: asking for it, and saying that it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.languages import Words, said
from accounts.models import Membership, Role, Team
from core.saving import locked_row
from notices.models import Message, Task, tomorrow
from participants.models import Consent, Participant

LONGEST_TEXT = 280
DAYS_KEPT_DONE = 365
DAYS_LOOKED_BACK = 30
TAKE_DOWN_WITHIN = timedelta(days=3)


@dataclass(frozen=True)
class Waits:
    """The state of `row`, by its name in `waits.py`, that a task waits for; of many without one."""

    name: str
    row: Any = None

    @property
    def columns(self) -> dict[str, Any]:
        """Return the same as the columns of a task."""
        label, number = (self.row._meta.label_lower, self.row.pk) if self.row else ("", None)
        return {"waits_for": self.name, "about": label, "about_id": number}


def ask(
    *,
    key: str,
    team: Team,
    kind: str,
    text: Words,
    participant: Participant | None = None,
    assigned_to: Any = None,
    answer_by: date | None = None,
    about: Any = None,
) -> Task:
    """Put a task before `team` and return it; the same `key` again returns the one that is there.

    One that closed by itself (`close`) is open again. Without `assigned_to` it goes to the
    participant's primary contact, else deputy, whoever of them is at work in the team; else to
    the leader; the whole team sees what nobody can be asked. `answer_by` binds staff: tomorrow
    unless something else is said. `about` is the row that the task leads to, or what it waits for
    (`Waits`). `text` is a function, called in the language of the house: a participant who acts may
    speak another.
    """
    waits = about if isinstance(about, Waits) else Waits("", about)
    if assigned_to is None and participant is not None:
        assigned_to = contact_at_work(participant, team=team)
    assigned_to = assigned_to or leader_of(team)
    task, _made = Task.objects.get_or_create(
        key=key,
        defaults={
            "team": team,
            "kind": kind,
            "text": shortened(said(text)),
            "participant": participant,
            "assigned_to": assigned_to,
            "answer_by": answer_by or tomorrow(),
            **waits.columns,
        },
    )
    if task.done_at and task.done_by_id is None:
        task.done_at = None
        task.save(update_fields=["done_at", "changed_at"])
    return task


def shortened(text: str) -> str:
    """Return as much of `text` as a task holds."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def open_again(key: str) -> None:
    """Let the task of `key` wait again, from today: what it asked for was reversed."""
    Task.objects.filter(key=key, done_at__isnull=False).update(
        done_at=None, done_by=None, answer_by=tomorrow(), changed_at=timezone.now()
    )


def close(keys: Iterable[str]) -> None:
    """Close the open tasks with `keys`: what they asked for has come about by itself."""
    now = timezone.now()
    Task.objects.open().filter(key__in=list(keys)).update(done_at=now, changed_at=now)


def words_of_take_down(consent: Consent) -> str:
    """Return what is asked when `consent` was withdrawn."""
    return _("Lov til å vise på %(where)s er tatt tilbake. Ta bort det som kan tas bort.") % {
        "where": consent.get_channel_display()
    }


def done(task: Task, *, by: Any) -> Task:
    """Mark `task` as done by `by`; a repeat keeps who did it first.

    When it is about a message that did not arrive, this is the fact: somebody has said it.
    """
    return _tick(task, at=timezone.now(), by=by)


def undo(task: Task) -> Task:
    """Take back «gjort»: the task waits again. A repeat changes nothing."""
    return _tick(task, at=None, by=None)


def _tick(task: Task, *, at: datetime | None, by: Any) -> Task:
    with locked_row(task) as row:
        if (row.done_at is None) != (at is None):
            row.done_at, row.done_by = at, by
            row.save(update_fields=["done_at", "done_by", "changed_at"])
            _message_of(row).update(told_at=at, told_by=by)
    return row


def _message_of(task: Task) -> Any:
    number = task.about_id if task.about == Message._meta.label_lower else None
    return Message.objects.filter(pk=number or 0, state=Message.State.GIVEN_UP)


def contact_at_work(participant: Participant, *, team: Team | None = None) -> Any:
    """Return the primary contact, or the deputy, or None: whoever is at work in the team."""
    theirs = Membership.objects.planning().filter(team=team or participant.team_id)
    working = set(theirs.values_list("user", flat=True))
    contacts = (participant.primary_contact, participant.deputy_contact)
    return next((one for one in contacts if one is not None and one.pk in working), None)


def leader_of(team: Team) -> Any:
    """Return who leads `team`, or None."""
    leading = Membership.objects.active().filter(team=team, role=Role.LEADER, user__is_active=True)
    found = leading.select_related("user").order_by("pk").first()
    return found and found.user


def forget_old() -> int:
    """Delete tasks done more than a year ago and return how many (docs/privacy.md)."""
    limit = timezone.now() - timedelta(days=DAYS_KEPT_DONE)
    return Task.objects.filter(done_at__lt=limit).delete()[0]
