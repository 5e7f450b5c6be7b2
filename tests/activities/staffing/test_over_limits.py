"""Going past a limit of working time: a leader with a reason, who stands on the shift."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.models import Role, Team
from activities.models import Limit, OverLimit, PlanChange, Shift
from activities.planning import moves, series_needs
from activities.staffing import asking, cover, over_limits, shifts, suggestions
from core.errors import RuleBroken
from payouts.budgets import replanning
from payouts.earnings import undoing
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.activities import SessionFactory, ShiftFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 6, 0, tzinfo=UTC)
REST = "trenger hvile: 8 av 11 timer (aml. § 10-8)"
WHY = "Per ble syk, og ingen andre kan kjøre."


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def at(hours, team, **more):
    starts = MONDAY + timedelta(hours=hours)
    return SessionFactory(team=team, starts_at=starts, ends_at=starts + timedelta(hours=2), **more)


def colleague(team, name, role=Role.WORKER, **more):
    user = UserFactory(first_name=name, last_name="Vik", **more)
    return MembershipFactory(team=team, role=role, user=user).user


@pytest.fixture
def team():
    return TeamFactory(phone="+4722000000")


@pytest.fixture
def tired(team):
    """Somebody who works until eleven in the evening."""
    user = colleague(team, "Kari")
    ShiftFactory(session=at(14, team), staff=user)
    return user


@pytest.fixture
def leader(team):
    return colleague(team, "Leder", Role.LEADER, phone="+4741000001")


def reasons(shift):
    rows = OverLimit.objects.filter(shift=shift)
    return [(one.limit, one.minutes, one.reason, one.decided_by) for one in rows]


def test_a_leader_goes_on_with_a_reason_that_stands_on_the_shift(team, tired, leader):
    early = at(24, team)
    with pytest.raises(RuleBroken) as broken:
        shifts.assign(early, staff=tired, by=leader)
    assert broken.value.message == f"Kari Vik: {REST}. Skriv hvorfor det må bli slik."
    assert not early.shifts.exists()

    shift = shifts.assign(early, staff=tired, by=leader, reason=f" {WHY} ")
    assert reasons(shift) == [(Limit.DAILY_REST, 480, WHY, leader)]
    again = shifts.assign(early, staff=tired, by=leader, part=Shift.Part.DRIVER)
    assert again == shift
    assert reasons(shift) == [(Limit.DAILY_REST, 480, WHY, leader)]
    shifts.unassign(shift)
    assert not OverLimit.objects.exists()


@pytest.mark.parametrize(
    ("phone", "whom"),
    [
        ("+4741000001", "Ring Leder Vik, 41 00 00 01."),
        ("", "Spør Leder Vik ({team}: 22 00 00 00)."),
    ],
)
def test_who_does_not_lead_hears_whom_to_ask_and_a_reason_is_no_way_past(team, tired, phone, whom):
    colleague(team, "Leder", Role.LEADER, phone=phone)
    worker, early = colleague(team, "Ola"), at(24, team)
    for by in (worker, tired):
        with pytest.raises(RuleBroken) as broken:
            cover.fill(early, staff=tired, by=by, reason=WHY)
        said = f"Kari Vik: {REST}. Bare en leder kan gå videre. {whom.format(team=team)}"
        assert broken.value.message == said
    assert not early.shifts.exists()


def test_a_leader_of_another_team_does_not_lead_here(team, tired, leader):
    other = colleague(TeamFactory(), "Annen", Role.LEADER)
    MembershipFactory(team=team, role=Role.WORKER, user=other)
    with pytest.raises(RuleBroken, match="Bare en leder"):
        shifts.assign(at(24, team), staff=tired, by=other, reason=WHY)


def test_other_teams_work_counts_absence_and_called_off_work_do_not(team, leader):
    both, elsewhere = colleague(team, "Begge"), TeamFactory()
    MembershipFactory(team=elsewhere, role=Role.WORKER, user=both)
    late = at(14, elsewhere, title="Koret")
    ShiftFactory(session=late, staff=both)
    [passed] = over_limits.passed_by(at(24, team), both)
    assert passed.words == REST
    late.state = "cancelled"
    late.save()
    assert over_limits.passed_by(at(24, team), both) == []


def test_a_team_may_have_agreed_on_less_and_what_is_switched_off_is_not_told(team, tired, leader):
    early = at(24, team)
    over_limits.set_rules(team, by=leader, daily_rest=8 * 60, working_time_agreement="Avtale 2026")
    early.refresh_from_db()
    assert over_limits.passed_by(early, tired) == []
    for wrong in ({"daily_rest": 25 * 60}, {"full_week": 0}, {"longest_day": 24 * 60 + 1}):
        with pytest.raises(RuleBroken):
            over_limits.set_rules(team, by=leader, **wrong)
        with pytest.raises(IntegrityError), transaction.atomic():
            Team.objects.filter(pk=team.pk).update(**wrong)
    with pytest.raises(RuleBroken, match="hvilken avtale"):
        over_limits.set_rules(team, by=leader, weekly_rest=None, working_time_agreement="")
    with pytest.raises(RuleBroken, match="leder"):
        over_limits.set_rules(team, by=tired, weekly_rest=None)


def test_suggestions_propose_nothing_that_passes_a_limit(team, tired, leader):
    early = at(24, team, min_staff=2)
    day = early.starts_at.date()
    plan = suggestions.suggest(team, first=day, last=day)
    assert [one.staff for one in plan.choices] == [leader]
    assert f"Kari Vik: {REST}" in plan.gaps[0][1]


def test_a_move_is_held_against_the_limits_and_a_decision_stands_while_it_is_no_worse(
    team, tired, leader
):
    day = at(34, team)
    shift = ShiftFactory(session=day, staff=tired)
    early = {"starts_at": at(24, team).starts_at, "ends_at": at(24, team).ends_at}
    option = moves.moved(day, place=day.place, **early)
    [foreseen] = moves.foreseen(day, options=[option])
    assert foreseen.limits == [f"Kari Vik: {REST}."]
    assert set(foreseen.limits) <= set(foreseen.sentences)
    with pytest.raises(RuleBroken, match="Skriv hvorfor"):
        replanning.move(day, by=leader, **early)
    replanning.move(day, by=leader, limit_reason=WHY, **early)
    assert reasons(shift) == [(Limit.DAILY_REST, 480, WHY, leader)]

    later = {name: when + timedelta(hours=1) for name, when in early.items()}
    replanning.move(day, by=colleague(team, "Ola"), **later)  # no worse
    assert len(reasons(shift)) == 1
    afternoon = {name: when + timedelta(hours=10) for name, when in early.items()}
    replanning.move(day, by=leader, **afternoon)
    assert reasons(shift) == []


def test_undoing_puts_back_and_waits_for_a_leaders_reason(team, tired, leader):
    early = at(24, team)
    shift = ShiftFactory(session=early, staff=tired)
    worker = colleague(team, "Ola")
    cover.take_off(shift, by=worker)
    undoing.undo(PlanChange.objects.get(), by=worker)
    [row] = over_limits.ahead([team], monday=MONDAY.date(), weeks=1)
    assert (row.staff, row.broken.code, row.reasons) == (tired, Limit.DAILY_REST, [])
    for _twice in range(2):
        over_limits.explain(row.shift, by=leader, reason=WHY)
    [row] = over_limits.ahead([team], monday=MONDAY.date(), weeks=1)
    assert [one.reason for one in row.reasons] == [WHY]


def test_a_swap_takes_the_reason_too(team, tired, leader):
    asking.set_rule(team, cover_needs_leader=True)
    other = colleague(team, "Ola")
    theirs = ShiftFactory(session=at(24, team, published=True), staff=other)
    mine = ShiftFactory(session=at(72, team, published=True), staff=tired)
    [ask] = asking.ask(mine, staff=[other], by=tired, in_return=theirs.session)
    asking.answer(ask, yes=True)
    assert asking.limits_passed(ask) == [f"Kari Vik: {REST}."]
    with pytest.raises(RuleBroken):
        asking.decide(ask, yes=True, by=leader)
    asking.decide(ask, yes=True, by=leader, reason=WHY)
    [shift] = theirs.session.shifts.all()
    assert (shift.staff, reasons(shift)) == (tired, [("daily_rest", 480, WHY, leader)])


def test_a_long_day_is_about_its_own_last_shift_and_not_the_next_day(team, leader):
    user = colleague(team, "Kari")
    for hours in (2, 4, 6, 8, 10, 26):
        ShiftFactory(session=at(hours, team), staff=user)
    last = Shift.objects.get(session__starts_at=MONDAY + timedelta(hours=10))
    [row] = over_limits.ahead([team], monday=MONDAY.date(), weeks=1)
    assert (row.broken.code, row.shift) == (Limit.LONGEST_DAY, last)
    over_limits.explain(row.shift, by=leader, reason=WHY)
    [row] = over_limits.ahead([team], monday=MONDAY.date(), weeks=1)
    assert [one.reason for one in row.reasons] == [WHY]


def test_nothing_is_written_of_a_shift_that_passes_no_limit(team, tired, leader):
    with pytest.raises(RuleBroken) as broken:
        over_limits.explain(Shift.objects.get(staff=tired), by=leader, reason=WHY)
    assert broken.value.message == "Denne vakten går ikke over noen grense nå."


def test_a_series_leaves_out_the_day_and_says_why_or_takes_the_reason(team, tired, leader):
    early, needs = at(24, team), series_needs.Needs(staff=frozenset([tired]))
    said = series_needs.give(early, needs, by=leader)
    assert said == [f"03.02.: Kari Vik: {REST}. Skriv hvorfor det må bli slik."]
    assert series_needs.give(early, needs, by=leader, reason=WHY) == []
    assert reasons(early.shifts.get()) == [(Limit.DAILY_REST, 480, WHY, leader)]


def test_what_a_series_would_pass_is_foreseen_among_its_own_days_too(team, leader):
    user = colleague(team, "Ny")
    rows = [at(14, team), at(24, team), at(80, team)]
    found = over_limits.foreseen(rows, staff=[user])
    assert found == [(rows[0], f"Ny Vik: {REST}."), (rows[1], f"Ny Vik: {REST}.")]


def test_what_is_over_is_refused_to_nobody(team, tired, leader):
    early = at(24, team)
    with time_machine.travel(early.ends_at + timedelta(hours=1), tick=False):
        assert over_limits.passed_by(early, tired) == []
