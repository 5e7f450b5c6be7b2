"""What stands under the former names of tables, columns and states, found under the new ones."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

BEFORE = {
    "activities": "0019_activity_names_for_each_team",
    "participants": "0002_taken_off",
    "payouts": "0027_earnings_reserved_or_held",
}
MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def prepare() -> dict[str, Any]:
    """Fill, go back, plant a row under each former name, go forward and read; and back again."""
    from django.core.management import call_command

    from accounts.models import SecondPerson
    from activities.models import (
        Absence,
        DiscardedDrafts,
        EscalationStep,
        Heartbeat,
        RecurringSignUp,
    )
    from participants.models import DepictionRemoval
    from payouts.models import Earning, Payout

    numbers = fill()
    asked = SecondPerson.objects.get(pk=numbers["asked"]).of_type_id
    former = back()
    planted = plant(former, numbers)
    call_command("migrate", verbosity=0)
    found = {
        "step": EscalationStep.objects.get(pk=planted["step"]).shift_id == numbers["shift"],
        "sign-up": list(RecurringSignUp.objects.values_list("participant", flat=True))
        == [numbers["participant"]],
        "removals": [row.item_id for row in DepictionRemoval.objects.order_by("pk")]
        == [numbers["picture"], numbers["picture"]],
        "asked": SecondPerson.objects.get(pk=numbers["asked"]).of.pk == numbers["removal"],
        "the same kind": SecondPerson.objects.get(pk=numbers["asked"]).of_type_id == asked,
        "method": list(Payout.objects.values_list("method", flat=True)),
        "earnings": sorted(Earning.objects.values_list("state", flat=True)),
        "refused": refusals(),
    }
    drafts = DiscardedDrafts.objects.get(pk=planted["drafts"])
    heartbeat, absence = Heartbeat.objects.get(), Absence.objects.get(pk=planted["away"])
    found["heartbeat"] = [heartbeat.ran_at.isoformat(), heartbeat.trusted_at]
    found["absence"] = [absence.staff_id == numbers["user"], absence.last_day.isoformat()]
    found["drafts"] = [drafts.rows, drafts.resources, drafts.days, drafts.discarded_by_id]
    found["drafts"][-1] = drafts.discarded_by_id == numbers["user"]
    again = back()
    found["and back"] = [
        again.get_model("activities", "ThrownDrafts").objects.get(pk=drafts.pk).kept,
        again.get_model("activities", "LadderStep").objects.count(),
        again.get_model("activities", "StandingPlace").objects.count(),
        again.get_model("activities", "Away").objects.count(),
        again.get_model("participants", "TakenOff").objects.count(),
        again.get_model("payouts", "Payout").objects.get().rail,
        again.get_model("payouts", "Earning").objects.filter(state="taken_back").count(),
    ]
    call_command("migrate", verbosity=0)
    return found


def act(index: int, prepared: dict[str, Any]) -> None:
    """Nobody races."""


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    return prepared


def fill() -> dict[str, int]:
    """Write a paid honorarium, a removal that somebody is asked about, and what rows hang on."""
    from accounts import second_person
    from activities.models import Series
    from participants import depiction_removals
    from payouts.over_the_table import cash
    from tests.factories.accounts import MembershipFactory
    from tests.factories.activities import ShiftFactory
    from tests.factories.pictures import PictureFactory
    from tests.payouts.helpers import SIGNATURE, earned, full_box, scene

    stage = scene()
    paid = earned(stage)
    box = full_box(stage)
    cash.pay(paid.participant, earnings=[paid.pk], box=box, by=stage.by, signature=SIGNATURE)
    person = stage.participant()
    picture = PictureFactory(people=[person])
    second = MembershipFactory(team=person.team, role="worker").user
    removal = depiction_removals.ask(person, item=picture, by=stage.by, second=second)
    asked = second_person.of(removal)
    assert asked is not None
    session = stage.session
    series = Series.objects.create(
        activity=session.activity,
        team=session.team,
        place=session.place,
        starts_on=date(2026, 3, 2),
        starts=time(11),
        minutes=120,
        rule="FREQ=WEEKLY;BYDAY=MO",
    )
    return {
        "session": stage.session.pk,
        "team": stage.session.team_id,
        "reservation": stage.session.reservation.pk,
        "user": stage.by.pk,
        "participant": person.pk,
        "picture": picture.pk,
        "removal": removal.pk,
        "asked": asked.pk,
        "shift": ShiftFactory().pk,
        "series": series.pk,
    }


def back() -> Any:
    """Go back before the names; return the apps as they were."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    for app, name in BEFORE.items():
        call_command("migrate", app, name, verbosity=0)
    executor = MigrationExecutor(connection)
    return executor._create_project_state(with_applied_migrations=True).apps


