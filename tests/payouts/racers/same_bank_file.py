"""Many hands collect, seal and send what is ready for the bank, at the same moment."""

from typing import Any


def prepare(people: int) -> dict[str, Any]:
    from tests.factories.accounts import MembershipFactory
    from tests.payouts.helpers import bank_people, scene

    stage = scene(places=people)
    bank_people(stage, count=people)
    other = MembershipFactory(team=stage.session.team, role="finance").user
    return {"team": stage.session.team.pk, "by": stage.by.pk, "other": other.pk}


def act(index: int, prepared: dict[str, Any]) -> str:
    from django.utils import timezone

    from accounts.models import Team, User
    from core.errors import RuleBroken
    from payouts.bank import batches
    from payouts.models import Batch

    by, other = (User.objects.get(pk=prepared[who]) for who in ("by", "other"))
    try:
        batch = batches.make(Team.objects.get(pk=prepared["team"]), by=by)
    except RuleBroken:  # it has been collected and sealed already
        batch = Batch.objects.get()
    sealed = batches.seal(batch, by=other, execution_on=timezone.localdate())
    batches.mark_sent(sealed, by=by)
    return sealed.sha256


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from ledger import books
    from ledger.models import Entry
    from payouts.models import Batch, Payout

    return {
        "batches": Batch.objects.count(),
        "payouts": list(Payout.objects.values_list("state", flat=True)),
        "sent": Entry.objects.filter(kind="send").count(),
        "gaps": Entry.objects.count() - Entry.objects.last().voucher_number,
        "owed": books.balance("owed"),
        "in_transit": books.balance("in_transit"),
    }
