"""Opened at once for the sum that was shown, and with an honorarium of its own."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from activities.models import Absence, Series, Session
from core.money import kroner
from payouts import session_rates
from payouts.budgets import replanning
from payouts.models import Budget, Rate, Reservation, SessionRate
from tests.factories.accounts import MembershipFactory
from tests.portals.shown_form import shown
from tests.portals.staff.planning.making.test_new_session import (
    NEW,
    SERIES,
    filled,
    last_week,
    look,
    seen,
    told,
    with_staff,
)
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


# --- Open at once ----------------------------------------------------------------------
def test_open_at_once_sets_money_aside(signed_in):
    here = scene()
    last_week(here)
    other = here.colleague()
    client = signed_in(here.worker)
    sent = seen(client, filled(client, here, staff=[here.worker.pk, other.pk]))
    page = client.post(reverse(NEW), sent, follow=True)
    session = Session.objects.latest("pk")
    assert (session.state, session.shifts.count()) == ("published", 2)
    assert Reservation.objects.get(session=session).ore == 8 * 15_000
    assert [str(one) for one in page.context["messages"]] == [
        "Økta er åpen. 1\u00a0200\u00a0kr er holdt av."
    ]


@pytest.mark.parametrize(
    ("hindrance", "words"),
    [
        ("staff", "Økta mangler 1 ansatt. Sett noen på vakt først. Ingenting er lagret ennå."),
        (
            "money",
            "Økta trenger 1\u00a0200\u00a0kr til honorar. Det mangler 1\u00a0199,99\u00a0kr. Legg"
            " til penger under «Budsjett», eller velg færre plasser. Ingenting er lagret ennå.",
        ),
    ],
)
def test_what_stops_opening_stands_on_the_form_and_nothing_is_saved(signed_in, hindrance, words):
    here = scene()
    last_week(here)
    client = signed_in(here.worker)
    sent = filled(client, here, step="open")
    if hindrance == "money":
        Budget.objects.update(amount_ore=1)
        sent["staff"] = [here.worker.pk, here.colleague().pk]
    page = client.post(reverse(NEW), sent)
    assert page.context["form"].non_field_errors() == [words]
    assert shown(page)["places"] == ["8"]
    assert Session.objects.count() == 1
    client.post(reverse(NEW), shown(page) | {"step": "save"})
    assert Session.objects.latest("pk").state == "draft"


def test_back_and_again_makes_one(signed_in):
    here = scene()
    last_week(here)
    client = signed_in(here.worker)
    sent = seen(client, filled(client, here, staff=[here.worker.pk, here.colleague().pk]))
    for _tap in range(2):
        client.post(reverse(NEW), sent)
    assert client.post(reverse(NEW), sent | {"step": "save"}).status_code == 409
    assert Session.objects.count() == 2


def test_money_that_was_not_shown_is_not_promised(signed_in):
    here = scene()
    last_week(here)
    client = signed_in(here.worker)
    page = client.post(reverse(NEW), with_staff(here, client, step="open"))
    assert page.context["form"].non_field_errors() == [
        "Se hva det blir, og trykk på «Åpne» en gang til. Ingenting er lagret ennå."
    ]
    assert "8 × 150 = 1 200 kr" in told(page)
    assert (Session.objects.count(), Reservation.objects.count()) == (1, 0)
    again = shown(page) | {"shown": page.context["outlook"]().seen, "step": "open"}
    client.post(reverse(NEW), again)
    assert Reservation.objects.get().ore == 8 * 15_000


@pytest.mark.parametrize("change", ["places", "rate", "day"])
def test_another_sum_than_was_shown_is_asked_again(signed_in, change):
    here = scene()
    last_week(here)
    client = signed_in(here.worker)
    sent = seen(client, with_staff(here, client))
    if change == "rate":
        Rate.objects.update(ore=20_000)
    else:
        day = timezone.localdate() + timedelta(days=8)
        sent |= {"places": "9"} if change == "places" else {"day": f"{day}"}
    page = client.post(reverse(NEW), sent)
    assert page.context["form"].non_field_errors() == [
        "Noe er endret siden siden ble vist. Les gjennom, og bekreft på nytt."
        " Ingenting er lagret ennå."
    ]
    assert (Session.objects.count(), Reservation.objects.count()) == (1, 0)


# --- Honorarium --------------------------------------------------------------------------
def test_a_leader_chooses_another_honorarium_and_it_is_what_is_promised(signed_in):
    here = scene()
    last_week(here)
    client = signed_in(here.colleague("leader"))
    sent = seen(client, with_staff(here, client, honorarium="200"))
    client.post(reverse(NEW), sent)
    session = Session.objects.latest("pk")
    held = Reservation.objects.get(session=session)
    assert (held.rate_ore, held.ore) == (20_000, 8 * 20_000)
    assert Rate.objects.get().ore == 15_000  # the activity's own is as it was


def test_no_honorarium_is_a_choice_and_nothing_is_set_aside(signed_in):
    here = scene()
    last_week(here)
    client = signed_in(here.colleague("leader"))
    sent = with_staff(here, client, no_honorarium="on")
    page = look(client, sent)
    assert "Ingen honorar" in told(page)
    client.post(reverse(NEW), sent | {"step": "open"})
    assert Session.objects.latest("pk").state == "published"
    assert not Reservation.objects.exists()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"honorarium": "0"}, "Skriv et beløp over null."),
        ({"honorarium": "-50"}, "Skriv beløpet som tall, for eksempel 150 eller 1 250,50."),
        ({"honorarium": "9" * 10_000}, "Beløpet er for stort. Se om det er skrevet riktig."),
        (
            {"honorarium": "100", "no_honorarium": "on"},
            "Skriv en sum, eller kryss av for ikke noe honorar. Ikke begge.",
        ),
    ],
)
@pytest.mark.parametrize("name", [NEW, SERIES])
def test_an_honorarium_that_cannot_be_is_a_sentence(signed_in, written, words, name):
    here = scene()
    last_week(here)
    client = signed_in(here.colleague("leader"))
    page = client.post(reverse(name), filled(client, here, name, step="open", **written))
    assert page.context["form"].errors["honorarium"] == [words]
    assert (Session.objects.count(), Series.objects.count()) == (1, 0)


def test_who_leads_no_team_decides_on_no_honorarium(signed_in):
    here = scene()
    last_week(here)
    client = signed_in(here.worker)
    sent = with_staff(here, client)
    assert "honorarium" not in sent
    client.post(reverse(NEW), sent | {"honorarium": "900", "step": "save"})
    assert not SessionRate.objects.exists()


def test_who_leads_another_team_decides_on_that_ones_alone(signed_in):
    here, there = scene(), scene()
    last_week(here)
    leader = there.colleague("leader")
    MembershipFactory(user=leader, team=here.team, role="worker")
    client = signed_in(leader)
    sent = filled(client, here, team=here.team.pk, honorarium="900")
    page = client.post(reverse(NEW), sent)
    assert page.context["form"].errors["honorarium"] == [
        "Lederen bestemmer honoraret. La feltet stå tomt."
    ]


def test_a_draft_shows_its_honorarium_and_an_open_session_does_not_ask(signed_in):
    here = scene()
    draft = last_week(here, starts_at=timezone.now() + timedelta(days=3))
    session_rates.choose(draft, ore=20_000, by=here.worker)
    client = signed_in(here.colleague("leader"))
    edit = reverse("staff:session_edit", args=[draft.pk])
    sent = shown(client.get(edit))
    assert sent["honorarium"] == ["200\u00a0kr"]
    client.post(edit, sent)
    assert session_rates.chosen(draft) == 20_000
    client.post(edit, shown(client.get(edit)) | {"honorarium": ""})
    assert session_rates.chosen(draft) is None
    Session.objects.update(state="published", published_at=timezone.now())
    assert "honorarium" not in shown(client.get(edit))


# --- A series -----------------------------------------------------------------------------
def test_a_series_is_opened_at_once_for_the_sum_that_was_shown(signed_in):
    here = scene()
    last_week(here)
    Budget.objects.update(amount_ore=50 * 120_000)
    client = signed_in(here.colleague("leader"))
    sent = with_staff(here, client, SERIES)
    page = look(client, sent, SERIES)
    count = page.context["outlook"].count
    assert f"{count} ganger: {kroner(count * 120_000)}".replace("\u00a0", " ") in told(page)
    assert page.context["outlook"].can_open == f"{count} økter kan åpnes."
    page = client.post(reverse(SERIES), seen(client, sent, SERIES), follow=True)
    made = Session.objects.filter(series__isnull=False)
    assert (made.filter(state="published").count(), made.count()) == (count, count)
    assert sum(one.ore for one in Reservation.objects.all()) == count * 120_000
    said = [str(one) for one in page.context["messages"]]
    assert f"{count} økter er åpne. {kroner(count * 120_000)} er holdt av." in said


def test_days_that_cannot_be_opened_are_told_before_and_stay_drafts(signed_in):
    here = scene()
    last_week(here)
    Budget.objects.update(amount_ore=3 * 120_000)
    client = signed_in(here.colleague("leader"))
    sent = with_staff(here, client, SERIES)
    day = timezone.localdate() + timedelta(days=14)
    Absence.objects.create(team=here.team, staff=here.worker, first_day=day, last_day=day)
    outlook = look(client, sent | {"anyway": "on"}, SERIES).context["outlook"]
    assert outlook.can_open == "3 økter kan åpnes."
    assert outlook.kept[0] == (f"{day:%d.%m.}: Økta mangler 1 ansatt. Sett noen på vakt først.")
    client.post(reverse(SERIES), seen(client, sent | {"anyway": "on"}, SERIES))
    made = Session.objects.filter(series__isnull=False)
    assert made.filter(state="published").count() == 3
    assert made.filter(state="draft").count() == outlook.count - 3
    assert not made.filter(state="published", occurrence_on=day).exists()


def test_a_series_of_which_nothing_can_be_opened_is_not_made(signed_in):
    here = scene()
    last_week(here)
    client = signed_in(here.colleague("leader"))
    sent = filled(client, here, SERIES)
    assert look(client, sent, SERIES).context["outlook"].stops == [
        "Økta mangler 1 ansatt. Sett noen på vakt først."
    ]
    page = client.post(reverse(SERIES), seen(client, sent, SERIES))
    assert page.context["form"].non_field_errors() == [
        "Økta mangler 1 ansatt. Sett noen på vakt først. Ingenting er lagret ennå."
    ]
    assert (Series.objects.count(), Session.objects.count()) == (0, 1)


def test_what_is_chosen_for_a_series_holds_for_each_and_for_what_is_made_later(signed_in):
    here = scene()
    last_week(here)
    client = signed_in(here.colleague("leader"))
    client.post(reverse(SERIES), with_staff(here, client, SERIES, honorarium="100", step="save"))
    held = Series.objects.get()
    first, second = held.sessions.order_by("starts_at")[:2]
    assert session_rates.of_many([first, second]) == {first.pk: 10_000, second.pk: 10_000}
    done = replanning.edit_series(held, since=second.occurrence_on, by=here.worker, places=5)
    assert session_rates.chosen(done.series) == 10_000
    made = replanning.copy_to(
        first, days=[timezone.localdate() + timedelta(days=40)], clock=time(18), by=here.worker
    ).made
    assert session_rates.of(made[0]) == 10_000


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ({"starts_on": "29.02.2027"}, "starts_on"),
        ({"starts": "13:00", "ends": "10:00"}, "ends"),
        ({"note": "å" * 10_000}, "note"),
        ({"title": "å" * 10_000}, "title"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_nothing_is_made(signed_in, written, field):
    here = scene()
    last_week(here)
    client = signed_in(here.colleague("leader"))
    for step in ("open", "save", "look", "fill"):
        page = client.post(reverse(SERIES), with_staff(here, client, SERIES, step=step, **written))
        assert page.status_code == 200
        if step != "fill":
            assert list(page.context["form"].errors) == [field]
    assert (Session.objects.count(), Series.objects.count()) == (1, 0)


def test_an_hour_that_the_clock_passes_by_is_a_sentence(signed_in):
    here = scene()
    last_week(here)
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=UTC), tick=False):
        client = signed_in(here.worker)
        sent = filled(client, here, day="28.03.2027", starts="02:30", ends="04:00", step="open")
        page = client.post(reverse(NEW), sent)
    assert page.context["form"].errors["starts"] == [
        "Den natta stilles klokka fram, og timen finnes ikke. Velg en annen."
    ]
    assert Session.objects.count() == 1
