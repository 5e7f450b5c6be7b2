"""Undoing the last change: by whoever did it, for ten minutes, while nobody changed more."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from activities.models import DiscardedDrafts, PlanChange, Session, Shift, ShiftNotice
from activities.planning import series, sessions
from activities.staffing import asking, availability, cover, plan_changes, shifts
from activities.taking_part import signups
from core.errors import RuleBroken
from payouts.budgets import replanning
from payouts.earnings import promises, undoing
from payouts.models import Reservation
from tests.activities.staffing.test_shift_notices import MONDAY, Here, rest, told
from tests.factories.activities import PlaceFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory
from tests.factories.substitutes import willing

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def here():
    return Here()


def last(here, by=None):
    return plan_changes.latest(here.team, by=by or here.leader)


def undo(here, by=None):
    """Undo the newest change, shown or not."""
    return undoing.undo(PlanChange.objects.order_by("pk").last(), by=by or here.leader)


def move(session, here, **fields):
    later = {"starts_at": session.starts_at + A_DAY, "ends_at": session.ends_at + A_DAY}
    return replanning.move(session, by=here.leader, **(fields or later))


def stands(session):
    row = Session.objects.get(pk=session.pk)
    names = ("starts_at", "ends_at", "place_id", "off_site", "min_staff", "stands_alone")
    who = sorted(row.shifts.values_list("staff", "part"))
    return [getattr(row, name) for name in names], who


def changes(here, session):
    """Return, by its name, each kind of change of `session` that can be undone."""
    return {
        "moved": lambda: move(session, here),
        "to a place": lambda: move(session, here, place=PlaceFactory(min_staff=3), min_staff=3),
        "swapped": lambda: cover.take_over(
            session.shifts.get(staff=here.kari), staff=here.tuva, by=here.leader
        ),
        "filled": lambda: cover.fill(session, staff=here.tuva, by=here.leader),
        "put on": lambda: cover.put_on(session, staff=here.tuva, part="driver", by=here.leader),
        "taken off": lambda: cover.take_off(
            session.shifts.get(staff=here.kari), by=here.leader
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["moved", "to a place", "swapped", "filled", "put on", "taken off"]
)
def test_each_change_is_taken_back_whole_and_told_to_nobody(here, clock, name):
    session = here.session(here.kari, min_staff=2)
    shifts.assign(session, staff=here.kari, part="lead")
    rest(clock, 10)
    before = stands(session)

    changes(here, session)[name]()
    assert stands(session) != before
    assert last(here).session == session
    for _time in range(2):
        undo(here)

    assert stands(session) == before
    assert last(here) is None
    for one in (here.kari, here.tuva):
        assert [line for line in told(one) if "for få" not in line] == []
    assert rest(clock, 60) >= 0
    for one in (here.kari, here.tuva):
        assert [line for line in told(one) if "for få" not in line] == []
    assert not ShiftNotice.objects.untrue().exists()


def test_what_was_told_meanwhile_is_told_back_once(here, clock):
    session = here.session(here.kari)
    cover.take_over(session.shifts.get(), staff=here.tuva, by=here.leader)
    rest(clock)
    undo(here)
    rest(clock)
    rest(clock)
    assert told(here.tuva) == [
        "Du er satt på vakt fredag 6. februar 12.00–14.00, Parken.",
        "Du har ikke lenger vakt fredag 6. februar 12.00–14.00.",
    ]
    assert told(here.kari) == [
        "Du har ikke lenger vakt fredag 6. februar 12.00–14.00.",
        "Du er satt på vakt fredag 6. februar 12.00–14.00, Parken.",
    ]


@pytest.mark.parametrize("name", ["moved", "swapped", "filled", "put on", "taken off"])
@pytest.mark.parametrize("since", ["edited", "put on", "taken off", "moved"])
def test_what_somebody_else_changed_since_is_left_alone(here, name, since):
    session = here.session(here.kari, here.per, min_staff=3)
    changes(here, session)[name]()
    change = last(here)
    if since == "edited":
        sessions.edit(Session.objects.get(pk=session.pk), by=here.per, title="Turen")
    elif since == "moved":
        replanning.move(session, by=here.per, place=PlaceFactory())
    elif since == "put on":
        shifts.assign(session, staff=here.colleague("Ny"), by=here.per)
    else:
        shifts.unassign(session.shifts.get(staff=here.per), by=here.per)
    before = stands(session)

    assert last(here) is None
    with pytest.raises(RuleBroken, match="Økta er endret etterpå"):
        undoing.undo(change, by=here.leader)
    assert stands(session) == before


def test_after_ten_minutes_it_stands_and_is_forgotten(here, clock):
    session = here.session(here.kari)
    move(session, here)
    clock.shift(timedelta(minutes=10))
    assert last(here) is not None
    assert plan_changes.forget_old() == 0
    clock.shift(timedelta(seconds=1))
    assert last(here) is None
    with pytest.raises(RuleBroken, match="mer enn ti minutter"):
        undo(here)
    change = PlanChange.objects.get()
    assert [plan_changes.forget_old(), PlanChange.objects.count()] == [1, 0]
    with pytest.raises(RuleBroken, match="for lenge siden"):
        undoing.undo(change, by=here.leader)


def test_only_who_did_it_can(here):
    move(here.session(here.kari), here)
    assert last(here, by=here.per) is None
    with pytest.raises(RuleBroken, match="Bare den som gjorde det"):
        undo(here, by=here.per)


def test_a_rule_that_forbids_what_was_holds(here):
    session = here.session(here.kari)
    cover.take_over(session.shifts.get(), staff=here.tuva, by=here.leader)
    day = timezone.localdate(session.starts_at)
    availability.add_absence(here.team, staff=here.kari, deputy=None, first_day=day, last_day=day)
    before = stands(session)
    with pytest.raises(RuleBroken, match="Kari er borte da"):
        undo(here)
    assert stands(session) == before


@pytest.mark.parametrize("name", ["swapped", "taken off"])
def test_a_substitute_is_put_back_as_one_unless_the_other_team_has_let_them_go(here, name):
    one, session = willing(here.team), here.session(here.kari)
    [ask] = asking.ask(session.shifts.get(), staff=[one.staff], by=here.kari)
    asking.answer(ask, yes=True)
    theirs = {"session": session, "staff": one.staff, "lent_by": one.agreement.lends}

    def change():
        shift = session.shifts.get(staff=one.staff)
        if name == "swapped":
            cover.take_over(shift, staff=here.tuva, by=here.leader)
        else:
            cover.take_off(shift, by=here.leader)

    change()
    undo(here)
    assert Shift.objects.filter(**theirs).count() == session.shifts.count() == 1
    change()
    one.staff.memberships.update(ended_at=timezone.now())
    with pytest.raises(RuleBroken, match="Velg noen som jobber i teamet"):
        undo(here)


def test_nothing_is_moved_back_into_what_is_over(here, clock):
    session = here.session(here.kari, days=0, at=11)
    move(session, here)
    clock.shift(timedelta(minutes=-1))
    PlanChange.objects.update(created_at=timezone.now() + timedelta(minutes=55))
    clock.shift(timedelta(minutes=62))
    with pytest.raises(RuleBroken, match=r"skulle ha begynt 02.02. klokka 11.00"):
        undo(here)


def test_who_said_yes_to_the_new_time_is_not_moved(here, clock):
    session = here.session(here.kari)
    early, late = (ParticipantFactory(team=here.team) for _one in range(2))
    signups.join(session, participant=early)
    move(session, here)
    clock.shift(timedelta(minutes=1))
    signups.join(session, participant=late)
    with pytest.raises(RuleBroken, match="Noen har meldt seg på etterpå"):
        undo(here)
    signups.not_now(session, participant=late)
    undo(here)
    assert list(session.signups.coming().values_list("participant", flat=True)) == [early.pk]


def test_a_draft_that_was_made_is_discarded_and_can_be_restored(here):
    session = here.session(here.kari)
    day = timezone.localdate() + timedelta(days=11)
    made = replanning.copy_to(session, days=[day], clock=session.starts_at.time(), by=here.leader)
    change = last(here)
    assert change.session == made.made[0]
    for _time in range(2):
        undoing.undo(change, by=here.leader)
    assert list(Session.objects.all()) == [session]
    assert DiscardedDrafts.objects.get().count == 1


def test_a_draft_that_was_opened_since_is_no_draft_to_discard(here):
    session = here.session(here.kari)
    day = timezone.localdate() + timedelta(days=11)
    made = replanning.copy_to(session, days=[day], clock=session.starts_at.time(), by=here.leader)
    shifts.assign(made.made[0], staff=here.kari)
    promises.offer(made.made[0], by=here.leader)
    with pytest.raises(RuleBroken, match="Økta er endret etterpå"):
        undo(here)
    assert Session.objects.count() == 2


def test_what_follows_its_series_follows_it_again(here):
    standing = series.make(
        here.activity, team=here.team, place=here.place, starts_on=MONDAY.date() + A_DAY,
        starts=MONDAY.time(), minutes=60, rule="FREQ=WEEKLY;COUNT=2", by=here.leader,
    ).series  # fmt: skip
    session = standing.sessions.order_by("pk").first()
    before = stands(session)
    move(session, here)
    assert Session.objects.get(pk=session.pk).stands_alone
    undo(here)
    assert stands(session) == before


def test_what_changed_in_the_series_meanwhile_does_not_reach_it(here, clock):
    standing = series.make(
        here.activity, team=here.team, place=here.place, starts_on=MONDAY.date() + A_DAY,
        starts=MONDAY.time(), minutes=60, rule="FREQ=WEEKLY;COUNT=2", by=here.leader,
    ).series  # fmt: skip
    session = standing.sessions.order_by("pk").first()
    move(session, here)
    clock.shift(timedelta(minutes=1))
    series.edit_all(standing, by=here.per, minutes=90)
    undo(here)
    row = Session.objects.get(pk=session.pk)
    assert [row.stands_alone, row.planned_minutes] == [True, 60]


def test_the_money_follows_and_nothing_is_set_aside_twice(here):
    RateFactory(activity=here.activity)
    budget = BudgetFactory(team=here.team)
    session = here.session(here.kari, state="draft", places=4)
    promises.offer(session, by=here.leader)
    move(session, here)
    undo(here)
    budget.refresh_from_db()
    assert [Reservation.objects.get().ore, budget.committed_ore] == [60_000, 60_000]


def test_what_nobody_did_or_what_changed_nothing_is_no_change(here):
    session = here.session(here.kari, min_staff=2)
    cover.fill(session, staff=here.per)
    for _time in range(2):
        cover.put_on(session, staff=here.kari, part="lead", by=here.leader)
    replanning.move(session, by=here.leader, starts_at=session.starts_at)
    assert PlanChange.objects.count() == 0


def test_the_last_change_alone_is_offered(here):
    session, other = here.session(here.kari), here.session(here.per, days=5)
    move(session, here)
    cover.take_off(other.shifts.get(), by=here.leader)
    assert last(here).session == other
    undo(here)
    assert last(here) is None


@pytest.mark.both
@pytest.mark.parametrize("beside", ["undo", "move", "fill"])
def test_undo_beside_another_leaders_change(race, beside):
    result = race.run("tests.payouts.racers.undo_beside", processes=4, beside=beside)
    assert [one for one in result["acts"] if "error" in one] == []
    said, look = [one["value"] for one in result["acts"]], result["look"]
    if beside == "undo":
        assert said == ["done"] * 4
        assert look == {"day": 0, "staff": 1, "undone": 1, "twice": []}
        return
    undone = said[0] == "done"
    assert undone or "Økta er endret etterpå" in said[0]
    assert look["undone"] == int(undone)
    assert look["twice"] == []
    if beside == "move":
        # Three move it by a day each from where they find it; nobody's is lost.
        assert look["day"] == 3 + (0 if undone else 1)
    else:
        assert [look["day"], look["staff"]] == [0 if undone else 1, 1 + said.count("done") - undone]
