"""What is set aside follows what an open session becomes, or nothing is changed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from activities.models import Session
from activities.planning import series
from activities.taking_part import signups
from core.errors import RuleBroken
from payouts.budgets import replanning
from payouts.earnings import promises
from payouts.models import Budget, Reservation
from payouts.reconciliation import verification
from tests.factories.activities import ActivityFactory, PlaceFactory, with_staff
from tests.factories.payouts import BudgetFactory, RateFactory
from tests.payouts.helpers import Scene, scene

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def held(stage: Scene) -> tuple[Budget, int, int]:
    """Return the session's budget, how many there is money for, and what each is promised."""
    row = Reservation.objects.select_related("budget").get(session=stage.session)
    assert verification.verify() == []
    return row.budget, row.count, row.rate_ore


def test_more_places_are_covered_or_refused() -> None:
    stage = scene(places=2, budget_ore=60_000)

    replanning.edit(stage.session, by=stage.by, places=4)
    with pytest.raises(RuleBroken) as told:
        replanning.edit(stage.session, by=stage.by, places=5)

    stage.session.refresh_from_db()
    assert (stage.session.places, *held(stage)[1:]) == (4, 4, 15_000)
    assert "Det mangler 150\u00a0kr." in told.value.message


def test_those_in_line_are_given_no_place_without_money() -> None:
    stage = scene(places=1, budget_ore=15_000)
    for _n in range(2):
        signups.join(stage.session, participant=stage.participant())
    with pytest.raises(RuleBroken):
        replanning.edit(stage.session, by=stage.by, places=2)
    assert stage.session.signups.coming().count() == 1


def test_fewer_places_give_back_what_nobody_is_coming_for() -> None:
    stage = scene(places=4, budget_ore=60_000)
    for _n in range(2):
        signups.join(stage.session, participant=stage.participant())

    replanning.edit(stage.session, by=stage.by, places=1)

    budget, count, _rate = held(stage)
    assert (count, budget.free_ore) == (2, 30_000)


def test_drop_in_reserves_what_usually_come() -> None:
    stage = scene(places=20)
    replanning.edit(stage.session, by=stage.by, places=None)
    assert held(stage)[1] == 12


def test_other_changes_leave_the_money_alone() -> None:
    stage = scene(places=1, budget_ore=30_000)
    for _n in range(2):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    assert held(stage)[1] == 2
    Budget.objects.update(ends_on=date(2021, 1, 1))

    replanning.edit(stage.session, by=stage.by, title="Ny tittel")

    assert held(stage)[1] == 2


def test_on_a_day_in_another_period_the_other_budget_takes_over() -> None:
    stage = scene(places=2)
    change = timezone.localdate() + timedelta(days=5)
    Budget.objects.update(ends_on=change)
    after = BudgetFactory(team=stage.session.team, starts_on=change, amount_ore=30_000)
    later = stage.session.starts_at + timedelta(days=7)

    replanning.edit(stage.session, by=stage.by, starts_at=later, ends_at=later + timedelta(hours=1))

    stage.budget.refresh_from_db()
    assert (held(stage)[0], stage.budget.committed_ore) == (after, 0)


def test_a_day_that_no_budget_covers_is_refused() -> None:
    stage = scene(places=2)
    Budget.objects.update(ends_on=timezone.localdate() + timedelta(days=5))
    later = stage.session.starts_at + timedelta(days=7)

    with pytest.raises(RuleBroken) as told:
        replanning.edit(
            stage.session, by=stage.by, starts_at=later, ends_at=later + timedelta(hours=1)
        )

    assert "Ingen godkjente budsjett gjelder" in told.value.message
    before = stage.session.starts_at
    stage.session.refresh_from_db()
    assert stage.session.starts_at == before


@pytest.mark.parametrize(("new_rate", "promised"), [(20_000, 20_000), (10_000, 15_000)])
def test_another_rate_on_the_new_day_never_lowers_what_was_said(
    new_rate: int, promised: int
) -> None:
    stage = scene(places=2)
    RateFactory(
        activity=stage.session.activity,
        ore=new_rate,
        valid_from=timezone.localdate() + timedelta(days=3),
    )
    later = stage.session.starts_at + timedelta(days=7)

    replanning.edit(stage.session, by=stage.by, starts_at=later, ends_at=later + timedelta(hours=1))

    assert held(stage)[1:] == (2, promised)


def test_another_activity_takes_from_a_budget_that_covers_it() -> None:
    stage = scene(places=2)
    Budget.objects.update(activity=stage.session.activity)
    other = ActivityFactory(teams=[stage.session.team])
    with pytest.raises(RuleBroken):
        replanning.edit(stage.session, by=stage.by, activity=other)
    common = BudgetFactory(team=stage.session.team)

    replanning.edit(stage.session, by=stage.by, activity=other)

    assert held(stage) == (common, 2, 15_000)


def test_an_activity_that_pays_gets_its_money_when_the_one_before_did_not() -> None:
    stage = scene(places=2)
    free = ActivityFactory(teams=[stage.session.team])
    draft = Session.objects.get(pk=stage.session.pk)
    draft.pk, draft.uid, draft.activity = None, None, free
    draft.uid = Session._meta.get_field("uid").get_default()
    draft.state = Session.State.DRAFT
    draft.save()
    promises.offer(with_staff(draft), by=stage.by)
    assert not Reservation.objects.filter(session=draft).exists()

    replanning.edit(draft, by=stage.by, activity=stage.session.activity)

    assert Reservation.objects.get(session=draft).ore == 30_000


def standing(*, budget_ore: int) -> tuple[series.Series, list[Session]]:
    """Return a recurring session of two places whose first two sessions are open."""
    activity = ActivityFactory()
    RateFactory(activity=activity)
    budget = BudgetFactory(amount_ore=budget_ore)
    activity.teams.add(budget.team)
    made = series.make(
        activity,
        team=budget.team,
        place=PlaceFactory(),
        starts_on=timezone.localdate() + timedelta(days=1),
        starts="12:00",
        minutes=60,
        rule="FREQ=WEEKLY;COUNT=3",
        places=2,
        by=None,
    )
    some = list(made.series.sessions.order_by("starts_at")[:2])
    for session in some:
        promises.offer(with_staff(session), by=None)
    return made.series, some


def test_a_recurring_session_with_more_places_is_covered() -> None:
    row, _some = standing(budget_ore=90_000)

    replanning.edit_series(row, by=None, places=3)

    assert [one.count for one in Reservation.objects.order_by("pk")] == [3, 3]
    assert Budget.objects.get().committed_ore == 90_000


def test_a_recurring_session_is_changed_whole_or_not_at_all() -> None:
    row, some = standing(budget_ore=75_000)

    with pytest.raises(RuleBroken) as told:
        replanning.edit_series(row, by=None, since=timezone.localdate(), places=3)

    starts = timezone.localtime(some[1].starts_at)
    assert told.value.message.startswith(f"{some[1].name} {starts:%d.%m.}: Økta trenger")
    assert set(Session.objects.values_list("places", flat=True)) == {2}
    assert Budget.objects.get().committed_ore == 60_000


def test_what_is_set_aside_is_locked_in_one_order(race) -> None:
    """Before, one took the budget first and another what is set aside, and waited for ever."""
    result = race.run("tests.payouts.racers.one_reservation", processes=6)

    assert [one.get("error") for one in result["acts"]] == [None] * 6
    assert result["look"] == {"agrees": True}
