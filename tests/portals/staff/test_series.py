"""Standing meetings as staff plan them: plain choices, three ways to change, nobody lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities import signups
from activities.models import Series, Session, SignUp
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
    assert "Økten må slutte etter at den begynner." in page.content.decode()
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


def test_a_standing_place_is_given_and_ended_in_one_press(signed_in):
    here = scene()
    client = signed_in(here.worker)
    row = planned(here, client)
    person = here.person("Tor")
    give = reverse("staff:standing_place_give", args=[row.pk])
    for number in (person.pk, person.pk, "x", "999999"):
        client.post(give, {"participant": number})
    assert row.standing_places.count() == 1
    client.post(reverse("staff:standing_place_end", args=[row.pk, person.pk]))
    assert row.standing_places.count() == 0


@pytest.mark.parametrize("item_count", [1, 3])
def test_lists_ask_the_same_however_many(signed_in, django_assert_num_queries, item_count):
    here = scene()
    client = signed_in(here.worker)
    for _n in range(item_count):
        client.post(reverse("staff:series_new"), sent(here))
    row = Series.objects.first()
    for _n in range(item_count):
        client.post(
            reverse("staff:standing_place_give", args=[row.pk]),
            {"participant": here.person().pk},
        )
    with django_assert_num_queries(7):
        client.get(reverse("staff:series_list"))
    with django_assert_num_queries(11):
        client.get(reverse("staff:series_show", args=[row.pk]))
