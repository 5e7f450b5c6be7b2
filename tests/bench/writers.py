"""Many processes that record attendance at once, beside as many that commit one bare row.

Between the two stand as many that run, in one transaction, as many statements as a recording has,
with nothing in them and without models: what a recording costs beyond it is Django's and ours.

`python -m tests.bench.writers WRITERS EACH` prints the writes a second of each, as JSON.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django

SESSIONS = 8
READS, WRITES = 6, 3
"""The statements of one recording; `tests/payouts/earnings/test_promises.py` counts them."""


def main(writers: int, each: int) -> dict[str, float]:
    """Measure both, in turns; a writer that falls makes it all fall."""
    from django.db import connection, connections

    with connection.cursor() as cursor:
        key = "bigserial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(f"CREATE TABLE bench_row (id {key} PRIMARY KEY, writer integer NOT NULL)")
    rounds = [prepare(writers, each) for _round in range(2)]
    connections.close_all()
    bare, plain, recorded = 0.0, 0.0, 0.0
    for prepared in rounds:
        bare = max(bare, _together(writers, lambda writer: commit(each, writer)) * each)
        plain = max(plain, _together(writers, lambda writer: statements(each, writer)) * each)
        recorded = max(
            recorded,
            _together(writers, lambda writer, got=prepared: record(got, writer)) * each,
        )
    return {"bare": bare, "plain": plain, "recorded": recorded}


def prepare(writers: int, each: int) -> dict[str, Any]:
    """Make sessions that are going on, and people enough for every writer."""
    from activities.models import Session
    from payouts.earnings import promises
    from tests.factories.activities import SessionFactory, with_staff
    from tests.factories.participants import ParticipantFactory
    from tests.payouts.helpers import scene

    at_one = each * -(-writers // SESSIONS)
    stage = scene(places=at_one, budget_ore=10**10)
    sessions = [stage.session.pk]
    for _number in range(SESSIONS - 1):
        draft = SessionFactory(
            running=True,
            state=Session.State.DRAFT,
            team=stage.session.team,
            activity=stage.session.activity,
            places=at_one,
        )
        sessions.append(promises.offer(with_staff(draft), by=stage.by).pk)
    people = ParticipantFactory.create_batch(at_one, team=stage.session.team)
    return {
        "sessions": sessions,
        "people": [person.pk for person in people],
        "by": stage.by.pk,
        "each": each,
    }


def commit(each: int, writer: int) -> None:
    """Commit `each` bare rows."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        for _number in range(each):
            with transaction.atomic():
                cursor.execute("INSERT INTO bench_row (writer) VALUES (%s)", [writer])


def statements(each: int, writer: int) -> None:
    """Commit `each` transactions of as many plain statements as a recording has."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        for _number in range(each):
            with transaction.atomic():
                for _read in range(READS):
                    cursor.execute("SELECT writer FROM bench_row WHERE id = 1")
                    cursor.fetchone()
                for _write in range(WRITES):
                    cursor.execute("INSERT INTO bench_row (writer) VALUES (%s)", [writer])


def record(prepared: dict[str, Any], writer: int) -> None:
    """Record people at one of the sessions, as a phone does."""
    from accounts.models import User
    from activities.models import Session
    from participants.models import Participant
    from payouts.earnings import promises

    session = Session.objects.get(pk=prepared["sessions"][writer % SESSIONS])
    by = User.objects.get(pk=prepared["by"])
    turn = writer // SESSIONS
    mine = prepared["people"][turn * prepared["each"] : (turn + 1) * prepared["each"]]
    for person in Participant.objects.filter(pk__in=mine):
        promises.record(session, participant=person, by=by)


def _together(writers: int, act: Callable[[int], None]) -> float:
    """Let `writers` children act at the same moment; return how many were done a second."""
    from django.db import connection, connections

    connections.close_all()
    wait_here, let_go = os.pipe()
    ready_read, ready = os.pipe()
    children = []
    for writer in range(writers):
        child = os.fork()
        if child == 0:
            os.close(let_go)
            try:
                connection.ensure_connection()
                os.write(ready, b".")
                os.read(wait_here, 1)  # returns when the other end is closed everywhere
                act(writer)
            except BaseException:
                sys.excepthook(*sys.exc_info())
                os._exit(1)
            os._exit(0)
        children.append(child)
    waiting = 0
    while waiting < writers:
        waiting += len(os.read(ready_read, writers))
    began = time.perf_counter()
    os.close(let_go)
    fell = [child for child in children if os.waitpid(child, 0)[1]]
    seconds = time.perf_counter() - began
    os.close(wait_here)
    if fell:
        raise RuntimeError(f"{len(fell)} writers fell")
    return writers / seconds


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
