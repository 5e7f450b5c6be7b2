"""What makes a handover sure: a drawn signature, or two members of staff."""

from datetime import timedelta
from typing import TypedDict

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import second_person
from accounts.models import PAYING, Membership, User
from core.errors import RuleBroken
from participants.signatures import is_signature
from payouts.models import Signature

KEPT = timedelta(days=5 * 366)
"""How long a drawing is kept: as the receipt's primary documentation, five years
(bokføringsloven § 13). The receipt itself stays."""


class Signed(TypedDict, total=False):
    """How a handover is confirmed.

    `signature` is the drawn SVG path («M12 40L13 44…»). Without it `witness`, another member of
    staff, and both initials are needed; with `witness_code`, their own, they confirm at once,
    without it they are asked (`ask_second`).
    """

    signature: str
    witness: User | None
    paid_by_initials: str
    witness_initials: str
    witness_code: str


def must_be_confirmed(signed: Signed, *, by: User, team_id: int) -> None:
    """Raise RuleBroken unless there is a drawing, or another of the team's payers was there."""
    if drawn := signed.get("signature"):
        if not is_signature(drawn):
            raise RuleBroken(
                _("Streken er for kort eller for rett. Prøv igjen, eller la to ansatte bekrefte.")
            )
        return
    witness = signed.get("witness")
    if witness is None or witness.pk == by.pk:
        raise RuleBroken(_("Velg en kollega som så at pengene ble gitt."))
    initials = (signed.get("paid_by_initials", ""), signed.get("witness_initials", ""))
    if not all(0 < len(text.strip()) <= 4 for text in initials):
        raise RuleBroken(_("Skriv initialene til dere begge."))
    must_be_second(witness, by=by, team_id=team_id, code=signed.get("witness_code", ""))


def must_be_second(witness: User | None, *, by: User, team_id: int, code: str) -> None:
    """Raise RuleBroken unless `witness`, another person than `by`, is a payer of the team today.

    With `code`, their own, they confirm at once; inside a transaction that raises RuntimeError.
    """
    paying = Membership.objects.active().filter(team_id=team_id, role__in=PAYING)
    if witness is None or witness.pk == by.pk or not paying.filter(user=witness).exists():
        raise RuleBroken(_("Velg en kollega i teamet som kan betale ut."))
    second_person.must_be_two(by, witness)
    if code:
        second_person.must_know_code(witness, code=code)


def ask_second(of: Model, witness: User | None, *, team_id: int, by: User, code: str) -> None:
    """Let `witness`, when there is one, confirm `of` themselves (rules.md#two-people).

    `must_be_second` let them through, with the `code` if there is one.
    """
    if witness is not None:
        second_person.ask(of, team=team_id, person=witness, asked_by=by, by_code=bool(code))


def forget_drawings() -> int:
    """Delete the drawings whose time is over; return how many."""
    deleted, _kinds = Signature.objects.filter(kept_until__lt=timezone.localdate()).delete()
    return deleted
