"""Two look at the books again and again while four hands pay one honorarium after another."""

from typing import Any

EACH = 10
HANDS = 4


def prepare() -> dict[str, Any]:
    from tests.payouts.helpers import earned, full_box, scene

    stage = scene(places=EACH * HANDS)
    earnings = [earned(stage).pk for _number in range(EACH * HANDS)]
    return {"by": stage.by.pk, "box": full_box(stage, ore=1_000_000).pk, "earnings": earnings}


def act(index: int, prepared: dict[str, Any]) -> list[str]:
    """Pay a fourth of them, or look until all are paid; return what did not agree."""
    if index >= HANDS:
        return look_on(prepared)
    from accounts.models import User
    from payouts.models import CashBox, Earning
    from payouts.over_the_table import cash
    from tests.payouts.helpers import SIGNATURE

    for pk in prepared["earnings"][index::HANDS]:
        cash.pay(
            Earning.objects.get(pk=pk).participant,
            earnings=[pk],
            box=CashBox.objects.get(pk=prepared["box"]),
            by=User.objects.get(pk=prepared["by"]),
            signature=SIGNATURE,
        )
    return []


def look_on(prepared: dict[str, Any]) -> list[str]:
    from payouts.models import Payout
    from payouts.reconciliation import verification

    found: list[str] = []
    while Payout.objects.count() < len(prepared["earnings"]) and not found:
        found = verification.verify()
    return found


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from payouts.models import Payout
    from payouts.reconciliation import verification

    return {"paid": Payout.objects.filter(state="paid").count(), "problems": verification.verify()}
