"""A filled database as an older version left it: filled by today's code, then taken back."""

from typing import Any

OLDER = {
    "accounts": "0001_initial",
    "activities": "0006_expected_at_drop_in",
    "cms": "0001_initial",
    "leasing": "0001_initial",
    "notices": "0003_more_kinds_of_tasks",
    "participants": "0001_initial",
    "payouts": "0007_bank_files_as_bytes",
    "pictures": "0001_initial",
}
"""A version whose append-only rules know fewer columns than today's."""


def prepare() -> dict[str, Any]:
    """Fill, go back, and return how many rows of each kind there are."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from activities.planning import sessions
    from ledger.models import Entry
    from payouts.earnings import promises
    from payouts.models import CashReceipt
    from payouts.over_the_table import cash
    from tests.factories.activities import SessionFactory, with_staff
    from tests.payouts.helpers import SIGNATURE, bank_people, earned, full_box, scene, sealed

    stage = scene()
    at_the_table = earned(stage)
    box = full_box(stage)
    bank_people(stage, count=2)
    sealed(stage)
    person = at_the_table.participant
    cash.pay(person, earnings=[at_the_table.pk], box=box, by=stage.by, signature=SIGNATURE)
    once_open = promises.offer(with_staff(SessionFactory(title="Var åpen")), by=stage.by)
    for row in (once_open, SessionFactory(title="Aldri åpen")):
        sessions.cancel(row, reason="Uvær", by=stage.by)
    before = {"entries": Entry.objects.count(), "receipts": CashReceipt.objects.count()}
    MigrationExecutor(connection).migrate(list(OLDER.items()))
    return before


def act(index: int, prepared: dict[str, Any]) -> None:
    """Nobody races."""


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    return prepared
