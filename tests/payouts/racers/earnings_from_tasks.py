"""What was owed without money as tasks alone said it, and the rows that it becomes; and back."""

from typing import Any

BEFORE = [("payouts", "0024_the_ledgers_tables")]


def prepare() -> dict[str, Any]:
    """Let people wait for money, go back to a database without rows for it, and forward."""
    from ledger.models import Entry
    from notices.models import Task
    from payouts.earnings import unfunded
    from payouts.models import Budget, Earning
    from tests.core.filled_database import everybody_waits
    from tests.payouts.racers.bank_files_as_bytes import leaves, migrate

    newest = leaves()
    stage = everybody_waits()
    rows, tasks = as_rows(Earning), as_tasks(Task)
    sums = {"entries": Entry.objects.count(), "booked": Entry.objects.balance("owed")}

    apps = migrate([*BEFORE, *(leaf for leaf in newest if leaf[0] == "notices")])
    earlier, asked = apps.get_model("payouts", "Earning"), apps.get_model("notices", "Task")
    steps: dict[str, Any] = {
        "states before": sorted(set(earlier.objects.values_list("state", flat=True))),
        "asked before": sorted(
            key.split(":")[0] for key in asked.objects.values_list("key", flat=True)
        ),
    }
    # Somebody's tap was undone once, and recorded again; somebody threw a task away.
    first = next(row for row in rows if row[1] == "took_part")
    earlier.objects.create(
        participant_id=first[0], reason="took_part", session_id=first[2], ore=1,
        state="taken_back",
        reservation=apps.get_model("payouts", "Reservation").objects.get(session=first[2]),
    )  # fmt: skip
    asked.objects.filter(key=f"find-money:{first[2]}:{first[0]}").delete()
    # A task that nobody waits for any more.
    asked.objects.create(
        key="find-money:0:0", kind="find_money", text="x", team_id=stage.session.team_id
    )

    migrate(newest)
    steps["rows"] = as_rows(Earning) == rows
    steps["tasks"] = sorted(set(tasks) - set(as_tasks(Task))), set(as_tasks(Task)) <= set(tasks)
    steps["left open"] = Task.objects.open().filter(waits_for="").count()
    steps["booked"] = sums == {
        "entries": Entry.objects.count(), "booked": Entry.objects.balance("owed")
    }  # fmt: skip
    Task.objects.all().delete()
    Budget.objects.update(amount_ore=1_000_000)
    steps["funded"] = unfunded.fund_waiting()
    steps["still held"] = list(Earning.objects.unfunded().values_list("held_by", flat=True))
    return steps


def as_rows(model: Any) -> list[tuple[Any, ...]]:
    """Return what waits for money, and what holds it."""
    columns = ("participant", "reason", "session", "care_visit", "ore", "held_by", "threshold")
    return sorted(model.objects.filter(state="unfunded").values_list(*columns), key=str)


def as_tasks(model: Any) -> list[tuple[Any, ...]]:
    """Return what is asked about rows, without the rows' numbers."""
    found = model.objects.filter(about="payouts.earning", done_at=None)
    return sorted(found.values_list("participant", "kind", "waits_for", "text", "assigned_to"))


def act(index: int, prepared: dict[str, Any]) -> None:
    """Nobody races."""


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    return prepared
