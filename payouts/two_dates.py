"""When money moved, and when we heard of it. Sums of a year use the first (rules.md#two-dates).

`Payout.settled_at` is the first, `Payout.heard_at` the second. The day comes from outside: from the
bank's file, from Stripe, or from whoever looked it up.
"""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.templatetags.formats import short_date
from payouts.models import Batch, Payout

NOON = time(12)


def asked_for(batch: Batch | None) -> date:
    """Return the day the bank was asked to pay, today at the latest: what is so unless told."""
    today = timezone.localdate()
    return min(batch.execution_on or today, today) if batch else today


def must_be_possible(day: date, *, made_at: datetime | None = None) -> date:
    """Return `day`. Raises RuleBroken for one to come, and for one before it was made."""
    if day > timezone.localdate():
        raise RuleBroken(
            _("Dagen det ble betalt, %(day)s, er ikke kommet ennå. Se på datoen.")
            % {"day": short_date(day)}
        )
    if made_at and day < timezone.localdate(made_at):
        raise RuleBroken(
            _("Det kan ikke være betalt %(day)s. Da var det ikke laget ennå. Se på datoen.")
            % {"day": short_date(day)}
        )
    return day


def moment(day: date, *, made_at: datetime) -> datetime:
    """Return the moment to keep for what moved on `day`: noon in Oslo, never one to come.

    Raises RuleBroken as `must_be_possible` does.
    """
    must_be_possible(day, made_at=made_at)
    noon = timezone.make_aware(datetime.combine(day, NOON))
    return min(max(noon, made_at), timezone.now())


def keep(payout: Payout, *, moved_on: date, made_at: datetime) -> None:
    """Save a payout that a verb says is paid: it moved on `moved_on`, and we heard now."""
    payout.settled_at, payout.heard_at = moment(moved_on, made_at=made_at), timezone.now()
    payout.save(update_fields=["state", "settled_at", "heard_at", "changed_at"])
