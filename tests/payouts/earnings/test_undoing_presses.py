"""Undoing what one press changed of many sessions: all of it, or nothing."""

from datetime import time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import DiscardedDrafts, PlanChange, Series, Session, ShiftNotice
from activities.planning import series, sessions, team_days_off, week_templates
from activities.staffing import plan_changes, shift_notices, shifts, suggestions
from activities.taking_part import recurring_signups, signups
from core.errors import RuleBroken
from payouts import session_rates
from payouts.budgets import replanning
from payouts.earnings import promises, undoing
from payouts.models import Reservation, SessionRate
from tests.activities.staffing.test_shift_notices import MONDAY, Here, told
from tests.factories.activities import PlaceFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory

pytestmark = pytest.mark.django_db
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
TUESDAY = MONDAY.date() + A_DAY


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def here():
    return Here()


def undo(here, by=None):
    return undoing.undo(PlanChange.objects.order_by("pk").last(), by=by or here.leader)


def all_there():
    """Return every session and series as it stands, but for its versions and keys of drafts."""
    rows = Session.objects.order_by("series", "occurrence_on", "starts_at").values_list(
        "series", "occurrence_on", "starts_at", "ends_at", "place", "min_staff", "off_site",
        "stands_alone", "state",
    )  # fmt: skip
    names = ("starts_on", "starts", "minutes", "rule", "left_out", "ended_on", "place", "min_staff")
    staff = Session.objects.order_by("starts_at", "shifts__staff").values_list(
        "starts_at", "shifts__staff", "shifts__part"
    )
    return list(rows), list(Series.objects.order_by("pk").values_list("pk", *names)), list(staff)


# --- Copies, a normal week, suggested staff ------------------------------------------------
def copied(here, session, count=3):
    days = [TUESDAY + A_WEEK + A_DAY * one for one in range(count)]
    return replanning.copy_to(session, days=days, clock=time(12), by=here.leader).made


def test_copies_of_one_press_are_discarded_together_with_their_honorarium(here):
    session = here.session(here.kari, state="draft")
    session_rates.choose(session, ore=20_000, by=here.leader)
    before = all_there()
    assert len(copied(here, session)) == 3
    assert len(plan_changes.latest_press(here.team, by=here.leader)) == 3
    change = PlanChange.objects.order_by("pk").first()
    for _time in range(2):
        undoing.undo(change, by=here.leader)
    assert all_there() == before
    assert [DiscardedDrafts.objects.get().count, SessionRate.objects.count()] == [3, 1]


def test_one_copy_changed_since_is_named_with_whom_to_ask_and_all_stay(here, clock):
    made = copied(here, here.session(here.kari))
    clock.shift(timedelta(minutes=1))
    sessions.edit(made[1], by=here.per, title="Turen")
    assert plan_changes.latest_press(here.team, by=here.leader) == []
    with pytest.raises(RuleBroken) as broken:
        undo(here)
    assert broken.value.message == ("Turen 11.02. klokka 12.00 er endret etterpå. Spør Per.")
    assert Session.objects.count() == 4


def test_ones_own_later_change_and_a_shift_are_named_too(here, clock):
    made = copied(here, here.session(here.kari))
    clock.shift(timedelta(minutes=1))
    shifts.assign(made[2], staff=here.kari, by=here.per)
    with pytest.raises(RuleBroken, match=r"12.02. klokka 12.00 er endret etterpå. Se hvordan"):
        undo(here)
    sessions.edit(made[0], by=here.leader, title="Turen")
    with pytest.raises(RuleBroken, match=r"^Du har endret Turen 10.02."):
        undo(here)


def test_a_normal_week_that_was_laid_out_is_taken_away_whole(here):
    here.session(days=1, state="draft"), here.session(days=2, state="draft")
    kept = week_templates.save_week(here.team, name="Vanlig", monday=MONDAY.date())
    before = all_there()
    done = week_templates.plan(kept, monday=MONDAY.date() + A_WEEK, by=here.leader)
    assert len(done.made) == 2
    undo(here)
    assert all_there() == before


