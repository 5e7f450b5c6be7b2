"""A day on paper: a sheet for each session, and every name that is printed is logged."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, AccessSubject, Role
from activities.models import OnCall
from activities.safety import preparedness
from activities.taking_part import signups
from payouts.earnings import promises
from tests.factories.activities import with_numbers
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def words(page):
    return " ".join(page.content.decode().split())


def test_each_open_session_of_the_day_has_a_sheet_with_those_who_come(signed_in):
    here = scene()
    session = here.session(title="Runden", places=1)
    (first,) = here.coming(session, 1)
    waits = here.person("Venter")
    signups.join(session, participant=waits)
    here.person("Hjemme")
    here.session(title="Et utkast", offered=False)
    here.session(title="I overmorgen", starts_at=timezone.now() + timedelta(days=2))
    page = signed_in(here.worker).get(reverse("staff:day_pack"))
    sheets = [(one, [row.participant for row in rows]) for one, rows in page.context["sheets"]]
    assert sheets == [(session, [first, waits])]
    said = words(page)
    assert [name for name in ("Runden", "Kommer 0", "Venter", "i køen") if name not in said] == []
    assert [name for name in ("Hjemme", "Et utkast", "I overmorgen") if name in said] == []


def test_whom_the_pack_names_is_logged_as_printed(signed_in):
    here = scene()
    people = here.coming(here.session(), 2)
    signed_in(here.worker).get(reverse("staff:day_pack"))
    event = AccessEvent.objects.get()
    assert (event.user, event.act, event.what) == (here.worker, "print", "staff:day_pack")
    about = AccessSubject.objects.values_list("participant_number", flat=True)
    assert sorted(about) == sorted(person.pk for person in people)


def test_the_first_page_says_who_answers_and_whom_to_call(signed_in):
    here = scene()
    with_numbers(here.team)
    preparedness.set_routine(here.team, deputy=None, code_word="Knutinius")
    preparedness.set_number(here.team, kind="guards", number="22 33 44 55")
    kari = here.colleague()
    now = timezone.now()
    OnCall.objects.create(
        team=here.team, staff=kari, starts_at=now - timedelta(hours=1), ends_at=now
    )
    page = signed_in(here.worker).get(reverse("staff:day_pack"))
    assert [duty.staff for duty in page.context["rota"]] == [kari]
    assert "22 33 44 55" in words(page)
    assert "Knutinius" not in words(page)


def test_another_day_can_be_asked_for(signed_in):
    here = scene()
    client = signed_in(here.worker)
    page = client.get(reverse("staff:day_pack"), {"dag": "2026-01-05"})
    assert (page.context["this"], page.context["sheets"]) == ("2026-01-05", [])
    assert "Ingen åpne økter denne dagen." in words(page)
    today = timezone.localdate().isoformat()
    for nonsense in ("x", "0001-01-01", "9999-12-31"):
        page = client.get(reverse("staff:day_pack"), {"dag": nonsense})
        assert page.context["this"] == today


@pytest.mark.parametrize("role", [Role.EDITOR, Role.FINANCE, Role.AUDITOR])
def test_only_who_meets_people_prints_their_names(staff_client, role):
    here = scene()
    client = staff_client(role=role, team=here.team)
    assert client.get(reverse("staff:day_pack")).status_code == 403


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_pack_costs_the_same(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        session = here.session()
        for person in here.coming(session, item_count):
            promises.record(session, participant=person, by=here.worker)
    client = signed_in(here.worker)
    with django_assert_num_queries(14):
        page = client.get(reverse("staff:day_pack"))
    assert len(page.context["sheets"]) == item_count
