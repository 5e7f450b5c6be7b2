"""Coming in, being known rightly, leaving and coming back.

When the books forget somebody who has left is decided in `payouts.retention`.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Team
from core.errors import RuleBroken
from core.text import checked_line, without_national_identity_number
from participants.models import (
    MOST_PER_CONTACT,
    WARN_PER_CONTACT,
    Channel,
    ContactException,
    Interest,
    Participant,
)
from participants.permissions import can_make_contact_exception

EDITABLE = (
    "chosen_name",
    "primary_contact",
    "deputy_contact",
    "channel",
    "phone",
    "email",
    "language",
)


# --- Reads -----------------------------------------------------------------------
def load_of(contact: Any) -> int:
    """Return for how many active participants `contact` is primary contact."""
    return Participant.objects.active().filter(primary_contact=contact).count()


def warning_for(contact: Any) -> str:
    """Return a sentence when `contact` is near the limit or at it, otherwise ""."""
    load = load_of(contact)
    if load < WARN_PER_CONTACT:
        return ""
    if load < MOST_PER_CONTACT:
        return _("%(name)s er primærkontakt for %(load)s. Ti er det meste.") % {
            "name": contact,
            "load": load,
        }
    return _(
        "%(name)s er primærkontakt for %(load)s. Velg en annen, eller be lederen skrive en grunn."
    ) % {"name": contact, "load": load}


def contacts_of(*teams: Team) -> Any:
    """Return the users who can be primary contact or deputy in `teams`, by name."""
    working = Membership.objects.planning().filter(team__in=teams)
    users = get_user_model().objects.filter(pk__in=working.values("user"))
    return users.order_by("first_name", "last_name", "pk")


# --- Verbs -----------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Reach:
    """How a person is reached, and in what language."""

    channel: str = Channel.PAPER
    phone: str = ""
    email: str = ""
    language: str = "nb"


@transaction.atomic
def enrol(
    *,
    team: Team,
    chosen_name: str,
    primary_contact: Any,
    by: Any,
    deputy_contact: Any = None,
    reach: Reach | None = None,
    interests: Iterable[Interest] = (),
    exception_reason: str = "",
) -> Participant:
    """Take a person into `team` and return them.

    Past ten for the primary contact `by` must be a leader who writes `exception_reason`. Raises
    RuleBroken.
    """
    participant = Participant(
        team=team,
        chosen_name=chosen_name,
        primary_contact=primary_contact,
        deputy_contact=deputy_contact,
        **asdict(reach or Reach()),
    )
    _at_work(team, primary_contact, deputy_contact)
    _hold_place_with(primary_contact, team=team, by=by, reason=exception_reason)
    _keep(participant)
    participant.interests.set(interests)
    return participant


@transaction.atomic
def edit(
    participant: Participant,
    *,
    by: Any,
    interests: Iterable[Interest] | None = None,
    exception_reason: str = "",
    **changes: Any,
) -> Participant:
    """Change any of `EDITABLE`, and the interests when given; return the person.

    A new primary contact is taken under the same limit as in `enrol`. Raises RuleBroken.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")
    person = Participant.objects.select_for_update().get(pk=participant.pk)
    earlier = (person.primary_contact_id, person.deputy_contact_id)
    for name, value in changes.items():
        setattr(person, name, value)
    if (person.primary_contact_id, person.deputy_contact_id) != earlier:
        _at_work(person.team, person.primary_contact, person.deputy_contact)
    if person.primary_contact_id != earlier[0] and person.left_at is None:
        _hold_place_with(person.primary_contact, team=person.team, by=by, reason=exception_reason)
    _keep(person)
    if interests is not None:
        person.interests.set(interests)
    return person


@transaction.atomic
def leave(participant: Participant, *, by: Any = None) -> Participant:
    """Let a person go: their cards stop, and nothing else is lost. A repeat changes nothing.

    `by` is None when the person did it on their own page.
    """
    # Whoever holds a session may write to them meanwhile; their places are given up after this.
    person = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    if person.left_at is None:
        now = timezone.now()
        person.left_at = now
        person.save(update_fields=["left_at", "changed_at"])
        person.cards.filter(revoked_at__isnull=True).update(
            revoked_at=now, revoked_by=by, changed_at=now
        )
    return person


def farewell() -> str:
    """Return what a person reads who has left."""
    return _("Takk for at du sa fra. Plassen din er her når du vil tilbake.")


@transaction.atomic
def readmit(participant: Participant, *, by: Any, exception_reason: str = "") -> Participant:
    """Take a person in again, with all that was theirs; a repeat changes nothing.

    They get a new card. Raises RuleBroken when the primary contact has ten already.
    """
    person = Participant.objects.select_for_update().get(pk=participant.pk)
    if person.left_at is not None:
        _at_work(person.team, person.primary_contact, person.deputy_contact)
        _hold_place_with(person.primary_contact, team=person.team, by=by, reason=exception_reason)
        person.left_at = None
        person.save(update_fields=["left_at", "changed_at"])
    return person


# --- What the verbs decide under the lock ------------------------------------------
def _at_work(team: Team, primary_contact: Any, deputy_contact: Any) -> None:
    """Raise RuleBroken unless both contacts meet participants in `team` today."""
    working = set(contacts_of(team).values_list("pk", flat=True))
    for contact in (primary_contact, deputy_contact):
        if contact is not None and contact.pk not in working:
            raise RuleBroken(
                _("%(name)s jobber ikke i %(team)s nå. Velg en annen.")
                % {"name": contact, "team": team}
            )


def _hold_place_with(contact: Any, *, team: Team, by: Any, reason: str) -> None:
    """Lock `contact` and raise RuleBroken when they have ten and no leader has given a reason.

    The lock on the user's row keeps two enrolments at once from passing ten together.
    """
    get_user_model().objects.select_for_update().get(pk=contact.pk)
    if load_of(contact) < MOST_PER_CONTACT:
        return
    reason = checked_line(reason)
    if not reason:
        raise RuleBroken(warning_for(contact))
    if not can_make_contact_exception(by, team):
        raise RuleBroken(_("Bare lederen i teamet kan gjøre unntak fra ti deltakere."))
    exception = ContactException(contact=contact, reason=reason, given_by=by)
    _validated(exception)
    exception.save()


def _keep(participant: Participant) -> None:
    participant.chosen_name = checked_line(participant.chosen_name)
    if not participant.chosen_name:
        raise RuleBroken(_("Skriv navnet personen vil bli kalt."))
    _validated(participant)
    participant.save()


def _validated(row: Any) -> None:
    """Raise RuleBroken with the first sentence that the row's own rules have to say."""
    try:
        without_national_identity_number(getattr(row, "chosen_name", None) or str(row.reason))
        row.full_clean()
    except ValidationError as error:
        raise RuleBroken(error.messages[0]) from error
