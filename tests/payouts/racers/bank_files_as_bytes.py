"""Migration 0007 on a database with a sealed file: back, forward without its key, forward again."""

import hashlib
from typing import Any

BEFORE = [("payouts", "0006_earmarked_and_organising")]
ITSELF = [("payouts", "0007_bank_files_as_bytes")]


def prepare() -> dict[str, Any]:
    """Seal a batch beside a draft; return what its file says at each step."""
    from django.test import override_settings

    from payouts.bank import batches
    from payouts.models.vault import VaultLocked
    from tests.payouts.helpers import bank_people, scene, sealed

    stage = scene()
    bank_people(stage, count=2)
    batch = sealed(stage)
    newest = leaves()
    steps = {"sealed": _digest(batches.download(batch)), "sha256": batch.sha256}
    kept = migrate(BEFORE).get_model("payouts", "Batch")
    steps["as text"] = _digest(kept.objects.get(pk=batch.pk).file.encode())
    before = columns()
    with override_settings(VAULT_KEYS=["bm9ib2R5J3Mga2V5OiBpdCBvcGVucyBub3RoaW5nISE="]):
        try:
            migrate(ITSELF)
        except VaultLocked:
            steps["without the key"] = "stopped"
    steps["nothing changed"] = columns() == before and not applied()
    steps["still there"] = _digest(kept.objects.get(pk=batch.pk).file.encode())
    migrate(newest)
    steps["downloaded"] = _digest(batches.download(batch))
    return steps


def act(index: int, prepared: dict[str, Any]) -> None:
    """Nobody races."""


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    return prepared


def leaves() -> list[tuple[str, str]]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def migrate(targets: list[tuple[str, str]]) -> Any:
    """Migrate as `manage.py migrate` does; return the apps as they are then."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


def applied() -> bool:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return ITSELF[0] in MigrationRecorder(connection).applied_migrations()


def columns() -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, "payouts_batch")
        constraints = connection.introspection.get_constraints(cursor, "payouts_batch")
    return [*[(one.name, one.type_code) for one in described], *sorted(constraints)]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
