"""What opening a session would promise, said while it is still being written. Only reads."""

from dataclasses import dataclass

from django.utils import timezone

from activities.models import Session
from core.money import kroner
from payouts.budgets import reservations
from payouts.models import Budget


@dataclass(frozen=True)
class Prospect:
    """`count` honoraria of `rate_ore`, and what is free (øre) in the budget that would pay.

    `lacking` is the sentence that keeps the session from being opened, or "".
    """

    rate_ore: int
    count: int
    free_ore: int
    lacking: str

    @property
    def rate(self) -> str:
        """Return the kroner to each as they stand in a sum, without «kr»."""
        return kroner(self.rate_ore).removesuffix("\u00a0kr")

    @property
    def ore(self) -> int:
        """Return the whole sum (øre)."""
        return self.rate_ore * self.count


def of(session: Session, *, rate_ore: int) -> Prospect | None:
    """Return what `session`, saved or not, would set aside; None when it promises nothing.

    It is what `payouts.earnings.promises.offer` does, read and not done. One query.
    """
    if not rate_ore:
        return None
    day, count = timezone.localdate(session.starts_at), session.expected_count
    needed = rate_ore * count
    covering = list(Budget.objects.covering(session, day=day))
    able = next((one for one in covering if one.free_ore >= needed), None)
    lacking = "" if able else reservations.not_covered(needed, day=day, covering=covering).message
    free_ore = able.free_ore if able else max((one.free_ore for one in covering), default=0)
    return Prospect(rate_ore, count, free_ore, lacking)
