"""Who is away is at work nowhere: one answer for gaps, pages, proposals and the escalation."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.calendar_feeds import personal_calendar
from activities.models import Absence, Incident, Session, Shift
from activities.planning import opening_blockers, sessions
from activities.safety import escalation
from activities.staffing import availability, shifts
from activities.staffing.suggestions import suggest
from activities.taking_part import reminders
from core.errors import RuleBroken
from notices import tasks
from notices.models import Message, Task
from portals.mine import session_summaries
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import SessionFactory, ShiftFactory, with_numbers
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 7, 0, tzinfo=UTC)
DAY = MONDAY.date() + timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def named(here, name, role=Role.WORKER):
    return MembershipFactory(
        team=here.team, role=role, user=UserFactory(first_name=name, last_name="")
    ).user


def river(here, *staff, **more):
    """Return an open session by the river tomorrow from ten to twelve, with `staff` on it."""
    fields = {"state": "published", "off_site": True, "min_staff": 2} | more
    starts = timezone.make_aware(datetime.combine(DAY, time(10)))
    session = SessionFactory(
        team=with_numbers(here.team), activity=here.activity, place=here.place,
        starts_at=starts, ends_at=starts + timedelta(hours=2), **fields,
    )  # fmt: skip
    for one in staff:
        ShiftFactory(session=session, staff=one)
    return session


def add_absence(here, who, **more):
    return availability.add_absence(
        here.team, staff=who, deputy=None,
        **{"first_day": DAY, "last_day": DAY} | more,
    )  # fmt: skip


def lacking(session):
    """Return how many staff every reader says the session lacks; they agree or this fails."""
    said = {
        Session.objects.get(pk=session.pk).missing_staff,
        Session.objects.with_staff().get(pk=session.pk).missing_staff,
        session.min_staff - Session.objects.with_counts().get(pk=session.pk).staff_count,
    }
    assert len(said) == 1, said
    return said.pop()


def test_absence_noted_after_the_shift_makes_a_gap_at_once_and_its_end_takes_it_away():
    here = scene()
    kari, per = named(here, "Tuva"), named(here, "Per")
    session = river(here, kari, per)
    assert lacking(session) == 0

    away = add_absence(here, kari)
    assert lacking(session) == 1
    assert opening_blockers.blockers(Session.objects.get(pk=session.pk))
    availability.remove_absence(away)

    assert (lacking(session), Shift.objects.count()) == (0, 2)
    assert Task.objects.open().count() == 0


def test_the_name_leaves_every_page(signed_in):
    here = scene()
    kari, per = named(here, "Tuva"), named(here, "Per")
    session = river(here, kari, per, here.worker, min_staff=3)
    ola = here.person()
    add_absence(here, kari)

    client = signed_in(here.worker)
    week = f"{reverse('staff:week')}?uke=2026-W06"
    pack = f"{reverse('staff:day_pack')}?dag={DAY.isoformat()}"
    for address in (week, pack, reverse("staff:sheet", args=[session.pk])):
        cards = client.get(address).content.decode()
        assert "Per" in cards and "Tuva" not in cards, address
    assert "Mangler 1 ansatt" in client.get(week).content.decode()
    [look] = session_summaries.summaries([session], participant=ola)
    assert "Tuva" not in look.who and "Per" in look.who


def test_the_task_has_a_date_a_link_a_proposal_and_lies_with_who_plans(signed_in):
    here = scene()
    leader = named(here, "Liv", Role.LEADER)
    kari, per, siv = named(here, "Tuva"), named(here, "Per"), named(here, "Siv")
    session = river(here, kari, per)
    availability.set_hours(here.team, staff=here.worker, weekday=0, hours=(time(8), time(16)))
    availability.set_hours(here.team, staff=leader, weekday=0, hours=(time(8), time(16)))
    add_absence(here, kari)

    [task] = Task.objects.open()
    assert (task.assigned_to, task.answer_by, task.kind) == (leader, DAY, Task.Kind.FIND_STAFF)
    assert (task.about, task.about_id) == ("activities.session", session.pk)
    assert "Tuva" in task.text and "Forslag: Siv" in task.text
    page = signed_in(leader).get(reverse("staff:today")).content.decode()
    assert reverse("staff:shift_fill", args=[session.pk]) in page

    shifts.assign(session, staff=siv)
    assert Task.objects.open().count() == 0


@pytest.mark.parametrize("role", [Role.LEADER, Role.WORKER])
def test_it_never_lies_with_who_is_away(role):
    here = scene()
    kari = named(here, "Tuva", role)
    river(here, kari)
    older = tasks.ask(
        key="x", team=here.team, kind=Task.Kind.TELL, text="Ring", assigned_to=kari,
        answer_by=DAY,
    )  # fmt: skip
    availability.add_absence(
        here.team, staff=kari, first_day=MONDAY.date(), last_day=DAY, deputy=here.worker
    )
    older.refresh_from_db()
    assert [task.assigned_to for task in Task.objects.open()] == [here.worker] * 2


@pytest.mark.parametrize(
    ("from_clock", "until_clock", "gap"),
    [
        (time(8), time(10), 0), (time(12), time(16), 0), (time(8), time(10, 1), 1),
        (time(11, 30), None, 1), (None, time(9), 0), (None, None, 1),
    ],
)  # fmt: skip
def test_hours_count_when_they_overlap(from_clock, until_clock, gap):
    here = scene()
    kari, per = named(here, "Tuva"), named(here, "Per")
    session = river(here, kari, per)
    add_absence(here, kari, from_clock=from_clock, until_clock=until_clock)
    assert lacking(session) == gap
    found = suggest(here.team, first=DAY, last=DAY)
    assert len(found.choices) == gap
    assert kari not in [one.staff for one in found.choices]


def test_who_is_away_over_midnight_is_missed_in_the_night():
    here = scene()
    kari = named(here, "Tuva")
    night = timezone.make_aware(datetime.combine(DAY, time(22)))
    session = river(here, kari, min_staff=1)
    Session.objects.filter(pk=session.pk).update(
        starts_at=night, ends_at=night + timedelta(hours=4)
    )
    add_absence(here, kari, first_day=DAY + timedelta(days=1), last_day=DAY + timedelta(days=1))
    assert lacking(session) == 1


def test_an_absence_noted_in_another_team_counts_too():
    here, there = scene(), scene()
    kari = named(here, "Tuva")
    MembershipFactory(team=there.team, user=kari, role=Role.WORKER)
    session = river(here, kari, min_staff=1)
    availability.add_absence(there.team, staff=kari, first_day=DAY, last_day=DAY, deputy=None)
    assert lacking(session) == 1
    assert Task.objects.open().get().team == here.team


def test_who_is_shielded_has_left_or_cannot_sign_in_is_not_there():
    here = scene()
    shielded, left, closed = (named(here, name) for name in ("Anne", "Bo", "Cato"))
    session = river(here, shielded, left, closed, min_staff=3)
    assert lacking(session) == 0
    Incident.objects.create(
        session=session, staff=shielded, happened_at=session.starts_at - timedelta(hours=2)
    )
    left.memberships.update(ended_at=timezone.now())
    closed.is_active = False
    closed.save()
    assert lacking(session) == 3


def test_nobody_is_reminded_of_a_shift_while_away_and_it_is_not_in_their_calendar():
    here = scene()
    kari, per = named(here, "Tuva"), named(here, "Per")
    river(here, kari, per)
    add_absence(here, kari)
    with time_machine.travel(MONDAY + timedelta(hours=9), tick=False):
        reminders.remind_due()
    told = Message.objects.values_list("user", flat=True)
    assert kari.pk not in told and per.pk in told
    shown = [len(personal_calendar.of_staff(one, url="y")) for one in (kari, per)]
    assert shown == [0, 1]


def test_the_escalation_asks_who_went_out_and_not_who_was_away(signed_in):
    here = scene()
    kari, per = named(here, "Tuva"), named(here, "Per")
    session = river(here, kari, per)
    add_absence(here, kari)
    with time_machine.travel(session.starts_at + timedelta(hours=1), tick=False):
        add_absence(here, per, from_clock=time(11, 30))  # goes home early: did go out
    with time_machine.travel(session.ends_at + timedelta(minutes=20), tick=False):
        escalation.escalate()
        assert {one.staff for one in escalation.still_out(here.team)} == {per}
        page = signed_in(per).get(reverse("staff:sheet", args=[session.pk])).content.decode()
        assert "Alt i orden" in page


def test_an_absence_has_an_end_after_its_start():
    here = scene()
    with pytest.raises(RuleBroken, match="senere"):
        add_absence(here, here.worker, from_clock=time(12), until_clock=time(9))
    assert Absence.objects.count() == 0


def test_the_form_takes_hours(signed_in):
    here = scene()
    signed_in(here.worker).post(
        reverse("staff:absence_new"),
        {"staff": here.worker.pk, "first_day": DAY, "last_day": DAY, "from_clock": "8",
         "until_clock": "12.30", "deputy": ""},
    )  # fmt: skip
    away = Absence.objects.get()
    assert (timezone.localtime(away.ends_at).time(), away.first_day) == (time(12, 30), DAY)


def test_a_cancelled_session_needs_nobody():
    here = scene()
    session = river(here)
    sessions.edit(session, by=here.worker, note="Ta med støvler")
    assert Task.objects.open().count() == 1
    sessions.cancel(session, reason="Flom.", by=here.worker)
    assert Task.objects.open().count() == 0
