"""The staff's room of stories: what is out for everybody, what waits for those who tell."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from tests.factories import cms
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
URL = "/staff/historier/"


def told(team, **fields):
    """Return a story of `team` with somebody in it."""
    return cms.story(ParticipantFactory(team=team), team=team, **fields)


def test_who_tells_sees_what_waits_and_why(staff_client):
    client = staff_client(role=Role.EDITOR)
    out = told(client.team)
    held = told(client.team, consenting=False)
    later = told(client.team, published_on=timezone.localdate() + timedelta(days=3))
    draft = told(client.team, live=False)
    told(cms.TeamFactory())
    page = client.get(URL)
    assert list(page.context["shown"]) == [out]
    assert {one.pk: one.waits_for_a_yes for one in page.context["waiting"]} == {
        later.pk: False, held.pk: True, draft.pk: False,
    }  # fmt: skip
    words = page.content.decode()
    for one in (out, held, later, draft):
        assert f'href="{reverse("staff:story", args=[one.pk])}"' in words
    assert f'href="{reverse("staff:story_new")}"' in words


def test_who_does_not_write_sees_what_is_out_alone(staff_client):
    client = staff_client(role=Role.FINANCE)
    out = told(client.team)
    held = told(client.team, consenting=False, title="Ikke ute")
    page = client.get(URL)
    assert list(page.context["shown"]) == [out]
    assert list(page.context["waiting"]) == []
    assert held.title not in page.content.decode()
    assert "/admin/" not in page.content.decode()


def test_a_story_in_several_languages_is_one_row(staff_client):
    client = staff_client(role=Role.EDITOR)
    first = told(client.team)
    cms.story(*first.people.all(), team=client.team, language="nn", like=first)
    alone = told(client.team, language="nn")
    assert set(client.get(URL).context["shown"]) == {first, alone}


def test_a_story_that_is_out_in_another_language_alone_is_seen(staff_client):
    client = staff_client(role=Role.EDITOR)
    draft = told(client.team, live=False)
    out = cms.story(*draft.people.all(), team=client.team, language="nn", like=draft)
    assert list(client.get(URL).context["shown"]) == [out]


def test_a_worker_sees_what_waits(staff_client):
    client = staff_client(role=Role.WORKER)
    draft = told(client.team, live=False)
    page = client.get(URL)
    assert list(page.context["waiting"]) == [draft]
    assert "Utkast" in page.content.decode()


@pytest.mark.parametrize("item_count", [1, 3])
def test_query_count(staff_client, django_assert_num_queries, item_count):
    client = staff_client(role=Role.EDITOR)
    for _number in range(item_count):
        told(client.team)
        told(client.team, consenting=False)
    client.get(URL)
    with django_assert_num_queries(7):
        page = client.get(URL)
    assert len(page.context["shown"]) == len(page.context["waiting"]) == item_count