def test_nobody_undoes_a_week_that_somebody_else_laid_out_or_after_ten_minutes(here, clock):
    made = copied(here, here.session(here.kari))
    with pytest.raises(RuleBroken, match="Bare den som gjorde det"):
        undo(here, by=here.per)
    clock.shift(timedelta(minutes=10, seconds=1))
    with pytest.raises(RuleBroken, match="mer enn ti minutter"):
        undo(here)
    assert Session.objects.count() == 1 + len(made)


def test_staff_set_in_one_press_go_together_and_nobody_hears(here, clock):
    rows = [here.session(days=days) for days in (3, 4)]
    shifts.assign(rows[0], staff=here.tuva, by=here.tuva)
    before = all_there()
    wanted = [(one.pk, who.pk, "second") for one in rows for who in (here.kari, here.per)]
    wanted += [(rows[0].pk, here.tuva.pk, "second"), (0, here.kari.pk, "lead")]
    assert suggestions.accept(here.team, wanted=wanted, by=here.leader) == [
        "Ett av forslagene finnes ikke lenger."
    ]
    assert len(plan_changes.latest_press(here.team, by=here.leader)) == 4
    undo(here)
    assert all_there() == before
    clock.shift(timedelta(minutes=6))
    assert shift_notices.tell_due() == 0


def test_who_has_heard_of_a_shift_hears_once_that_it_is_gone(here, clock):
    row = here.session(days=4, min_staff=2)
    wanted = [(row.pk, who.pk, "second") for who in (here.kari, here.per)]
    suggestions.accept(here.team, wanted=wanted, by=here.leader)
    clock.shift(timedelta(minutes=6))
    shift_notices.tell_due()
    undo(here)
    for _round in range(3):
        clock.shift(timedelta(minutes=6))
        shift_notices.tell_due()
    assert [len(told(here.kari)), told(here.kari)[1]] == [
        2, "Du har ikke lenger vakt fredag 6. februar 12.00–14.00.",
    ]  # fmt: skip


# --- A recurring session -------------------------------------------------------------------
def standing(here, count=4, **more):
    return series.make(
        here.activity, team=here.team, place=here.place, starts_on=TUESDAY, starts=time(12),
        minutes=120, rule=f"FREQ=WEEKLY;BYDAY=TU;COUNT={count}", by=here.leader, min_staff=1,
        **more,
    ).series  # fmt: skip


def of(row, number=0):
    return row.sessions.order_by("starts_at")[number]


