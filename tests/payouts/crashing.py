"""The process behind `test_crash.py`: a worker that is killed again and again, and what is left.

A child closes sessions, collects, seals, sends and settles batches and pays in cash, always what
is next in the database, and says each act when it is done. It is killed at a random moment of a
random act, counted in acts and not in seconds, so that a slow machine tries as many; what it said
must be there, and nothing may be half done.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from typing import Any

PEOPLE = 4
MOST_ACTS = 6
LONGEST_LIFE = 300
"""Seconds after which a child that stands still ends itself."""


def main(kills: int, seed: int) -> None:
    import django

    django.setup()
    from django.db import connections

    world = prepare()
    dice = random.Random(seed)  # noqa: S311 - when to kill
    told = 0
    for _number in range(kills):
        connections.close_all()
        acts = life(world, dice.randint(1, MOST_ACTS), dice.uniform(0, 1.2))
        told += len(acts)
        faults = [*missing(acts), *half_done()]
        if faults:
            print(json.dumps({"faults": faults, "told": told}))  # noqa: T201
            return
    finish(world)
    print(json.dumps({"faults": [*half_done(), *unpaid()], "told": told}))  # noqa: T201


def prepare() -> dict[str, int]:
    """Make a team with money, a bank and people, half of whom want it on an account."""
    from activities.models import Place
    from payouts.models import PayChoice
    from payouts.over_the_table import cash
    from tests.factories.accounts import MembershipFactory
    from tests.factories.activities import ActivityFactory, SessionFactory
    from tests.factories.participants import ParticipantFactory
    from tests.factories.payouts import (
        BankProfileFactory,
        BudgetFactory,
        CashBoxFactory,
        RateFactory,
        VaultEntryFactory,
    )

    activity = ActivityFactory()
    team = SessionFactory(activity=activity).team
    Place.objects.update(min_staff=1)
    activity.teams.add(team)
    leader = MembershipFactory(team=team, role="leader").user
    finance = MembershipFactory(team=team, role="finance").user
    RateFactory(activity=activity)
    BudgetFactory(team=team, amount_ore=10**10)
    BankProfileFactory(team=team)
    for number in range(PEOPLE):
        person = ParticipantFactory(team=team)
        if number % 2:
            VaultEntryFactory(participant=person)
            PayChoice.objects.create(participant=person, way="bank")
    box = CashBoxFactory(team=team)
    cash.fill_box(box, ore=10**9, by=leader, key="first")
    return {
        "team": team.pk, "activity": activity.pk, "leader": leader.pk, "finance": finance.pk,
        "box": box.pk,
    }  # fmt: skip


def life(world: dict[str, int], acts: int, part: float) -> list[list[Any]]:
    """Let a child do so many acts, kill it in the next one; return the acts that it told.

    `part` says when: after that part of the time that the last act took. Raises RuntimeError when
    the child ended by itself.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        signal.alarm(LONGEST_LIFE)
        try:
            for act in work(world):
                os.write(write, (json.dumps(act) + "\n").encode())
        finally:
            traceback.print_exc()
            os._exit(1)
    os.close(write)
    told = []
    with os.fdopen(read) as pipe:
        for _number in range(acts):
            began = time.monotonic()
            told.append(pipe.readline())
        time.sleep(part * (time.monotonic() - began))
        os.kill(child, signal.SIGKILL)
        told += pipe.readlines()
    _pid, status = os.waitpid(child, 0)
    if os.WTERMSIG(status) != signal.SIGKILL:
        raise RuntimeError("the worker ended by itself, or stood still")
    return [json.loads(line) for line in told if line.endswith("\n")]  # the last may be cut off


def work(world: dict[str, int]) -> Iterator[list[Any]]:
    """Do what is next, for ever; yield each act when the database has it."""
    while True:
        yield next_pending(world) or begin(world)


def finish(world: dict[str, int]) -> None:
    """Do what is left, with nobody killed."""
    while next_pending(world):
        pass


