"""Planning: forms that keep what was written, and buttons that may be tapped twice."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from activities.models import Session, Shift
from notices import sms
from notices.models import Message
from participants.models import Participant
from payouts.models import Budget, Earning, Reservation
from tests.factories.activities import ActivityFactory
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def values(here, **changes):
    day = timezone.localdate() + timedelta(days=3)
    return {
        "activity": here.activity.pk, "place": here.place.pk, "day": day.isoformat(),
        "starts": "10:00", "ends": "13:00", "places": "", "title": "", "note": "",
        "min_staff": "", "off_site": "",
    } | changes  # fmt: skip


def tomorrow_at_noon():
    """Return when a session begins that passes no midnight, whatever the clock is now."""
    tomorrow = timezone.localtime() + timedelta(days=1)
    return tomorrow.replace(hour=12, minute=0, second=0, microsecond=0)


def messages_of(page):
    return [str(message) for message in page.context["messages"]]


def test_plan_a_session(signed_in):
    here = scene()
    client = signed_in(here.worker)
    page = client.post(reverse("staff:session_new"), values(here, places="8"), follow=True)
    session = Session.objects.get()
    assert page.redirect_chain == [(reverse("staff:sheet", args=[session.pk]), 302)]
    assert (session.state, session.places, session.min_staff) == ("draft", 8, here.place.min_staff)
    assert timezone.localtime(session.starts_at).hour == 10


def test_norwegian_dates_and_times_are_understood(signed_in):
    here = scene()
    day = timezone.localdate() + timedelta(days=3)
    written = values(here, day=f"{day:%d.%m.%Y}", starts="10.30", ends="13")
    signed_in(here.worker).post(reverse("staff:session_new"), written)
    session = Session.objects.get()
    assert (
        timezone.localtime(session.starts_at).strftime("%d.%m.%Y %H.%M") == f"{day:%d.%m.%Y} 10.30"
    )


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("day", "tirsdag"), ("day", "0001-01-01"), ("day", "99999-01-01"), ("day", "2026-02-30"),
        ("day", "3026-01-01"), ("day", ""), ("starts", "25:00"), ("starts", "i natt"),
        ("ends", "09:00"), ("ends", "10:00"), ("places", "-1"), ("places", "0"),
        ("places", "501"), ("places", "9" * 400), ("places", "åtte"), ("min_staff", "0"),
        ("min_staff", "21"), ("title", "a" * 121), ("title", "a" * 1_000_000),
        ("title", "a\x00b"), ("note", "a" * 281), ("note", "Født 01010112377"),
        ("activity", "0"), ("activity", "x"), ("activity", "9" * 40), ("place", ""),
        ("off_site", "kanskje"),
    ],
)  # fmt: skip
def test_nonsense_is_answered_beside_the_field_and_kept(signed_in, field, written):
    here = scene()
    page = signed_in(here.worker).post(
        reverse("staff:session_new"), values(here, **{field: written})
    )
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert page.context["form"][field].value() == written
    assert Session.objects.count() == 0


def test_an_activity_of_another_team_cannot_be_chosen(signed_in):
    here = scene()
    other = ActivityFactory()
    page = signed_in(here.worker).post(
        reverse("staff:session_new"), values(here, activity=other.pk)
    )
    assert list(page.context["form"].errors) == ["activity"]


def test_too_much_at_once_is_a_sentence(signed_in):
    here = scene()
    page = signed_in(here.worker).post(
        reverse("staff:session_new"), values(here, title="a" * 10_000_000)
    )
    assert page.status_code == 400
    assert Session.objects.count() == 0


def test_edit_keeps_activity_and_team(signed_in):
    here = scene()
    session = here.session(offered=False, starts_at=tomorrow_at_noon())
    url = reverse("staff:session_edit", args=[session.pk])
    client = signed_in(here.worker)
    for _tap in range(2):
        client.post(url, values(here, title="Vårtur", min_staff="3", activity=ActivityFactory().pk))
    session.refresh_from_db()
    assert (session.title, session.min_staff, session.activity) == ("Vårtur", 3, here.activity)


def test_a_rule_broken_in_the_verb_stands_on_the_form(signed_in):
    here = scene()
    session = here.session(starts_at=tomorrow_at_noon())
    Session.objects.update(state="closed")
    page = signed_in(here.worker).post(
        reverse("staff:session_edit", args=[session.pk]), values(here, title="Nytt", min_staff="2")
    )
    assert page.status_code == 200
    assert page.context["form"].non_field_errors() == [
        "Økta er over eller avlyst og kan ikke endres."
    ]
    assert page.context["form"]["title"].value() == "Nytt"


def test_copy_makes_a_draft(signed_in):
    here = scene()
    session = here.session()
    day = timezone.localdate() + timedelta(days=9)
    signed_in(here.worker).post(
        reverse("staff:session_copy", args=[session.pk]), {"day": day, "starts": "12:00"}
    )
    copy = Session.objects.exclude(pk=session.pk).get()
    assert (copy.state, copy.ends_at - copy.starts_at) == (
        "draft",
        session.ends_at - session.starts_at,
    )


def test_open_reserves_and_says_the_sum(signed_in):
    here = scene()
    session = here.session(offered=False, places=4)
    client = signed_in(here.worker)
    url = reverse("staff:session_publish", args=[session.pk])
    page = press(client, url, on=reverse("staff:sheet", args=[session.pk]), follow=True)
    assert client.post(url, {"shown": "x"}).status_code == 302  # a second tap changes nothing
    assert Reservation.objects.get().ore == 60_000
    assert messages_of(page) == ["Økta er åpen. 600\u00a0kr er holdt av."]


def test_open_without_money_says_why_and_changes_nothing(signed_in):
    here = scene()
    session = here.session(offered=False, places=4)
    Budget.objects.update(amount_ore=1)
    page = press(
        signed_in(here.worker), reverse("staff:session_publish", args=[session.pk]),
        on=reverse("staff:sheet", args=[session.pk]), follow=True,
    )  # fmt: skip
    assert messages_of(page) == [
        "Økta trenger 600\u00a0kr til honorar. Det mangler 599,99\u00a0kr."
        " Legg til penger under «Budsjett», eller velg færre plasser."
    ]
    session.refresh_from_db()
    assert session.state == "draft"


def test_more_places_than_there_is_money_for_stand_on_the_form(signed_in):
    here = scene()
    session = here.session(places=2, starts_at=tomorrow_at_noon())
    Budget.objects.update(amount_ore=30_000)
    page = signed_in(here.worker).post(
        reverse("staff:session_edit", args=[session.pk]),
        values(here, places="3", min_staff="1", day=timezone.localdate()),
    )
    assert page.context["form"].non_field_errors() == [
        "Økta trenger 450\u00a0kr til honorar. Det mangler 150\u00a0kr."
        " Legg til penger under «Budsjett», eller velg færre plasser."
    ]
    assert page.context["form"]["places"].value() == "3"
    session.refresh_from_db()
    assert session.places == 2


def test_cancel_needs_a_reason_and_pays_those_who_were_coming(signed_in):
    here = scene()
    session = here.session(starts_at=timezone.now() + timedelta(days=1))
    here.coming(session, 2)
    client = signed_in(here.worker)
    url = reverse("staff:session_cancel", args=[session.pk])
    assert "150\u00a0kr hver" in client.get(url).content.decode()
    assert list(client.post(url, {"reason": " "}).context["form"].errors) == ["reason"]
    for _tap in range(2):
        press(client, url, {"reason": "Per er syk."})
    session.refresh_from_db()
    assert (session.state, session.cancelled_reason) == ("cancelled", "Per er syk.")
    assert [earning.ore for earning in Earning.objects.waiting_for_payment()] == [15_000, 15_000]


@pytest.mark.parametrize("sms_backend", ["tests.notices.provider.Provider", "none"])
def test_who_writes_why_we_cancel_sees_how_many_sms_it_takes(signed_in, settings, sms_backend):
    settings.NOTICE_BACKENDS = settings.NOTICE_BACKENDS | {"sms": sms_backend}
    here = scene()
    session = here.session(starts_at=timezone.now() + timedelta(days=1))
    (person,) = here.coming(session, 1)
    Participant.objects.filter(pk=person.pk).update(channel="sms", phone="+4791000000")
    url = reverse("staff:session_cancel", args=[session.pk])
    client = signed_in(here.worker)
    page = client.get(url).content.decode()
    told = re.search(r"Med inntil (\d+) tegn blir det (\d) SMS(?:-er)? til hver\.", page)
    if sms_backend == "none":
        assert told is None and "data-sms-around" not in page
        return
    letters, parts = map(int, told.groups())
    for reason, number in (("a" * (letters - 1) + ".", parts), ("a" * (letters + 1), parts + 1)):
        with transaction.atomic():
            press(client, url, {"reason": reason})
            assert sms.parts(Message.objects.get(channel="sms").body) == number
            transaction.set_rollback(True)


def test_close_says_how_many_and_approves(signed_in):
    here = scene()
    session = here.session()
    person = here.person()
    client = signed_in(here.worker)
    client.post(reverse("staff:attendance_record", args=[session.pk, person.pk]))
    url = reverse("staff:session_close", args=[session.pk])
    assert "1 var med. 150\u00a0kr blir klart til utbetaling." in client.get(url).content.decode()
    for _tap in range(2):
        press(client, url)
    assert Earning.objects.waiting_for_payment().total() == 15_000


def test_put_a_colleague_on_and_off(signed_in):
    here = scene()
    session = here.session()
    colleague = here.colleague()
    client = signed_in(here.worker)
    put = reverse("staff:shift_assign", args=[session.pk])
    client.post(put, {"staff": colleague.pk, "part": "driver"})
    shift = Shift.objects.get(staff=colleague)
    assert shift.part == "driver"
    off = reverse("staff:shift_unassign", args=[session.pk, shift.pk])
    assert [client.post(off).status_code for _tap in range(2)] == [302, 302]
    assert Shift.objects.filter(staff=colleague).count() == 0


def test_a_stranger_cannot_be_put_on(signed_in):
    here, there = scene(), scene()
    session = here.session()
    page = signed_in(here.worker).post(
        reverse("staff:shift_assign", args=[session.pk]),
        {"staff": there.worker.pk, "part": "second"},
    )
    assert list(page.context["form"].errors) == ["staff"]
