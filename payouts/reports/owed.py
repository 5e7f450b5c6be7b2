"""What each person is owed: the pay list, and envelopes with notes and coins. Only reads."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from participants.models import Participant
from payouts.models import Earning, Way
from payouts.models.earning import EarningQuerySet

KRONER = (200, 100, 50, 20, 10, 5, 1)
"""What there is to put in an envelope. Larger notes are hard to spend; øre are not minted."""


@dataclass
class Owed:
    """What one person is owed. The ways that are wanted are there after `with_way()`."""

    participant: Participant
    earnings: list[Earning] = field(default_factory=list)

    @property
    def ore(self) -> int:
        """Return the sum."""
        return sum(earning.ore for earning in self.earnings)

    @property
    def times(self) -> int:
        """Return for how many times it is."""
        return len(self.earnings)

    @property
    def oldest(self) -> datetime:
        """Return when the first of it was earned."""
        return min(earning.happened_at for earning in self.earnings)

    @property
    def rest_ore(self) -> int:
        """Return the øre that no coin is made for."""
        return self.ore % 100

    @property
    def pieces(self) -> list[int]:
        """Return how many of each of `KRONER`."""
        return pieces_of(self.ore)

    @property
    def wishes(self) -> list[str]:
        """Return in words how it is wanted, when that is something else than in cash."""
        wanted = {earning.wanted: None for earning in self.earnings}  # type: ignore[attr-defined]
        return [str(Way(way).label) for way in wanted if way != Way.IN_HAND]

    def wanted_as(self, way: str) -> set[str]:
        """Return the ids of what is wanted in this way, or all when nothing is."""
        wanted = [row for row in self.earnings if row.wanted == way]  # type: ignore[attr-defined]
        return {str(row.pk) for row in wanted or self.earnings}

    def ore_of(self, ticked: set[str]) -> int:
        """Return the sum of those whose ids are `ticked`."""
        return sum(row.ore for row in self.earnings if str(row.pk) in ticked)


def pieces_of(ore: int) -> list[int]:
    """Return how many of each of `KRONER` make the whole kroner of `ore`, as few as can be."""
    counts = []
    left = ore // 100
    for kroner in KRONER:
        count, left = divmod(left, kroner)
        counts.append(count)
    return counts


def by_person(earnings: EarningQuerySet) -> list[Owed]:
    """Return what of `earnings` is approved and not on its way, by name; the oldest first."""
    found: dict[int, Owed] = {}
    waiting = earnings.waiting_for_payment().with_what().select_related("participant")
    for earning in waiting.reverse():
        found.setdefault(earning.person_id, Owed(earning.participant)).earnings.append(earning)
    return sorted(found.values(), key=lambda one: one.participant.chosen_name.casefold())


def of_person(participant: Participant) -> Owed:
    """Return what `participant` is owed, with the ways that are wanted; the oldest first."""
    waiting = participant.earnings.waiting_for_payment().with_what().with_way()
    return Owed(participant, list(waiting.reverse()))


def total_pieces(envelopes: Iterable[Owed]) -> list[int]:
    """Return how many of each of `KRONER` all of `envelopes` need."""
    nothing = pieces_of(0)
    return list(map(sum, zip(nothing, *(one.pieces for one in envelopes), strict=True)))
