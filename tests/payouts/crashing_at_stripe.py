"""The process behind `test_crash`: lets a child handle money, kills it, and looks at the books.

`python -m tests.payouts.crashing_at_stripe KILLS SEED` prints what was found, as JSON. The child
says on a pipe what a verb has answered: whoever heard that must find it in the database
afterwards. The stand-in for Stripe lives here, so that it survives what it is talking to.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from typing import Any

MOST_SECONDS = 0.3
AT_A_TIME = 3
A_KILL = 20
"""How many honoraria there are for each kill: more than a child has time for."""


def prepare(count: int) -> dict[str, Any]:
    """Make `count` promised honoraria, half of them of people who are connected to Stripe."""
    from payouts.models import Earning, Reservation
    from payouts.models.rate import Reason
    from tests.factories.activities import SessionFactory
    from tests.factories.participants import ParticipantFactory
    from tests.factories.payouts import StripeRecipientFactory
    from tests.payouts.helpers import full_box, scene

    stage = scene(places=1, budget_ore=10**9)
    box = full_box(stage, ore=10**9)
    people = ParticipantFactory.create_batch(10, team=stage.session.team)
    for person in people[:5]:
        StripeRecipientFactory(participant=person)
    reservation = Reservation.objects.get()
    sessions = SessionFactory.create_batch(
        -(-count // len(people)), team=stage.session.team, activity=stage.session.activity
    )
    Earning.objects.bulk_create(
        Earning(
            participant=person,
            session=session,
            reason=Reason.TOOK_PART,
            reservation=reservation,
            ore=15_000,
        )
        for session in sessions
        for person in people
    )
    return {"box": box.pk, "by": stage.by.pk}


def work(prepared: dict[str, Any], pipe: int) -> None:
    """Take up what lies half done, then approve and pay until nothing is left."""
    from accounts.models import User
    from payouts.earnings import approval
    from payouts.models import CashBox, Earning, Payout, StripeRecipient
    from payouts.over_the_table import cash
    from payouts.stripe import transfers as connected
    from tests.payouts.helpers import SIGNATURE

    def said(what: str) -> None:
        os.write(pipe, f"{what}\n".encode())

    by, box = User.objects.get(pk=prepared["by"]), CashBox.objects.get(pk=prepared["box"])
    connected_people = set(StripeRecipient.objects.values_list("participant", flat=True))
    for payout in Payout.objects.filter(state=Payout.State.SENDING):
        said(f"stripe:{payout.earning_id}:{connected.retry(payout, by=by).state}")
    while True:
        waiting = list(Earning.objects.waiting_for_payment().order_by("pk")[:AT_A_TIME])
        for earning in waiting:
            if earning.participant_id in connected_people:
                said(f"stripe:{earning.pk}:{connected.send(earning, by=by).state}")
                continue
            cash.pay(
                earning.participant, earnings=[earning.pk], box=box, by=by, signature=SIGNATURE
            )
            said(f"cash:{earning.pk}:paid")
        promised = Earning.objects.filter(state=Earning.State.PROMISED).order_by("pk")
        some = list(promised[:AT_A_TIME])
        if not some and not waiting:
            return
        for earning in some[:1]:
            approval.approve_many([earning.pk], by=by)
            said(f"approve:{earning.pk}:approved")
        approval.approve_many([earning.pk for earning in some], by=by)
        for earning in some:
            said(f"approve:{earning.pk}:approved")


def verify(acknowledged: list[str], transfers: dict[str, dict[str, Any]]) -> list[str]:
    """Return what does not agree: in the books, with what was said, with what Stripe has."""
    from django.db import connection, transaction

    with transaction.atomic():
        if connection.vendor == "postgresql":  # a child's last commit may come while we read
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return [*_books(), *_promises_kept(acknowledged), *_paid_once(transfers)]


def _books() -> list[str]:
    from ledger import books
    from ledger.models import Entry, VoucherCounter
    from payouts.models import Earning, Payout

    payouts = list(Payout.objects.values_list("state", "earning__ore"))
    sums = {state: sum(ore for one, ore in payouts if one == state) for state in Payout.State}
    approved = Earning.objects.filter(state=Earning.State.APPROVED).total()
    numbers = list(Entry.objects.values_list("voucher_number", flat=True))
    kinds = Counter(Entry.objects.values_list("kind", flat=True))
    counter = VoucherCounter.objects.first()
    equal = {
        "vouchers": (numbers, list(range(1, len(numbers) + 1))),
        "counter": (counter.last if counter else 0, len(numbers)),
        "owed": (-books.balance("owed"), approved - sums["sending"] - sums["paid"]),
        "in transit": (-books.balance("in_transit"), sums["sending"]),
        "expense": (books.balance("expense"), approved),
        "approvals": (
            kinds["approve"], Earning.objects.filter(state=Earning.State.APPROVED).count()
        ),
        "sent": (kinds["send"], len(payouts)),
        "settled": (kinds["settle"], sum(state == "paid" for state, _ore in payouts)),
        "failed": (kinds["fail"], sum(state == "failed" for state, _ore in payouts)),
        "cash half done": (
            Payout.objects.filter(method="cash").exclude(state="paid").count(), 0
        ),
        "stripe without a key": (
            Payout.objects.filter(method="stripe", stripe_transfer=None).count(), 0
        ),
    }  # fmt: skip
    return [f"{name}: {got} != {want}" for name, (got, want) in equal.items() if got != want]


def _promises_kept(acknowledged: list[str]) -> list[str]:
    from payouts.models import Earning, Payout

    states = dict(Earning.objects.values_list("pk", "state"))
    payouts = {
        (method, earning): state
        for method, earning, state in Payout.objects.values_list("method", "earning", "state")
    }
    lost = []
    for said in acknowledged:
        what, number, state = said.split(":")
        if what == "approve":
            kept = states[int(number)] == "approved"
        else:
            now = payouts.get((what, int(number)))
            kept = now == state or (state == "sending" and now == "paid")
        if not kept:
            lost.append(f"lost: {said}")
    return lost


def _paid_once(transfers: dict[str, dict[str, Any]]) -> list[str]:
    from payouts.models import Payout, StripeTransfer

    owner = dict(StripeTransfer.objects.values_list("idempotency_key", "payout__earning"))
    times = Counter(owner.get(one["metadata"]["key"]) for one in transfers.values())
    times.update(
        Payout.objects.filter(method="cash", state="paid").values_list("earning", flat=True)
    )
    wrong = [f"paid {count} times: {earning}" for earning, count in times.items() if count > 1]
    return wrong + (["a transfer of nobody"] if None in times else [])


def run(kills: int, seed: int) -> dict[str, Any]:
    """Kill `kills` children one after another, then let one finish; return what was found."""
    from django.db import connections

    from payouts.models import Payout, StripeRecipient
    from tests.payouts.stripe_scene import turned_on

    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    prepared = prepare(kills * A_KILL)
    with turned_on() as fake:
        for name in StripeRecipient.objects.values_list("account_id", flat=True):
            fake.accounts[name] = {"id": name, "capabilities": {"transfers": "active"}}
        acknowledged: list[str] = []
        wrong: list[str] = []
        killed = in_flight = 0
        for turn in range(kills + 1):
            last = turn == kills
            fake.lose_answers = 0 if last else chance.choice([0, 0, 1, 2, 3, 4])
            connections.close_all()
            moment = None if last else chance.uniform(0, MOST_SECONDS)
            lines, was_killed = _one_child(prepared, moment)
            killed += was_killed
            acknowledged += lines
            wrong += verify(acknowledged, fake.transfers)
            in_flight += Payout.objects.filter(state="sending").exists()
            if wrong:
                break
        methods = Payout.objects.filter(state="paid").values_list("method", flat=True)
        return {
            "wrong": wrong,
            "killed": killed,
            "left_sending": in_flight,
            "paid": dict(Counter(methods)),
            "transfers": len(fake.transfers),
            "open": Payout.objects.filter(state="sending").count(),
        }


def _one_child(prepared: dict[str, Any], moment: float | None) -> tuple[list[str], bool]:
    """Let a child work until `moment` seconds have gone, or to its end; return what it said."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        code = 0
        try:
            work(prepared, write)
        except BaseException:
            traceback.print_exc()
            code = 1
        os._exit(code)
    os.close(write)
    was_killed = False
    if moment is not None:
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(read) as pipe:
        text = pipe.read()
    _pid, status = os.waitpid(child, 0)
    was_killed = os.WIFSIGNALED(status)
    if not was_killed and os.WEXITSTATUS(status):
        raise RuntimeError("the child fell by itself")
    # A line that was cut off was not said to its end.
    return [line for line in text.split("\n")[:-1] if line], was_killed


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
