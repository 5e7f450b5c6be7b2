"""Many processes send the same honorarium through Stripe, or one that is unsure, at once."""

from contextlib import ExitStack
from typing import Any

_open = ExitStack()
_stand_in: Any = None


def prepare(unsure: bool) -> dict[str, Any]:
    global _stand_in
    from core import stripe_api
    from payouts.stripe import transfers
    from tests.payouts.helpers import full_box, scene
    from tests.payouts.stripe_scene import connected_earning, turned_on

    _stand_in = _open.enter_context(turned_on())
    stage = scene()
    earning = connected_earning(stage, _stand_in)
    if unsure:
        _stand_in.lose_answers = 1 + stripe_api.RETRIES
        transfers.send(earning, by=stage.by)
    box = full_box(stage)
    return {"earning": earning.pk, "by": stage.by.pk, "box": box.pk, "unsure": unsure}


def act(index: int, prepared: dict[str, Any]) -> str:
    from accounts.models import User
    from core.errors import RuleBroken
    from payouts.models import CashBox, Earning, Payout
    from payouts.over_the_table import cash
    from payouts.stripe import transfers
    from tests.payouts.helpers import SIGNATURE

    earning = Earning.objects.get(pk=prepared["earning"])
    by = User.objects.get(pk=prepared["by"])
    try:
        if index % 4 == 3:
            cash.pay(
                earning.participant,
                earnings=[earning.pk],
                box=CashBox.objects.get(pk=prepared["box"]),
                by=by,
                signature=SIGNATURE,
            )
        elif prepared["unsure"]:
            transfers.retry(Payout.objects.get(), by=by)
        else:
            transfers.send(earning, by=by)
    except RuleBroken:
        return "a rule"
    return "done"


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from ledger import books
    from ledger.models import Entry
    from payouts.models import CashReceipt, Payout

    _open.close()
    receipts = CashReceipt.objects.count()
    return {
        "paid": list(Payout.objects.values_list("state", flat=True)),
        "times": len(_stand_in.transfers) + receipts,
        "owed": books.balance("owed"),
        "in_transit": books.balance("in_transit"),
        "gaps": Entry.objects.count() - Entry.objects.last().voucher_number,
    }
