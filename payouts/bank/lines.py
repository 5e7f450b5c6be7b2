"""What stands in a file for the bank: one transfer a person."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from core.text import clean_line
from ledger import plain_rows
from payouts import bank_references
from payouts.bank.pain001 import Transfer
from payouts.models import Batch, Payout, VaultEntry
from payouts.vault import bank_accounts


@dataclass(frozen=True, slots=True)
class Line(Transfer):
    """A transfer, whose it is, and the ids of the payouts that it holds."""

    called: str
    participant_id: int
    is_confirmed: bool
    payouts: tuple[int, ...]


def live_in(batch: Batch) -> QuerySet[Payout]:
    """Return the payouts of `batch` that nobody has taken out, or that failed."""
    return Payout.objects.filter(batch=batch, state__in=Payout.LIVE)


def accounts_in(batch: Batch) -> QuerySet[VaultEntry]:
    """Return the accounts that the payouts of `batch` go to."""
    people = live_in(batch).values("earning__participant")
    return VaultEntry.objects.filter(participant__in=people)


def lines_of(batch: Batch) -> Iterator[Line]:
    """Yield the batch's live payouts as transfers, one a person. Two queries however many."""
    kept = accounts_in(batch).only("participant", *bank_accounts.IN_THE_FILE, "confirmed_at")
    accounts = {entry.participant_id: entry for entry in kept}
    texts = {language: _text(language) for language, _name in settings.LANGUAGES}
    person = "earning__participant"
    wanted = (person, f"{person}__chosen_name", f"{person}__language", "pk", "earning__ore")
    rows = live_in(batch).order_by("pk").values_list(*wanted)
    parts: dict[tuple[int, str, str], dict[int, int]] = defaultdict(dict)
    for *who, pk, ore in rows.iterator(chunk_size=plain_rows.AT_A_TIME):
        parts[tuple(who)][pk] = ore
    for (participant, called, language), sums in parts.items():
        entry = accounts.get(participant)
        number = next(iter(sums))
        yield Line(
            end_to_end_id=bank_references.end_to_end_id(number),
            name=clean_line(entry.name_in_bank) if entry else "",
            account=bank_accounts.digits(entry.account_number) if entry else "",
            ore=sum(sums.values()),
            text=texts[language] % {"number": number},
            called=called,
            participant_id=participant,
            is_confirmed=entry is None or entry.confirmed_at is not None,
            payouts=tuple(sums),
        )


def _text(language: str) -> str:
    """Return the text on the receiver's statement, never what for (rules.md#neutral-outside)."""
    with translation.override(language):
        return _("Utbetaling %(number)s")
