"""However a week is moved about, undone, published and gone ill in: rules hold, nobody hears twice.

Short here; more walks under the marker `long`.
"""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from activities.models import Absence, PlanChange, Session, Shift, ShiftNotice, SignUp
from activities.planning import series
from activities.staffing import availability, cover, plan_changes, shift_notices, suggestions
from activities.taking_part import signups
from core.errors import RuleBroken
from notices.models import Message
from payouts.budgets import replanning
from payouts.earnings import publishing, undoing
from payouts.models import Reservation
from tests.activities.staffing.test_shift_notices import Here
from tests.activities.staffing.test_shift_notices_walk import must_follow
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 5, 0, tzinfo=UTC)
HOURS = (8, 11, 14, 17)
"""Each session keeps its hour, by which it is known in a message; some meet on another day.

The last is of a recurring session, which meets twice.
"""
DAYS = ("TU", "WE", "TH")
A_DAY = timedelta(days=1)
ACTS = (
    "move", "move", "longer", "fill", "fill", "put_on", "swap", "swap", "take_off", "undo", "undo",
    "undo", "undo", "publish", "publish", "several", "copies", "series", "series",
    "away", "join", "not_now", "timer", "rest",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.sampled_from(ACTS), st.integers(0, len(HOURS) - 1), st.integers(0, 2), st.integers(0, 1)
    ),
    min_size=8,
    max_size=22,
)


class Week(Here):
    """A week of three sessions, three colleagues, two leaders, two who come, and little money."""

    def __init__(self, clock):
        super().__init__()
        self.clock = clock
        self.staff = [self.kari, self.per, self.tuva]
        self.leaders = [self.leader, self.colleague("Mia", Role.LEADER)]
        self.people = [ParticipantFactory(team=self.team) for _one in range(2)]
        RateFactory(activity=self.activity, ore=10_000)
        self.budget = BudgetFactory(team=self.team, amount_ore=50_000)
        self.rows = [
            self.session(state="draft", days=2 + number % 2, at=hour, places=2)
            for number, hour in enumerate(HOURS[:3])
        ]
        self.rows.append(self.meets_twice())
        for row, one in zip(self.rows[:3], self.staff, strict=True):
            cover.put_on(row, staff=one)
        self.said_yes = set()
        self.undoable = {}
        self.stood = self.all_stand()

    def meets_twice(self):
        """Return the first session of a recurring session, which is in the week."""
        row = series.make(
            self.activity, team=self.team, place=self.place, starts_on=MONDAY.date() + A_DAY,
            starts=time(HOURS[3]), minutes=120, rule="FREQ=WEEKLY;BYDAY=TU;COUNT=2",
            by=None, min_staff=1, places=2,
        ).series  # fmt: skip
        return row.sessions.order_by("occurrence_on").first()

    def do(self, what, where, who, leader):
        """Carry out one act, as a leader or somebody who comes would."""
        session, staff = Session.objects.filter(pk=self.rows[where].pk).first(), self.staff[who]
        if session is None:
            return  # a draft of the recurring session that lost its day
        by, person = self.leaders[leader], self.people[who % 2]
        if what == "move":
            days = A_DAY * (1 if who else -1)
            replanning.move(
                session, by=by, starts_at=session.starts_at + days, ends_at=session.ends_at + days
            )
        elif what == "longer":
            other = timedelta(hours=1 if session.planned_minutes == 120 else -1)
            replanning.move(session, by=by, ends_at=session.ends_at + other)
        elif what == "fill":
            cover.fill(session, staff=staff, by=by)
        elif what == "put_on":
            cover.put_on(session, staff=staff, by=by)
        elif what == "swap" and (shift := session.shifts.order_by("pk").first()):
            cover.take_over(shift, staff=staff, by=by)
        elif what == "take_off" and (shift := session.shifts.filter(staff=staff).first()):
            cover.take_off(shift, by=by)
        elif what == "undo" and (change := plan_changes.latest(self.team, by=by)):
            self.undo(change, by=by)
        elif what == "several":
            pairs = zip(self.rows[where:] + self.rows[:where], self.staff, strict=False)
            wanted = [(row.pk, one.pk, "second") for row, one in pairs]
            suggestions.accept(self.team, wanted=wanted, by=by)
        elif what == "copies":
            days = [MONDAY.date() + A_DAY * (14 + one) for one in range(who + 1)]
            replanning.copy_to(session, days=days, clock=time(HOURS[where]), by=by)
        elif what == "series":
            own = Session.objects.exclude(series=None).order_by("occurrence_on")
            first = own[where % min(2, own.count())] if own else session
            if first.series_id:
                since = first.occurrence_on if where % 2 else None
                rule = f"FREQ=WEEKLY;BYDAY={DAYS[who]};COUNT=2"
                replanning.move_series(first, by=by, since=since, rule=rule)
        elif what == "publish":
            done = publishing.publish(self.team, monday=MONDAY.date(), by=by)
            event(f"opened {len(done.opened)}, told {done.told}")
        elif what == "away":
            day = MONDAY.date() + A_DAY * (where + 2)
            availability.add_absence(
                self.team, staff=staff, deputy=None, first_day=day, last_day=day
            )
        elif what == "join":
            signups.join(session, participant=person)
            self.said_yes.add((session.pk, person.pk))
        elif what == "not_now":
            signups.not_now(session, participant=person)
            self.said_yes.discard((session.pk, person.pk))
        elif what in ("timer", "rest"):
            self.clock.shift(timedelta(minutes=1 if what == "timer" else 6))
            shift_notices.tell_due()

    def undo(self, change, *, by):
        """Undo a press: what it changed is as before, or drafts again where nobody has answered."""
        done = undoing.undo(change, by=by)
        before = self.undoable.pop(change.press)
        assert done is not None
        if change.verb != PlanChange.Verb.OPENED:
            assert {pk: self.stands(pk) for pk in before} == before
            event(f"undone {change.verb}, {len(before)} at once")
            return
        for row in done.drafts:
            now = Session.objects.get(pk=row.pk)
            assert now.state == "draft" and not now.signups.exists()
            assert self.stands(row.pk) == before[row.pk]
        assert {row.pk for row in done.drafts} | {one.pk for one, _why in done.kept} == set(before)
        event(f"drew back {len(done.drafts)}, kept {len(done.kept)}")

    def stands(self, pk):
        """Return all of a session that a change on the board may change; None when it is gone."""
        row = Session.objects.filter(pk=pk).first()
        if row is None:
            return None
        who = sorted(row.shifts.values_list("staff", "part"))
        when = row.starts_at, row.ends_at, row.series_id, row.occurrence_on
        return *when, row.place_id, row.min_staff, row.stands_alone, who

    def all_stand(self):
        return {pk: self.stands(pk) for pk in Session.objects.values_list("pk", flat=True)}


