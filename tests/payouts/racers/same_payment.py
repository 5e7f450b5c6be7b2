"""Many hands press «betal» for the same honoraria, or for everybody's, at the same moment."""

from typing import Any


def prepare(people: int, box_ore: int) -> dict[str, Any]:
    from payouts.earnings import promises
    from payouts.models import Earning
    from tests.payouts.helpers import full_box, scene

    stage = scene(places=people)
    for _n in range(people):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    promises.close(stage.session, by=stage.by)
    box = full_box(stage, ore=box_ore)
    earnings = list(Earning.objects.order_by("pk").values_list("pk", "participant_id"))
    return {"earnings": earnings, "box": box.pk, "by": stage.by.pk}


def act(index: int, prepared: dict[str, Any]) -> int:
    from accounts.models import User
    from participants.models import Participant
    from payouts.models import CashBox
    from payouts.over_the_table import cash
    from tests.payouts.helpers import SIGNATURE

    earning, participant = prepared["earnings"][index % len(prepared["earnings"])]
    return cash.pay(
        Participant.objects.get(pk=participant),
        earnings=[earning],
        box=CashBox.objects.get(pk=prepared["box"]),
        by=User.objects.get(pk=prepared["by"]),
        signature=SIGNATURE,
    ).pk


def look(prepared: dict[str, Any]) -> dict[str, int]:
    from ledger import books
    from ledger.models import Entry
    from payouts.models import CashReceipt, Payout

    return {
        "payouts": Payout.objects.filter(state="paid").count(),
        "receipts": CashReceipt.objects.count(),
        "box": books.balance(f"cash_box:{prepared['box']}"),
        "gaps": Entry.objects.count() - Entry.objects.last().voucher_number,
    }
