"""A place each time: shown, ended with one press, and taken back with another."""

from datetime import time

import pytest
from django.utils import timezone

from activities.models import RecurringSignUp, SignUp
from activities.planning import series
from activities.taking_part import recurring_signups
from tests.factories.activities import ActivityFactory, PlaceFactory
from tests.factories.participants import ParticipantFactory
from tests.portals.mine.scene import text_of, visit

pytestmark = pytest.mark.django_db


def meeting(team, **fields):
    """Return a recurring session of the team."""
    return series.make(
        ActivityFactory(teams=[team]), team=team, place=PlaceFactory(), title="Kaffe",
        starts_on=timezone.localdate(), starts=time(12), minutes=60, rule="FREQ=WEEKLY;COUNT=3",
        by=ParticipantFactory(team=team).primary_contact, **fields,
    ).series  # fmt: skip


def test_home_says_where_i_have_a_place_each_time():
    ola = visit()
    recurring_signups.give(meeting(ola.participant.team), participant=ola.participant)
    assert "Du har fast plass på Kaffe." in text_of(ola.client.get("/min/"))


def test_home_says_nothing_of_a_meeting_that_is_over():
    ola = visit()
    row = meeting(ola.participant.team)
    recurring_signups.give(row, participant=ola.participant)
    row.ended_on = timezone.localdate() - timezone.timedelta(days=1)
    row.save()
    assert "fast plass" not in text_of(ola.client.get("/min/"))


def test_it_ends_with_one_press_and_is_taken_back_with_another():
    ola = visit()
    row = meeting(ola.participant.team)
    recurring_signups.give(row, participant=ola.participant)
    answer = ola.client.post(f"/min/fast-plass/{row.pk}/slutt/", follow=True)
    assert answer.redirect_chain[0][1] == 303
    assert "Du har ikke fast plass på Kaffe lenger." in text_of(answer)
    assert RecurringSignUp.objects.count() == 0
    ola.client.post("/min/fast-plass/angre/", {"key": answer.context["ended_key"]})
    assert RecurringSignUp.objects.get().participant == ola.participant


def test_what_was_said_to_single_sessions_stays():
    ola = visit()
    row = meeting(ola.participant.team)
    row.sessions.update(state="published", published_at=timezone.now())
    recurring_signups.give(row, participant=ola.participant)
    before = SignUp.objects.count()
    ola.client.post(f"/min/fast-plass/{row.pk}/slutt/")
    assert before > 0
    assert SignUp.objects.filter(state="coming").count() == before


def test_ending_twice_is_once():
    ola = visit()
    row = meeting(ola.participant.team)
    codes = [ola.client.post(f"/min/fast-plass/{row.pk}/slutt/").status_code for _time in (1, 2)]
    assert codes == [303, 303]


def test_nobody_ends_anothers_place_or_sees_another_teams_meeting():
    ola = visit()
    row, strange = meeting(ola.participant.team), meeting(ParticipantFactory().team)
    recurring_signups.give(row, participant=ParticipantFactory(team=ola.participant.team))
    ola.client.post(f"/min/fast-plass/{row.pk}/slutt/")
    assert RecurringSignUp.objects.count() == 1
    assert ola.client.post(f"/min/fast-plass/{strange.pk}/slutt/").status_code == 404


@pytest.mark.parametrize("key", ["", "x", "å:b:c"])
def test_nobody_takes_a_place_by_making_up_a_key(key):
    ola = visit()
    meeting(ola.participant.team)
    ola.client.post("/min/fast-plass/angre/", {"key": key})
    assert ola.client.get("/min/", {"angre": key}).status_code == 200
    assert RecurringSignUp.objects.count() == 0


def test_the_key_of_another_gives_me_nothing():
    ola, per = visit(), visit()
    row = meeting(ola.participant.team)
    recurring_signups.give(row, participant=ola.participant)
    answer = ola.client.post(f"/min/fast-plass/{row.pk}/slutt/", follow=True)
    per.client.post("/min/fast-plass/angre/", {"key": answer.context["ended_key"]})
    assert RecurringSignUp.objects.count() == 0


def test_a_place_that_is_gone_meanwhile_is_told_of():
    ola = visit()
    row = meeting(ola.participant.team, places=1)
    recurring_signups.give(row, participant=ola.participant)
    key = ola.client.post(f"/min/fast-plass/{row.pk}/slutt/", follow=True).context["ended_key"]
    recurring_signups.give(row, participant=ParticipantFactory(team=row.team))
    answer = ola.client.post("/min/fast-plass/angre/", {"key": key}, follow=True)
    assert "De faste plassene er gitt bort nå." in text_of(answer)