def begin(world: dict[str, int]) -> list[Any]:
    """Open a session and record everybody. Factories count anew in each child: name every row."""
    from datetime import timedelta

    from django.utils import timezone

    from accounts.models import Team, User
    from activities.models import Activity, Place, Shift
    from activities.planning import sessions
    from participants.models import Participant
    from payouts.earnings import promises

    leader = User.objects.get(pk=world["leader"])
    now = timezone.now()
    draft = sessions.make(
        Activity.objects.get(pk=world["activity"]),
        team=Team.objects.get(pk=world["team"]),
        place=Place.objects.first(),
        starts_at=now - timedelta(minutes=1),
        ends_at=now + timedelta(seconds=1),
        min_staff=1,
        off_site=False,
        by=leader,
    )
    Shift.objects.create(session=draft, staff=leader, part="lead")
    session = promises.offer(draft, by=leader)
    for person in Participant.objects.filter(team=world["team"]).order_by("pk"):
        promises.record(session, participant=person, by=leader)
    return ["begun", session.pk]


def next_pending(world: dict[str, int]) -> list[Any] | None:
    """Carry on with whatever has been begun; return the act, or None when all is done."""
    from datetime import timedelta

    from django.utils import timezone

    from accounts.models import Team, User
    from activities.models import Session
    from payouts.bank import batches, statuses
    from payouts.earnings import promises
    from payouts.models import Batch, CashBox, Earning, Payout
    from payouts.over_the_table import cash
    from tests.payouts.helpers import SIGNATURE

    leader, finance = (User.objects.get(pk=world[who]) for who in ("leader", "finance"))
    if session := Session.objects.filter(state="published", attendances__isnull=False).first():
        promises.close(session, by=leader)
        return ["closed", session.pk]
    if payout := Payout.objects.filter(state="sending").order_by("pk").first():
        statuses.settle(payout, by=leader)
        return ["settled", payout.pk]
    if batch := Batch.objects.filter(state="sealed").first():
        batches.mark_sent(batch, by=leader)
        return ["sent", batch.pk]
    if batch := Batch.objects.filter(state="draft").first():
        day = timezone.localdate() + timedelta(days=1)
        other = finance if batch.made_by_id == leader.pk else leader
        batches.seal(batch, by=other, execution_on=day)
        return ["sealed", batch.pk]
    team = Team.objects.get(pk=world["team"])
    if batches.ready([team]).exists():
        return ["made", batches.make(team, by=leader).pk]
    if earning := Earning.objects.waiting_for_payment().first():
        box = CashBox.objects.get(pk=world["box"])
        cash.pay(
            earning.participant, earnings=[earning.pk], box=box, by=leader, signature=SIGNATURE
        )
        return ["paid", earning.pk]
    return None


def missing(acts: list[list[Any]]) -> list[str]:
    """Return the acts that were told and are not in the database."""
    from activities.models import Session
    from payouts.models import Batch, Payout

    there = {
        "begun": lambda pk: Session.objects.filter(pk=pk).exclude(state="draft"),
        "closed": lambda pk: Session.objects.filter(pk=pk, state="closed"),
        "made": lambda pk: Batch.objects.filter(pk=pk),
        "sealed": lambda pk: Batch.objects.filter(pk=pk).exclude(sha256=""),
        "sent": lambda pk: Batch.objects.filter(pk=pk, sent_at__isnull=False),
        "settled": lambda pk: Payout.objects.filter(pk=pk, state="paid"),
        "paid": lambda pk: Payout.objects.filter(earning=pk, state="paid"),
    }
    return [f"{act} {pk} was told and is gone" for act, pk in acts if not there[act](pk).exists()]


def half_done() -> list[str]:
    """Return what does not agree."""
    from activities.models import Session
    from payouts.models import Earning, Payout
    from payouts.reconciliation import verification

    closed = Session.objects.filter(state="closed")
    left = Earning.objects.filter(session__in=closed, state="promised").count()
    live = list(Payout.objects.filter(state__in=Payout.LIVE).values_list("earning", flat=True))
    faults = verification.verify()
    if left:
        faults.append(f"{left} honoraria of closed sessions were not approved")
    if len(live) != len(set(live)):
        faults.append("something is paid twice")
    return faults


def unpaid() -> list[str]:
    """Return what has not reached somebody though all was carried on."""
    from payouts.models import Earning

    count = Earning.objects.exclude(payouts__state="paid").count()
    return [f"{count} honoraria were lost"] if count else []


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
