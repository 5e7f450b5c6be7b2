"""«Jeg er syk i dag»: away for the rest of today, who must know it, once, and never why."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from activities.models import Absence, OnCall, TeamSafety
from activities.staffing import asking, assignees, cover, ill, shift_notices
from core.errors import RuleBroken
from notices.models import Message, Task
from tests.activities.staffing.test_asking import clock, here, told  # noqa: F401  # fixtures
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import ShiftFactory

pytestmark = pytest.mark.django_db


def days(staff):
    return list(Absence.objects.filter(staff=staff).values_list("first_day", "from_clock"))


def test_the_rest_of_today_is_an_absence_like_any_other_and_the_shift_lacks_somebody(here):  # noqa: F811
    shift, tomorrow = here.shift(here.kari), here.shift(here.kari, hours=26)
    for _time in range(2):
        ill.report(here.kari, by=here.kari)
    assert days(here.kari) == [(timezone.localdate(), None)]
    assert list(ill.shifts_of_today(here.kari)) == [shift]
    assert (shift.session.missing_staff, tomorrow.session.missing_staff) == (1, 0)
    assert ill.is_reported(here.kari)


def test_the_leader_and_who_is_on_call_know_at_once_once_and_not_why(here):  # noqa: F811
    shift = here.shift(here.kari)
    OnCall.objects.create(
        team=here.team, staff=here.tuva,
        starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=2),
    )  # fmt: skip
    for _time in range(2):
        ill.report(here.kari, by=here.kari)
        shift_notices.tell_due()
    for user in (here.leader, here.tuva):
        (said,) = told(user)
        first, when, link = said.split("\n")
        assert first == "Kari er borte i dag."
        assert when == "Vakt: mandag 2. februar 13.00–15.00, Parken."
        assert link.endswith(f"/staff/kolleger/{here.kari.pk}/vakter-i-dag/")
        assert Message.objects.filter(user=user, channel="sms").count() == 1
    assert not Message.objects.filter(body__icontains="syk").exists()
    assert told(here.kari) == told(here.per) == []
    assert Task.objects.open().get(about_id=shift.session_id).assigned_to == here.leader


def test_who_notes_it_for_another_is_not_told(here):  # noqa: F811
    here.shift(here.kari)
    ill.report(here.kari, by=here.leader)
    shift_notices.tell_due()
    assert told(here.leader) == []


def test_colleagues_left_on_the_session_hear_that_they_are_too_few(here):  # noqa: F811
    shift = here.shift(here.kari)
    type(shift.session).objects.update(min_staff=2)
    ShiftFactory(session=shift.session, staff=here.per)
    shift_notices.note(shift.session, by=here.per)
    shift_notices.tell_due()
    Message.objects.all().delete()
    ill.report(here.kari, by=here.kari)
    shift_notices.tell_due()
    assert [one.splitlines()[0] for one in told(here.per)] == [
        "Dere er én for få mandag 2. februar 13.00–15.00."
    ]
    assert len(told(here.leader)) == 1


def test_who_has_been_at_work_today_was_so(here):  # noqa: F811
    over, running = here.shift(here.kari, hours=-3), here.shift(here.kari, hours=-0.5)
    ill.report(here.kari, by=here.kari)
    assert days(here.kari) == [(timezone.localdate(), timezone.localtime().time())]
    assert [one.staff_id for one in over.session.staff_there] == [here.kari.pk]
    assert list(ill.shifts_of_today(here.kari)) == [running]


@pytest.mark.parametrize(
    ("now", "hours"), [((22, 30), 0.5), ((23, 30), 1), ((11, 0), 2)], ids=["23.30", "00.30", "noon"]
)
def test_any_hour_of_the_day(here, clock, now, hours):  # noqa: F811
    clock.move_to(datetime(2026, 2, 2, *now, tzinfo=UTC))
    shift = here.shift(here.kari, hours=hours - 0.25)
    ill.report(here.kari, by=here.kari)
    found = [] if timezone.localdate(shift.session.starts_at) != timezone.localdate() else [shift]
    assert list(ill.shifts_of_today(here.kari)) == found
    assert ill.is_reported(here.kari)


def test_a_leader_is_ill_in_two_taps_too_and_somebody_answers_meanwhile(here):  # noqa: F811
    TeamSafety.objects.create(team=here.team, deputy=here.per)
    (away,) = ill.report(here.leader, by=here.leader)
    assert away.deputy == here.per
    assert told(here.per)[0].startswith("Liv er borte i dag.")


def test_a_leader_can_be_ill_when_nobody_is_there_all_day(here):  # noqa: F811
    today = timezone.localdate()
    for one in (here.kari, here.per, here.tuva):
        Absence.objects.create(
            team=here.team, staff=one, first_day=today, last_day=today, from_clock=time(15)
        )
    (away,) = ill.report(here.leader, by=here.leader)
    assert away.deputy is None
    Absence.objects.filter(staff=here.per).delete()
    ill.take_back(here.leader, by=here.leader)
    assert ill.report(here.leader, by=here.leader)[0].deputy == here.per


def test_what_was_planned_or_is_another_teams_is_not_taken_back(here):  # noqa: F811
    today = timezone.localdate()
    leave = Absence.objects.create(team=here.team, staff=here.kari, first_day=today, last_day=today)
    Absence.objects.update(created_at=timezone.now() - timedelta(days=3))
    assert ill.take_back(here.kari, by=here.kari) == 0
    leave.delete()
    other = MembershipFactory(user=here.kari).team
    ill.report(here.kari, by=here.kari)
    assert ill.take_back(here.kari, by=here.leader) == 1
    assert Absence.objects.get().team == other


def test_at_night_nobody_is_woken_for_the_afternoon(here, clock):  # noqa: F811
    clock.move_to(datetime(2026, 2, 2, 23, 30, tzinfo=UTC))
    here.shift(here.kari, hours=14)
    ill.report(here.kari, by=here.kari)
    ill.take_back(here.kari, by=here.kari)
    assert len(told(here.leader)) == 2
    assert not Message.objects.filter(channel="sms").exists()


def test_who_stands_in_for_another_can_be_ill_and_stands_in_tomorrow(here):  # noqa: F811
    today = timezone.localdate()
    gone = Absence.objects.create(
        team=here.team, staff=here.leader, deputy=here.per,
        first_day=today, last_day=today + timedelta(days=3),
    )  # fmt: skip
    ill.report(here.per, by=here.per)
    gone.refresh_from_db()
    assert gone.deputy == here.per
    assert assignees.assignee_in(here.team) in (here.kari, here.tuva)


def test_in_every_team_and_each_leader_hears_of_their_own_alone(here):  # noqa: F811
    shift = here.shift(here.kari)
    other = MembershipFactory(user=here.kari).team
    leader = MembershipFactory(team=other, role=Role.LEADER).user
    assert {one.team for one in ill.report(here.kari, by=here.kari)} == {here.team, other}
    assert "Vakt:" in told(here.leader)[0]
    assert "Vakt:" not in told(leader)[0]
    assert list(ill.shifts_of_today(here.kari)) == [shift]


def test_who_works_nowhere_cannot_be_noted(here):  # noqa: F811
    with pytest.raises(RuleBroken):
        ill.report(UserFactory(), by=here.leader)


def test_i_can_after_all_and_what_another_took_stays_theirs(here):  # noqa: F811
    taken, mine = here.shift(here.kari, hours=1), here.shift(here.kari, hours=5)
    ill.report(here.kari, by=here.kari)
    asking.ask(mine, staff=[here.tuva], by=here.kari)
    cover.take_over(taken, staff=here.per, by=here.per)
    for _time in range(2):
        ill.take_back(here.kari, by=here.kari)
    assert days(here.kari) == []
    assert [one.staff_id for one in mine.session.staff_there] == [here.kari.pk]
    assert [one.staff_id for one in taken.session.staff_there] == [here.per.pk]
    assert told(here.leader)[-1] == "Kari kan jobbe i dag likevel."
    assert told(here.tuva)[-1].startswith("Vi trenger ikke noen")
    assert len(told(here.leader)) == 2
