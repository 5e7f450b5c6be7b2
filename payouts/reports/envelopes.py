"""Envelopes for the next time money is handed over: who, how much, in which notes and coins.

Only those who want it in cash, and only what is approved. Only reads.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from participants.models import Participant
from payouts.models import Earning
from payouts.models.earning import EarningQuerySet

NOTES = (200, 100, 50)
COINS = (20, 10, 5, 1)
KRONER = (*NOTES, *COINS)
"""What there is to put in an envelope. Larger notes are hard to spend; øre are not minted."""


@dataclass
class Envelope:
    """What one person is owed in cash."""

    participant: Participant
    earnings: list[Earning] = field(default_factory=list)

    @property
    def ore(self) -> int:
        """Return the sum."""
        return sum(earning.ore for earning in self.earnings)

    @property
    def rest_ore(self) -> int:
        """Return the øre that no coin is made for."""
        return self.ore % 100

    @property
    def pieces(self) -> list[int]:
        """Return how many of each of `KRONER`."""
        counts = pieces_of(self.ore)
        return [counts[kroner] for kroner in KRONER]


def pieces_of(ore: int) -> Counter[int]:
    """Return {kroner: how many notes or coins} for the whole kroner of `ore`, as few as can be."""
    counts: Counter[int] = Counter()
    left = ore // 100
    for kroner in KRONER:
        counts[kroner], left = divmod(left, kroner)
    return counts


def in_cash(earnings: EarningQuerySet) -> list[Envelope]:
    """Return an envelope a person for what is approved and wanted in cash, by name."""
    return _by_person(earnings.waiting_for_payment().in_cash())


def otherwise(earnings: EarningQuerySet) -> list[Envelope]:
    """Return what of `earnings` is approved and wanted in another way, by name."""
    return _by_person(earnings.waiting_for_payment().in_another_way())


def total_pieces(envelopes: Iterable[Envelope]) -> list[int]:
    """Return how many of each of `KRONER` all of `envelopes` need."""
    totals: Counter[int] = Counter()
    for envelope in envelopes:
        totals.update(pieces_of(envelope.ore))
    return [totals[kroner] for kroner in KRONER]


def _by_person(earnings: EarningQuerySet) -> list[Envelope]:
    found: dict[int, Envelope] = {}
    for earning in earnings.with_what().select_related("participant").reverse():
        found.setdefault(earning.person_id, Envelope(earning.participant)).earnings.append(earning)
    return sorted(found.values(), key=lambda one: one.participant.chosen_name.casefold())