def plant(apps: Any, numbers: dict[str, int]) -> dict[str, int]:
    """Write a row under each former name."""
    activities = {
        name: apps.get_model("activities", name).objects
        for name in ("LadderStep", "StandingPlace", "ThrownDrafts")
    }
    step = activities["LadderStep"].create(shift_id=numbers["shift"], step="leader")
    activities["StandingPlace"].create(
        series_id=numbers["series"], participant_id=numbers["participant"]
    )
    drafts = activities["ThrownDrafts"].create(
        team_id=numbers["team"],
        thrown_by_id=numbers["user"],
        count=1,
        kept=[{"pk": 1}],
        things={"1": [2]},
        days={"3": ["2026-03-01"]},
    )
    first = apps.get_model("participants", "TakenOff").objects.get(pk=numbers["removal"])
    apps.get_model("participants", "TakenOff").objects.create(
        participant_id=numbers["participant"],
        item_type_id=first.item_type_id,
        item_id=numbers["picture"],
        by_id=numbers["user"],
    )
    apps.get_model("payouts", "Earning").objects.create(
        participant_id=numbers["participant"],
        reason="took_part",
        session_id=numbers["session"],
        reservation_id=numbers["reservation"],
        ore=15_000,
        state="taken_back",
    )
    apps.get_model("activities", "Heartbeat").objects.update_or_create(
        pk=1, defaults={"beaten_at": MOMENT, "steady_at": None}
    )
    away = apps.get_model("activities", "Away").objects.create(
        team_id=numbers["team"],
        staff_id=numbers["user"],
        first_day=MOMENT.date(),
        last_day=MOMENT.date(),
        starts_at=MOMENT,
        ends_at=MOMENT + timedelta(hours=2),
    )
    return {"step": step.pk, "drafts": drafts.pk, "away": away.pk}


def refusals() -> list[str]:
    """Return the rules that the database still keeps under the new names."""
    from django.db import DatabaseError, transaction

    from activities.models import Absence, EscalationStep, RecurringSignUp
    from participants.models import DepictionRemoval
    from payouts.models import Earning, Payout

    step = EscalationStep.objects.get()
    signup = RecurringSignUp.objects.get()
    tries = {
        "a step twice": lambda: EscalationStep.objects.create(
            shift_id=step.shift_id, step=step.step
        ),
        "a sign-up twice": lambda: RecurringSignUp.objects.create(
            series_id=signup.series_id, participant_id=signup.participant_id
        ),
        "an absence that ends before it begins": lambda: Absence.objects.update(
            ends_at=MOMENT - timedelta(days=1)
        ),
        "a removal changed": lambda: DepictionRemoval.objects.update(item_id=1),
        "a removal deleted": lambda: DepictionRemoval.objects.all()._raw_delete("default"),
        "cash without a receipt": lambda: Payout.objects.update(cash_receipt=None),
        "a bank payout without a batch": lambda: Payout.objects.update(method="bank"),
        "promised without money": lambda: Earning.objects.update(
            state="promised", reservation=None
        ),
    }
    refused = []
    for name, try_it in tries.items():
        try:
            with transaction.atomic():
                try_it()
        except DatabaseError:
            refused.append(name)
    return refused
