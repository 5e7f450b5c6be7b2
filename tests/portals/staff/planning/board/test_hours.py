"""The axis of hours of a week: where each session lies, and what a bar dragged to a time means."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from portals.staff.planning.board.week import WORKING_HOURS, Axis, axis_of
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import SessionFactory
from tests.portals.staff.planning.board.scene import colleague, words
from tests.portals.staff.planning.board.test_acts import hidden, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def lasting(team, starts, minutes, **more):
    """Make a session of MONDAY's week from `starts`, a UTC (day, hour, minute), `minutes` long."""
    begins = datetime(2026, 2, *starts, tzinfo=UTC)
    more = {"state": "published"} | more
    return SessionFactory(
        team=team, starts_at=begins, ends_at=begins + timedelta(minutes=minutes), **more
    )


# Oslo is one hour ahead of UTC in February.
@pytest.mark.parametrize(
    ("starts", "minutes", "axis"),
    [
        ((3, 6, 0), 840, WORKING_HOURS),
        ((3, 5, 59), 60, Axis(0, 24)),
        ((3, 19, 0), 61, Axis(0, 24)),
        ((3, 19, 0), 600, Axis(0, 24)),
    ],
    ids=["7 to 21", "before 7", "a minute past 21", "past midnight"],
)
def test_a_week_shows_working_hours_or_the_whole_day(team, starts, minutes, axis):
    assert axis_of([lasting(team, starts, minutes)]) == axis


def test_a_bar_lies_where_the_session_is(signed_in, team):
    lasting(team, (3, 9, 30), 90)
    page = signed_in(colleague(team, "Anne")).get(reverse("staff:week")).content.decode()
    assert 'viewBox="0 0 840 44"' in page
    bar = re.search(r'hours__bar[^>]* x="(\d+)" y="8" width="(\d+)"', page)
    assert bar.groups() == (str(210), str(90))
    assert ('data-starts="10:30"' in page, 'data-ends="12:00"' in page) == (True, True)


@pytest.mark.parametrize(
    ("starts", "minutes", "state"),
    [
        ((2, 4, 0), 60, "published"),
        ((3, 21, 0), 240, "published"),
        ((3, 9, 0), 60, "cancelled"),
    ],
    ids=["over", "past midnight", "cancelled"],
)
def test_what_cannot_be_dragged_has_no_handle(signed_in, team, starts, minutes, state):
    lasting(team, starts, minutes, state=state)
    page = signed_in(colleague(team, "Anne")).get(reverse("staff:week")).content.decode()
    assert "hours__bar" in page
    assert "data-move" not in page
    assert "hours__end" not in page


def test_who_may_not_plan_sees_the_hours_and_drags_nothing(signed_in, team):
    lasting(team, (3, 9, 0), 60)
    auditor = MembershipFactory(team=team, role=Role.AUDITOR).user
    page = signed_in(auditor).get(reverse("staff:week")).content.decode()
    assert "data-move" not in page
    assert "data-board" not in page


# --- What a time would mean -----------------------------------------------------------
def ask(client, session, **about):
    return client.get(reverse("staff:session_move", args=[session.pk]), about)


def test_a_time_is_asked_for_and_its_button_moves_there(signed_in, team):
    anne = colleague(team, "Anne")
    session = lasting(team, (3, 9, 0), 90)
    lasting(TeamFactory(), (4, 10, 0), 90, place=session.place, title="Koret")
    client = signed_in(anne)

    page = ask(client, session, day="2026-02-04", starts="11:15", ends="12:00")
    [time] = page.context["times"]
    assert time["key"] == "2026-02-04T11:15/12:00"
    assert "Onsdag 4. februar 11.15–12.00 ▲ Koret er på" in words(page)
    sent = {
        "day": "2026-02-04", "starts": "11:15", "ends": "12:00", "place": session.place_id,
        "seen": time["seen"], "version": hidden(page, "version"),
    }  # fmt: skip
    answer = client.post(reverse("staff:session_move", args=[session.pk]), sent)
    session.refresh_from_db()
    assert (session.starts_at, session.ends_at) == (
        datetime(2026, 2, 4, 10, 15, tzinfo=UTC),
        datetime(2026, 2, 4, 11, 0, tzinfo=UTC),
    ), said(answer)


def test_a_time_that_is_over_is_told_and_has_no_button(signed_in, team):
    session = lasting(team, (3, 9, 0), 90)
    client = signed_in(colleague(team, "Anne"))
    page = ask(client, session, day="2026-02-01", starts="11:15", ends="12:00")
    assert "Den tida er over." in words(page)
    assert 'value="11:15"' not in page.content.decode()


def test_what_goes_on_may_get_another_end_that_is_to_come(signed_in, team):
    now = timezone.localtime()
    session = lasting(team, (now.day, now.hour - 2, 0), 240)
    client, day = signed_in(colleague(team, "Anne")), f"{now:%Y-%m-%d}"
    starts = f"{timezone.localtime(session.starts_at):%H:%M}"
    found = {}
    for end in (now - timedelta(minutes=30), now + timedelta(hours=1)):
        [time] = ask(client, session, day=day, starts=starts, ends=f"{end:%H:%M}").context["times"]
        found[end > now] = time["may_go"]
    assert found == {True: True, False: False}
    [time] = ask(client, session, day=day, starts=f"{now:%H:%M}", ends="23:00").context["times"]
    assert not time["may_go"]


@pytest.mark.parametrize(
    "about", [{}, {"day": "2026-03-29", "starts": "02:30", "ends": "04:30"}], ids=["week", "bar"]
)
def test_the_hour_that_is_not_there_in_march_is_told_before_the_drop(signed_in, team, about):
    begins = datetime(2026, 3, 28, 1, 30, tzinfo=UTC)  # 02.30 in Oslo, the night before
    more = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "min_staff": 1}
    session = SessionFactory(team=team, state="published", **more)
    page = ask(signed_in(colleague(team, "Anne")), session, **about)
    last = page.context["times"][-1]
    told = "Den natta stilles klokka fram, og timen finnes ikke. Velg en annen."
    assert (last["may_go"], last["found"][:1]) == (False, [told])
    assert {one["may_go"] for one in page.context["times"][:-1]} <= {True}


@pytest.mark.parametrize(
    "about",
    [
        {"day": "2026-02-30", "starts": "11:15", "ends": "12:00"},
        {"day": "2026-02-04", "starts": "12:00", "ends": "11:00"},
        {"day": "2026-02-04", "starts": "25:00", "ends": "26:00"},
        {"day": "2026-02-04", "starts": "11:00"},
        {"day": "x" * 10_000, "starts": "11:00", "ends": "12:00"},
    ],
)
def test_what_is_no_time_shows_the_days_of_the_week(signed_in, team, about):
    session = lasting(team, (3, 9, 0), 90)
    page = ask(signed_in(colleague(team, "Anne")), session, **about)
    assert [one["key"] for one in page.context["times"]] == [
        f"2026-02-{day:02d}" for day in (2, 4, 5, 6, 7, 8)
    ]
