"""The look through the books behind the pages: asked for by a button or the day.

The worker does it. Pages only read what the newest look found.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from ledger import books
from ledger.models import Entry
from payouts.models import BooksCheck
from payouts.reconciliation import row_checks, verification

logger = logging.getLogger(__name__)

STANDS_STILL_AFTER = timedelta(minutes=10)
"""A look that has taken longer is given up: the worker was ended, or does not run."""
KEPT = timedelta(days=400)


def ask(*, by: Any, at: datetime | None = None) -> BooksCheck:
    """Have the books looked through; who asks while one is under way gets that one.

    `by` None is the day's own look.
    """
    now = at or timezone.now()
    with transaction.atomic():
        under_way = BooksCheck.objects.filter(
            finished_at=None, asked_at__gt=now - STANDS_STILL_AFTER
        ).first()
        if under_way:
            return under_way
        asked = BooksCheck.objects.create(asked_at=now, asked_by=by)
        look_through.enqueue(asked.pk)
    return asked


@task()
def look_through(pk: int) -> None:
    """Look through all the books and keep what was found in the row `pk`."""
    with row_checks.one_moment():
        problems = verification.verify()
        balances = books.trial_balance(Entry.objects.all())
        count = Entry.objects.count()
    BooksCheck.objects.filter(pk=pk).update(
        problems=problems,
        balances=[[one.account, one.debit_ore, one.credit_ore] for one in balances],
        entry_count=count,
        finished_at=timezone.now(),
    )
    if problems:
        logger.error("The books do not agree: %s", " ".join(problems))


def newest() -> tuple[BooksCheck | None, BooksCheck | None]:
    """Return the newest finished look, and the one asked for since then that is not done."""
    finished = BooksCheck.objects.filter(finished_at__isnull=False).order_by("-asked_at").first()
    asked = BooksCheck.objects.order_by("-asked_at").first()
    return finished, asked if asked and asked.finished_at is None else None


def is_stalled(asked: BooksCheck, *, at: datetime | None = None) -> bool:
    """Tell whether the worker should have been done with `asked` long ago."""
    return asked.asked_at <= (at or timezone.now()) - STANDS_STILL_AFTER


def balances_of(finished: BooksCheck) -> list[books.Balance]:
    """Return what each account held at that look."""
    return [books.Balance(account, debit, credit) for account, debit, credit in finished.balances]


def ask_daily(*, at: datetime | None = None) -> int:
    """Ask for the day's look and forget old ones; return 1 when it was asked for now."""
    now = at or timezone.now()
    BooksCheck.objects.filter(asked_at__lt=now - KEPT).delete()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if BooksCheck.objects.filter(asked_at__gte=midnight).exists():
        return 0
    ask(by=None, at=now)
    return 1
