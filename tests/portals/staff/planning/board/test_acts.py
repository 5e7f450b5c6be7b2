"""From a card: replace somebody, fill a gap, move a session; each in one page and one button."""

from datetime import time, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from activities.models import Absence, Session, Shift
from activities.planning import series
from tests.factories.accounts import TeamFactory
from tests.factories.activities import ActivityFactory, PlaceFactory, ShiftFactory
from tests.portals.staff.planning.board.scene import MONDAY, at, colleague, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def who(session):
    return sorted(str(one.staff) for one in session.shifts.select_related("staff"))


def swap_url(shift):
    return reverse("staff:shift_swap", args=[shift.session_id, shift.pk])


def hidden(page, name, number=0):
    """Return the value of the page's hidden field `name`, the one of its form `number`."""
    return page.content.decode().split(f'name="{name}" value="')[number + 1].partition('"')[0]


# --- Replace and fill ------------------------------------------------------------------
def test_an_ill_colleague_is_replaced_with_one_button(signed_in, team):
    anne, ill, busy = (colleague(team, name) for name in ("Anne", "Syk", "Opptatt"))
    shift = ShiftFactory(session=at(4, team), staff=ill, part="lead")
    ShiftFactory(session=at(5, team, title="Turen"), staff=busy)
    day = MONDAY.date()
    Absence.objects.create(team=team, staff=ill, first_day=day, last_day=day)
    client = signed_in(anne)

    page = client.get(swap_url(shift))
    assert "Opptatt Vik opptatt på Turen 12.00–14.00" in words(page)
    answer = client.post(swap_url(shift), {"shown": hidden(page, "shown"), "staff": anne.pk})

    assert said(answer) == ["Anne Vik har vakt."]
    assert answer.url == f"/staff/uke/folk/?team={team.slug}&uke=2026-W06"
    assert Shift.objects.get(session=shift.session).part == "lead"
    assert who(shift.session) == ["Anne Vik"]


def test_a_gap_is_filled_and_the_way_leads_back_to_where_it_was_seen(signed_in, team):
    anne, session = colleague(team, "Anne"), at(4, team, min_staff=1)
    client, url = signed_in(anne), reverse("staff:shift_fill", args=[session.pk]) + "?fra=sted"

    page = client.get(url)
    answer = client.post(url, {"shown": hidden(page, "shown"), "staff": anne.pk})

    assert (who(session), said(answer)) == (["Anne Vik"], ["Anne Vik har vakt."])
    assert answer.url == f"/staff/uke/sted/?team={team.slug}&uke=2026-W06"


def test_an_old_tab_is_told_and_sees_how_it_is_now(signed_in, team):
    anne, per = colleague(team, "Anne"), colleague(team, "Per")
    session = at(4, team, min_staff=2)
    client, url = signed_in(anne), reverse("staff:shift_fill", args=[session.pk])
    page = client.get(url)
    ShiftFactory(session=session, staff=per)

    answer = client.post(url, {"shown": hidden(page, "shown"), "staff": anne.pk})

    assert "Noe er endret siden siden ble vist." in words(answer)
    assert "På vakt: Per Vik." in words(answer)
    assert who(session) == ["Per Vik"]


def test_a_shift_that_is_no_more_says_so_and_shows_the_week(signed_in, team):
    shift = ShiftFactory(session=at(4, team))
    url, client = swap_url(shift), signed_in(colleague(team, "Anne"))
    shift.delete()

    answer = client.post(url, {"staff": "1"})

    assert said(answer) == ["Noen har byttet vakten alt. Slik er uka nå."]
    assert answer.url == f"/staff/uke/folk/?team={team.slug}&uke=2026-W06"


@pytest.mark.parametrize("wrong", ["", "x", "99999999999999999999", "0"])
def test_somebody_who_is_nobody_of_the_team_is_refused_in_words(signed_in, team, wrong):
    anne, session = colleague(team, "Anne"), at(4, team, min_staff=1)
    client, url = signed_in(anne), reverse("staff:shift_fill", args=[session.pk])
    page = client.get(url)

    answer = client.post(url, {"shown": hidden(page, "shown"), "staff": wrong})

    assert (said(answer), who(session)) == (["Velg noen som jobber i teamet."], [])


def test_what_lacks_nobody_says_so_and_offers_nobody(signed_in, team):
    anne, session = colleague(team, "Anne"), at(4, team, min_staff=1)
    ShiftFactory(session=session, staff=anne)
    page = signed_in(anne).get(reverse("staff:shift_fill", args=[session.pk]))
    assert "Økta mangler ingen nå." in words(page)
    assert page.context["candidates"] == []


# --- Move ------------------------------------------------------------------------------
def move_url(session):
    return reverse("staff:session_move", args=[session.pk])


def sent(session, **more):
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return {
        "day": f"{starts:%Y-%m-%d}", "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}",
        "place": session.place_id,
    } | more  # fmt: skip


