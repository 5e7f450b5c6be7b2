"""What every handing over across the table does alike, whatever is handed over."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.second_person import are_two
from core.errors import RuleBroken
from core.money import kroner
from core.shown import Changed
from participants.models import Participant
from payouts import ledger
from payouts.models import CashReceipt, Earning, Entry, GiftCardReceipt, Payout

R = TypeVar("R", CashReceipt, GiftCardReceipt)


def locked(earnings: Iterable[int], *, participant: Participant | None = None) -> list[Earning]:
    """Return the honoraria with these ids, locked in the one order; all of `participant` if given.

    Raises RuleBroken when there are none, or one is not there.
    """
    wanted = sorted(set(earnings))
    rows = Earning.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    if participant is not None:
        rows = rows.filter(participant=participant)
    found = list(rows)
    if not wanted or len(found) != len(wanted):
        raise RuleBroken(_("Velg hva som skal betales."))
    return found


def must_be_payable(rows: list[Earning], *, by: User) -> None:
    """Raise RuleBroken unless all of `rows` are approved and none is on its way or paid.

    Four eyes: who said that the bank's payment did not arrive, or came back, or put away a sealed
    file (which may lie in the bank), or booked what was paid as our loss, or said that a gift card
    lies here still, is not who hands the same sum over; who got both would miss nothing, and nobody
    would ask.
    """
    for row in rows:
        if row.state != Earning.State.APPROVED:
            raise not_approved(row)
    live = Payout.objects.filter(earning__in=rows, state__in=Payout.LIVE).order_by("pk").first()
    if live is not None:
        raise paid_already(live)
    for somebody in _who_said_not_paid(rows):
        if not are_two(somebody, by):
            raise RuleBroken(_("Du førte at pengene ikke kom fram. La en kollega gi dem."))


def _who_said_not_paid(rows: list[Earning]) -> list[User]:
    """Return who said that any of `rows` is owed again, where no count of a box would tell."""
    before = Payout.objects.filter(earning__in=rows, state=Payout.State.FAILED).select_related(
        "batch__voided_by"
    )
    failed = list(before.defer("batch__file"))
    if not failed:
        return []
    sealed = [one for one in failed if one.rail == Payout.Rail.BANK and one.sealed_as]
    cards = [one for one in failed if one.rail == Payout.Rail.GIFT_CARD]
    steps = [f"again:{one.pk}" for one in failed]
    steps += [f"{step}:{one.pk}" for one in sealed for step in ("fail", "after_all_back")]
    steps += [f"fail:{one.pk}" for one in cards]
    said = [entry.by for entry in Entry.objects.filter(key__in=steps).select_related("by")]
    voided = [one.batch.voided_by for one in sealed if one.batch is not None]
    return [user for user in {*said, *voided} if user is not None]


def not_approved(row: Earning) -> RuleBroken:
    """Return the refusal that names what `row` is for, and leads to its session."""
    words = _("%(what)s er ikke godkjent ennå. Gjør økta ferdig først.")
    return RuleBroken(words % {"what": row.what}, about=row.session)


def paid_already(payout: Payout) -> RuleBroken:
    """Return the refusal that names what is paid or on its way, and leads to how."""
    how = payout.cash_receipt or payout.gift_card_receipt or payout.batch or payout
    words = _("%(what)s til %(name)s er betalt eller på vei.")
    person = payout.earning.participant
    named = {"what": payout.earning.what, "name": person.chosen_name if person else _("Glemt")}
    return RuleBroken(words % named, about=how)


def must_be_as_shown(rows: list[Earning], shown_ore: int | None) -> None:
    """Raise Changed unless `rows` come to the sum that stood on the button.

    None is a call that no page made; 0 is a page that said no sum.
    """
    ore = sum(row.ore for row in rows)
    if shown_ore is not None and shown_ore != ore:
        raise Changed(
            _("Du har valgt %(sum)s. Se over, og trykk én gang til.") % {"sum": kroner(ore)}
        )


def receipt_of(kind: type[R], rows: list[Earning]) -> R | None:
    """Return the receipt for exactly `rows`: what a repeat is answered with.

    What has been said not to have reached the person (`payouts.corrections`) is not paid by it.
    """
    wanted = {row.pk for row in rows}
    before = kind._default_manager.filter(payouts__earning__in=rows).distinct()
    for receipt in before.prefetch_related("payouts"):
        paid = {(one.earning_id, one.state) for one in receipt.payouts.all()}
        if paid == {(pk, Payout.State.PAID) for pk in wanted}:
            return receipt
    return None


def book(earning: Earning, *, rail: str, account: str, receipt: Any, by: User) -> Payout:
    """Make the paid payout of `earning` behind `receipt`, and book it from `account`."""
    now = timezone.now()
    kind = {Payout.Rail.CASH: "cash_receipt", Payout.Rail.GIFT_CARD: "gift_card_receipt"}
    payout = Payout.objects.create(
        earning=earning,
        rail=rail,
        state=Payout.State.PAID,
        settled_at=min(receipt.at, now),
        heard_at=now,
        **{kind[Payout.Rail(rail)]: receipt},
    )
    ledger.send(payout, by=by)
    ledger.settle(payout, account=account, by=by)
    return payout
