"""What a page says fits when it is: before, early, on the day, after; none, one, many."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from activities.taking_part import guests, signups
from notices.models import Task
from tests.factories.activities import ResourceFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
NINE = datetime(2027, 3, 9, 9, tzinfo=OSLO)  # a Tuesday in week 10


def at(here, moment=NINE, **more):
    return here.session(starts_at=moment, ends_at=moment + timedelta(hours=2), **more)


def html(client, name, *args, query=""):
    return client.get(reverse(f"staff:{name}", args=args) + query).content.decode()


def test_weeks_ahead_one_asks_who_comes_and_leads_back_to_that_week(signed_in):
    here = scene()
    with time_machine.travel(NINE - timedelta(weeks=3), tick=False):
        session = at(here)
        page = html(signed_in(here.worker), "sheet", session.pk)
    assert "Hvem kommer?" in page and "Hvem var med?" not in page
    back = f"{reverse('staff:week')}?uke=2027-W10&amp;team={here.team.slug}"
    assert back in page and "Uke 10" in page


def test_on_the_day_one_asks_who_took_part_and_leads_back_to_today(signed_in):
    here = scene()
    with time_machine.travel(NINE + timedelta(hours=1), tick=False):
        session = at(here)
        page = html(signed_in(here.worker), "sheet", session.pk)
    assert "Hvem var med?" in page and "Økta begynner klokka" not in page
    assert "?uke=" not in page


@pytest.mark.parametrize("how", ["tap", "htmx", "list", "guest"])
def test_long_before_the_start_a_word_about_the_clock(signed_in, how):
    here = scene()
    person = here.person()
    with time_machine.travel(NINE - timedelta(hours=5), tick=False):
        session, client = at(here), signed_in(here.worker)
        assert "Økta begynner klokka 09.00." in html(client, "sheet", session.pk)
        if how in ("tap", "htmx"):
            url = reverse("staff:attendance_record", args=[session.pk, person.pk])
            headers = {"HX-Request": "true"} if how == "htmx" else {}
            answer = client.post(url, follow=True, headers=headers)
        elif how == "list":
            url = reverse("staff:attendance_save", args=[session.pk])
            answer = client.post(url, {"took_part": person.pk}, follow=True)
        else:
            answer = client.post(reverse("staff:guest_add", args=[session.pk]), follow=True)
        page = answer.content.decode()
        assert "Økta begynner ikke før klokka 09.00." in page
        assert "skrevet opp" in page
        assert '<span class="soft">var med</span>' not in page and "1 var med" not in page
        week = html(client, "week")
    assert "1 skrevet opp" in week and "1 var med" not in week
    with time_machine.travel(NINE + timedelta(minutes=5), tick=False):
        assert "1 var med" in html(signed_in(here.worker), "week")


def test_just_before_the_start_nobody_asks(signed_in):
    here = scene()
    with time_machine.travel(NINE - timedelta(minutes=20), tick=False):
        session, client = at(here), signed_in(here.worker)
        guests.add(session, by=here.worker)
        page = html(client, "sheet", session.pk)
    assert "Økta begynner klokka" not in page


@pytest.mark.parametrize(
    ("coming", "line", "words"),
    [
        (0, 0, "Ingen har sagt at de kommer."),
        (1, 0, "1 skulle komme. Personen får beskjed."),
        (2, 0, "2 skulle komme. Alle får beskjed."),
        (1, 1, "1 skulle komme. 1 står i køen. Alle får beskjed."),
    ],
)
def test_who_is_told_of_a_cancelling_is_who_there_is(signed_in, coming, line, words):
    here = scene()
    with time_machine.travel(NINE - timedelta(days=2), tick=False):
        session = at(here, places=max(1, coming))
        for person in here.coming(session, coming) + [here.person() for _n in range(line)]:
            signups.join(session, participant=person)
        client = signed_in(here.worker)
        page = html(client, "session_cancel", session.pk)
    assert words in page
    assert ("hver likevel" in page) is bool(coming)


def test_yesterdays_session_is_not_called_off_but_told_as_it_was(signed_in):
    here = scene()
    with time_machine.travel(NINE - timedelta(days=2), tick=False):
        session = at(here)
        here.coming(session, 1)
    with time_machine.travel(NINE + timedelta(days=1), tick=False):
        client = signed_in(here.worker)
        sheet = html(client, "sheet", session.pk)
        assert ">Avlys<" not in sheet and "Den ble ikke noe av" in sheet
        page = html(client, "session_cancel", session.pk)
        assert "Ble det ikke noe av" in page
        shown = page.split('name="shown" value="')[1].split('"')[0]
        url = reverse("staff:session_cancel", args=[session.pk])
        client.post(url, {"reason": "Per var syk", "shown": shown})
    said = Task.objects.get(kind=Task.Kind.TELL).text
    assert "Det ble ikke noe av 09.03. klokka 09.00." in said


def test_nothing_is_counted_that_is_not_there(signed_in):
    here = scene()
    client = signed_in(here.worker)
    van = ResourceFactory(team=here.team)
    session = here.session()
    for name, row in (("resource_remove", van), ("session_close", session)):
        page = html(client, name, row.pk)
        assert "0 " not in page.split("<main")[1].split("<form")[0]
    assert client.get(reverse("staff:week_publish")).status_code == 302
