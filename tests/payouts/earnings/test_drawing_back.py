"""Undoing «Publiser uka»: what nobody has answered is drafts again, and nothing untrue is told."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from activities.models import PlanChange, Session, ShiftNotice
from activities.planning import drafts, series, sessions
from activities.staffing import asking, plan_changes, shift_notices, shifts
from activities.taking_part import recurring_signups, reminders, signups
from core.errors import RuleBroken
from notices.models import Message
from payouts.earnings import promises, publishing, undoing
from payouts.models import Reservation
from tests.activities.staffing.test_shift_notices import MONDAY, Here, told
from tests.factories.activities import ShiftFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory
from tests.factories.substitutes import willing

pytestmark = pytest.mark.django_db
BACK = "Vakten din fredag 6. februar 12.00–14.00 er trukket tilbake. Den er ikke avgjort ennå."
ON = "Du er satt på vakt fredag 6. februar 12.00–14.00, Parken."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def here():
    return Here()


def publish(here):
    return publishing.publish(here.team, monday=MONDAY.date(), by=here.leader)


def undo(here, by=None):
    return undoing.undo(PlanChange.objects.order_by("pk").last(), by=by or here.leader)


def rest(clock):
    for _round in range(3):
        clock.shift(timedelta(minutes=6))
        shift_notices.tell_due()


def state(session):
    return Session.objects.get(pk=session.pk).state


def test_what_was_opened_is_drafts_again_and_the_money_is_free(here):
    RateFactory(activity=here.activity, ore=10_000)
    budget = BudgetFactory(team=here.team)
    rows = [here.session(here.kari, state="draft", days=days, places=4) for days in (3, 4)]
    publish(here)
    opened = Session.objects.get(pk=rows[0].pk).published_at
    done = undo(here)
    assert [len(done.drafts), done.kept, done.hear] == [2, [], 1]
    assert [state(one) for one in rows] == ["draft"] * 2
    budget.refresh_from_db()
    assert [budget.committed_ore, Reservation.objects.count()] == [0, 0]
    assert list(Session.objects.shown()) == []
    # That it was open stays a fact, and nobody discards it as if it never was.
    assert Session.objects.get(pk=rows[0].pk).published_at == opened
    assert list(drafts.of(here.team)) == []
    assert undo(here) is None

    publish(here)
    budget.refresh_from_db()
    assert [budget.committed_ore, state(rows[0])] == [80_000, "published"]
    assert Session.objects.get(pk=rows[0].pk).published_at == opened


def test_who_was_told_hears_once_and_hears_anew_when_it_opens_again(here, clock):
    session = here.session(state="draft")
    shifts.assign(session, staff=here.kari, by=here.per)
    publish(here)
    assert told(here.kari) == [ON]
    undo(here)
    rest(clock)
    assert told(here.kari) == [ON, BACK]
    publish(here)
    rest(clock)
    assert told(here.kari) == [ON, BACK, ON]


def test_opened_again_as_it_was_before_they_heard_is_no_news(here, clock):
    session = here.session(state="draft")
    shifts.assign(session, staff=here.kari, by=here.per)
    publish(here)
    undo(here)
    assert publishing.foreseen(here.team, monday=MONDAY.date(), by=here.leader).news == []
    publish(here)
    rest(clock)
    assert told(here.kari) == [ON]


def test_moved_as_a_draft_they_are_foretold_and_told_the_difference(here, clock):
    session = here.session(state="draft")
    shifts.assign(session, staff=here.kari, by=here.per)
    publish(here)
    undo(here)
    sessions.edit(session, by=here.leader, starts_at=session.starts_at - timedelta(hours=1))
    ((who, news),) = publishing.foreseen(here.team, monday=MONDAY.date(), by=here.leader).news
    assert [who, news[0].told] == [here.kari, ShiftNotice.Told.MOVED]
    publish(here)
    rest(clock)
    assert told(here.kari)[1:] == [
        "Vakten din fredag 6. februar 12.00–14.00 er flyttet til"
        " fredag 6. februar 11.00–14.00, Parken."
    ]


def test_who_was_not_told_yet_never_hears(here, clock):
    """At night what begins in half a day waits until the morning: nobody had heard."""
    session = here.session(state="draft", days=1, at=18)
    shifts.assign(session, staff=here.kari, by=here.per)
    clock.move_to(MONDAY.replace(hour=22))
    assert publish(here).told == 0
    assert undo(here).hear == 0
    clock.move_to(MONDAY.replace(day=3, hour=8))
    rest(clock)
    assert Message.objects.filter(user=here.kari).count() == 0


def test_whoever_published_works_it_too_and_hears_nothing(here, clock):
    shifts.assign(here.session(state="draft"), staff=here.leader, by=here.leader)
    publish(here)
    undo(here)
    rest(clock)
    assert told(here.leader) == []


@pytest.mark.parametrize("answer", ["coming", "not now", "each time"])
def test_what_somebody_has_answered_stays_open_with_its_money(here, answer):
    RateFactory(activity=here.activity, ore=10_000)
    budget = BudgetFactory(team=here.team)
    person = ParticipantFactory(team=here.team)
    row = series.make(
        here.activity, team=here.team, place=here.place, starts_on=MONDAY.date(),
        starts=(MONDAY + timedelta(hours=3)).time(), minutes=60, rule="FREQ=WEEKLY;COUNT=2",
        by=here.leader, min_staff=1, places=4, staff=[here.kari],
    ).series  # fmt: skip
    if answer == "each time":
        recurring_signups.give(row, participant=person)
    answered = row.sessions.order_by("starts_at")[0]
    other = here.session(here.per, state="draft", places=4)
    publish(here)
    if answer == "coming":
        signups.join(answered, participant=person)
    elif answer == "not now":
        signups.not_now(answered, participant=person)
    done = undo(here)
    assert [state(answered), state(other)] == ["published", "draft"]
    assert [(one.pk, why.message) for one, why in done.kept] == [
        (answered.pk, "Noen har svart på den.")
    ]
    budget.refresh_from_db()
    assert budget.committed_ore == 40_000


def test_what_was_changed_since_stays_open_and_is_said(here, clock):
    rows = [here.session(here.kari, state="draft", days=days) for days in (3, 4)]
    publish(here)
    sessions.edit(rows[0], by=here.per, title="Turen")
    assert len(plan_changes.latest_press(here.team, by=here.leader)) == 1
    done = undo(here)
    assert [state(one) for one in rows] == ["published", "draft"]
    assert [why.message for _one, why in done.kept] == ["Den er endret etterpå."]


def test_when_all_must_stay_nothing_is_done_and_it_is_said(here):
    session = here.session(here.kari, state="draft")
    publish(here)
    signups.join(session, participant=ParticipantFactory(team=here.team))
    with pytest.raises(RuleBroken, match="Noen har svart på alt"):
        undo(here)
    sessions.edit(session, by=here.per, title="Turen")
    assert plan_changes.latest_press(here.team, by=here.leader) == []
    with pytest.raises(RuleBroken, match="Alt som ble åpnet, er endret etterpå"):
        undo(here)
    assert state(session) == "published"


def test_only_by_whoever_published_and_for_ten_minutes(here, clock):
    session = here.session(here.kari, state="draft")
    publish(here)
    with pytest.raises(RuleBroken, match="Bare den som gjorde det"):
        undo(here, by=here.per)
    clock.shift(timedelta(minutes=10, seconds=1))
    with pytest.raises(RuleBroken, match="mer enn ti minutter"):
        undo(here)
    assert state(session) == "published"


def test_a_substitute_hears_of_what_is_opened_again_too(here):
    one, session = willing(here.team), here.session(here.kari, days=2, state="draft")
    ShiftFactory(session=session, staff=one.staff, lent_by=one.agreement.lends)
    news = publishing.foreseen(here.team, monday=MONDAY.date(), by=here.leader).news
    assert one.staff in [who for who, _news in news]


def test_what_has_begun_is_not_drawn_back(here, clock):
    session = here.session(here.kari, state="draft", days=0, at=11)
    clock.move_to(session.starts_at - timedelta(minutes=3))
    promises.offer(session, by=here.leader)
    clock.shift(timedelta(minutes=4))
    with pytest.raises(RuleBroken, match="Den har begynt"):
        promises.draw_back(session, by=here.leader)


def test_nobody_is_reminded_of_what_was_drawn_back(here, clock):
    session = here.session(here.kari, state="draft", days=1)
    publish(here)
    undo(here)
    clock.move_to(timezone.localtime(session.starts_at).replace(day=2, hour=16))
    reminders.remind_due()
    assert Message.objects.filter(key__startswith="remind").count() == 0


def test_a_recurring_session_that_changes_never_removes_what_was_open(here):
    row = series.make(
        here.activity, team=here.team, place=here.place, starts_on=MONDAY.date(),
        starts=(MONDAY + timedelta(hours=3)).time(), minutes=60, rule="FREQ=WEEKLY;COUNT=2",
        by=here.leader, min_staff=1, staff=[here.kari],
    ).series  # fmt: skip
    session = row.sessions.order_by("starts_at")[0]
    publish(here)
    undo(here)
    series.leave_out(row, day=session.occurrence_on, by=here.leader)
    assert Session.objects.filter(pk=session.pk).exists()


def test_a_swap_that_gives_it_in_return_keeps_it_open_and_is_void_when_it_is_not(here):
    wanted = here.session(here.per, days=3)
    given = here.session(here.kari, state="draft")
    other = here.session(here.per, state="draft", days=5)
    publish(here)
    shift = wanted.shifts.get()
    (ask,) = asking.ask(shift, staff=[here.kari], by=here.per, in_return=given)
    done = undo(here)
    assert [(one.pk, why.message) for one, why in done.kept] == [
        (given.pk, "Noen har svart på den.")
    ]
    assert [state(given), state(other)] == ["published", "draft"]
    Session.objects.filter(pk=given.pk).update(state="draft")
    with pytest.raises(RuleBroken, match="skulle gi bort, er ikke åpen nå"):
        asking.answer(ask, yes=True)
    with pytest.raises(RuleBroken, match="Velg en vakt som en kollega har nå"):
        asking.ask(shift, staff=[here.kari], by=here.per, in_return=given)


def test_nothing_points_at_a_session_without_being_seen():
    """A relation without a name is not among those that `drafts.is_known` asks."""
    found = Session._meta.get_fields(include_hidden=True)
    hidden = [one.related_model for one in found if one.auto_created and getattr(one, "hidden", 0)]
    assert [
        one.__name__
        for one in hidden
        if not (one.__name__.startswith("Historical") or one._meta.auto_created)
    ] == []


def test_cancelled_colleagues_who_were_told_hear_and_nobody_else_sees_it(here, clock):
    session = here.session(state="draft")
    shifts.assign(session, staff=here.kari, by=here.per)
    publish(here)
    undo(here)
    rest(clock)
    sessions.cancel(session, reason="Vi er syke", by=here.leader)
    rest(clock)
    assert told(here.kari) == [ON, BACK, "Vakten din fredag 6. februar 12.00–14.00 er avlyst."]
    assert list(Session.objects.shown()) == []
    sessions.cancel(here.session(), reason="Vi er syke", by=here.leader)
    assert Session.objects.shown().count() == 1


@pytest.mark.parametrize("heard", [True, False])
def test_opened_without_them_they_hear_once_that_the_shift_is_gone(here, clock, heard):
    session = here.session(here.leader, state="draft")
    shift = shifts.assign(session, staff=here.kari, by=here.per)
    publish(here)
    undo(here)
    if heard:
        rest(clock)
    shifts.unassign(shift, by=here.leader)
    ((who, news),) = publishing.foreseen(here.team, monday=MONDAY.date(), by=here.leader).news
    assert [who, news[0].told] == [here.kari, ShiftNotice.Told.TAKEN_OFF]
    publish(here)
    rest(clock)
    gone = "Du har ikke lenger vakt fredag 6. februar 12.00–14.00."
    assert told(here.kari) == [ON, *([BACK] if heard else []), gone]


@pytest.mark.both
@pytest.mark.parametrize("beside", ["undo", "publish", "join"])
def test_drawing_back_beside_others(race, beside):
    result = race.run("tests.payouts.racers.draw_back_beside", processes=4, beside=beside)
    assert [one for one in result["acts"] if "error" in one] == []
    said, look = [one["value"] for one in result["acts"]], result["look"]
    assert look["ore"] == look["set_aside"] == 40_000 * look["open"]
    assert look["mails"] == 2  # what opened the week; nobody is told twice of the same
    assert said[0] == "done"
    if beside == "undo":
        assert [said, look["open"]] == [["done"] * 4, 0]
    elif beside == "publish":
        assert look["open"] in (0, 2)
    else:
        assert look["joined"] == said[1:].count("done")
        assert look["is_open"] is (look["joined"] > 0)
