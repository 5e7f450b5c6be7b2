"""When money moved, and when we heard of it. Sums of a year use the first (rules.md#two-dates).

`Payout.settled_at` is the first, `Payout.heard_at` the second. The day comes from outside: from the
bank's file, from Stripe, or from whoever looked it up.
"""

from datetime import date, datetime, time

from django.utils import timezone

from core.dates import must_be_possible
from payouts.models import Batch, Payout

NOON = time(12)


def asked_for(batch: Batch | None) -> date:
    """Return the day the bank was asked to pay, today at the latest: what is so unless told."""
    today = timezone.localdate()
    return min(batch.execution_on or today, today) if batch else today


def moment(day: date, *, made_at: datetime) -> datetime:
    """Return the moment to keep for what moved on `day`: noon in Oslo, never one to come.

    Raises RuleBroken as `must_be_possible` does.
    """
    must_be_possible(day, made_at=made_at)
    noon = timezone.make_aware(datetime.combine(day, NOON))
    return min(max(noon, made_at), timezone.now())


def record(payout: Payout, *, moved_on: date, made_at: datetime) -> None:
    """Save a payout that a verb says is paid: it moved on `moved_on`, and we heard now."""
    payout.settled_at, payout.heard_at = moment(moved_on, made_at=made_at), timezone.now()
    payout.save(update_fields=["state", "settled_at", "heard_at", "changed_at"])
