"""Cash: from a box, against a signature or two members of staff.

Locks: the participant's earnings, then the box, then the voucher counter.
"""

from collections.abc import Iterable
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core.errors import RuleBroken
from core.money import kroner, must_be_over_zero
from ledger import books, chart, posting
from ledger.models import Entry
from participants.models import Participant
from payouts import payable
from payouts.models import CashBox, CashReceipt, Earning, Payout
from payouts.over_the_table import handover, handover_confirmation


def balance(box: CashBox) -> int:
    """Return the øre that should lie in `box`."""
    return books.balance(box.account)


def fill_box(box: CashBox, *, ore: int, by: User, key: str) -> Entry:
    """Book that `ore` was fetched in the bank and put in `box`. A repeat of `key` does nothing.

    Raises RuleBroken when the box is closed.
    """
    must_be_over_zero(ore)
    fill = f"fill:{box.pk}:{key}"
    with transaction.atomic():
        row = locked(box)
        if not Entry.objects.filter(key=fill).exists():
            must_be_in_use(row)
        return posting.post(
            Entry.Kind.FILL_BOX,
            about=posting.About(team=row.team_id, box=row.pk),
            key=fill,
            debit=box.account,
            credit=chart.BANK,
            ore=ore,
            reason=_("Påfyll"),
            by=by,
        )


def take_out(
    box: CashBox, *, ore: int, by: User, witness: User | None, key: str, witness_code: str = ""
) -> Entry:
    """Book that `ore` was taken from `box` to the bank. A repeat of `key` does nothing.

    `witness`, another of the team's payers, saw it go: with `witness_code`, their own, they
    confirm at once, without it they are asked. Who took it out alone could keep it, and the next
    count would agree. Raises RuleBroken when the box holds less, or is closed.
    """
    must_be_over_zero(ore)
    handover_confirmation.must_be_second(witness, by=by, team_id=box.team_id, code=witness_code)
    out = f"out:{box.pk}:{key}"
    with transaction.atomic():
        row = locked(box)
        if before := Entry.objects.filter(key=out).first():
            return before
        must_be_in_use(row)
        if ore > (there := balance(box)):
            raise RuleBroken(_("Det ligger %(sum)s i skrinet.") % {"sum": kroner(there)})
        entry = posting.post(
            Entry.Kind.EMPTY_BOX,
            about=posting.About(team=row.team_id, box=row.pk),
            key=out,
            debit=chart.BANK,
            credit=box.account,
            ore=ore,
            reason=_("Levert i banken"),
            by=by,
        )
        handover_confirmation.ask_second(
            entry, witness, team_id=box.team_id, by=by, code=witness_code
        )
    return entry


def close(box: CashBox) -> None:
    """Take `box` out of use: no money goes into it or out of it. A repeat changes nothing.

    Raises RuleBroken when it should hold something, by the books.
    """
    with transaction.atomic():
        row = locked(box)
        if row.closed_at:
            return
        if ore := balance(row):
            raise RuleBroken(
                _("Det skal ligge %(sum)s i skrinet. Tøm det først.") % {"sum": kroner(ore)}
            )
        row.closed_at = timezone.now()
        row.save(update_fields=["closed_at", "changed_at"])


def take_into_use(team: Team, *, name: str) -> CashBox:
    """Return the team's box of this name, in use: a new one, or the one that there is."""
    with transaction.atomic():
        box, _new = CashBox.objects.get_or_create(team=team, name=name)
        open_again(box)
    return box


def open_again(box: CashBox) -> None:
    """Take a closed box into use again. A repeat changes nothing."""
    closed = CashBox.objects.filter(pk=box.pk, closed_at__isnull=False)
    closed.update(closed_at=None, changed_at=timezone.now())


def locked(box: CashBox) -> CashBox:
    """Return the row of `box` as it is now, locked. Call it inside a transaction."""
    return CashBox.objects.select_for_update().get(pk=box.pk)


def must_be_in_use(box: CashBox) -> None:
    """Raise RuleBroken when `box` is closed."""
    if box.closed_at:
        raise RuleBroken(
            _("%(box)s er ikke i bruk lenger. Velg et annet skrin.") % {"box": box.name}
        )


