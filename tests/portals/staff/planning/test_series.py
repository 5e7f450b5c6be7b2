"""Recurring sessions as staff plan them: plain choices, three ways to change, nobody lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Series, Session, SignUp
from activities.staffing import availability
from activities.taking_part import signups
from portals.staff.planning.series_forms import SeriesForm
from portals.staff.planning.sessions_forms import SessionForm
from tests.factories.activities import (
    ActivityFactory,
    PlaceFactory,
    ResourceFactory,
    SessionFactory,
    ShiftFactory,
)
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def sent(here, **changes):
    day = timezone.localdate() + timedelta(days=1)
    values = {
        "activity": here.activity.pk, "starts_on": day, "every": "1", "starts": "12:00",
        "ends": "14.00", "place": here.place.pk, "places": "", "skip_holidays": "on",
    }  # fmt: skip
    return values | changes


def planned(here, client, **changes):
    client.post(reverse("staff:series_new"), sent(here, **changes))
    return Series.objects.get()


def test_a_weekly_meeting_is_one_form(signed_in):
    here = scene()
    client = signed_in(here.worker)

    row = planned(here, client, days=["TU", "TH"])

    assert row.rule == "FREQ=WEEKLY;BYDAY=TU,TH"
    assert (row.minutes, row.sessions.filter(state="draft").count() >= 20) == (120, True)
    page = client.get(reverse("staff:series_show", args=[row.pk])).content.decode()
    assert "hver uke: tirsdag, torsdag klokka 12.00" in page


@pytest.mark.parametrize(
    ("every", "rule"), [("1", "FREQ=WEEKLY;BYDAY="), ("2", "FREQ=WEEKLY;INTERVAL=2;BYDAY="),
                        ("month", "FREQ=MONTHLY;BYDAY=")]
)  # fmt: skip
def test_how_often_is_a_plain_choice(signed_in, every, rule):
    here = scene()
    assert planned(here, signed_in(here.worker), every=every).rule.startswith(rule)


def test_an_end_before_the_start_is_told_and_nothing_is_made(signed_in):
    here = scene()
    page = signed_in(here.worker).post(reverse("staff:series_new"), sent(here, ends="11:00"))
    assert "Økta må slutte etter at den begynner." in page.content.decode()
    assert Series.objects.count() == 0


def test_this_this_and_later_and_all(signed_in):
    here = scene()
    client = signed_in(here.worker)
    row = planned(here, client)
    first, second, third = row.sessions.order_by("starts_at")[:3]
    one = {
        "day": timezone.localtime(first.starts_at).date(), "starts": "10:00", "ends": "11:00",
        "place": here.place.pk, "min_staff": "2", "off_site": "no", "title": "Bare denne",
    }  # fmt: skip
    client.post(reverse("staff:session_edit", args=[first.pk]), one)
    rest = {**sent(here), "every": "as_is", "title": "Herfra"}
    client.post(reverse("staff:series_edit", args=[row.pk]) + f"?fra={third.occurrence_on}", rest)
    client.post(reverse("staff:series_edit", args=[row.pk]), {**rest, "title": "Alle"})

    titles = {each.pk: each.title for each in Session.objects.all()}
    assert (titles[first.pk], titles[second.pk], titles[third.pk]) == (
        "Bare denne", "Alle", "Herfra",
    )  # fmt: skip
    assert Series.objects.count() == 2


def test_a_day_that_people_know_of_leads_on_to_saying_why(signed_in):
    here = scene()
    client = signed_in(here.worker)
    row = planned(here, client)
    first, second = row.sessions.order_by("starts_at")[:2]
    Session.objects.filter(pk=first.pk).update(state="published", published_at=timezone.now())
    signups.join(first, participant=here.person())
    url = reverse("staff:series_leave_out", args=[row.pk])

    known = client.post(url, {"day": first.occurrence_on})
    free = client.post(url, {"day": second.occurrence_on})

    assert known.url == reverse("staff:session_cancel", args=[first.pk])
    assert free.url == reverse("staff:series_show", args=[row.pk])
    assert SignUp.objects.get().session == first
    assert "tatt ut" in client.get(free.url).content.decode()


def test_a_recurring_signup_is_given_and_ended_in_one_press(signed_in):
    here = scene()
    client = signed_in(here.worker)
    row = planned(here, client)
    person = here.person("Tor")
    give = reverse("staff:recurring_signup_give", args=[row.pk])
    for number in (person.pk, person.pk, "x", "999999"):
        client.post(give, {"participant": number})
    assert row.recurring_signups.count() == 1
    client.post(reverse("staff:recurring_signup_end", args=[row.pk, person.pk]))
    assert row.recurring_signups.count() == 0


@pytest.mark.parametrize("item_count", [1, 3])
def test_lists_ask_the_same_however_many(signed_in, django_assert_num_queries, item_count):
    here = scene()
    client = signed_in(here.worker)
    for _n in range(item_count):
        client.post(reverse("staff:series_new"), sent(here, anyway="on"))
    row = Series.objects.first()
    for _n in range(item_count):
        client.post(
            reverse("staff:recurring_signup_give", args=[row.pk]),
            {"participant": here.person().pk},
        )
    client.get(reverse("staff:series_list"))  # reads what was said about what was done
    with django_assert_num_queries(8):
        client.get(reverse("staff:series_list"))
    with django_assert_num_queries(15):
        client.get(reverse("staff:series_show", args=[row.pk]))


# --- A series asks what a single session asks ----------------------------------------
def test_the_two_forms_ask_the_same_but_for_when():
    when = {"day", "last_day", "starts", "ends"}
    often = {"starts_on", "every", "days", "ends_on", "skip_holidays", "starts", "ends"}
    assert set(SessionForm.base_fields) - when == set(SeriesForm.base_fields) - often


def test_everything_that_is_asked_reaches_each_session(signed_in):
    here = scene()
    colleague, van = here.colleague(), ResourceFactory(team=here.team)
    rain = PlaceFactory(indoors=True)
    last = timezone.localdate() + timedelta(days=22)

    row = planned(
        here, signed_in(here.worker), rain_place=rain.pk, resources=[van.pk], any_time="on",
        staff=[colleague.pk], ends_on=last, off_site="yes", min_staff="3", skip_holidays="",
    )  # fmt: skip

    found = list(row.sessions.order_by("starts_at"))
    assert len(found) == 4
    for session in found:
        assert (session.rain_place, session.any_time, session.off_site) == (rain, True, True)
        assert session.min_staff == 3
        assert list(session.resources.all()) == [van]
        assert [shift.staff for shift in session.shifts.all()] == [colleague]
    assert row.ended_on == last


@pytest.mark.parametrize("what", ["place", "staff", "thing", "activity", "away"])
def test_what_would_be_booked_twice_is_told_before_anything_is_made(signed_in, what):
    here = scene()
    client, van = signed_in(here.worker), ResourceFactory(team=here.team)
    starts = timezone.localtime() + timedelta(days=8)
    starts = starts.replace(hour=12, minute=30, second=0, microsecond=0)
    elsewhere = {} if what == "place" else {"place": PlaceFactory()}
    if what != "activity":
        elsewhere["activity"] = ActivityFactory(teams=[here.team])
    there = SessionFactory(
        **{"team": here.team, "place": here.place, "activity": here.activity} | elsewhere,
        title="Står her fra før", starts_at=starts, ends_at=starts + timedelta(hours=1),
    )  # fmt: skip
    if what == "staff":
        ShiftFactory(session=there, staff=here.worker)
    elif what == "thing":
        there.resources.add(van)
    elif what == "away":
        availability.add_absence(
            here.team, staff=here.worker, deputy=None,
            first_day=starts.date(), last_day=starts.date(),
        )  # fmt: skip
    values = sent(here, resources=[van.pk], staff=[here.worker.pk], skip_holidays="")

    page = client.post(reverse("staff:series_new"), values).content.decode()

    told = "er borte da" if what == "away" else "Står her fra før"
    assert f"{starts:%d.%m.}: " in page and told in page
    assert Series.objects.count() == 0
    client.post(reverse("staff:series_new"), {**values, "anyway": "on"})
    row = Series.objects.get()
    on_the_day = row.sessions.get(occurrence_on=starts.date())
    assert on_the_day.shifts.exists() is (what not in ("staff", "away"))
    assert (
        row.sessions.exclude(pk=on_the_day.pk).filter(shifts__staff=here.worker).count() >= 8
    )  # whatever days off there are


def test_a_change_tells_of_the_others_and_never_of_its_own(signed_in):
    here = scene()
    client = signed_in(here.worker)
    row = planned(here, client)
    url = reverse("staff:series_edit", args=[row.pk])

    assert client.post(url, {**sent(here), "every": "as_is", "title": "Ny"}).status_code == 302
    third = row.sessions.order_by("starts_at")[2]
    SessionFactory(
        team=here.team, place=here.place, title="I veien",
        starts_at=third.ends_at, ends_at=third.ends_at + timedelta(hours=1),
    )  # fmt: skip
    page = client.post(url, {**sent(here), "every": "as_is", "ends": "14.30"})

    assert "I veien" in page.content.decode()
    row.refresh_from_db()
    assert row.minutes == 120


def test_things_and_staff_that_change_follow_to_the_sessions_ahead(signed_in):
    here = scene()
    client = signed_in(here.worker)
    van, boat = ResourceFactory(team=here.team), ResourceFactory(team=here.team)
    colleague = here.colleague()
    row = planned(here, client, resources=[van.pk], staff=[here.worker.pk])
    first, second = row.sessions.order_by("starts_at")[:2]
    first.resources.add(boat)
    number = row.sessions.count()

    url = reverse("staff:series_edit", args=[row.pk])
    client.post(
        url, {**sent(here), "every": "as_is", "resources": [boat.pk], "staff": [colleague.pk]}
    )

    assert [list(one.resources.all()) for one in (first, second)] == [[boat], [boat]]
    assert {shift.staff for shift in second.shifts.all()} == {colleague}
    assert row.sessions.count() == number  # who was put on by the series keeps no draft from going
    client.post(reverse("staff:series_leave_out", args=[row.pk]), {"day": second.occurrence_on})
    assert not Session.objects.filter(pk=second.pk).exists()


def test_the_number_that_is_told_is_the_number_that_is_there(signed_in):
    here = scene()
    client = signed_in(here.worker)
    before = timezone.localdate() - timedelta(days=14)

    answer = client.post(reverse("staff:series_new"), sent(here, starts_on=before), follow=True)

    page = answer.content.decode()
    there = Session.objects.count()
    assert f"{there} økter er lagt inn" in page
    assert not Session.objects.filter(ends_at__lte=timezone.now()).exists()
    assert page.count("Endre herfra") == there


def test_only_a_day_of_the_meeting_can_be_taken_out(signed_in):
    here = scene()
    client = signed_in(here.worker)
    row = planned(here, client, skip_holidays="")
    first = row.sessions.order_by("starts_at").first()
    url = reverse("staff:series_leave_out", args=[row.pk])

    page = client.post(url, {"day": first.occurrence_on + timedelta(days=1)}).content.decode()

    assert "Treffet er ikke den dagen." in page and f"{first.occurrence_on:%d.%m.}" in page
    row.refresh_from_db()
    assert row.left_out == []
    assert client.post(url, {"day": first.occurrence_on}).status_code == 302
    assert client.post(url, {"day": first.occurrence_on}).status_code == 302  # a repeat
    assert not row.sessions.filter(pk=first.pk).exists()
    client.post(reverse("staff:series_hold_anyway", args=[row.pk]), {"day": first.occurrence_on})
    assert row.sessions.filter(occurrence_on=first.occurrence_on).count() == 1
