"""Cash across the table: from a box, against a signature or two members of staff.

Locks: the participant's earnings, then the box, then the voucher counter.
"""

import math
import re
from collections.abc import Iterable
from itertools import pairwise

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PAYING, Membership, User
from core.errors import RuleBroken
from core.money import kroner
from participants.models import Participant
from payouts import ledger
from payouts.models import CashBox, CashReceipt, Earning, Entry, Payout

MOST_SIGNATURE_LENGTH = 60_000
SHORTEST_SIGNATURE = 60
"""Units of the 600 × 200 drawing area: a dot is no signature, a short scribble is."""
_PATH = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+)+", re.ASCII)


def balance(box: CashBox) -> int:
    """Return the øre that should lie in `box`."""
    return ledger.balance(box.account)


def fill_box(box: CashBox, *, ore: int, by: User, key: str) -> Entry:
    """Book that `ore` was fetched in the bank and put in `box`. A repeat of `key` does nothing."""
    if ore <= 0:
        raise RuleBroken(_("Skriv et beløp over null."))
    return ledger.post(
        key=f"fill:{box.pk}:{key}",
        debit=box.account,
        credit=ledger.BANK,
        ore=ore,
        reason=_("Påfyll"),
        by=by,
    )


def pay(
    participant: Participant,
    *,
    earnings: Iterable[int],
    box: CashBox,
    by: User,
    signature: str = "",
    witness: User | None = None,
    paid_by_initials: str = "",
    witness_initials: str = "",
) -> CashReceipt:
    """Hand over the honoraria with the ids `earnings` to `participant`; return the receipt.

    `signature` is the drawn SVG path («M12 40L13 44…»); without it `witness`, another member of
    staff, and both initials are needed. A repeat returns the first receipt and changes nothing.
    Raises RuleBroken when something is not approved, or the box holds too little.
    """
    wanted = sorted(set(earnings))
    _must_be_signed(
        by=by,
        team_id=box.team_id,
        signature=signature,
        witness=witness,
        initials=(paid_by_initials, witness_initials),
    )
    with transaction.atomic():
        rows = list(
            Earning.objects.select_for_update()
            .filter(pk__in=wanted, participant=participant)
            .order_by("pk")
        )
        if not wanted or len(rows) != len(wanted):
            raise RuleBroken(_("Velg hva som skal betales."))
        paid_before = CashReceipt.objects.filter(payouts__earning__in=rows).distinct().first()
        if paid_before and paid_before.payouts.count() == len(rows):
            return paid_before
        _must_be_payable(rows)
        ore = sum(row.ore for row in rows)
        CashBox.objects.select_for_update().get(pk=box.pk)
        if balance(box) < ore:
            raise RuleBroken(
                _("Det er ikke nok i skrinet. Det mangler %(sum)s.")
                % {"sum": kroner(ore - balance(box))}
            )
        receipt = CashReceipt(
            participant=participant,
            box=box,
            ore=ore,
            at=timezone.now(),
            paid_by=by,
            paid_by_initials=paid_by_initials.strip().upper(),
            witness=witness,
            witness_initials=witness_initials.strip().upper(),
            signature=signature,
        )
        receipt.save()
        for row in rows:
            _hand_over(row, receipt=receipt, box=box, by=by)
    return receipt


def _hand_over(earning: Earning, *, receipt: CashReceipt, box: CashBox, by: User) -> None:
    payout = Payout.objects.create(
        earning=earning,
        rail=Payout.Rail.CASH,
        state=Payout.State.PAID,
        cash_receipt=receipt,
        settled_at=receipt.at,
    )
    ledger.send(payout, by=by)
    ledger.settle(payout, account=box.account, by=by)


def _must_be_payable(rows: list[Earning]) -> None:
    if any(row.state != Earning.State.APPROVED for row in rows):
        raise RuleBroken(_("Noe her er ikke godkjent ennå. Gjør økten ferdig først."))
    if Payout.objects.filter(earning__in=rows, state__in=Payout.LIVE).exists():
        raise RuleBroken(_("Noe her er allerede betalt. Last siden på nytt."))


def _must_be_signed(
    *,
    by: User,
    team_id: int,
    signature: str,
    witness: User | None,
    initials: tuple[str, str],
) -> None:
    if signature:
        if not _is_signature(signature):
            raise RuleBroken(_("Tegn navnet i ruta, eller la to ansatte bekrefte."))
        return
    if witness is None or witness.pk == by.pk:
        raise RuleBroken(_("Velg en kollega som så at pengene ble gitt."))
    colleague = Membership.objects.active().filter(user=witness, team_id=team_id, role__in=PAYING)
    if not colleague.exists():
        raise RuleBroken(_("Velg en kollega i teamet som kan betale ut."))
    if not all(0 < len(text.strip()) <= 4 for text in initials):
        raise RuleBroken(_("Skriv initialene til dere begge."))


def _is_signature(path: str) -> bool:
    """Tell whether `path` is a drawing (static/js/signature.js) with a stroke worth the name."""
    if len(path) > MOST_SIGNATURE_LENGTH or not _PATH.fullmatch(path):
        return False
    drawn = 0.0
    for stroke in path.split("M")[1:]:
        points = [tuple(map(int, point.split())) for point in stroke.split("L")]
        drawn += sum(math.dist(*pair) for pair in pairwise(points))
    return drawn >= SHORTEST_SIGNATURE