def on_shift():
    return set(Shift.objects.values_list("session", "staff"))


def is_free(session_pk, staff_pk):
    """Tell whether nothing keeps somebody from a session: what `shifts.assign` promises."""
    session = Session.objects.get(pk=session_pk)
    theirs = Session.objects.filter(shifts__staff=staff_pk).exclude(pk=session_pk)
    beside = theirs.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
    away = Absence.objects.during(session.starts_at, session.ends_at).filter(staff=staff_pk)
    return not beside.exists() and not away.exists()


def step(here, what, where, who, leader):
    """Carry out an act; what it did, and what it refused, holds every rule."""
    before, states = on_shift(), dict(Session.objects.values_list("pk", "state"))
    stood = here.stood
    newest = PlanChange.objects.order_by("pk").last()
    try:
        with transaction.atomic():
            here.do(what, where, who, leader)
    except RuleBroken:
        event(f"refused {what}")
        assert stood == here.all_stand()
    here.stood = here.all_stand()
    for change in PlanChange.objects.filter(pk__gt=newest.pk if newest else 0):
        own = here.undoable.setdefault(change.press, {})
        own[change.session_id] = stood.get(change.session_id)
    for session_pk, staff_pk in on_shift() - before:
        assert is_free(session_pk, staff_pk), (what, session_pk, staff_pk)
    for row in Session.objects.all():
        if row.state != states.get(row.pk, "draft"):
            assert row.state == "draft" or row.missing_staff == 0
            assert row.state == "published" or what == "undo"
        assert row.published_at or row.state == "draft"
        assert row.signups.coming().count() <= row.places
    said_yes = SignUp.objects.exclude(state=SignUp.State.NOT_NOW)
    assert set(said_yes.values_list("session", "participant")) == here.said_yes
    here.budget.refresh_from_db()
    kept = sum(one.ore for one in Reservation.objects.all())
    assert here.budget.committed_ore == kept <= here.budget.amount_ore
    opened = Session.objects.filter(state="published")
    assert Reservation.objects.aggregate(n=Sum("count"))["n"] in (
        (None,) if not opened else (2 * opened.count(),)
    )


def heard(staff, row):
    """Return the lines that `staff` was sent about `row`, known by its hour."""
    found = Message.objects.filter(user=staff, channel="email").order_by("pk")
    lines = [line for one in found for line in one.body.split("\n")[:-1]]
    clock = f" {row.starts_at.hour + 1:02}.00–"
    return [line for line in lines if clock in line and "for få" not in line]


def walk(steps):
    with time_machine.travel(MONDAY, tick=False) as clock, transaction.atomic():
        here = Week(clock)
        for one in steps:
            step(here, *one)
        for _round in range(2):
            clock.shift(timedelta(minutes=6))
            shift_notices.tell_due()
        assert shift_notices.tell_due() == 0
        assert not ShiftNotice.objects.untrue().exists()
        away = set(Absence.objects.values_list("staff", flat=True))
        for row in Session.objects.filter(pk__in=[one.pk for one in here.rows]):
            for one in here.staff:
                lines = heard(one, row)
                thinks_so = must_follow(lines)
                if row.published_at is None:
                    assert lines == []
                if one.pk in away:
                    continue
                is_open = row.state == Session.State.PUBLISHED
                assert thinks_so is (is_open and row.shifts.filter(staff=one).exists())
                if thinks_so:
                    assert f"{row.starts_at.day}. februar" in lines[-1]
        assert not any(heard(one, row) for one in here.leaders for row in here.rows)
        transaction.set_rollback(True)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_is_dragged_undone_and_published_the_rules_hold(steps):
    walk(steps)


@pytest.mark.long
@pytest.mark.both
@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_a_thousand_weeks(steps):
    walk(steps)
