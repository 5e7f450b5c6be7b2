"""Funding what people have earned and there was no money for, when money comes.

That an honorarium waits is decided in `payouts.earnings.funding.fund`.
"""

from django.db import transaction
from django.db.models.functions import Coalesce

from activities.models import CareVisit, Session
from activities.planning import sessions
from notices import waiting_states
from payouts.earnings import approval, funding
from payouts.models import Earning
from payouts.models.earning import WAITING

OVER = (Session.State.CLOSED, Session.State.CANCELLED)


def fund_waiting() -> int:
    """Promise each UNFUNDED honorarium that there is money for; return how many.

    The one that happened first comes first; one that is too large lets a smaller one pass. What is
    over is approved at once. Idempotent: what still has no money stays, with what holds it now.
    The tasks follow the rows: they close by themselves, and one that is gone is asked again.
    """
    happened_at = Coalesce("session__starts_at", "care_visit__visited_at")
    rows = Earning.objects.unfunded().filter(participant__isnull=False)
    made = sum(
        _fund(*keys) for keys in rows.order_by(happened_at, "pk").values_list("pk", "session")
    )
    waiting_states.update_tasks(*WAITING.values())
    return made


def _fund(pk: int, session: int | None) -> bool:
    """Promise one, if it still waits under the lock of what it is for; tell whether it was made."""
    with transaction.atomic():
        what: Session | CareVisit | None
        if session:
            what = sessions.locked(Session(pk=session))
        else:
            visits = CareVisit.objects.select_for_update(of=("self",)).select_related("work__team")
            what = visits.filter(earning=pk).first()
        waits = Earning.objects.unfunded().filter(pk=pk, participant__isnull=False)
        earning = waits.select_related("participant").first()
        if what is None or earning is None:
            return False
        if not funding.fund(earning, what=what).is_funded:
            return False
        if not isinstance(what, Session) or what.state in OVER:
            approval.approve_many([earning.pk], by=None)
    return True
