"""Many hands approve, pay in cash, collect, seal and settle the same things at the same moment."""

from typing import Any


def prepare() -> dict[str, Any]:
    from payouts.bank import batches
    from payouts.earnings import promises
    from tests.factories.accounts import MembershipFactory
    from tests.payouts.helpers import bank_people, full_box, scene

    stage = scene(places=8)
    bank_people(stage, count=3)
    batch = batches.make(stage.session.team, by=stage.by)
    other = scene(places=4)
    for _number in range(4):
        promises.record(other.session, participant=other.participant(), by=other.by)
    return {
        "batch": batch.pk,
        "team": stage.session.team_id,
        "by": stage.by.pk,
        "other": MembershipFactory(team=stage.session.team, role="finance").user.pk,
        "box": full_box(stage, ore=500_000).pk,
        "session": other.session.pk,
        "closer": other.by.pk,
    }


def act(index: int, prepared: dict[str, Any]) -> str:
    """Do the same thing in turn with the others; a rule's sentence is a good answer."""
    from core.errors import RuleBroken

    acts = (close, pay, seal, settle, collect)
    try:
        acts[index % len(acts)](prepared)
    except RuleBroken as broken:
        assert broken.message
        return "told"
    return "done"


def close(prepared: dict[str, Any]) -> None:
    from accounts.models import User
    from activities.models import Session
    from payouts.earnings import promises

    session = Session.objects.get(pk=prepared["session"])
    promises.close(session, by=User.objects.get(pk=prepared["closer"]))


def pay(prepared: dict[str, Any]) -> None:
    from accounts.models import User
    from payouts.models import CashBox, Earning
    from payouts.over_the_table import cash
    from tests.payouts.helpers import SIGNATURE

    earning = Earning.objects.filter(session__team=prepared["team"]).order_by("pk")[0]
    cash.pay(
        earning.participant,
        earnings=[earning.pk],
        box=CashBox.objects.get(pk=prepared["box"]),
        by=User.objects.get(pk=prepared["by"]),
        signature=SIGNATURE,
    )


def seal(prepared: dict[str, Any]) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from accounts.models import User
    from payouts.bank import batches
    from payouts.models import Batch

    batch = Batch.objects.get(pk=prepared["batch"])
    day = timezone.localdate() + timedelta(days=1)
    batches.seal(batch, by=User.objects.get(pk=prepared["other"]), execution_on=day)
    batches.mark_sent(batch, by=User.objects.get(pk=prepared["by"]))


def settle(prepared: dict[str, Any]) -> None:
    from accounts.models import User
    from payouts.bank import statuses
    from payouts.models import Payout

    payout = Payout.objects.filter(batch=prepared["batch"]).order_by("pk")[0]
    statuses.settle(payout, by=User.objects.get(pk=prepared["by"]))


def collect(prepared: dict[str, Any]) -> None:
    from accounts.models import Team, User
    from payouts.bank import batches

    team = Team.objects.get(pk=prepared["team"])
    batches.make(team, by=User.objects.get(pk=prepared["by"]))


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from django.db.models import Count

    from ledger.models import Entry
    from payouts.models import Batch, Earning, Payout
    from payouts.reconciliation import verification

    live = Payout.objects.filter(state__in=Payout.LIVE)
    doubled = live.values("earning").annotate(n=Count("pk")).filter(n__gt=1).count()
    closed = Earning.objects.filter(session=prepared["session"], state="approved").count()
    return {
        "faults": verification.verify(),
        "doubled": doubled,
        "approved": closed,
        "approvals": Entry.objects.filter(kind="approve").count(),
        "sealed": Batch.objects.exclude(sha256="").count(),
        "live": live.count(),
    }
