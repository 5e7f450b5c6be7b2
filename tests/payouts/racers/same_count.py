"""Many hands send the same count of the same box at the same moment."""

from typing import Any


def prepare() -> dict[str, Any]:
    from tests.factories.accounts import MembershipFactory
    from tests.payouts.helpers import full_box, scene

    stage = scene()
    colleague = MembershipFactory(team=stage.session.team, role="worker").user
    return {"box": full_box(stage).pk, "by": stage.by.pk, "witness": colleague.pk}


def act(index: int, prepared: dict[str, Any]) -> int:
    from uuid import UUID

    from accounts.models import User
    from payouts.models import CashBox
    from payouts.over_the_table import counts

    return counts.count(
        CashBox.objects.get(pk=prepared["box"]),
        counted_ore=490_000,
        by=User.objects.get(pk=prepared["by"]),
        witness=User.objects.get(pk=prepared["witness"]),
        key=UUID("5c1c6d4e-0000-4000-8000-000000000001"),
        explanation="Feil veksel",
    ).pk


def look(prepared: dict[str, Any]) -> dict[str, int]:
    from ledger import books
    from payouts.models import BoxCount

    return {
        "counts": BoxCount.objects.count(),
        "box": books.balance(f"cash_box:{prepared['box']}"),
        "difference": books.balance("box_difference"),
    }
