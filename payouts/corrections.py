"""Our mistakes with money: booked as a loss with a reason, never claimed back (DESIGN §1.4)."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import RuleBroken
from payouts import ledger
from payouts.models import Earning, Entry, Payout
from payouts.permissions import can_correct_payments

MOST_REASON = 120


def write_off(earning: Earning, *, reason: str, by: User) -> Entry:
    """Book that an honorarium was promised by our mistake: from expense to loss.

    The person keeps it, and is paid it when they have not been. A repeat changes nothing.
    """
    said = _reason(reason)
    with transaction.atomic():
        row = _locked(earning, by=by)
        if row.state != Earning.State.APPROVED:
            raise RuleBroken(_("Dette er ikke godkjent ennå. Ta bort krysset på økta i stedet."))
        existing = Entry.objects.filter(key=f"loss:{row.pk}").first()
        return existing or ledger.post(
            key=f"loss:{row.pk}",
            debit=ledger.LOSS,
            credit=ledger.EXPENSE,
            ore=row.ore,
            reason=said,
            by=by,
            person_number=ledger.number_of(row.participant),
        )


def pay_again_to_loss(payout: Payout, *, reason: str, by: User) -> Entry:
    """Book that money which the books call paid never reached the person: it is owed again.

    What left us is a loss; the payout is marked as not arrived, so that the honorarium can be
    paid once more by any rail. Four eyes: not by the one who handed it over or said that it
    arrived. A repeat changes nothing; raises RuleBroken for what is not paid.
    """
    said = _reason(reason)
    with transaction.atomic():
        earning = _locked(payout.earning, by=by)
        row = Payout.objects.select_for_update(of=("self",)).get(pk=payout.pk)
        existing = Entry.objects.filter(key=f"again:{row.pk}").first()
        if existing:
            return existing
        if row.state != Payout.State.PAID:
            raise RuleBroken(_("Dette er ikke utbetalt."))
        if by.pk == _who_said_paid(row):
            raise RuleBroken(_("En annen enn den som ga pengene, må rette dette."))
        row.state = Payout.State.FAILED
        row.failed_reason = said
        row.save(update_fields=["state", "failed_reason", "changed_at"])
        return ledger.post(
            key=f"again:{row.pk}",
            debit=ledger.LOSS,
            credit=ledger.OWED,
            ore=earning.ore,
            reason=said,
            by=by,
            person_number=ledger.number_of(earning.participant),
        )


def _locked(earning: Earning, *, by: User) -> Earning:
    row = (
        Earning.objects.select_for_update(of=("self",))
        .select_related("participant__team")
        .get(pk=earning.pk)
    )
    if not can_correct_payments(by, row.participant.team):
        raise RuleBroken(_("Bare leder og økonomi kan føre noe som tap."))
    return row


def found_again(payout: Payout, *, account: str, by: User | None) -> Entry | None:
    """Book that money which was booked as lost lies on `account` again; None when it was not.

    The person has been promised it anew meanwhile, so only our loss becomes less. A repeat
    changes nothing.
    """
    lost = Entry.objects.filter(key=f"again:{payout.pk}").first()
    return lost and ledger.post(
        key=f"found:{payout.pk}",
        debit=account,
        credit=ledger.LOSS,
        ore=lost.ore,
        reason=_("Kom tilbake etter at det var ført som tap"),
        by=by,
        person_number=lost.person_number,
    )


def _who_said_paid(payout: Payout) -> int | None:
    """Return who handed it over, or said that it arrived; who sent it when a machine said so."""
    keys = [f"settle:{payout.pk}", f"send:{payout.pk}"]
    said = dict(Entry.objects.filter(key__in=keys).values_list("key", "by"))
    return said.get(keys[0]) or said.get(keys[1])


def _reason(text: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise RuleBroken(_("Skriv hvorfor."))
    if len(said) > MOST_REASON:
        raise RuleBroken(_("Skriv det kortere, med under 120 tegn."))
    return said
