"""A whole week at once: planned, staffed and opened in a few taps; what cannot be is named."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from activities.models import Session
from payouts.models import Budget, Reservation
from tests.factories.activities import SessionFactory, with_staff
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def week_of(moment):
    year, number, _weekday = timezone.localdate(moment).isocalendar()
    return f"?uke={year}-W{number:02d}"


def session_in(here, weeks, **more):
    moment = timezone.now() + timedelta(weeks=weeks)
    return SessionFactory(team=here.team, activity=here.activity, starts_at=moment, **more)


def test_a_normal_week_is_planned_staffed_and_opened_in_four_taps(signed_in):
    here = scene()
    here.colleague()
    client = signed_in(here.worker)
    kept = session_in(here, 2)
    this, target = week_of(kept.starts_at), week_of(kept.starts_at + timedelta(7))
    client.post(reverse("staff:plan_week") + this, {"name": "Vanlig uke"})

    page = client.get(reverse("staff:plan_week") + target)
    template = page.context["templates"].get()
    client.post(reverse("staff:plan_week") + target, {"template": template.pk})
    choices = client.get(reverse("staff:suggest") + target).context["suggestion"].choices
    sent = [f"{one.session.pk}:{one.staff.pk}:{one.part}" for one in choices]
    client.post(reverse("staff:suggest") + target, {"choice": sent})
    press(client, reverse("staff:week_publish") + target)

    new = Session.objects.exclude(pk=kept.pk).get()
    assert (new.state, new.shifts.count()) == ("published", 2)


def test_an_earlier_week_is_copied_with_one_press(signed_in):
    here = scene()
    client = signed_in(here.worker)
    kept = session_in(here, 2)
    week = week_of(kept.starts_at)
    target = week_of(kept.starts_at + timedelta(7))

    client.post(reverse("staff:plan_week") + target, {"copy": week.removeprefix("?uke=")})

    assert Session.objects.exclude(pk=kept.pk).get().starts_at.date() == (
        kept.starts_at.date() + timedelta(7)
    )


def test_what_cannot_be_opened_is_named_and_the_others_are_open(signed_in):
    here = scene()
    ready, lacking = with_staff(session_in(here, 2)), session_in(here, 2)
    client = signed_in(here.worker)
    answer = press(client, reverse("staff:week_publish") + week_of(ready.starts_at))
    said = [str(message) for message in get_messages(answer.wsgi_request)]

    ready.refresh_from_db()
    lacking.refresh_from_db()
    assert (ready.state, lacking.state) == ("published", "draft")
    assert "Økta mangler 2 ansatte" in said[0]


def test_a_week_opens_as_far_as_the_money_goes_and_says_which_wait(signed_in):
    here = scene()
    Budget.objects.update(amount_ore=60_000)
    drafts = [with_staff(session_in(here, 2)) for _n in range(3)]
    Session.objects.update(places=2)
    client = signed_in(here.worker)
    answer = press(client, reverse("staff:week_publish") + week_of(drafts[0].starts_at))
    said = [str(message) for message in get_messages(answer.wsgi_request)]

    assert Session.objects.filter(state="published").count() == 2
    assert Reservation.objects.count() == 2
    assert [text.partition(": ")[2] or text for text in said] == [
        "Økta trenger 300\u00a0kr til honorar. Det mangler 300\u00a0kr."
        " Legg til penger under «Budsjett», eller velg færre plasser.",
        "2 økter er åpnet.",
    ]


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "x", "0001-01"])
def test_a_month_that_is_none_is_this_month(signed_in, text):
    page = signed_in(scene().worker).get(reverse("staff:month"), {"maned": text})
    assert page.context["first"] == timezone.localdate().replace(day=1)


@pytest.mark.parametrize("item_count", [1, 3])
def test_month_and_plan_ask_the_same_however_many(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _n in range(item_count):
        SessionFactory(team=here.team, activity=here.activity, starts_at=timezone.now())
    client = signed_in(here.worker)
    with django_assert_num_queries(9):
        client.get(reverse("staff:month"))
    with django_assert_num_queries(5):
        client.get(reverse("staff:plan_week"))


def test_rain_is_one_press_on_the_sheet(signed_in):
    here = scene()
    session = here.session(rain_place=here.place)
    client = signed_in(here.worker)
    assert (
        "Det regner: flytt inn"
        in client.get(reverse("staff:sheet", args=[session.pk])).content.decode()
    )
    client.post(reverse("staff:move", args=[session.pk]), {"indoors": "yes"})
    session.refresh_from_db()
    assert session.moved_indoors is True


def test_a_proposal_with_nothing_ticked_says_so(signed_in):
    here = scene()
    client = signed_in(here.worker)
    address = reverse("staff:suggest") + week_of(session_in(here, 2).starts_at)
    answer = client.post(address, {}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "Ingen vakt er krysset av. Kryss av dem du vil ha."
    ]
    assert answer.redirect_chain == [(address, 302)]


@pytest.mark.parametrize(
    ("month", "week"), [("2020-02", "2020-W06"), ("2020-06", "2020-W23"), ("2026-03", "2026-W09")]
)
@time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False)  # a Sunday
def test_a_month_leads_to_each_view_of_its_week_and_that_back_to_it(signed_in, month, week):
    here = scene()
    client = signed_in(here.worker)
    page = client.get(reverse("staff:month"), {"maned": month})
    back = f"{reverse('staff:month')}?team={here.team.slug}&amp;maned={month}"
    for name in ("week", "week_people", "week_places"):
        address = f"{reverse(f'staff:{name}')}?team={here.team.slug}&amp;uke={week}"
        assert f'href="{address}"' in page.content.decode()
        assert f'href="{back}"' in client.get(address.replace("&amp;", "&")).content.decode()
