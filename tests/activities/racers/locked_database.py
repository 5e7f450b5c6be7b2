"""Somebody holds the database while the timer runs; the next round takes what was missed."""

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any


def prepare() -> dict[str, Any]:
    from datetime import timedelta

    from django.utils import timezone

    from accounts.models import Role
    from activities.safety import heartbeat
    from tests.factories.accounts import MembershipFactory, TeamFactory
    from tests.factories.activities import SessionFactory, ShiftFactory

    now, team = timezone.now(), TeamFactory()
    MembershipFactory(team=team, role=Role.LEADER)
    out = SessionFactory(
        team=team, published=True, off_site=True,
        starts_at=now - timedelta(hours=3), ends_at=now - timedelta(minutes=50),
    )  # fmt: skip
    ShiftFactory(session=out)
    heartbeat.record()
    return {"folder": tempfile.mkdtemp()}


def act(index: int, prepared: dict[str, Any]) -> Any:
    return (hold, run_meanwhile, run_after)[index](Path(prepared["folder"]))


def tell(folder: Path, moment: str) -> None:
    """Tell the others that `moment` has come."""
    (folder / moment).touch()


def wait_for(folder: Path, moment: str) -> None:
    """Wait until another tells that `moment` has come. Raises TimeoutError after a minute."""
    for _ in range(1200):
        if (folder / moment).exists():
            return
        time.sleep(0.05)
    raise TimeoutError(moment)


def hold(folder: Path) -> str:
    """Keep every other writer out until the timer has run meanwhile."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE activities_escalationstep, activities_heartbeat")
        else:
            cursor.execute("UPDATE activities_heartbeat SET id = id")
        tell(folder, "held")
        wait_for(folder, "ran")
    tell(folder, "free")
    return "held"


def run_meanwhile(folder: Path) -> list[str]:
    """Run the timer with little patience."""
    from django.db import connection

    from core import schedule

    wait_for(folder, "held")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET lock_timeout = '100ms'")
        else:
            cursor.execute("PRAGMA busy_timeout = 100")
    failed = schedule.run()
    tell(folder, "ran")
    return failed


def run_after(folder: Path) -> list[str]:
    """Run the timer once more when the database is free."""
    from core import schedule

    wait_for(folder, "free")
    return schedule.run()


def look(prepared: dict[str, Any]) -> list[str]:
    from activities.models import EscalationStep

    shutil.rmtree(prepared["folder"])
    return list(EscalationStep.objects.order_by("pk").values_list("step", flat=True))