MOVES = {
    "clock": {"starts": time(14)},
    "day": {"rule": "FREQ=WEEKLY;BYDAY=WE;COUNT=4"},
    "length": {"minutes": 60},
    "place": {"place": None},
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("number", [None, 0, 2])
def test_a_series_is_put_back_from_here_or_whole(here, move, number):
    row = standing(here, staff=[here.kari])
    session, changes = of(row, number or 0), dict(MOVES[move])
    if move == "place":
        changes["place"] = PlaceFactory(min_staff=3)
        changes["min_staff"] = 3
    since = None if number is None else session.occurrence_on
    before = all_there()
    replanning.move_series(session, by=here.leader, since=since, **changes)
    assert all_there() != before
    assert Series.objects.count() == (2 if number == 2 else 1)
    for _time in range(2):
        undo(here)
    assert all_there() == before
    assert plan_changes.latest_press(here.team, by=here.leader) == []


def test_people_with_a_place_each_time_and_the_money_come_back(here):
    RateFactory(activity=here.activity, ore=10_000)
    budget = BudgetFactory(team=here.team)
    row = standing(here, staff=[here.kari], places=4)
    person = ParticipantFactory(team=here.team)
    recurring_signups.give(row, participant=person)
    for one in row.sessions.all():
        promises.offer(one, by=here.leader)
    before, kept = all_there(), list(Reservation.objects.order_by("pk").values_list("count"))
    replanning.move_series(
        of(row, 1), by=here.leader, since=of(row, 1).occurrence_on, starts=time(9)
    )
    undo(here)
    assert all_there() == before
    assert list(Reservation.objects.order_by("pk").values_list("count")) == kept
    budget.refresh_from_db()
    assert budget.committed_ore == 4 * 4 * 10_000
    assert [one.participant for one in row.recurring_signups.all()] == [person]
    assert all(one.signups.coming().count() == 1 for one in row.sessions.all())


def test_a_series_changed_since_or_with_new_people_is_not_put_back(here, clock):
    row = standing(here)
    done = replanning.move_series(
        of(row, 2), by=here.leader, since=of(row, 2).occurrence_on, starts=time(9)
    )
    person = ParticipantFactory(team=here.team)
    place = recurring_signups.give(done.series, participant=person)
    moved = all_there()
    with pytest.raises(RuleBroken, match="fått eller mistet fast plass"):
        undo(here)
    recurring_signups.end(place)
    series.edit_all(done.series, by=here.per, title="Turen")
    with pytest.raises(RuleBroken, match="er endret etterpå"):
        undo(here)
    assert all_there() == moved


def test_who_said_yes_to_a_new_time_keeps_it_and_the_session_is_named(here, clock):
    row = standing(here, staff=[here.kari])
    for one in row.sessions.all():
        promises.offer(one, by=here.leader)
    replanning.move_series(of(row), by=here.leader, starts=time(15))
    clock.shift(timedelta(minutes=1))
    signups.join(of(row, 1), participant=ParticipantFactory(team=here.team))
    moved = all_there()
    with pytest.raises(RuleBroken, match=r"Noen har meldt seg på \S+ 10.02. klokka 15.00 etterpå"):
        undo(here)
    assert all_there() == moved


def test_a_day_off_in_the_way_comes_and_goes(here):
    """Wednesday of the second week is a day off: its draft goes, and is made again."""
    row = standing(here, staff=[here.kari])
    day = TUESDAY + A_WEEK + A_DAY
    team_days_off.add(here.team, name="Planlegging", first_day=day, last_day=day, by=here.leader)
    before = all_there()
    done = replanning.move_series(of(row), by=here.leader, rule="FREQ=WEEKLY;BYDAY=WE;COUNT=4")
    assert done.removed or done.kept
    undo(here)
    assert all_there() == before
    assert ShiftNotice.objects.count() == 0


@pytest.mark.parametrize("own", ["honorarium", "part"])
def test_a_draft_that_went_and_was_of_its_own_makes_the_move_one_that_stands(here, own):
    """It would be made again with the series' honorarium, and everybody as second."""
    row = standing(here, staff=[here.kari])
    lost = of(row, 1)
    if own == "honorarium":
        session_rates.choose(lost, ore=20_000, by=here.leader)
    else:
        shifts.assign(lost, staff=here.kari, part="lead", by=here.leader)
    day = TUESDAY + A_WEEK + A_DAY
    team_days_off.add(here.team, name="Planlegging", first_day=day, last_day=day, by=here.leader)
    replanning.move_series(of(row), by=here.leader, rule="FREQ=WEEKLY;BYDAY=WE;COUNT=4")
    assert not Session.objects.filter(pk=lost.pk).exists()
    assert plan_changes.latest_press(here.team, by=here.leader) == []


def test_who_cannot_work_again_what_went_is_said_and_nothing_is_undone(here):
    row = standing(here, staff=[here.kari])
    day, busy = TUESDAY + A_WEEK + A_DAY, of(row, 1).starts_at
    team_days_off.add(here.team, name="Planlegging", first_day=day, last_day=day, by=here.leader)
    replanning.move_series(of(row), by=here.leader, rule="FREQ=WEEKLY;BYDAY=WE;COUNT=4")
    here.session(here.kari, days=(busy.date() - MONDAY.date()).days)
    moved = all_there()
    with pytest.raises(RuleBroken, match=r"^Det kan ikke bli som før. 10.02.: "):
        undo(here)
    assert all_there() == moved


@pytest.mark.parametrize("who", ["leader", "per"])
def test_an_honorarium_chosen_since_is_not_dropped_with_what_goes(here, clock, who):
    session = here.session(here.kari, state="draft")
    session_rates.choose(session, ore=20_000, by=here.leader)
    made = copied(here, session)
    clock.shift(timedelta(minutes=1))
    session_rates.choose(made[0], ore=30_000, by=getattr(here, who))
    said = {"leader": "^Honoraret er valgt etterpå", "per": "^Per har valgt honoraret etterpå"}
    with pytest.raises(RuleBroken, match=said[who]):
        undo(here)
    assert SessionRate.objects.count() == 4


def test_an_honorarium_chosen_since_for_what_was_split_is_not_dropped(here, clock):
    row = standing(here)
    session_rates.choose(row, ore=20_000, by=here.leader)
    later = of(row, 2)
    done = replanning.move_series(
        later, by=here.leader, since=later.occurrence_on, starts=time(9)
    ).series
    clock.shift(timedelta(minutes=1))
    session_rates.choose(row, ore=10_000, by=here.per)
    session_rates.choose(done, ore=30_000, by=here.per)
    with pytest.raises(RuleBroken, match=r"^Per har valgt honoraret"):
        undo(here)
    SessionRate.objects.filter(series=done).update(changed_at=MONDAY)
    undo(here)
    assert list(SessionRate.objects.values_list("series", "ore")) == [(row.pk, 10_000)]


# --- Locks ---------------------------------------------------------------------------------
def held(queries, *tables):
    """Return which of `tables` were locked, in order, once each."""
    found = [
        name
        for one in queries
        for name in tables
        if "FOR " in one["sql"] and f'FROM "{name}"' in one["sql"]
    ]
    return list(dict.fromkeys(found))


@pytest.mark.both
def test_locks_are_taken_in_one_order(here):
    """Series, persons, sessions; what is set aside, then its budget, each once."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL locks rows")
    RateFactory(activity=here.activity, ore=10_000)
    BudgetFactory(team=here.team)
    row = standing(here, staff=[here.kari])
    promises.offer(of(row), by=here.leader)
    order = ["activities_series", "accounts_user", "activities_session"]
    with CaptureQueriesContext(connection) as queries:
        replanning.move_series(of(row), by=here.leader, starts=time(15))
    assert held(queries.captured_queries, *order) == order
    with CaptureQueriesContext(connection) as queries:
        undo(here)
    assert held(queries.captured_queries, *order) == order
    money = ["payouts_reservation", "payouts_budget"]
    with CaptureQueriesContext(connection) as queries:
        promises.draw_back(of(row), by=here.leader)
    assert held(queries.captured_queries, *money) == money


# --- Two at once ---------------------------------------------------------------------------
AS_BEFORE = {
    "series": {"sessions": 4, "clocks": [12], "series": 1, "shifts": 0, "discarded": 0},
    "copies": {"sessions": 1, "clocks": [], "series": 0, "shifts": 0, "discarded": 1},
    "staff": {"sessions": 4, "clocks": [], "series": 0, "shifts": 0, "discarded": 0},
}


@pytest.mark.both
@pytest.mark.parametrize(
    ("made", "beside"),
    [
        *((one, "undo") for one in AS_BEFORE),
        ("series", "edit"),
        ("copies", "fill"),
        ("staff", "fill"),
    ],
)
def test_a_press_is_undone_once_and_whole_beside_others(race, made, beside):
    result = race.run(
        "tests.payouts.racers.undo_press_beside", processes=4, press=made, beside=beside
    )
    assert [one for one in result["acts"] if "error" in one] == []
    said, look = [one["value"] for one in result["acts"]], result["look"]
    if beside == "undo":
        assert said == ["done"] * 4
        assert look == AS_BEFORE[made] | {"undone": True}
        return
    added = said[1:].count("done") if beside == "fill" else 0
    if said[0] == "done":
        assert look == AS_BEFORE[made] | {"undone": True, "shifts": added}
    else:
        assert "etterpå" in said[0]
        assert [look["undone"], look["discarded"]] == [False, 0]
        assert look["series"] == (2 if made == "series" else 0)
        assert look["shifts"] == added + (3 if made == "staff" else 0)
