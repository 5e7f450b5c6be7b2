"""«Noe er feil» on a receipt: what mends each plain case, and who is asked when I may not.

Money that we lose by it is booked in `payouts.losses`; the page that leads from each case to what
mends it is `portals.staff.pay.mistakes`.
"""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import second_person
from accounts.models import HOLDING_BUDGETS, Team, User
from activities.staffing.assignees import assignee_in
from core.errors import RuleBroken
from core.money import kroner
from notices import tasks
from notices.models import Task
from payouts import payable, postings
from payouts.models import BoxCount, CashReceipt, GiftCard, GiftCardReceipt, Payout
from payouts.over_the_table import cash
from payouts.permissions import can_correct_payments, can_pay

Receipt = CashReceipt | GiftCardReceipt


class Case(models.TextChoices):
    """What may be wrong with a receipt, as the one who was at the table would say it."""

    STILL_HERE = "still_here", gettext_lazy("Jeg trykket, men pengene ligger fortsatt her")
    WRONG_PERSON = "wrong_person", gettext_lazy("Feil person fikk pengene")
    WRONG_SUM = "wrong_sum", gettext_lazy("Summen ble feil")
    PAID_TWICE = "paid_twice", gettext_lazy("Personen har fått det to ganger")
    LOST = "lost", gettext_lazy("Pengene er borte")


def team_of(receipt: Receipt) -> Team:
    """Return whose receipt it is."""
    return receipt.box.team if isinstance(receipt, CashReceipt) else receipt.team


def is_reversed(receipt: Receipt) -> bool:
    """Tell whether nothing is paid by `receipt` any longer."""
    return not receipt.payouts.filter(state=Payout.State.PAID).exists()


def may_reverse(user: Any, receipt: Receipt) -> bool:
    """May `user` say that what `receipt` tells was never handed over?

    Who wrote it may on the same day; later, and for others, one who may correct and did not.
    """
    team = team_of(receipt)
    if receipt.paid_by_id == user.pk:
        return timezone.localdate(receipt.at) == timezone.localdate() and can_pay(user, team)
    return can_correct_payments(user, team)


def may_correct(user: Any, receipt: Receipt) -> bool:
    """May `user` book what `receipt` tells as our loss? Never who handed it over."""
    return receipt.paid_by_id != user.pk and can_correct_payments(user, team_of(receipt))


def who_may(receipt: Receipt, *, by: User) -> User | None:
    """Return who is asked about `receipt`: one who keeps the money, neither `by` nor who paid."""
    return assignee_in(team_of(receipt), unlike=[by.pk, receipt.paid_by_id], roles=HOLDING_BUDGETS)


def facts(receipt: Receipt) -> tuple[object, ...]:
    """Return what the pages about `receipt` show, for the digest."""
    return type(receipt).__name__, receipt.pk, receipt.ore, is_reversed(receipt)


def reverse(receipt: Receipt, *, by: User) -> None:
    """Say that it was tapped and never handed over: money or cards lie where they lay.

    The honoraria can be paid again, and the ledger keeps both. A repeat changes nothing. Raises
    RuleBroken for who may not, and when the box has been counted since, which knows better, or is
    closed, and when a part of it is booked as lost.
    """
    with transaction.atomic():
        earnings = list(receipt.payouts.values_list("earning", flat=True))
        payable.locked(earnings)
        box = cash.locked(receipt.box) if isinstance(receipt, CashReceipt) else None
        if is_reversed(receipt):
            return
        if not may_reverse(by, receipt):
            raise RuleBroken(_("En annen enn den som ga pengene, må rette dette."))
        if receipt.paid_by_id != by.pk:
            second_person.must_be_two(receipt.paid_by, by)
        if receipt.payouts.exclude(state=Payout.State.PAID).exists():
            # What is booked as lost is not there again, and the cards are not told apart.
            raise RuleBroken(_("Dette er rettet før. Se i bøkene hva som er ført."))
        if box is not None:
            cash.must_be_in_use(box)  # a closed one is empty, and nobody counts it any more
        if box is not None and BoxCount.objects.filter(box=box, at__gt=receipt.at).exists():
            raise RuleBroken(
                _("Skrinet er talt etterpå. Velg «Pengene er borte», så retter lederen det.")
            )
        reason = _("Ble aldri gitt")
        paid = receipt.payouts.select_for_update().filter(state=Payout.State.PAID)
        for payout in paid.order_by("pk"):
            postings.book_return(payout, reason=reason, by=by)
            payout.state, payout.failed_reason = Payout.State.FAILED, reason
            payout.save(update_fields=["state", "failed_reason", "changed_at"])
        if isinstance(receipt, GiftCardReceipt):
            for card in receipt.cards.select_for_update().order_by("pk"):
                card.state, card.receipt = GiftCard.State.IN_STOCK, None
                card.save(update_fields=["state", "receipt", "changed_at"])
        second_person.ask_no_more(receipt)
        close_reports(receipt)


def report(receipt: Receipt, *, case: str, by: User) -> Task:
    """Ask one who may mend it about `case` of `receipt`; a repeat returns the same task."""
    words = {"what": Case(case).label, "sum": kroner(receipt.ore), "who": by}
    return tasks.ask(
        key=_key(receipt, case),
        team=team_of(receipt),
        kind=Task.Kind.PAY,
        participant=receipt.participant,
        assigned_to=who_may(receipt, by=by),
        text=lambda: (
            _("%(who)s sier om en kvittering på %(sum)s: «%(what)s». Rett det fra kvitteringen.")
            % words
        ),
        about=receipt,
    )


def close_reports(receipt: Receipt) -> None:
    """Close what was asked about `receipt`: it is mended."""
    tasks.close(_key(receipt, case) for case in Case.values)


def _key(receipt: Receipt, case: str) -> str:
    return f"mistake:{receipt._meta.model_name}:{receipt.pk}:{case}"
