"""Fewer staff than the place asks for: by a leader, with a reason that stays, in every portal."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.models import Session
from activities.planning import series, sessions, weather, week_templates
from core.errors import RuleBroken
from tests.factories.activities import PlaceFactory, SessionFactory
from tests.portals.staff.planning.test_sessions import values
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
WHY = "Elva er stengt, vi sitter på land."


@pytest.fixture
def here():
    found = scene()
    found.place = PlaceFactory(name="Elva", off_site=True, min_staff=3)
    found.leader = found.colleague(Role.LEADER)
    return found


def made(here, by, **more):
    starts = timezone.now() + timedelta(days=3)
    return sessions.make(
        here.activity, team=here.team, place=here.place, starts_at=starts,
        ends_at=starts + timedelta(hours=2), by=by, **more,
    )  # fmt: skip


def test_a_worker_never_goes_below_with_or_without_a_reason(here):
    session = made(here, here.worker)
    for words in ({}, {"min_staff_reason": WHY}):
        with pytest.raises(RuleBroken, match="Lederen"):
            sessions.edit(session, by=here.worker, min_staff=1, **words)
        with pytest.raises(RuleBroken, match="Lederen"):
            made(here, here.worker, min_staff=1, **words)
        with pytest.raises(RuleBroken, match="Lederen"):
            made(here, None, min_staff=1, **words)
    session.refresh_from_db()
    assert session.min_staff == 3


def test_a_leader_of_another_team_is_no_leader_here(here):
    other = scene().colleague(Role.LEADER)
    with pytest.raises(RuleBroken, match="Lederen"):
        sessions.edit(made(here, here.worker), by=other, min_staff=1, min_staff_reason=WHY)


def test_a_leader_says_why_and_it_stays_to_be_read(here, signed_in):
    session = made(here, here.leader)
    with pytest.raises(RuleBroken, match="hvorfor"):
        sessions.edit(session, by=here.leader, min_staff=1, min_staff_reason="  ")
    session = sessions.edit(session, by=here.leader, min_staff=1, min_staff_reason=WHY)
    assert (session.min_staff, session.min_staff_lowered_by) == (1, here.leader)

    client = signed_in(here.worker)
    day = timezone.localdate(session.starts_at)
    week = f"{reverse('staff:week')}?uke={day:%G-W%V}"
    Session.objects.update(state="published", published_at=timezone.now())
    pack = f"{reverse('staff:day_pack')}?dag={day}"
    month = f"{reverse('staff:month')}?maned={day:%Y-%m}"
    for page in (reverse("staff:sheet", args=[session.pk]), week, pack, month):
        assert WHY in client.get(page).content.decode(), page


def test_others_may_change_the_rest_and_only_ask_for_more(here):
    session = made(here, here.leader, min_staff=2, min_staff_reason=WHY)
    session = sessions.edit(session, by=here.worker, title="På land", min_staff=2)
    assert (session.title, session.min_staff_reason) == ("På land", WHY)
    with pytest.raises(RuleBroken):
        sessions.edit(session, by=here.worker, min_staff=1)
    with pytest.raises(RuleBroken):
        sessions.edit(session, by=here.worker, min_staff_reason="")
    session = sessions.edit(session, by=here.worker, min_staff=3)
    assert (session.min_staff_reason, session.min_staff_lowered_by) == ("", None)


def test_a_move_to_a_place_that_asks_for_more_is_no_way_past(here):
    plain = PlaceFactory(min_staff=1)
    session = SessionFactory(team=here.team, activity=here.activity, place=plain, min_staff=1)
    with pytest.raises(RuleBroken):
        sessions.edit(session, by=here.worker, place=here.place)
    Session.objects.filter(pk=session.pk).update(rain_place=here.place)
    assert weather.move(session, indoors=True, by=here.worker).min_staff == 3


def test_a_copy_and_a_normal_week_ask_for_what_the_place_asks(here):
    session = made(here, here.leader, min_staff=1, min_staff_reason=WHY)
    later = session.starts_at + timedelta(days=7)
    assert sessions.copy(session, starts_at=later, by=here.worker).min_staff == 3
    day = timezone.localdate(session.starts_at)
    monday = day - timedelta(days=day.weekday())
    done = week_templates.copy(
        here.team, source=monday, monday=monday + timedelta(days=21), by=here.worker
    )
    assert {one.min_staff for one in done.made} <= {3}


def test_a_recurring_session_follows_the_same_rule_and_its_sessions_follow_it(here):
    fields = {
        "team": here.team, "place": here.place, "starts_on": timezone.localdate(),
        "starts": time(10), "minutes": 60, "rule": "FREQ=WEEKLY",
    }  # fmt: skip
    with pytest.raises(RuleBroken):
        series.make(here.activity, by=here.worker, min_staff=1, min_staff_reason=WHY, **fields)
    done = series.make(here.activity, by=here.worker, min_staff=3, **fields)
    with pytest.raises(RuleBroken):
        series.edit_all(done.series, by=here.worker, min_staff=1, min_staff_reason=WHY)
    series.edit_all(done.series, by=here.leader, min_staff=2, min_staff_reason=WHY)
    ahead = Session.objects.filter(starts_at__gt=timezone.now())
    assert set(ahead.values_list("min_staff", "min_staff_reason", "min_staff_lowered_by")) == {
        (2, WHY, here.leader.pk)
    }
    made_later = series.edit_all(done.series, by=None, note="Ta med støvler")
    assert not made_later.kept


def test_a_place_that_asks_for_more_later_is_asked_for_by_new_sessions(here):
    loose = PlaceFactory(min_staff=1)
    done = series.make(
        here.activity, team=here.team, place=loose, starts_on=timezone.localdate(), starts=time(10),
        minutes=60, rule="FREQ=WEEKLY", by=here.worker, min_staff=1,
    )  # fmt: skip
    loose.min_staff = 3
    loose.save()
    done.series.sessions.all().delete()
    done.series.made_until = None
    done.series.save()
    new = series.extend(done.series).made
    assert {one.min_staff for one in new} == {3}


def test_the_form_asks_the_leader_why(here, signed_in):
    sent = values(here, min_staff="1", place=here.place.pk)
    signed_in(here.worker).post(reverse("staff:session_new"), sent | {"min_staff_reason": WHY})
    signed_in(here.leader).post(reverse("staff:session_new"), sent)
    assert Session.objects.count() == 0
    signed_in(here.leader).post(reverse("staff:session_new"), sent | {"min_staff_reason": WHY})
    assert Session.objects.get().min_staff_reason == WHY


def test_the_api_asks_too(here, signed_in):
    session = made(here, here.worker)
    url = reverse("api:session-detail", args=[session.pk])
    sent = {"min_staff": 1, "min_staff_reason": WHY}
    statuses = [
        signed_in(user).patch(url, sent, content_type="application/json").status_code
        for user in (here.worker, here.leader)
    ]
    session.refresh_from_db()
    assert (statuses[0] >= 400, statuses[1], session.min_staff) == (True, 200, 1)


def test_the_place_itself_is_lowered_by_a_leader(here, signed_in):
    url = reverse("staff:place_edit", args=[here.place.pk])
    sent = {
        "name": "Elva", "latitude": "59,9", "longitude": "10,7", "off_site": "on",
        "min_staff": "1",
    }  # fmt: skip
    for user, number in ((here.worker, 3), (here.leader, 1)):
        signed_in(user).post(url, sent)
        here.place.refresh_from_db()
        assert here.place.min_staff == number
    signed_in(here.worker).post(reverse("staff:place_new"), sent | {"name": "Elva 2"})
    assert type(here.place).objects.filter(name="Elva 2").count() == 0


@pytest.mark.both
def test_the_database_keeps_reason_and_name_together(here):
    session = made(here, here.worker)
    for words in ({"min_staff_reason": WHY}, {"min_staff_lowered_by": here.leader}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Session.objects.filter(pk=session.pk).update(**words)
