"""One session on several days at once, ticked in a small calendar."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Session
from tests.portals.shown_form import shown
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def page_of(client, session):
    return client.get(reverse("staff:session_copy", args=[session.pk]))


def send(client, session, **sent):
    url = reverse("staff:session_copy", args=[session.pk])
    return client.post(url, shown(client.get(url)) | sent, follow=True)


def messages_of(page):
    return [str(message) for message in page.context["messages"]]


def days_of(session):
    copies = Session.objects.exclude(pk=session.pk).order_by("starts_at")
    return [timezone.localdate(one.starts_at) for one in copies]


def a_session():
    here = scene()
    at = timezone.localtime().replace(hour=10, minute=0) - timedelta(days=7)
    return here, here.session(starts_at=at, ends_at=at + timedelta(hours=2), places=4)


def test_the_next_such_day_is_ticked(signed_in):
    here, session = a_session()
    assert shown(page_of(signed_in(here.worker), session))["days"] == [
        f"{TODAY() + timedelta(days=7)}"
    ]


def test_several_days_become_drafts_and_those_that_have_it_are_named(signed_in):
    here, session = a_session()
    days = [TODAY() + timedelta(days=number) for number in (2, 9, 16)]
    client = signed_in(here.worker)
    send(client, session, days=[f"{days[1]}"])
    page = send(client, session, days=[f"{day}" for day in days])
    assert days_of(session) == days
    assert set(Session.objects.exclude(pk=session.pk).values_list("state", "places")) == {
        ("draft", 4)
    }
    assert messages_of(page)[:2] == [
        "2 kopier er laget. De er utkast til du åpner dem.",
        f"{days[1]:%d.%m.} er den lagt inn fra før.",
    ]


def test_only_days_that_have_it_make_nothing(signed_in):
    here, session = a_session()
    day = TODAY() + timedelta(days=2)
    client = signed_in(here.worker)
    for _time in range(2):
        page = send(client, session, days=[], day=f"{day}")
    assert days_of(session) == [day]
    assert messages_of(page) == [f"{day:%d.%m.} er den lagt inn fra før."]


def test_back_and_again_makes_one(signed_in):
    here, session = a_session()
    client = signed_in(here.worker)
    sent = shown(page_of(client, session))
    url = reverse("staff:session_copy", args=[session.pk])
    for _tap in range(2):
        client.post(url, sent)
    assert len(days_of(session)) == 1


def test_the_hour_that_is_not_there_in_march_makes_nothing(signed_in):
    here, session = a_session()
    year = TODAY().year + (TODAY().month > 2)
    night = max(date(year, 3, day) for day in range(25, 32) if date(year, 3, day).weekday() == 6)
    page = send(signed_in(here.worker), session, day=f"{night}", starts="02:30")
    assert "Den natta stilles klokka fram" in str(page.context["form"].errors["starts"])
    assert days_of(session) == []


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"days": []}, "days"), ({"days": ["2026-02-30"]}, "days"), ({"days": ["x"]}, "days"),
        ({"days": ["2001-01-01"]}, "days"), ({"days": [], "day": "3026-01-01"}, "day"),
        ({"day": "i morgen"}, "day"), ({"starts": "25:00"}, "starts"),
    ],
)  # fmt: skip
def test_days_that_are_none_are_answered_beside_the_field(signed_in, sent, field):
    here, session = a_session()
    page = send(signed_in(here.worker), session, **sent)
    assert list(page.context["form"].errors) == [field]
    assert days_of(session) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_costs_the_same(signed_in, django_assert_num_queries, count):
    here, session = a_session()
    client = signed_in(here.worker)
    send(
        client,
        session,
        days=[f"{TODAY() + timedelta(days=number)}" for number in range(1, count + 1)],
    )
    with django_assert_num_queries(8):
        page_of(client, session)
