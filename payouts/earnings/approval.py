"""Approving honoraria: from promised to owed, one or many."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import RuleBroken
from ledger import plain_rows
from ledger.bulk_posting import Line, post_all
from ledger.chart import EXPENSE, OWED
from ledger.models.entry import Kind
from payouts.models import Earning
from payouts.models.rate import Reason
from payouts.postings import BUDGET


def approve_many(earnings: Iterable[int], *, by: User | None) -> int:
    """Book that the honoraria with these ids are owed, expense to owed; return how many were new.

    All or none: raises RuleBroken when one is reversed or has no money. A repeat changes nothing.
    """
    wanted = sorted(set(earnings))
    reasons = {reason: str(words) for reason, words in Reason.choices}
    with transaction.atomic():
        lines: list[Line] = []
        promised: list[int] = []
        # Every honorarium is locked before the counter is.
        for start in range(0, len(wanted), plain_rows.AT_A_TIME):
            rows = (
                Earning.objects.select_for_update(of=("self",))
                .filter(pk__in=wanted[start : start + plain_rows.AT_A_TIME])
                .order_by("pk")
                .values_list("pk", "ore", "reason", "participant", "state", *BUDGET)
            )
            for pk, ore, reason, participant, state, team, budget in rows:
                _must_be_funded(state)
                if state == Earning.State.PROMISED:
                    promised.append(pk)
                lines.append(Line(pk, ore, reasons[reason], participant, team, budget))
        post_all(Kind.APPROVE, lines, debit=EXPENSE, credit=OWED, by=by)
        now = timezone.now()
        for start in range(0, len(promised), plain_rows.AT_A_TIME):
            Earning.objects.filter(pk__in=promised[start : start + plain_rows.AT_A_TIME]).update(
                state=Earning.State.APPROVED, approved_at=now, changed_at=now
            )
    return len(promised)


def _must_be_funded(state: str) -> None:
    if state == Earning.State.REVERSED:
        raise RuleBroken(_("Dette honoraret er rettet og kan ikke godkjennes."))
    if state == Earning.State.UNFUNDED:
        raise RuleBroken(_("Dette honoraret venter på penger. Finn pengene først."))