def pay(
    participant: Participant,
    *,
    earnings: Iterable[int],
    box: CashBox,
    by: User,
    shown_ore: int | None = None,
    **signed: Unpack[handover_confirmation.Signed],
) -> CashReceipt:
    """Hand over the honoraria with the ids `earnings` to `participant`; return the receipt.

    `signed` says how it is confirmed (`handover_confirmation.Signed`), `shown_ore` is the sum on
    the button. A repeat returns the first receipt and changes nothing. Raises RuleBroken when
    something is not approved, or the box is closed or holds too little.
    """
    handover_confirmation.must_be_confirmed(signed, by=by, team_id=box.team_id)
    with transaction.atomic():
        rows = payable.locked(earnings, participant=participant)
        if paid_before := handover.receipt_of(CashReceipt, rows):
            return paid_before
        payable.must_be_payable(rows, by=by)
        payable.must_be_as_shown(rows, shown_ore)
        _take_from(box, ore=sum(row.ore for row in rows))
        return handover.give(
            CashReceipt,
            rows,
            signed=signed,
            account=box.account,
            by=by,
            participant=participant,
            box=box,
            at=timezone.now(),
        )


def pay_group(
    box: CashBox,
    *,
    earnings: Iterable[int],
    by: User,
    shown_ore: int | None = None,
    **signed: Unpack[handover_confirmation.Signed],
) -> list[CashReceipt]:
    """Hand over the honoraria with the ids `earnings`, of many people, each with a receipt.

    All of them or none. The witness, another member of staff, saw every hand. `shown_ore` is the
    sum of them all on the button. A repeat returns
    the first receipts. Raises RuleBroken, naming the person, when something of somebody is not
    approved or has been paid already, and when the box is closed or holds too little for all.
    """
    wanted = sorted(set(earnings))
    signed["signature"] = ""  # nobody signs for others
    handover_confirmation.must_be_confirmed(signed, by=by, team_id=box.team_id)
    with transaction.atomic():
        rows = list(
            Earning.objects.select_for_update(of=("self",))
            .filter(pk__in=wanted, participant__team=box.team_id)
            .select_related("participant")
            .order_by("pk")
        )
        if not wanted or len(rows) != len(wanted):
            raise RuleBroken(_("Velg hva som skal betales."))
        hands: dict[int, list[Earning]] = {}
        for row in rows:
            hands.setdefault(row.person_id, []).append(row)
        if paid_before := _paid_together(hands):
            return paid_before
        for its in hands.values():
            _must_be_payable_to(its, by=by)
        payable.must_be_as_shown(rows, shown_ore)
        _take_from(box, ore=sum(row.ore for row in rows))
        now = timezone.now()
        return [
            handover.give(
                CashReceipt,
                its,
                signed=signed,
                account=box.account,
                by=by,
                participant=its[0].participant,
                box=box,
                at=now,
            )
            for its in hands.values()
        ]


def _paid_together(hands: dict[int, list[Earning]]) -> list[CashReceipt]:
    """Return the receipts of an earlier act that paid exactly `hands`, or []."""
    wanted = {row.pk for its in hands.values() for row in its}
    paid = Payout.objects.filter(state=Payout.State.PAID)
    before = CashReceipt.objects.filter(payouts__in=paid.filter(earning__in=wanted)).distinct()
    receipts = {receipt.participant_id: receipt for receipt in before}
    is_one_act = len({(receipt.at, receipt.paid_by_id) for receipt in before}) == 1
    by_it = paid.filter(cash_receipt__in=before).values_list("earning", flat=True)
    if not is_one_act or len(before) != len(hands) or set(by_it) != wanted:
        return []
    return [receipts[person] for person in hands]


def _take_from(box: CashBox, *, ore: int) -> None:
    """Lock `box`; raise RuleBroken when it is closed or holds less than `ore`."""
    must_be_in_use(locked(box))
    if (missing := ore - balance(box)) > 0:
        raise RuleBroken(
            _("Det mangler %(sum)s i skrinet. Fyll på, eller velg et annet skrin.")
            % {"sum": kroner(missing)}
        )


def _must_be_payable_to(its: list[Earning], *, by: User) -> None:
    """Raise RuleBroken with the name of the person of `its` when they cannot be paid now."""
    try:
        payable.must_be_payable(its, by=by)
    except RuleBroken as broken:
        name = its[0].participant.chosen_name
        words = broken.message if name in broken.message else f"{name}: {broken.message}"
        raise RuleBroken(words, about=broken.about) from None
