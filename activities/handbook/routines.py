"""The routines of a team: written by a leader, read by each colleague, gone through once a year.

What somebody has read is an edition, and an edition never changes. A leader who writes a new one
says whether it changes what the others do: then it is asked of them anew.
"""

from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import LEADING, Membership, Team, User
from activities.models import Routine, RoutineEdition, RoutineReading
from activities.models.routine import LONGEST, READERS
from activities.staffing import assignees
from core.errors import RuleBroken
from core.saving import locked_row
from core.text import clean_line, clean_text, holds_national_identity_number
from notices import waiting_states
from notices.models import Task

TO_REVIEW = "routine_to_review"


@dataclass(frozen=True)
class Reader:
    """A colleague who is asked to read, and what they have read last."""

    user: User
    edition: int
    """Its number; 0 for none."""
    read_at: datetime | None
    has_read: bool


def next_review() -> date:
    """Return the day on which something that was gone through today is gone through again."""
    return timezone.localdate() + relativedelta(years=1)


# --- Verbs -----------------------------------------------------------------------
@transaction.atomic
def write(
    team: Team, *, name: str, room: str, text: str, responsible: User | None, review_on: date,
    by: User,
) -> Routine:  # fmt: skip
    """Return a new routine of `team` in its first edition, which `by` has read.

    Raises RuleBroken, also when the team has one of that name: a repeat makes no second.
    """
    name, text = _words(name, text)
    _must_be_ahead(review_on)
    with locked_row(team):
        _must_be_free(team, name)
        routine = Routine(team=team, name=name, room=room, review_on=review_on)
        _set_responsible(routine, responsible)
        routine.save()
        _new_edition(routine, text=text, by=by)
    return routine


@transaction.atomic
def rewrite(
    routine: Routine, *, name: str, room: str, text: str, responsible: User | None,
    review_on: date, matters: bool | None, by: User,
) -> Routine:  # fmt: skip
    """Change `routine`. Another text is a new edition; when it `matters`, all read it anew.

    `matters` None is not said, and refused when the text is another. Raises RuleBroken.
    """
    name, text = _words(name, text)
    with locked_row(routine.team), locked_row(routine) as held:
        _must_be_in_use(held)
        if name != held.name:
            _must_be_free(held.team, name)
        if review_on != held.review_on:
            _must_be_ahead(review_on)
        if responsible != held.responsible:
            _set_responsible(held, responsible)
        held.name, held.room, held.review_on = name, room, review_on
        is_new = text != text_of(held)
        if is_new and matters is None:
            raise RuleBroken(_("Si om endringen betyr noe for det de andre gjør."))
        if is_new:
            held.edition += 1
        if is_new and matters:
            held.read_from = held.edition
        held.save()
        if is_new:
            _new_edition(held, text=text, by=by)
        waiting_states.refresh(TO_REVIEW, held)
    return held


def read(routine: Routine, *, number: int, by: User) -> None:
    """Note that `by` has read edition `number`. Again, or of one read before, changes nothing.

    Raises RuleBroken when it has changed in what matters meanwhile, or holds no longer.
    """
    with locked_row(routine) as held:
        _must_be_in_use(held)
        edition = held.editions.filter(number=number).first()
        if edition is None or number < held.read_from:
            raise RuleBroken(_("Rutinen ble endret mens du leste. Les den nye utgaven."))
        RoutineReading.objects.get_or_create(edition=edition, reader=by)


def review(routine: Routine, *, by: User) -> Routine:
    """Note that `by` went through `routine` today; it is asked about again in a year.

    Raises RuleBroken when it holds no longer.
    """
    with locked_row(routine) as held:
        _must_be_in_use(held)
        if held.reviewed_on != timezone.localdate() or held.should_be_reviewed:
            held.reviewed_on, held.reviewed_by = timezone.localdate(), by
            held.review_on = next_review()
            held.save()
        waiting_states.refresh(TO_REVIEW, held)
    return held


