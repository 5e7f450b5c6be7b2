"""The secret address of one's own calendar: one at a time, stored hashed, stopped at once."""

import pytest
from django.utils import timezone

from activities.calendar_feeds import feed_keys
from activities.models import FeedKey
from core.errors import RuleBroken
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_an_address_opens_the_calendar_of_its_person():
    ola, kari = ParticipantFactory(), MembershipFactory().user
    assert feed_keys.find(feed_keys.give(ola)).participant == ola
    assert feed_keys.find(feed_keys.give(kari)).user == kari


def test_the_token_is_long_and_stands_nowhere():
    ola = ParticipantFactory()
    token = feed_keys.give(ola)
    stored = [str(value) for row in FeedKey.objects.values() for value in row.values()]
    assert len(token) >= 128 // 6
    assert [value for value in stored if token in value] == []


def test_a_new_address_stops_the_one_before_and_nobody_elses():
    ola, per = ParticipantFactory(), ParticipantFactory()
    before, others = feed_keys.give(ola), feed_keys.give(per)
    now = feed_keys.give(ola)
    assert feed_keys.find(before) is None
    assert feed_keys.find(now).participant == ola
    assert feed_keys.find(others).participant == per


def test_a_stopped_address_opens_nothing_and_stopping_twice_is_once():
    ola = ParticipantFactory()
    token = feed_keys.give(ola)
    feed_keys.revoke(ola)
    stopped_at = FeedKey.objects.get().revoked_at
    feed_keys.revoke(ola)
    assert feed_keys.find(token) is None
    assert feed_keys.live_key(ola) is None
    assert FeedKey.objects.get().revoked_at == stopped_at


def test_one_who_has_left_has_no_calendar():
    ola = ParticipantFactory()
    token = feed_keys.give(ola)
    ola.left_at = timezone.now()
    ola.save()
    assert feed_keys.find(token) is None
    with pytest.raises(RuleBroken):
        feed_keys.give(ola)


def test_one_who_works_in_no_team_any_more_has_no_calendar():
    membership = MembershipFactory()
    token = feed_keys.give(membership.user)
    membership.ended_at = timezone.now()
    membership.save()
    assert feed_keys.find(token) is None
    assert feed_keys.find(feed_keys.give(UserFactory())) is None


@pytest.mark.parametrize("token", ["", "x", "å" * 10, "x" * 10_000])
def test_what_was_never_given_opens_nothing(token):
    feed_keys.give(ParticipantFactory())
    assert feed_keys.find(token) is None
