"""Retention: when the books let go of the link to a person, and of the names in a bank file.

After five years as shipped, counted from the end of the year of the last thing that happened
(bokføringsloven § 13; `settings.LEDGER_LINK_YEARS`). Rows, sums and vouchers stay. There is no way
back. Locks: the person's earnings by number, then the person.
"""

from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from activities.models import CareVisit
from ledger.models import Entry, LedgerPerson
from participants.models import Participant
from payouts.models import (
    Batch,
    CashReceipt,
    Earning,
    GiftCard,
    GiftCardReceipt,
    PayChoice,
    Payout,
    Signature,
    StripeRecipient,
    StripeTransfer,
    ThresholdDecision,
    VaultEntry,
)

EMPTIED: tuple[type[models.Model], ...] = (
    Earning, CashReceipt, GiftCardReceipt, ThresholdDecision,
)  # fmt: skip
"""Rows that stay and forget their `participant`."""
DELETED: tuple[type[models.Model], ...] = (LedgerPerson, VaultEntry, StripeRecipient, PayChoice)
"""Rows that say nothing but whose something is, or how they are paid."""


def forget_files() -> int:
    """Delete the bank files whose time is over; return how many. Their SHA-256 stays.

    Of batches that are voided or done with, when nothing in them has changed since.
    """
    before = _kept_from()
    changed_since = Payout.objects.filter(batch=OuterRef("pk"), changed_at__gte=before)
    over = (Batch.State.SETTLED, Batch.State.VOID)
    old = Batch.objects.with_file().filter(
        ~Exists(changed_since), state__in=over, changed_at__lt=before
    )
    return old.update(file=b"", file_forgotten_at=timezone.now())


def forget_people() -> int:
    """Cut every link from the books to those who left long ago; return how many people.

    Nobody who is owed something, is promised something, or stands in a file that is kept.
    """
    people = _long_gone().order_by("pk").values_list("pk", flat=True)
    return sum(_forget(number) for number in list(people))


def _forget(number: int) -> bool:
    """Forget one person, if they are still long gone under the locks."""
    own = Earning.objects.filter(participant=number)
    with transaction.atomic():
        list(own.select_for_update().order_by("pk").values_list("pk"))
        # Nothing new can point at a locked person. Whoever is busy with them goes first.
        free = _long_gone().filter(pk=number).select_for_update(skip_locked=True, of=("self",))
        if free.first() is None:
            return False
        _forget_behind(number)
        for model in EMPTIED:
            model._default_manager.filter(participant=number).update(participant=None)
        for model in DELETED:
            model._default_manager.filter(participant=number).delete()
    return True


def _forget_behind(number: int) -> None:
    """Empty what leads to the person by another way than a link of its own."""
    StripeTransfer.objects.filter(payout__earning__participant=number).update(account_id="")
    CareVisit.objects.filter(earning__participant=number).update(participant=None)
    GiftCard.objects.filter(receipt__participant=number).update(number="")
    Signature.objects.filter(cash_receipt__participant=number).delete()
    Signature.objects.filter(gift_card_receipt__participant=number).delete()


def _long_gone() -> QuerySet[Participant]:
    """Return those who left, and had their last entry, so long ago that the books may forget."""
    before = _kept_from()
    earnings = Earning.objects.filter(participant=OuterRef("pk"))
    owed = earnings.owed().exclude(payouts__state=Payout.State.PAID)
    newer = Entry.objects.filter(person_number=OuterRef("ledger_person__number"), at__gte=before)
    in_a_file = Batch.objects.with_file().filter(payouts__earning__participant=OuterRef("pk"))
    links = (
        Exists(model._default_manager.filter(participant=OuterRef("pk")))
        for model in (*EMPTIED, *DELETED)
    )
    return Participant.objects.filter(
        reduce(or_, links), ~Exists(owed), ~Exists(newer), ~Exists(in_a_file),
        left_at__lt=before,
    )  # fmt: skip


def _kept_from() -> datetime:
    """Return the start (UTC) of the earliest year that is kept whole."""
    year = timezone.localdate().year - settings.LEDGER_LINK_YEARS
    return timezone.make_aware(datetime(year, 1, 1))  # noqa: DTZ001 - made aware