def retire(routine: Routine, *, by: User) -> None:
    """Let `routine` hold no longer. It stays to be read, with who read what; nobody is asked."""
    with locked_row(routine) as held:
        if held.retired_at is None:
            held.retired_at, held.retired_by = timezone.now(), by
            held.save()
        waiting_states.refresh(TO_REVIEW, held)


# --- Reads -----------------------------------------------------------------------
def text_of(routine: Routine) -> str:
    """Return the words that hold."""
    return routine.editions.get(number=routine.edition).text


def readers_of(routine: Routine) -> list[Reader]:
    """Return everybody in the team who is asked to read, by name, with what they read last.

    Two queries. Whoever has left is nobody's to remind.
    """
    last: dict[int, RoutineReading] = {}
    rows = RoutineReading.objects.filter(edition__routine=routine).select_related("edition")
    for one in rows.order_by("edition__number"):
        last[one.reader_id] = one
    working = Membership.objects.active().filter(
        team=routine.team_id, role__in=READERS, user__is_active=True
    )
    users = User.objects.filter(pk__in=working.values("user"))
    by_name = users.order_by("first_name", "last_name", "pk")
    return [_reader(routine, user, last.get(user.pk)) for user in by_name]


def _reader(routine: Routine, user: User, last: RoutineReading | None) -> Reader:
    number = last.edition.number if last else 0
    return Reader(user, number, last.read_at if last else None, number >= routine.read_from)


# --- What waits ------------------------------------------------------------------
def who_reviews(routine: Routine) -> User | None:
    """Return who is asked to go through it: who is responsible, when at work, else a leader."""
    mine = routine.responsible
    there = mine and _works_in(routine.team, mine) and mine.pk not in set(assignees.away_today())
    return mine if there else assignees.assignee_in(routine.team, roles=LEADING)


STATE = waiting_states.Waiting(
    name=TO_REVIEW,
    kind=Task.Kind.FOLLOW_UP,
    rows=lambda: Routine.objects.to_review().select_related("team", "responsible"),
    text=lambda one: _("Se over rutinen «%(name)s».") % {"name": one.name},
    person=who_reviews,
)


# --- What must hold --------------------------------------------------------------
def _words(name: str, text: str) -> tuple[str, str]:
    """Return name and text as they are kept. Raises RuleBroken."""
    name, text = " ".join(clean_line(name).split()), clean_text(text)
    if not name or not text:
        raise RuleBroken(_("Skriv både navn og tekst."))
    longest = Routine._meta.get_field("name").max_length or 0
    if len(name) > longest or len(text) > LONGEST:
        raise RuleBroken(
            _("Navnet kan ha %(name)s tegn, og teksten %(text)s. Del den gjerne i to rutiner.")
            % {"name": longest, "text": LONGEST}
        )
    if holds_national_identity_number(f"{name}\n{text}"):
        raise RuleBroken(_("Ta bort fødselsnummeret. Reir skal ikke ha det."))
    return name, text


def _must_be_ahead(day: date) -> None:
    if day <= timezone.localdate():
        raise RuleBroken(_("Velg en dag som kommer. Da minner vi den ansvarlige på det."))


def _must_be_free(team: Team, name: str) -> None:
    if Routine.objects.in_use().filter(team=team, name=name).exists():
        raise RuleBroken(_("Dere har en rutine som heter «%(name)s» fra før.") % {"name": name})


def _must_be_in_use(routine: Routine) -> None:
    if routine.retired_at:
        raise RuleBroken(_("Rutinen gjelder ikke lenger. Se om det er kommet en ny."))


def _works_in(team: Team, user: User) -> bool:
    return Membership.objects.planning().filter(team=team, user=user).exists()


def _set_responsible(routine: Routine, user: User | None) -> None:
    if user and not _works_in(routine.team, user):
        raise RuleBroken(_("Velg noen som jobber i teamet."))
    routine.responsible = user


def _new_edition(routine: Routine, *, text: str, by: User) -> None:
    """Keep the words under the routine's number; who wrote them has read them."""
    edition = RoutineEdition.objects.create(
        routine=routine, number=routine.edition, text=text, written_by=by
    )
    RoutineReading.objects.create(edition=edition, reader=by)
