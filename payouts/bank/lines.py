"""What stands in a file for the bank: one transfer a person, and who asks for them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.text import clean_line
from ledger import plain_rows
from payouts import bank_ids
from payouts.bank import pain001
from payouts.bank.pain001 import Transfer
from payouts.models import BankProfile, Batch, Payout, VaultEntry
from payouts.vault import bank_accounts


@dataclass(frozen=True, slots=True)
class Line:
    """A transfer, whose it is, and the ids of the payouts that it holds."""

    transfer: Transfer
    called: str
    participant_id: int
    is_confirmed: bool
    payouts: tuple[int, ...]


def lines_of(batch: Batch) -> Iterator[Line]:
    """Yield the batch's live payouts as transfers, one a person. Two queries however many."""
    rows = Payout.objects.filter(batch=batch, state__in=Payout.LIVE)
    accounts = {
        entry.participant_id: entry
        for entry in VaultEntry.objects.filter(
            participant__in=rows.values("earning__participant")
        ).only("participant", *bank_accounts.IN_THE_FILE, "confirmed_at")
    }
    texts = {language: _text(language) for language, _name in settings.LANGUAGES}
    wanted = ("earning__ore", "earning__participant", "earning__participant__chosen_name")
    facts = rows.order_by("pk").values_list("pk", *wanted, "earning__participant__language")
    people: dict[int, tuple[str, str]] = {}
    parts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pk, ore, person, called, language in facts.iterator(chunk_size=plain_rows.AT_A_TIME):
        people[person] = called, language
        parts[person].append((pk, ore))
    for person, (called, language) in people.items():
        entry = accounts.get(person)
        number = parts[person][0][0]
        transfer = Transfer(
            bank_ids.end_to_end_id(number),
            clean_line(entry.name_in_bank) if entry else "",
            bank_accounts.digits(entry.account_number) if entry else "",
            sum(ore for _pk, ore in parts[person]),
            texts[language] % {"number": number},
        )
        is_confirmed = entry is None or entry.confirmed_at is not None
        held = tuple(pk for pk, _ore in parts[person])
        yield Line(transfer, called, person, is_confirmed, held)


def _text(language: str) -> str:
    """Return the text on the receiver's statement, never what for (rules.md#neutral-outside)."""
    with translation.override(language):
        return _("Utbetaling %(number)s")


_BOOKED = {
    BankProfile.BatchBooking.NONE.value: None,
    BankProfile.BatchBooking.ONE.value: True,
    BankProfile.BatchBooking.EACH.value: False,
}


def order_of(batch: Batch, profile: BankProfile, *, lines: list[Line]) -> pain001.Order:
    """Return what the file of a batch that is being sealed says."""
    made_at, day = batch.sealed_at, batch.execution_on
    if made_at is None or day is None:
        raise TypeError("an order is made when its batch is sealed")
    return pain001.Order(
        message_id=batch.message_id,
        made_at=timezone.localtime(made_at),
        execution_on=day,
        batch_booking=_BOOKED[profile.batch_booking],
        transfers=[line.transfer for line in lines],
        **{name: getattr(profile, name) for name in BankProfile.WRITTEN_AS_IT_IS},
    )
