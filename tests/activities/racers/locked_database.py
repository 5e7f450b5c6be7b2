"""Somebody holds the database while the timer runs; the next round takes what was missed."""

import time
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
    heartbeat.beat()
    return {}


def act(index: int, prepared: dict[str, Any]) -> Any:
    return (hold, run_meanwhile, run_after)[index]()


def hold() -> str:
    """Keep every other writer out for three seconds."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE activities_ladderstep, activities_heartbeat")
        else:
            cursor.execute("UPDATE activities_heartbeat SET id = id")
        time.sleep(3)
    return "held"


def run_meanwhile() -> list[str]:
    """Run the timer with little patience."""
    from django.db import connection

    from core import schedule

    time.sleep(1)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET lock_timeout = '100ms'")
        else:
            cursor.execute("PRAGMA busy_timeout = 100")
    return schedule.run()


def run_after() -> list[str]:
    """Run the timer once more when the database is free."""
    from core import schedule

    time.sleep(4)
    return schedule.run()


def look(prepared: dict[str, Any]) -> list[str]:
    from activities.models import LadderStep

    return list(LadderStep.objects.order_by("pk").values_list("step", flat=True))
