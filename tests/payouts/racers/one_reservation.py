"""What is set aside for one session is changed, given back, and looked at with others, at once."""

from typing import Any

ROUNDS = 12


def prepare() -> dict[str, Any]:
    from payouts.models import Reservation
    from tests.payouts.helpers import scene

    stage = scene(places=4, budget_ore=900_000)
    return {
        "session": stage.session.pk,
        "reservation": Reservation.objects.get(session=stage.session).pk,
    }


def act(index: int, prepared: dict[str, Any]) -> str:
    from django.db import transaction

    from activities.models import Session
    from payouts.budgets import reservations
    from payouts.models import Reservation

    row = Reservation.objects.get(pk=prepared["reservation"])
    for number in range(ROUNDS):
        if index % 3 == 0:
            reservations.adjust(row, rate_ore=15_000, count=2 + number)
        elif index % 3 == 1:
            reservations.release(row, used=1)
        else:
            with transaction.atomic():
                reservations.lock_for(list(Session.objects.filter(pk=prepared["session"])))
                reservations.adjust(row, rate_ore=15_000, count=3)
    return "done"


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from payouts.models import Budget, Reservation

    row = Reservation.objects.get(pk=prepared["reservation"])
    return {"agrees": Budget.objects.get().committed_ore == row.ore}
