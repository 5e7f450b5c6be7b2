"""A small filled database, and what must be the same of it after an upgrade.

Runs with the code that it lies beside, in a process of its own (`tests/core/test_upgrade.py`):
each release fills a database in its own way, and each later one counts what is in there.
"""

import gc
import hashlib
import json
import sys
from datetime import timedelta
from typing import Any
from unittest.mock import patch

VERIFIED = (
    ("migrate", "--check"), ("check", "--database=default"), ("verify_ledger",),
    ("verify_access_log",),
)  # fmt: skip


def main(act: str) -> None:
    """`fill` migrates an empty database and fills it; `verify` runs what must say that all is well.

    Both print what there is, as JSON, on the last line.
    """
    import django

    django.setup()
    from django.core.management import call_command

    if act == "fill":
        gc.disable()  # models are made anew for each operation: without it a quarter less
        call_command("migrate", verbosity=0)
        fill()
    else:
        for command, *words in VERIFIED:
            call_command(command, *words)
    print(json.dumps(sums(), sort_keys=True))  # noqa: T201


def fill() -> None:
    """Let people earn, be paid in each way, wait for money and lease; seal both logs."""
    everybody_waits()
    mistakes_at_the_table()
    a_batch_at_the_bank()
    leases()
    looks_that_are_sealed()


def everybody_waits() -> Any:
    """Return a scene where somebody waits for each thing that is honoured, and one is stopped."""
    from django.utils import timezone

    from activities.models import CoOrganiser
    from payouts import thresholds
    from payouts.earnings import promises
    from tests.factories.activities import WorkFactory
    from tests.factories.payouts import RateFactory, ThresholdFactory
    from tests.payouts.helpers import scene

    stage = scene(places=1, budget_ore=15_000)
    activity, team = stage.session.activity, stage.session.team
    team.organisation_number = "310000019"
    team.save()
    RateFactory(activity=activity, reason="co_organising", ore=2_000)
    RateFactory(activity=activity, reason="care_visit", ore=1_000)
    promises.record(stage.session, participant=stage.participant(), by=stage.by)
    helper, stopped = stage.participant(), stage.participant()
    CoOrganiser.objects.create(activity=activity, participant=helper)
    promises.record(stage.session, participant=helper, by=stage.by)
    thresholds.decide(
        stopped, threshold=ThresholdFactory(ore=10_000), decision="stop", reason="Trygden",
        person_knows=True, year=timezone.localdate().year, by=stage.by,
    )  # fmt: skip
    promises.record(stage.session, participant=stopped, by=stage.by)
    promises.close(stage.session, by=stage.by)
    work = WorkFactory(team=team, activity=activity, steward=helper)
    promises.care(work, care="cleaned", participant=helper)
    return stage


def mistakes_at_the_table() -> None:
    """Pay in cash; one of three was never handed over, and one was promised by mistake."""
    from activities.planning import sessions
    from payouts import losses
    from payouts.earnings import promises
    from payouts.models import Payout
    from payouts.over_the_table import cash
    from tests.factories.accounts import MembershipFactory
    from tests.factories.activities import SessionFactory, with_staff
    from tests.payouts.helpers import SIGNATURE, earned, full_box, scene

    stage = scene()
    box = full_box(stage)
    paid, lost, mistaken = earned(stage), earned(stage), earned(stage)
    for row in (paid, lost):
        cash.pay(row.participant, earnings=[row.pk], box=box, by=stage.by, signature=SIGNATURE)
    other = MembershipFactory(team=stage.session.team, role="finance").user
    losses.pay_again_to_loss(Payout.objects.get(earning=lost), reason="Borte", by=other)
    losses.write_off(mistaken, reason="Feil", by=stage.by)
    once_open = promises.offer(with_staff(SessionFactory(title="Var åpen")), by=stage.by)
    for session in (once_open, SessionFactory(title="Aldri åpen")):
        sessions.cancel(session, reason="Uvær", by=stage.by)


def a_batch_at_the_bank() -> None:
    """Seal a file for three people: one arrives, one fails, one is on its way."""
    from payouts.bank import batches, statuses
    from tests.payouts.helpers import bank_people, scene, sealed

    stage = scene()
    bank_people(stage, count=3)
    batch = sealed(stage)
    batches.mark_sent(batch, by=stage.by)
    arrived, failed, _on_its_way = batch.payouts.order_by("pk")
    statuses.settle(arrived, by=stage.by)
    statuses.fail(failed, reason="Ukjent konto", by=stage.by)


def leases() -> None:
    """Let one invoice be paid in part, and one too much."""
    from leasing import billing
    from tests.factories.leasing import GardenOfferFactory
    from tests.leasing.test_leases import agree

    for number, ore in enumerate((20_000, 75_000)):
        invoice = agree(GardenOfferFactory(monthly_ore=10_000), months=6).invoices.get()
        billing.record_payment(invoice, ore=ore, way="bank", reference=f"BANK-{number}")


def looks_that_are_sealed() -> None:
    """Write down looks at a person; seal them, and the ledger."""
    from django.utils import timezone

    from accounts import access_log
    from accounts.models import AccessEvent, Team
    from ledger import seals
    from tests.factories.accounts import UserFactory

    by, team = UserFactory(), Team.objects.order_by("pk").first()
    act, now = AccessEvent._meta.get_field("act").choices[0][0], timezone.now()
    for what in ("en liste", "en side"):
        AccessEvent.objects.create(at=now, user=by, team=team, act=act, what=what, reason="")
    with patch.object(timezone, "now", lambda: now + timedelta(hours=1)):
        access_log.seal()
        seals.seal()


def sums() -> dict[str, Any]:
    """Return what an upgrade changes nothing of: money, files, seals and how much there is."""
    from django.db.models import Count, Sum

    from accounts.models import AccessEvent, AccessSeal
    from activities.models import Attendance, Session
    from ledger.models import Entry, EntrySeal
    from notices.models import Task
    from participants.models import Participant
    from payouts.bank import batches
    from payouts.models import Batch, Budget, CashReceipt, Earning, Payout, VaultEntry

    def by(rows: Any, *fields: str, ore: str) -> list[list[Any]]:
        found = rows.order_by(*fields).values_list(*fields).annotate(Count("pk"), Sum(ore))
        return [list(row) for row in found]

    files = [batches.download(row) for row in Batch.objects.exclude(sha256="").order_by("pk")]
    accounts = [row.account_number for row in VaultEntry.objects.order_by("pk")]
    return {
        "entries": by(Entry.objects, "kind", "debit", "credit", ore="ore"),
        "vouchers": Entry.objects.aggregate(Count("pk"), Sum("voucher_number")),
        "earnings": by(Earning.objects, "state", "reason", ore="ore"),
        "payouts": by(Payout.objects, "method", "state", ore="earning__ore"),
        "budgets": list(Budget.objects.order_by("pk").values_list("amount_ore", "committed_ore")),
        "sessions": sorted(Session.objects.values_list("title", "state")),
        "bank": [hashlib.sha256(one).hexdigest() for one in files],
        "vault": hashlib.sha256(" ".join(accounts).encode()).hexdigest(),
        "seals": [
            list(model.objects.order_by("pk").values_list("last", "digest"))
            for model in (EntrySeal, AccessSeal)
        ],
        "rows": {
            model.__name__: model.objects.count()
            for model in (AccessEvent, Attendance, CashReceipt, Participant, Task)
        },
    }


if __name__ == "__main__":
    main(sys.argv[1])
