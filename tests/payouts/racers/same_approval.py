"""Many processes approve the same honoraria, in another order each."""

from typing import Any


def prepare(people: int) -> dict[str, Any]:
    from payouts.earnings import promises
    from payouts.models import Earning
    from tests.payouts.helpers import scene

    stage = scene(places=people)
    for _number in range(people):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    return {"earnings": list(Earning.objects.values_list("pk", flat=True))}


def act(index: int, prepared: dict[str, Any]) -> int:
    from payouts.earnings import approval

    turn = index % len(prepared["earnings"])
    return approval.approve_many(prepared["earnings"][turn:] + prepared["earnings"][:turn], by=None)


def look(prepared: dict[str, Any]) -> dict[str, int]:
    from ledger import books
    from ledger.models import Entry, LedgerPerson, VoucherCounter

    return {
        "entries": Entry.objects.count(),
        "last": VoucherCounter.objects.get().last,
        "owed": books.balance("owed"),
        "people": LedgerPerson.objects.count(),
    }
