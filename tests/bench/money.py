"""From promised honoraria to a file for the bank, beside the same rows written plainly.

`python -m tests.bench.money prepare COUNT` makes the honoraria. `python -m tests.bench.money`
prints, as JSON, the seconds of each step, the seconds that `executemany` takes for the same rows in
one transaction on a copy of the database, and the most memory that the process had (MB).
"""

import importlib
import json
import resource
import shutil
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django

PEOPLE = 500
AT_A_TIME = 5_000
WRITTEN = ("ledger_entry", "ledger_ledgerperson", "payouts_payout")
"""The tables whose rows the steps add; the plain writing adds the same."""


def measure() -> dict[str, Any]:
    """Measure, and compare."""
    from django.conf import settings
    from django.db import connection

    scene = prepared()
    name = Path(settings.DATABASES["default"]["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = name.with_suffix(".plain")
    shutil.copyfile(name, copy)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = {}
    for step, verb in steps(scene):
        began = time.perf_counter()
        verb()
        seconds[step] = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "seconds": seconds,
        "plain_seconds": plainly(copy),
        "megabytes": most / 1024,
        "megabytes_before": before / 1024,
    }


def prepared() -> dict[str, Any]:
    """Return who shall act, in which team."""
    from accounts.models import Membership, Role
    from payouts.models import BankProfile

    team = BankProfile.objects.get().team
    by, second = (
        Membership.objects.get(team=team, role=role).user for role in (Role.LEADER, Role.FINANCE)
    )
    return {"team": team, "by": by, "second": second}


def prepare(count: int) -> None:
    """Make `count` promised honoraria of people who chose the bank."""
    from django.utils import timezone

    from accounts.models import Role
    from activities.models import Session
    from payouts.models import BankProfile, Earning, PayChoice, Reservation, VaultEntry, Way
    from payouts.models.rate import Reason
    from tests.factories.accounts import MembershipFactory
    from tests.factories.activities import SessionFactory
    from tests.factories.participants import ParticipantFactory
    from tests.payouts.helpers import scene

    stage = scene(places=1, budget_ore=10**10)
    team = stage.session.team
    people = ParticipantFactory.create_batch(min(count, PEOPLE), team=team)
    by = stage.by
    BankProfile.objects.create(
        team=team, initiating_party="Bydelen", debtor_account="15032080119", debtor_bic="DNBANOKK"
    )
    PayChoice.objects.bulk_create(PayChoice(participant=one, way=Way.BANK) for one in people)
    VaultEntry.objects.bulk_create(
        VaultEntry(
            participant=one,
            registered_name=f"Kari Nordmann {number}",
            account_number=account(number),
            written_by=by,
            confirmed_how="owner",
            confirmed_at=timezone.now(),
        )
        for number, one in enumerate(people)
    )
    sessions = Session.objects.bulk_create(
        (
            SessionFactory.build(
                team=team, activity=stage.session.activity, place=stage.session.place
            )
            for _number in range(-(-count // len(people)))
        ),
        batch_size=AT_A_TIME,
    )
    reservation = Reservation.objects.get()
    Earning.objects.bulk_create(
        (
            Earning(
                participant_id=people[number % len(people)].pk,
                session=sessions[number // len(people)],
                reason=Reason.TOOK_PART,
                reservation=reservation,
                ore=15_000,
            )
            for number in range(count)
        ),
        batch_size=AT_A_TIME,
    )
    MembershipFactory(team=team, role=Role.FINANCE)


def account(number: int) -> str:
    """Return a Norwegian account number with a right check digit (mod 11)."""
    weights = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    for extra in range(10):
        digits = f"1503{number:05d}{extra}"
        rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest != 1:
            return digits + str((11 - rest) % 11)
    raise ValueError(number)


def steps(scene: dict[str, Any]) -> list[tuple[str, Callable[[], Any]]]:
    """Return what is measured, in order: the bank's steps from the day that they are there."""
    from django.utils import timezone

    from payouts.earnings import approval
    from payouts.models import Earning

    promised = Earning.objects.filter(state=Earning.State.PROMISED).values_list("pk", flat=True)
    found: list[tuple[str, Callable[[], Any]]] = [
        ("approve", lambda: approval.approve_many(promised, by=scene["by"]))
    ]
    if find_spec("payouts.bank.batches"):
        batches = importlib.import_module("payouts.bank.batches")
        made: list[Any] = []
        tomorrow = timezone.localdate() + timedelta(days=1)
        found += [
            ("make", lambda: made.append(batches.make(scene["team"], by=scene["by"]))),
            (
                "seal",
                lambda: batches.seal(made[0], by=scene["second"], execution_on=tomorrow),
            ),
            ("download", lambda: batches.download(made[0])),
        ]
    return found


def plainly(copy: Path) -> float:
    """Return the seconds of writing the steps' rows into `copy` with `executemany`."""
    from django.db import connection

    rows: dict[str, tuple[str, list[Any]]] = {}
    other = connection.copy()
    other.settings_dict = {**other.settings_dict, "NAME": str(copy)}
    with connection.cursor() as cursor, other.cursor() as there:
        for table in WRITTEN:
            last = there.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
            cursor.execute(f"SELECT * FROM {table} WHERE id > %s", [last])
            marks = ", ".join(["%s"] * len(cursor.description))
            rows[table] = (f"INSERT INTO {table} VALUES ({marks})", cursor.fetchall())
        counter = cursor.execute("SELECT last FROM ledger_vouchercounter").fetchone()
        # The file of a batch is no row to compare with; its payouts stand by themselves here.
        there.execute("PRAGMA foreign_keys=OFF")
        began = time.perf_counter()
        there.execute("BEGIN IMMEDIATE")
        for statement, values in rows.values():
            if values:
                there.executemany(statement, values)
        there.execute("UPDATE ledger_vouchercounter SET last = %s", counter)
        there.execute("COMMIT")
        return time.perf_counter() - began


if __name__ == "__main__":
    django.setup()
    if sys.argv[1:2] == ["prepare"]:
        prepare(int(sys.argv[2]))
    else:
        sys.stdout.write(json.dumps(measure()))
