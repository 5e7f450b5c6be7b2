"""The timer's heartbeat, and whether the clock can be trusted.

A copy of the database that is restored after weeks, and a machine whose clock jumps, look alike:
the clock is far from when the timer last ran. Then nothing is deleted and nothing is made public,
until the clock is back or somebody has looked at it (`manage.py confirm_clock`).
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from activities.models import Heartbeat

FAR = timedelta(days=1)
"""How far the clock may be from the round before, either way."""

logger = logging.getLogger(__name__)


@transaction.atomic
def record() -> bool:
    """Note that the timer runs, and return whether the clock can be trusted."""
    now = timezone.now()
    row, is_first = Heartbeat.objects.select_for_update().get_or_create(pk=1)
    if not is_first:
        before = row.trusted_at or row.ran_at
        is_far = abs(now - before) > FAR
        if is_far and row.trusted_at is None:
            logger.warning(
                "The timer ran last at %s and the clock says %s. See `manage.py confirm_clock`.",
                before, now,
            )  # fmt: skip
        row.trusted_at = before if is_far else None
    row.ran_at = now
    row.save(update_fields=["ran_at", "trusted_at"])
    return row.trusted_at is None


def in_doubt() -> Heartbeat | None:
    """Return the heartbeat when the clock is in doubt, else None."""
    return Heartbeat.objects.filter(trusted_at__isnull=False).first()


def confirm() -> None:
    """Trust the clock as it is: somebody has looked at it, and at what has not been sent."""
    Heartbeat.objects.update_or_create(
        pk=1, defaults={"ran_at": timezone.now(), "trusted_at": None}
    )