def test_a_day_of_the_week_is_one_button_with_what_does_not_fit_beside_it(signed_in, team):
    anne = colleague(team, "Anne")
    session = at(4, team, title="Snekring", min_staff=1)
    at(28, TeamFactory(), place=session.place, title="Koret")
    client = signed_in(anne)

    page = client.get(move_url(session))
    assert f"Tirsdag 3. februar ▲ Koret er på {session.place} samtidig. Flytt likevel" in words(
        page
    )
    answer = client.post(
        move_url(session),
        sent(session, day="2026-02-03", version=hidden(page, "version"), seen=hidden(page, "seen")),
    )

    session.refresh_from_db()
    assert timezone.localtime(session.starts_at).strftime("%d.%m. %H.%M") == "03.02. 11.00"
    assert said(answer) == [
        f"Snekring er flyttet: tirsdag 3. februar 11.00–13.00, {session.place}."
    ]


def test_what_was_not_foretold_is_asked_first(signed_in, team):
    session = at(4, team, min_staff=1)
    client = signed_in(colleague(team, "Anne"))
    page = client.get(move_url(session))
    at(28, TeamFactory(), place=session.place, title="Koret")
    tuesday = sent(
        session, day="2026-02-03", version=hidden(page, "version"), seen=hidden(page, "seen")
    )

    asked = client.post(move_url(session), tuesday)
    assert f"Koret er på {session.place} samtidig." in words(asked)
    assert Session.objects.get(pk=session.pk).starts_at == session.starts_at

    client.post(move_url(session), {**tuesday, "anyway": "on"})
    assert Session.objects.get(pk=session.pk).starts_at == session.starts_at + timedelta(days=1)


def test_an_old_tab_moves_nothing_and_says_what_stands_there_now(signed_in, team):
    session = at(4, team, min_staff=1)
    client = signed_in(colleague(team, "Anne"))
    page = client.get(move_url(session))
    Session.objects.filter(pk=session.pk).update(
        starts_at=session.starts_at + timedelta(hours=1),
        ends_at=session.ends_at + timedelta(hours=1),
    )

    answer = client.post(
        move_url(session),
        sent(session, day="2026-02-03", version=hidden(page, "version"), seen=hidden(page, "seen")),
    )

    assert "En annen har lagret endringer mens du skrev." in words(answer)
    assert "Nå står det: 12:00" in words(answer)
    assert timezone.localdate(Session.objects.get(pk=session.pk).starts_at) == MONDAY.date()


def test_another_place_brings_what_it_asks_for(signed_in, team):
    session = at(4, team, min_staff=1)
    river = PlaceFactory(min_staff=3, off_site=True)
    answer = signed_in(colleague(team, "Anne")).post(
        move_url(session), sent(session, place=river.pk)
    )
    session.refresh_from_db()
    assert (session.place, session.min_staff, session.off_site) == (river, 3, True), words(answer)


@pytest.mark.parametrize(
    ("which", "moved"), [("one", [1]), ("from", [1, 2, 3]), ("all", [0, 1, 2, 3])]
)
def test_one_from_here_or_all_of_a_series(signed_in, team, which, moved):
    anne, activity = colleague(team, "Anne"), ActivityFactory(teams=[team])
    made = series.make(
        activity, team=team, place=PlaceFactory(min_staff=1), starts_on=MONDAY.date(),
        rule="FREQ=WEEKLY;COUNT=4;BYDAY=TU", starts=time(12), minutes=120,
        by=anne,
    ).made  # fmt: skip
    second = made[1]

    answer = signed_in(anne).post(
        move_url(second), sent(second, day="2026-02-11", starts="13:00", ends="15:00", which=which)
    )

    assert answer.status_code == 302, words(answer)
    days = Session.objects.order_by("starts_at").values_list("starts_at", flat=True)
    found = [f"{timezone.localtime(one):%a %H}" for one in days]
    assert found == ["Wed 13" if number in moved else "Tue 12" for number in range(4)]


def test_two_days_of_a_series_do_not_become_one(signed_in, team):
    anne, activity = colleague(team, "Anne"), ActivityFactory(teams=[team])
    made = series.make(
        activity, team=team, place=PlaceFactory(min_staff=1), starts_on=MONDAY.date(),
        rule="FREQ=WEEKLY;COUNT=4;BYDAY=TU,TH", starts=time(12), minutes=120,
        by=anne,
    ).made  # fmt: skip

    page = signed_in(anne).post(move_url(made[0]), sent(made[0], day="2026-02-05", which="all"))

    assert "Bare denne økta kan få den dagen. La resten stå." in words(page)
    assert Session.objects.count() == 4


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "2026-02-30"}, "Skriv datoen som 24.11.2026."),
        ({"day": "9999-01-01"}, "Se om året er riktig."),
        ({"ends": "10:00"}, "Økta må slutte etter at den begynner."),
        ({"place": "99999999999999999999"}, "Velg"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_moves(signed_in, team, wrong, sentence):
    session = at(4, team)
    page = signed_in(colleague(team, "Anne")).post(move_url(session), sent(session, **wrong))
    assert sentence in words(page)
    assert Session.objects.get(pk=session.pk).starts_at == session.starts_at


def test_what_is_over_is_not_moved(signed_in, team):
    session = at(-10, team, published=True)
    Session.objects.update(state=Session.State.CLOSED)
    client = signed_in(colleague(team, "Anne"))
    assert client.get(move_url(session)).context["times"] == []
    page = client.post(move_url(session), sent(session, day="2026-02-03", anyway="on"))
    assert "Økta er over eller avlyst og kan ikke endres." in words(page)
