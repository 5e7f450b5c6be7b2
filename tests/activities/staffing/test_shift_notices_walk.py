"""However shifts are changed, and whenever the timer runs: each hears what is so, and no more."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.models import Session, Shift, ShiftNotice
from activities.planning import sessions
from activities.staffing import shift_notices, shifts
from core.errors import RuleBroken
from notices.models import Message
from tests.activities.staffing.test_shift_notices import Here

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
DAYS = (0, 3, 5)
"""One session lies near, the others far ahead; each is known by its day in a message."""
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "off", "move", "publish", "cancel", "timer", "rest"]),
        st.integers(0, len(DAYS) - 1),
        st.integers(0, 1),
    ),
    max_size=25,
)


def act(here, clock, what, session, staff, by):
    session.refresh_from_db()
    if what == "put":
        shifts.assign(session, staff=staff, by=by)
    elif what == "off" and (shift := session.shifts.filter(staff=staff).first()):
        shifts.unassign(shift, by=by)
    elif what == "move":
        longer = session.ends_at + timedelta(hours=1 if session.ends_at.hour < 20 else -2)
        sessions.edit(session, by=by, ends_at=longer)
    elif what == "publish":
        sessions.publish(session, by=by)
    elif what == "cancel":
        sessions.cancel(session, reason="Det blåser", by=by)
    elif what in ("timer", "rest"):
        clock.shift(timedelta(minutes=1 if what == "timer" else 6))
        shift_notices.tell_due()


def heard(staff, session):
    """Return what `staff` was told about `session`, in order: its lines, without those of gaps."""
    day = f"{session.starts_at:%-d}. februar"
    found = Message.objects.filter(user=staff, channel="email").order_by("pk")
    lines = [line for one in found for line in one.body.split("\n")[:-1]]
    return [line for line in lines if day in line and "for få" not in line]


def must_follow(lines):
    """Each line says something else than the one before, and can follow it."""
    thinks_so, before = False, ""
    for line in lines:
        is_on = "satt på" in line or "flyttet" in line
        assert ("satt på" in line) is (is_on and not thinks_so), lines
        assert (is_on or thinks_so) and line != before, lines
        thinks_so, before = is_on, line
    return thinks_so


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_each_hears_what_is_so_and_no_more(acts):
    with time_machine.travel(MONDAY, tick=False) as clock, transaction.atomic():
        here = Here()
        rows = [here.session(state="draft", days=days, at=16) for days in DAYS]
        people = [here.kari, here.per]
        for what, where, who in acts:
            try:
                act(here, clock, what, rows[where], people[who], here.leader)
            except RuleBroken:
                continue
        for _round in range(2):
            clock.shift(timedelta(minutes=6))
            shift_notices.tell_due()
        assert shift_notices.tell_due() == 0
        for row in rows:
            row.refresh_from_db()
            for one in people:
                lines = heard(one, row)
                is_open = row.state == Session.State.PUBLISHED
                works = is_open and Shift.objects.filter(session=row, staff=one).exists()
                assert must_follow(lines) is works
                if works:
                    assert f"–{row.ends_at.hour + 1}.00" in lines[-1]
                if row.published_at is None:
                    assert lines == []
        assert not ShiftNotice.objects.untrue().exists()
        assert heard(here.leader, rows[0]) == []
        transaction.set_rollback(True)
