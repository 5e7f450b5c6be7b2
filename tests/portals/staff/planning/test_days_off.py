"""Days without sessions unless somebody chooses them, shown where one plans."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.models import DayOff, Session
from activities.planning import days_off, public_holidays, series, series_days
from tests.factories.activities import SessionFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
DECEMBER = "2026-12-01T08:00:00+01:00"


def thursdays(here, **more):
    """Return a meeting each Thursday: 24 and 31 December 2026 are."""
    values = {"starts": time(12), "minutes": 60, "rule": "FREQ=WEEKLY;BYDAY=TH"} | more
    return series.make(
        here.activity, team=here.team, place=here.place, starts_on=date(2026, 12, 3), by=None,
        **values,
    ).series  # fmt: skip


def days(one):
    return set(one.sessions.values_list("occurrence_on", flat=True))


EVES = {date(2026, 12, 24), date(2026, 12, 31)}


@pytest.mark.parametrize("year", [2024, 2026, 2032])
def test_the_eves_are_days_off_in_every_year(year):
    found = public_holidays.of_year(year)
    assert found[date(year, 12, 24)] == "julaften"
    assert found[date(year, 12, 31)] == "nyttårsaften"
    assert date(year, 12, 23) not in found


@time_machine.travel(DECEMBER, tick=False)
def test_the_eves_and_the_teams_own_days_have_no_session_unless_chosen(signed_in):
    here = scene()
    DayOff.objects.create(
        team=here.team, name="Plandag", first_day=date(2026, 12, 10), last_day=date(2026, 12, 11)
    )
    one, stubborn = thursdays(here), thursdays(here, skip_holidays=False, title="Likevel")

    assert not days(one) & (EVES | {date(2026, 12, 10)})
    assert days(stubborn) >= EVES | {date(2026, 12, 10)}
    page = signed_in(here.worker).get(reverse("staff:series_show", args=[one.pk]))
    for word in ("Plandag", "julaften", "nyttårsaften"):
        assert word in page.content.decode()
    url = reverse("staff:series_hold_anyway", args=[one.pk])
    for day in ("2026-12-24", "2026-12-10", "2026-12-25", "x"):
        signed_in(here.worker).post(url, {"day": day})
    assert days(one) >= {date(2026, 12, 24), date(2026, 12, 10)}
    assert date(2026, 12, 25) not in days(one)
    series.edit_all(one, by=None, title="Ny")
    assert days(one) >= {date(2026, 12, 24), date(2026, 12, 10)}


@time_machine.travel(DECEMBER, tick=False)
def test_the_leader_writes_days_off_and_meetings_follow(signed_in):
    here = scene()
    leader = here.colleague(Role.LEADER)
    one = thursdays(here)
    known = one.sessions.get(occurrence_on=date(2026, 12, 17))
    Session.objects.filter(pk=known.pk).update(state="published", published_at=timezone.now())
    sent = {"name": "Juleverksted ", "first_day": "2026-12-10", "last_day": "2026-12-17"}

    assert signed_in(here.worker).post(reverse("staff:day_off_new"), sent).status_code == 403
    page = signed_in(leader).post(reverse("staff:day_off_new"), sent, follow=True)

    assert "Juleverksted" in page.content.decode() and "står fortsatt" in page.content.decode()
    assert days(one) & {date(2026, 12, 10), date(2026, 12, 17)} == {date(2026, 12, 17)}
    known.refresh_from_db()
    assert known.state == "published"
    row = DayOff.objects.get()
    assert row.name == "Juleverksted"
    signed_in(leader).post(reverse("staff:day_off_new"), sent)
    assert DayOff.objects.count() == 1
    edit = {**sent, "first_day": "2026-12-11"}
    signed_in(leader).post(reverse("staff:day_off_edit", args=[row.pk]), edit)
    assert date(2026, 12, 10) in days(one)
    signed_in(leader).post(reverse("staff:day_off_remove", args=[row.pk]))
    assert days_off.name_of(here.team, date(2026, 12, 14)) == ""
    backwards = {**sent, "last_day": "2026-12-09"}
    page = signed_in(leader).post(reverse("staff:day_off_new"), backwards)
    assert "Siste dag kan ikke komme før første dag." in page.content.decode()


@time_machine.travel(DECEMBER, tick=False)
def test_week_month_and_a_new_session_tell_of_them(signed_in):
    here = scene()
    DayOff.objects.create(
        team=here.team, name="Plandag", first_day=date(2026, 12, 22), last_day=date(2026, 12, 22)
    )
    client = signed_in(here.worker)
    week = client.get(reverse("staff:week") + "?uke=2026-W52").content.decode()
    month = client.get(reverse("staff:month") + "?maned=2026-12").content.decode()
    for page in (week.lower(), month.lower()):
        for word in ("plandag", "julaften", "første juledag"):
            assert word in page
    sent = {
        "activity": here.activity.pk, "day": "2026-12-24", "starts": "10:00", "ends": "11:00",
        "place": here.place.pk,
    }  # fmt: skip
    answer = client.post(reverse("staff:session_new"), sent, follow=True).content.decode()
    assert "24.12. er fridag: julaften." in answer
    assert Session.objects.count() == 1


@time_machine.travel(DECEMBER, tick=False)
def test_a_planned_week_leaves_the_teams_days_out(signed_in):
    here = scene()
    starts = timezone.now() + timedelta(days=1)
    SessionFactory(team=here.team, activity=here.activity, place=here.place, starts_at=starts)
    DayOff.objects.create(
        team=here.team, name="Plandag", first_day=date(2026, 12, 9), last_day=date(2026, 12, 9)
    )
    url = reverse("staff:plan_week") + "?uke=2026-W50"
    page = signed_in(here.worker).post(url, {"copy": "2026-W49"}, follow=True).content.decode()
    assert "Plandag" in page and Session.objects.count() == 1


def test_another_teams_days_off_are_its_own():
    here, there = scene(), scene()
    today = timezone.localdate()
    DayOff.objects.create(team=there.team, name="Fri", first_day=today, last_day=today)
    assert days_off.names(here.team, first=today, last=today).get(today) != "Fri"
    one = thursdays(here)
    assert next(iter(series_days.days_of_rule(one, first=today, last=today + timedelta(days=8))))
