"""Things that a team shares: written down, chosen for a session, asked about when busy."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Resource, Session
from tests.factories.activities import ResourceFactory, SessionFactory
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def test_a_thing_is_written_down_changed_and_taken_away(signed_in):
    here = scene()
    client = signed_in(here.worker)

    client.post(reverse("staff:resource_new"), {"name": "Robåten", "kind": "equipment"})
    boat = Resource.objects.get()
    client.post(
        reverse("staff:resource_edit", args=[boat.pk]), {"name": "Båten", "kind": "vehicle"}
    )
    assert "Båten" in client.get(reverse("staff:resources")).content.decode()
    press(client, reverse("staff:resource_remove", args=[boat.pk]))

    assert not Resource.objects.exists()


def test_a_session_that_wants_a_busy_thing_is_asked_about_once(signed_in):
    here = scene()
    client = signed_in(here.worker)
    day = timezone.localtime() + timedelta(days=3)
    other = SessionFactory(
        team=here.team, activity=here.activity,
        starts_at=day.replace(hour=12, minute=0), ends_at=day.replace(hour=14, minute=0),
    )  # fmt: skip
    van = ResourceFactory(team=here.team, name="Varebilen")
    other.resources.add(van)
    sent = {
        "activity": here.activity.pk, "place": here.place.pk, "day": f"{day:%Y-%m-%d}",
        "starts": "13:00", "ends": "15:00", "resources": [van.pk],
    }  # fmt: skip

    first = client.post(reverse("staff:session_new"), sent)
    assert Session.objects.count() == 1
    assert f"Varebilen er også på {other.name}." in first.content.decode()

    client.post(reverse("staff:session_new"), sent | {"anyway": "on"})
    made = Session.objects.exclude(pk=other.pk).get()
    assert list(made.resources.all()) == [van]
    sheet = client.get(reverse("staff:sheet", args=[made.pk])).content.decode()
    assert "Varebilen" in sheet
