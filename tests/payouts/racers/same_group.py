"""Many hands press «betal alle» for the same group at the same moment."""

from typing import Any

from tests.payouts.racers import same_payment


def prepare(people: int) -> dict[str, Any]:
    from accounts.models import User
    from tests.factories.accounts import MembershipFactory

    prepared = same_payment.prepare(people=people, box_ore=500_000)
    team = User.objects.get(pk=prepared["by"]).memberships.get().team
    prepared["witness"] = MembershipFactory(team=team, role="worker").user.pk
    return prepared


def act(index: int, prepared: dict[str, Any]) -> list[int]:
    from accounts.models import User
    from payouts.models import CashBox
    from payouts.over_the_table import cash

    receipts = cash.pay_group(
        CashBox.objects.get(pk=prepared["box"]),
        earnings=[earning for earning, _person in prepared["earnings"]],
        by=User.objects.get(pk=prepared["by"]),
        witness=User.objects.get(pk=prepared["witness"]),
        paid_by_initials="KL",
        witness_initials="PA",
    )
    return [receipt.pk for receipt in receipts]


look = same_payment.look
