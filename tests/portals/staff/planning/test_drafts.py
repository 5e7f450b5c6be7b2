"""Drafts are discarded, one or what a calendar brought, and restored when one regrets."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from activities.calendar_import import importer
from activities.models import DiscardedDrafts, Series, Session
from activities.planning import drafts, series, sessions
from activities.taking_part import signups
from core.errors import RuleBroken
from tests.factories.activities import ResourceFactory, SessionFactory, ShiftFactory, with_staff
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def as_it_is(row):
    found = Session.objects.get(pk=row.pk)
    values = {
        field.attname: getattr(found, field.attname)
        for field in Session._meta.concrete_fields
        if field.name not in ("created_at", "changed_at")
    }
    values["staff"] = sorted(found.shifts.values_list("staff", "part"))
    values["things"] = sorted(found.resources.values_list("pk", flat=True))
    return values


def test_one_draft_goes_and_comes_back_as_it_was(signed_in):
    here = scene()
    client = signed_in(here.worker)
    draft = here.session(offered=False, title="Feil", note="Ta med hansker")
    draft.resources.add(ResourceFactory(team=here.team))
    before = as_it_is(draft)

    page = client.post(reverse("staff:drafts"), {"draft": draft.pk}, follow=True).content.decode()

    assert "1 utkast er kastet" in page and "Angre" in page
    assert not Session.objects.exists()
    undo = reverse("staff:drafts_restore", args=[DiscardedDrafts.objects.get().pk])
    assert "1 utkast er tilbake." in client.post(undo, follow=True).content.decode()
    assert as_it_is(draft) == before
    client.post(undo)  # a repeat
    assert Session.objects.count() == 1


def test_what_was_ever_shown_or_is_anybodys_stays():
    here = scene()
    never = SessionFactory(team=here.team, activity=here.activity)
    shown = sessions.publish(
        with_staff(SessionFactory(team=here.team, activity=here.activity)), by=here.worker
    )
    cancelled = sessions.publish(
        with_staff(SessionFactory(team=here.team, activity=here.activity)), by=here.worker
    )
    cancelled = sessions.cancel(cancelled, reason="Syk", by=here.worker)
    # However it came about: a draft that was open once, and one that somebody waits for.
    once = SessionFactory(team=here.team, published_at=timezone.now())
    wanted = SessionFactory(team=here.team, activity=here.activity, published=True)
    signups.join(wanted, participant=here.person())
    Session.objects.filter(pk=wanted.pk).update(state="draft", published_at=None)
    other = SessionFactory()
    everything = [never, shown, cancelled, once, wanted, other]

    discarded = drafts.discard(here.team, drafts=everything, by=here.worker)

    assert discarded.count == 1
    left = set(Session.objects.values_list("pk", flat=True))
    assert left == {row.pk for row in everything[1:]} - {None}
    with pytest.raises(RuleBroken):
        drafts.discard(here.team, drafts=Session.objects.all(), by=here.worker)


CALENDAR = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//x//NO
BEGIN:VEVENT
UID:one@x
DTSTAMP:20270101T080000Z
DTSTART;TZID=Europe/Oslo:20270111T100000
DTEND;TZID=Europe/Oslo:20270111T110000
SUMMARY:Alene
END:VEVENT
BEGIN:VEVENT
UID:many@x
DTSTAMP:20270101T080000Z
DTSTART;TZID=Europe/Oslo:20270112T100000
DTEND;TZID=Europe/Oslo:20270112T110000
RRULE:FREQ=WEEKLY
SUMMARY:Fast
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")


@time_machine.travel("2027-01-04T08:00:00+01:00", tick=False)
def test_a_whole_imported_calendar_goes_with_its_meetings_and_comes_back(signed_in):
    here = scene()
    today = timezone.localdate()
    mine = SessionFactory(team=here.team, activity=here.activity, title="Min egen")
    plan = importer.plan(
        CALENDAR, team=here.team, activity=here.activity, place=here.place,
        first=today, last=today + timedelta(days=30),
    )  # fmt: skip
    importer.carry_out(plan, by=here.worker)
    series.extend_all()
    before = {row.pk: as_it_is(row) for row in Session.objects.all()}
    assert Series.objects.count() == 1 and len(before) > 8
    client = signed_in(here.worker)
    url = reverse("staff:drafts")
    assert str(plan.batch) in client.get(url).content.decode()

    client.post(url, {"batch": plan.batch})

    assert [row.pk for row in Session.objects.all()] == [mine.pk]
    assert Series.objects.count() == 0 and series.extend_all() == 0
    client.post(reverse("staff:drafts_restore", args=[DiscardedDrafts.objects.get().pk]))
    assert {row.pk: as_it_is(row) for row in Session.objects.all()} == before
    again = importer.plan(
        CALENDAR, team=here.team, activity=here.activity, place=here.place,
        first=today, last=today + timedelta(days=30),
    )  # fmt: skip
    assert again.new == []


def test_a_day_of_a_recurring_session_that_was_discarded_is_not_made_again(signed_in):
    here = scene()
    from datetime import time

    one = series.make(
        here.activity, team=here.team, place=here.place, starts_on=timezone.localdate(),
        starts=time(23, 50), minutes=5, rule="FREQ=WEEKLY", by=None, skip_holidays=False,
    ).series  # fmt: skip
    second = one.sessions.order_by("starts_at")[1]
    day = second.occurrence_on

    discarded = drafts.discard(here.team, drafts=[second], by=here.worker)
    series.edit_all(one, by=None, title="Ny")

    assert not one.sessions.filter(occurrence_on=day).exists()
    drafts.restore(discarded, by=here.worker)
    assert one.sessions.filter(occurrence_on=day).count() == 1
    one.refresh_from_db()
    assert one.left_out == []


def test_what_cannot_come_back_is_named():
    here = scene()
    draft = SessionFactory(team=here.team, activity=here.activity, calendar_key="a#b")
    discarded = drafts.discard(here.team, drafts=[draft], by=here.worker)
    SessionFactory(team=here.team, activity=here.activity, calendar_key="a#b")

    assert len(drafts.restore(discarded, by=here.worker)) == 1
    assert Session.objects.count() == 1


def test_odd_numbers_and_keys_are_answered(signed_in):
    here = scene()
    client = signed_in(here.worker)
    for sent in ({"draft": ["x", 2**63, "9" * 40]}, {"batch": "x"}, {"batch": uuid4()}, {}):
        assert client.post(reverse("staff:drafts"), sent).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert drafts.forget_old() == 0


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_the_same_however_many(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _n in range(item_count):
        ShiftFactory(session=SessionFactory(team=here.team, activity=here.activity))
        gone = SessionFactory(team=here.team, activity=here.activity)
        drafts.discard(here.team, drafts=[gone], by=here.worker)
    client = signed_in(here.worker)
    with django_assert_num_queries(7):
        client.get(reverse("staff:drafts"))
