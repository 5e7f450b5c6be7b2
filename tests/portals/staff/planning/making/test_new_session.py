"""A new session in a minute: filled in as the last one, told what it will be, open at once."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities.models import Absence, Series, Session, Shift
from activities.planning import resources
from portals.staff.planning.making import usual
from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory, ShiftFactory
from tests.portals.shown_form import shown
from tests.portals.staff.scene import Scene, scene

pytestmark = pytest.mark.django_db
NEW, SERIES = "staff:session_new", "staff:series_new"


def last_week(here: Scene, **fields) -> Session:
    """Return what the team did a week ago, with the worker on it."""
    day = timezone.localdate() - timedelta(days=7)
    starts_at = timezone.make_aware(datetime.combine(day, time(10)))
    usual = {
        "activity": here.activity, "place": here.place, "places": 8, "demands": ["heavy"],
        "starts_at": starts_at, "title": "Åpen dag", "note": "Ta med votter.",
    } | fields  # fmt: skip
    length = {"ends_at": usual["starts_at"] + timedelta(hours=3)}
    session = SessionFactory(team=here.team, **length | usual)
    ShiftFactory(session=session, staff=here.worker)
    return session


def filled(client, here, name=NEW, **sent):
    page = client.get(reverse(name), {"activity": here.activity.pk})
    return shown(page) | sent


def look(client, sent, name=NEW):
    return client.post(reverse(name), sent | {"step": "look"}, headers={"HX-Request": "true"})


def told(page) -> str:
    return " ".join(page.content.decode().split())


def seen(client, sent, name=NEW):
    """Return what «Åpne» sends when the page has told what it will be."""
    return sent | {"shown": look(client, sent, name).context["outlook"].seen, "step": "open"}


def with_staff(here, client, name=NEW, **sent):
    return filled(client, here, name, staff=[here.worker.pk, here.colleague().pk], **sent)


def test_it_comes_filled_in_as_the_last_one(signed_in):
    here = scene()
    here.colleague()
    session = last_week(here, rain_place=PlaceFactory())
    resources.assign(session, resources=[resources.make(here.team, name="Bilen", kind="vehicle")])
    sent = filled(signed_in(here.worker), here)
    del sent["once"]
    assert (sent.pop("filled_from"), sent.pop("said_so_far")) == ([str(session.pk)], [""])
    next_day = timezone.localdate() + timedelta(days=7)
    assert sent == {
        "activity": [str(here.activity.pk)], "place": [str(here.place.pk)],
        "day": [f"{next_day}"], "starts": ["10:00"], "ends": ["13:00"], "last_day": [""],
        "places": ["8"], "title": [""], "note": [""], "demands": ["heavy"],
        "newcomer_places": [""], "rain_place": [str(session.rain_place_id)],
        "resources": [str(session.resources.get().pk)], "staff": [str(here.worker.pk)],
        "min_staff": [""], "min_staff_reason": [""], "off_site": [""],
    }  # fmt: skip


def test_what_was_called_off_and_what_another_team_did_fills_nothing(signed_in):
    here, there = scene(), scene()
    last_week(here, state="cancelled", places=3)
    here.activity.teams.add(there.team)
    last_week(there, activity=here.activity, places=4)
    sent = filled(signed_in(here.worker), here)
    assert (sent["places"], sent["place"], sent["starts"]) == ([""], [""], [""])


def test_the_next_day_is_one_without_it(signed_in):
    here = scene()
    session = last_week(here)
    for weeks in (1, 2):
        length = timedelta(weeks=weeks)
        last_week(here, starts_at=session.starts_at + length, ends_at=session.ends_at + length)
    assert usual.like(session)["day"] == timezone.localdate() + timedelta(weeks=2)


def test_fewer_staff_than_the_place_asks_for_is_not_usual():
    here = scene()
    session = last_week(here, min_staff=1)
    assert usual.like(session)["min_staff"] is None
    Session.objects.update(min_staff=4)
    session.refresh_from_db()
    assert usual.like(session)["min_staff"] == 4


def test_another_activity_fills_anew_and_keeps_what_is_said_anew(signed_in):
    here = scene()
    last_week(here)
    other = ActivityFactory(teams=[here.team])
    last_week(here, activity=other, places=3)
    client = signed_in(here.worker)
    sent = filled(client, here, activity=other.pk, note="Vi møtes ved brua.", step="fill")
    again = shown(client.post(reverse(NEW), sent))
    assert (again["places"], again["note"]) == (["3"], ["Vi møtes ved brua."])
    assert Session.objects.count() == 2


def test_another_activity_leaves_what_somebody_has_changed(signed_in):
    here = scene()
    last_week(here)
    other, third = ActivityFactory(teams=[here.team]), ActivityFactory(teams=[here.team])
    last_week(here, activity=other, places=3, demands=[])
    last_week(here, activity=third, places=5, demands=["water"])
    colleague = here.colleague()
    client = signed_in(here.colleague("leader"))
    sent = filled(client, here, starts="11:00", places="4", honorarium="90", step="fill")
    sent["staff"] = [here.worker.pk, colleague.pk]
    again = shown(client.post(reverse(NEW), sent | {"activity": other.pk}))
    mine = {"starts": ["11:00"], "places": ["4"], "honorarium": ["90"],
            "staff": [str(here.worker.pk), str(colleague.pk)]}  # fmt: skip
    assert {name: again[name] for name in mine} == mine
    assert (again["ends"], again.get("demands")) == (["13:00"], None)
    third_time = shown(
        client.post(reverse(NEW), again | {"activity": third.pk, "step": "fill", "places": "3"})
    )
    assert {name: third_time[name] for name in mine} == mine | {"places": ["3"]}
    assert third_time["demands"] == ["water"]


@pytest.mark.parametrize("carried", ["x", "0", "9" * 40, "title,,x"])
def test_what_the_page_carries_along_can_be_anything(signed_in, carried):
    here = scene()
    last_week(here)
    client = signed_in(here.colleague("leader"))
    sent = filled(client, here, filled_from=carried, said_so_far=carried, step="fill")
    assert client.post(reverse(NEW), sent).status_code == 200


def test_an_activity_without_a_last_one_leaves_what_is_written(signed_in):
    here = scene()
    last_week(here)
    new = ActivityFactory(teams=[here.team])
    client = signed_in(here.worker)
    page = client.post(reverse(NEW), filled(client, here, activity=new.pk, step="fill"))
    again = shown(page)
    assert (again["activity"], again["places"]) == ([str(new.pk)], ["8"])


def test_the_day_of_the_address_stays(signed_in):
    here = scene()
    last_week(here)
    day = timezone.localdate() + timedelta(days=2)
    address = f"{reverse(NEW)}?day={day}"
    client = signed_in(here.worker)
    sent = shown(client.get(address)) | {"activity": here.activity.pk, "step": "fill"}
    again = shown(client.post(address, sent))
    assert (again["day"], again["starts"]) == ([f"{day}"], ["10:00"])


@pytest.mark.parametrize("activity", ["x", "0", "9" * 40, ""])
def test_an_activity_that_is_none_fills_nothing(signed_in, activity):
    here = scene()
    client = signed_in(here.worker)
    assert client.get(reverse(NEW), {"activity": activity}).status_code == 200
    assert client.post(reverse(NEW), {"activity": activity, "step": "fill"}).status_code == 200


def test_the_rest_is_folded_until_something_in_it_is_wrong(signed_in):
    here = scene()
    client = signed_in(here.worker)
    fresh = client.get(reverse(NEW))
    assert not fresh.context["form"].is_unfolded
    assert (
        filled(client, here)
        and client.get(reverse(NEW), {"activity": here.activity.pk}).context["form"].is_unfolded
    )  # nobody knows the place
    last_week(here)
    sent = filled(client, here)
    assert not client.get(reverse(NEW), {"activity": here.activity.pk}).context["form"].is_unfolded
    assert not client.post(reverse(NEW), sent | {"day": ""}).context["form"].is_unfolded
    assert client.post(reverse(NEW), sent | {"places": "0"}).context["form"].is_unfolded


def test_my_teams_usual_places_come_first(signed_in):
    here = scene()
    far, near = PlaceFactory(name="Abel"), PlaceFactory(name="Zoo")
    for weeks in (1, 2):
        last_week(here, place=near, starts_at=timezone.now() - timedelta(weeks=weeks))
    last_week(here, starts_at=timezone.now() - timedelta(days=900), place=far)
    last_week(here, activity=ActivityFactory(teams=[here.team]))
    form = signed_in(here.worker).get(reverse(NEW)).context["form"]
    assert list(form.fields["place"].queryset) == [near, here.place, far]


# --- What it will be -------------------------------------------------------------------
def test_looking_tells_staff_and_money_and_saves_nothing(signed_in):
    here = scene()
    last_week(here)
    client = signed_in(here.worker)
    page = look(client, filled(client, here))
    outlook = page.context["outlook"]
    assert (outlook.there, outlook.asks) == (1, 2)
    assert "8 × 150 = 1 200 kr" in told(page)
    assert "10 000 kr ledig" in told(page)
    assert outlook.stops == ["Økta mangler 1 ansatt. Sett noen på vakt først."]
    assert "<form" not in told(page)
    assert Session.objects.count() == 1


def test_looking_tells_who_is_free(signed_in):
    here = scene()
    last_week(here)
    away, busy, free = here.colleague(), here.colleague(), here.colleague()
    day = timezone.localdate() + timedelta(days=7)
    Absence.objects.create(team=here.team, staff=away, first_day=day, last_day=day)
    at = timezone.make_aware(datetime.combine(day, time(12)))
    ShiftFactory(
        staff=busy, session=SessionFactory(team=here.team, place=PlaceFactory(), starts_at=at)
    )
    client = signed_in(here.worker)
    sent = filled(client, here, staff=[away.pk, busy.pk, free.pk])
    outlook = look(client, sent).context["outlook"]
    words = {int(key): said for _box, key, said in outlook.staff}
    assert words == {
        here.worker.pk: "ledig", away.pk: "borte", busy.pk: "opptatt", free.pk: "ledig"
    }  # fmt: skip
    assert outlook.there == 1
    assert outlook.beware == [
        f"{away} er borte da.", f"{busy} er også på {busy.shifts.get().session.name}."
    ]  # fmt: skip


def test_looking_at_too_little_names_what_is_needed(signed_in):
    here = scene()
    client = signed_in(here.worker)
    page = look(client, filled(client, here))
    assert page.context["outlook"].lacks == ["Sted", "Dato", "Begynner", "Slutter"]


def test_looking_without_javascript_shows_the_whole_page(signed_in):
    here = scene()
    last_week(here)
    client = signed_in(here.worker)
    page = client.post(reverse(NEW), filled(client, here, step="look"))
    assert "1 200 kr" in told(page)
    assert shown(page)["places"] == ["8"]
    assert Session.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_looking_and_filling_in_cost_the_same_however_many_colleagues(signed_in, count):
    here = scene()
    last_week(here)
    staff = [here.colleague().pk for _n in range(count)]
    client = signed_in(here.worker)
    sent = filled(client, here, staff=staff)
    for _warm in range(2):  # the second time nothing is asked for once only
        with CaptureQueriesContext(connection) as looking:
            look(client, sent)
        with CaptureQueriesContext(connection) as filling:
            filled(client, here)
    asked = [query["sql"] for query in filling]
    assert (len(looking), len(filling)) == (30, 15), "\n".join(asked)


# --- Again and again -------------------------------------------------------------------
def test_a_session_becomes_a_recurring_one_with_everything_it_has(signed_in):
    here = scene()
    session = last_week(here)
    client = signed_in(here.worker)
    address = f"{reverse(SERIES)}?som={session.pk}"
    client.post(address, shown(client.get(address)))
    series = Series.objects.get()
    assert (series.activity, series.place, series.places) == (here.activity, here.place, 8)
    assert (series.title, series.note, series.demands) == ("Åpen dag", "Ta med votter.", ["heavy"])
    assert (series.starts, series.minutes) == (time(10), 180)
    assert series.starts_on == timezone.localdate() + timedelta(days=7)
    assert list(series.staff.all()) == [here.worker]
    shifts = Shift.objects.filter(session__series=series)
    assert {shift.staff for shift in shifts} == {here.worker}
    assert len(shifts) == series.sessions.count()


def test_a_session_of_others_becomes_nothing(signed_in):
    here, there = scene(), scene()
    session = last_week(there)
    client = signed_in(here.worker)
    assert client.get(f"{reverse(SERIES)}?som={session.pk}").status_code == 404
    assert client.get(f"{reverse(SERIES)}?som=x").status_code == 200


def test_a_recurring_session_is_looked_at_too(signed_in):
    here = scene()
    session = last_week(here)
    client = signed_in(here.worker)
    address = f"{reverse(SERIES)}?som={session.pk}"
    page = look(client, shown(client.get(address)), SERIES)
    assert page.context["outlook"].there == 1
    assert "Hver uke" in told(page)
    assert Series.objects.count() == 0
