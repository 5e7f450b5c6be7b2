"""Some say that it arrived after all, others pay it again in cash, at the same moment."""

from typing import Any


def prepare() -> dict[str, Any]:
    from payouts.bank import batches, statuses
    from payouts.models import Payout
    from tests.factories.accounts import MembershipFactory
    from tests.payouts.helpers import bank_people, full_box, scene, sealed

    stage = scene()
    bank_people(stage)
    batches.mark_sent(sealed(stage), by=stage.by)
    payout = statuses.fail(Payout.objects.get(), reason="Ukjent konto", by=stage.by)
    other: Any = MembershipFactory(team=stage.session.team, role="finance").user
    people = {"by": stage.by.pk, "other": other.pk}
    return {"payout": payout.pk, "box": full_box(stage).pk, **people}


def act(index: int, prepared: dict[str, Any]) -> str:
    from accounts.models import User
    from core.errors import RuleBroken
    from ledger import chart
    from payouts import losses
    from payouts.models import CashBox, Payout
    from payouts.over_the_table import cash
    from tests.payouts.helpers import SIGNATURE

    payout, by = Payout.objects.get(pk=prepared["payout"]), User.objects.get(pk=prepared["by"])
    if index % 2:
        entry = losses.arrived_after_all(payout, account=chart.BANK, reason="Sett", by=by)
        return entry.debit
    try:
        cash.pay(
            payout.earning.participant,
            earnings=[payout.earning_id],
            box=CashBox.objects.get(pk=prepared["box"]),
            by=User.objects.get(pk=prepared["other"]),
            signature=SIGNATURE,
        )
    except RuleBroken:
        return "a rule"
    return "cash"


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from ledger import books
    from ledger.models import Entry
    from payouts.models import Payout
    from payouts.reconciliation import verification

    return {
        "problems": verification.verify(),
        "paid": Payout.objects.filter(state="paid").count(),
        "said": Entry.objects.filter(kind__in=("arrive_late", "paid_twice")).count(),
        "in_cash": Payout.objects.filter(state="paid", method="cash").count(),
        "loss": books.balance("loss"),
    }
