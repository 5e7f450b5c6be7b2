"""Whoever is out is asked about until they say «alt i orden», whatever becomes of the session."""

from datetime import timedelta

import pytest
import time_machine

from activities.models import Shift, TeamNumber
from activities.planning import sessions
from activities.safety import escalation
from activities.staffing import shifts
from core.errors import RuleBroken
from tests.activities.safety.test_escalation import ENDS, MINUTE, out, steps
from tests.factories.accounts import UserFactory
from tests.factories.activities import SessionFactory, with_numbers

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def by_another(shift, act):
    session, by = shift.session, UserFactory()
    acts = {
        "cancel": lambda: sessions.cancel(session, reason="Det regner.", by=by),
        "indoors": lambda: sessions.edit(session, by=by, off_site=False),
        "another day": lambda: sessions.edit(
            session, by=by, starts_at=ENDS + 24 * HOUR, ends_at=ENDS + 26 * HOUR
        ),
        "take off": lambda: shifts.unassign(shift),
    }
    return acts[act]()


@pytest.mark.parametrize("act", ["cancel", "indoors", "another day", "take off"])
def test_no_act_of_a_colleague_takes_who_is_out_off_the_list(act):
    (shift,) = out()
    name = str(shift.staff)
    with time_machine.travel(ENDS - HOUR, tick=False), pytest.raises(RuleBroken, match=name):
        by_another(shift, act)
    with time_machine.travel(ENDS + 15 * MINUTE, tick=False):
        escalation.escalate()
        assert steps(shift) == ["remind", "leader"]


@pytest.mark.parametrize("act", ["cancel", "indoors", "another day", "take off"])
def test_before_it_begins_and_when_all_are_home_it_is_as_ever(act):
    (shift,) = out()
    with time_machine.travel(ENDS - 3 * HOUR, tick=False):
        by_another(shift, act)
    (other,) = out()
    with time_machine.travel(ENDS - HOUR, tick=False):
        shifts.all_clear(other, by=other.staff)
        by_another(other, act)
    (old,) = out()
    if act == "cancel":
        with time_machine.travel(ENDS + 25 * HOUR, tick=False):
            by_another(old, act)


def test_who_stays_in_the_house_can_be_taken_off():
    (shift,) = out()
    type(shift.session).objects.update(off_site=False)
    with time_machine.travel(ENDS - HOUR, tick=False):
        by_another(shift, "take off")
    assert not Shift.objects.exists()


def test_an_open_session_goes_out_of_the_house_with_a_whole_phone_list():
    session = SessionFactory(published=True, off_site=False)
    TeamNumber.objects.filter(team=session.team).delete()
    with pytest.raises(RuleBroken, match="telefonlista"):
        sessions.edit(session, by=UserFactory(), off_site=True)
    with_numbers(session.team)
    assert sessions.edit(session, by=UserFactory(), off_site=True).off_site
