"""A page planned for an hour comes and goes then, if it still may."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Membership
from cms.models import StoryPage
from core import schedule
from notices.models import Task
from participants import consents
from tests.cms.publishing.test_in_admin import editor, new_story  # noqa: F401
from tests.factories import cms as pages
from tests.factories.accounts import MembershipFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def planned(editor, field):  # noqa: F811
    at = timezone.localtime(timezone.now() + timedelta(hours=2))
    new_story(editor, **{field: at.strftime("%Y-%m-%d %H:%M")})


def three_hours_later():
    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=True):
        assert schedule.run() == []


def test_a_planned_story_comes_out(editor):  # noqa: F811
    planned(editor, "go_live_at")
    assert not StoryPage.objects.get().live
    three_hours_later()
    assert StoryPage.objects.get().live


def test_a_story_with_an_end_is_gone_after_it(editor):  # noqa: F811
    planned(editor, "expire_at")
    assert StoryPage.objects.get().live
    three_hours_later()
    story = StoryPage.objects.get()
    assert (story.live, story.expired) == (False, True)


def test_who_may_no_longer_tell_puts_nothing_out(editor):  # noqa: F811
    planned(editor, "go_live_at")
    Membership.objects.all().delete()
    three_hours_later()
    assert not StoryPage.objects.get().live
    assert Task.objects.filter(key__startswith="scheduled-page:").exists()
    three_hours_later()
    assert Task.objects.filter(key__startswith="scheduled-page:").count() == 1


def test_a_yes_taken_back_before_the_hour_keeps_the_story_a_draft():
    leader = MembershipFactory(leader=True)
    person = ParticipantFactory(team=leader.team)
    story = pages.story(person, team=leader.team)
    story.live, story.go_live_at = False, timezone.now() + timedelta(hours=2)
    story.save()
    story.save_revision(user=leader.user).publish(user=leader.user, skip_permission_checks=True)
    consents.withdraw(consents.shown_about(person)[0])
    three_hours_later()
    assert not StoryPage.objects.get().live
    assert Task.objects.get(key__startswith="scheduled-page:").assigned_to == leader.user
