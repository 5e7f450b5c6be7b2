"""«Min side» of a colleague: their week, their days away, and what is theirs alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import OnCall, Session
from activities.staffing import availability
from portals.staff.shared.weeks import about_week, monday_of
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import SessionFactory, ShiftFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def shift(here, *, day=0, hours=2, staff=None, **fields):
    """Give somebody a shift on a day of next week, at noon."""
    monday = monday_of("") + timedelta(days=7 + day)
    starts_at = timezone.make_aware(timezone.datetime(monday.year, monday.month, monday.day, 12))
    session = SessionFactory(
        team=here.team, activity=here.activity, place=here.place, starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours), **fields,
    )  # fmt: skip
    return ShiftFactory(session=session, staff=staff or here.worker)


def next_week() -> str:
    return f"{reverse('staff:me')}?uke={about_week(monday_of(''))['after']}"


def test_my_shifts_of_the_week_and_their_hours(signed_in):
    here = scene()
    mine = [shift(here, day=1, hours=2), shift(here, day=3, hours=1.5)]
    shift(here, staff=here.colleague())
    shift(here, day=8)
    shift(here, day=2, state=Session.State.CANCELLED)
    page = signed_in(here.worker).get(next_week())
    assert page.context["shifts"] == mine
    assert page.context["hours"] == "3,5 timer"
    assert "2 vakter, 3,5 timer til sammen." in " ".join(page.content.decode().split())


def test_hours_do_not_count_while_i_am_away(signed_in):
    here = scene()
    _first, second = shift(here, day=1), shift(here, day=2)
    day = timezone.localdate(second.session.starts_at)
    availability.add_absence(here.team, staff=here.worker, deputy=None, first_day=day, last_day=day)
    page = signed_in(here.worker).get(next_week())
    assert [one.is_there for one in page.context["shifts"]] == [True, False]
    assert page.context["hours"] == "2 timer"
    assert [row.first_day for row in page.context["away"]] == [day]


def test_what_is_mine_alone_is_found_here(signed_in):
    here = scene()
    page = signed_in(here.worker).get(reverse("staff:me")).content.decode()
    for name in (
        *("staff:my_calendar", "account_change_password", "mfa_index", "account_logout"),
        *("choose_language", "staff:absence_new"),
    ):
        assert f'"{reverse(name)}"' in page


@pytest.mark.parametrize("item_count", [1, 3])
def test_query_count(signed_in, django_assert_num_queries, item_count):
    here = scene()
    monday = monday_of("")
    for number in range(item_count):
        shift(here, day=number)
        day = monday + timedelta(days=40 + number)
        availability.add_absence(
            here.team, staff=here.worker, deputy=None, first_day=day, last_day=day
        )
        starts_at = timezone.now() + timedelta(days=20 + number)
        OnCall.objects.create(
            team=here.team, staff=here.worker,
            starts_at=starts_at, ends_at=starts_at + timedelta(hours=8),
        )  # fmt: skip
    client = signed_in(here.worker)
    with django_assert_num_queries(12):
        page = client.get(next_week())
    assert [len(page.context[name]) for name in ("shifts", "away", "watches")] == [item_count] * 3


def test_a_team_that_i_have_left_is_not_on_it(signed_in):
    here, there = scene(), scene()
    MembershipFactory(user=here.worker, team=there.team, ended_at=timezone.now())
    shift(there, day=1, staff=here.worker)
    hours = {"starts_at": timezone.now(), "ends_at": timezone.now() + timedelta(days=1)}
    OnCall.objects.create(team=there.team, staff=here.worker, **hours)
    page = signed_in(here.worker).get(next_week())
    assert (page.context["shifts"], list(page.context["watches"])) == ([], [])
