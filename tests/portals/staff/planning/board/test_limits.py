"""Limits of working time on the pages that the board presses: told first, a leader says why."""

from datetime import time

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.models import OverLimit, Session
from activities.planning import series
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import ActivityFactory, PlaceFactory, ShiftFactory
from tests.portals.shown_form import forms_of
from tests.portals.staff.planning.board.scene import MONDAY, at, colleague, words
from tests.portals.staff.planning.board.test_acts import hidden, move_url, said, sent, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
REST = "trenger hvile: 8 av 11 timer (aml. § 10-8)"
WHY = "Per ble syk, og ingen andre kan kjøre."


@pytest.fixture
def team():
    return TeamFactory(phone="+4722000000")


@pytest.fixture
def tired(team):
    user = colleague(team, "Kari")
    ShiftFactory(session=at(14, team), staff=user)
    return user


@pytest.fixture
def leader(team):
    return colleague(team, "Leder", role=Role.LEADER)


def kept():
    return [(one.limit, one.reason) for one in OverLimit.objects.all()]


def test_a_leader_fills_a_gap_with_a_reason_and_the_card_and_the_sheet_show_it(
    signed_in, team, tired, leader
):
    early = at(24, team, min_staff=1)
    client, url = signed_in(leader), reverse("staff:shift_fill", args=[early.pk])
    page = client.get(url)
    assert f"Kari Vik {REST} " in words(page)
    pressed = {"shown": hidden(page, "shown"), "staff": tired.pk}

    asked = client.post(url, {**pressed, "reason": " "})
    assert f"Kari Vik: {REST}. Skriv hvorfor det må bli slik." in words(asked)
    too_long = client.post(url, {**pressed, "reason": "x" * 501})
    assert (too_long.status_code, who(early)) == (200, [])
    for _twice in range(2):
        client.post(url, {**pressed, "reason": WHY})
    assert (who(early), kept()) == (["Kari Vik"], [("daily_rest", WHY)])

    board = client.get(reverse("staff:week_people") + f"?team={team.slug}&uke=2026-W06")
    assert f"over en grense: {WHY}" in words(board)
    sheet = reverse("staff:sheet", args=[early.pk])
    auditor = MembershipFactory(team=team, role=Role.AUDITOR).user
    for reader in (client, signed_in(auditor)):
        assert f"Hvile mellom dager: {WHY} (Leder Vik," in words(reader.get(sheet))


def test_who_does_not_lead_has_no_button_and_is_told_whom_to_ask(signed_in, team, tired, leader):
    early = at(24, team, min_staff=1)
    client, url = signed_in(colleague(team, "Ola")), reverse("staff:shift_fill", args=[early.pk])
    page = client.get(url)
    assert "En leder kan gå videre." in words(page)
    whom = f"Ring Leder Vik, {leader.phone.as_national}."
    assert whom in words(page)
    assert f'value="{tired.pk}"' not in page.content.decode()
    answer = client.post(url, {"shown": hidden(page, "shown"), "staff": tired.pk, "reason": WHY})
    assert whom in words(answer)
    assert who(early) == []


def test_the_plain_form_asks_why_before_anything_is_kept(signed_in, team, tired, leader):
    early = at(24, team)
    client, url = signed_in(leader), reverse("staff:shift_assign", args=[early.pk])
    assert "Hvorfor må det bli slik?" not in words(client.get(url))
    sends = {"staff": tired.pk, "part": "second"}
    asked = client.post(url, sends)
    assert f"Kari Vik: {REST}." in words(asked)
    assert "Hvorfor må det bli slik?" in words(asked)
    assert said(client.post(url, {**sends, "reason": WHY})) == ["Kari Vik har vakt."]
    assert kept() == [("daily_rest", WHY)]


def test_a_day_that_passes_a_limit_is_moved_to_with_a_reason(signed_in, team, tired, leader):
    day = at(34, team, title="Snekring", min_staff=1)
    ShiftFactory(session=day, staff=tired)
    at_dawn = sent(day, starts="07:00", ends="09:00")
    client = signed_in(leader)
    assert "Det er et utkast, så ingen får beskjed." in words(client.get(move_url(day)))
    asked = client.post(move_url(day), at_dawn)
    assert f"Kari Vik: {REST}. Skriv hvorfor det må bli slik." in words(asked)
    assert "Flytt likevel" not in words(asked)
    assert Session.objects.get(pk=day.pk).starts_at == day.starts_at

    refused = signed_in(colleague(team, "Ola")).post(
        move_url(day), {**at_dawn, "limit_reason": WHY}
    )
    assert "Bare en leder kan gå videre." in words(refused)
    client.post(move_url(day), {**at_dawn, "limit_reason": WHY})
    assert timezone.localtime(Session.objects.get(pk=day.pk).starts_at).hour == 7
    assert kept() == [("daily_rest", WHY)]


def test_a_day_of_the_week_has_its_own_question(signed_in, team, tired, leader):
    early = at(48, team, title="Snekring", min_staff=1)  # Wednesday at seven
    ShiftFactory(session=early, staff=tired)
    client = signed_in(leader)
    page = client.get(move_url(early))
    tuesday = words(page).split("Tirsdag 3. februar")[1].split("Torsdag")[0]
    assert f"▲ Kari Vik: {REST}. Flytt likevel" in tuesday
    assert "Hvorfor må det bli slik?" in tuesday
    answer = client.post(
        move_url(early),
        sent(early, day="2026-02-03", version=hidden(page, "version"), seen=hidden(page, "seen"))
        | {"limit_reason": WHY},
    )
    assert answer.status_code == 302, words(answer)
    assert kept() == [("daily_rest", WHY)]
    other = signed_in(colleague(team, "Ola")).get(move_url(at(72, team)))
    assert "En leder kan gå videre." not in words(other)


def test_a_session_and_a_series_with_staff_ask_why(signed_in, team, tired, leader):
    activity, place = ActivityFactory(teams=[team]), PlaceFactory(min_staff=1)
    client = signed_in(leader)
    session = {
        "activity": activity.pk, "place": place.pk, "day": "2026-02-03", "starts": "07:00",
        "ends": "09:00", "staff": [tired.pk], "step": "save",
    }  # fmt: skip
    asked = client.post(reverse("staff:session_new"), session)
    assert f"Kari Vik: {REST}. Skriv hvorfor det må bli slik." in words(asked)
    assert not Session.objects.filter(activity=activity).exists()
    made = client.post(reverse("staff:session_new"), {**session, "limit_reason": WHY})
    assert made.status_code == 302, words(made)
    assert kept() == [("daily_rest", WHY)]
    Session.objects.filter(activity=activity).delete()

    again = session | {"starts_on": "2026-02-03", "every": "1"}
    asked = client.post(reverse("staff:series_new"), again)
    assert f"03.02.: Kari Vik: {REST}." in words(asked)
    made = client.post(reverse("staff:series_new"), {**again, "limit_reason": WHY})
    assert made.status_code == 302, words(made)
    assert kept() == [("daily_rest", WHY)]


def test_a_series_that_moves_asks_once_for_all_of_it(signed_in, team, tired, leader):
    activity = ActivityFactory(teams=[team])
    made = series.make(
        activity, team=team, place=PlaceFactory(min_staff=1), starts_on=MONDAY.date(),
        rule="FREQ=WEEKLY;COUNT=3;BYDAY=TU", starts=time(12), minutes=120, by=leader,
        staff=[tired],
    ).made  # fmt: skip
    client, first = signed_in(leader), made[0]
    moved = sent(first, starts="07:00", ends="09:00", which="all")
    assert f"03.02.: Kari Vik: {REST}." in words(client.post(move_url(first), moved))
    answer = client.post(move_url(first), {**moved, "limit_reason": WHY})
    assert answer.status_code == 302, words(answer)
    hours = [timezone.localtime(one.starts_at).hour for one in first.series.sessions.all()]
    assert (hours, kept()) == ([7, 7, 7], [("daily_rest", WHY)])


def test_what_is_seen_first_when_it_moves_has_a_field_for_why_too(signed_in, team, tired, leader):
    made = series.make(
        ActivityFactory(teams=[team]), team=team, place=PlaceFactory(min_staff=1),
        starts_on=MONDAY.date(), rule="FREQ=WEEKLY;COUNT=3;BYDAY=TU", starts=time(12),
        minutes=120, by=leader,
    ).made  # fmt: skip
    ShiftFactory(session=made[0], staff=tired)  # who is not of the series
    client, moved = signed_in(leader), sent(made[0], starts="07:00", ends="09:00", which="all")
    page = client.post(move_url(made[0]), moved)
    assert f"Kari Vik: {REST}. Skriv hvorfor" in words(page)
    assert 'name="limit_reason"' in page.content.decode()
    assert client.post(move_url(made[0]), {**moved, "limit_reason": WHY}).status_code == 302
    assert kept() == [("daily_rest", WHY)]


# --- The leader's page and the room ------------------------------------------------------
def test_what_passes_a_limit_waits_for_a_leader(signed_in, team, tired, leader):
    shift = ShiftFactory(session=at(24, team), staff=tired)
    client, url = signed_in(leader), reverse("staff:shift_reason", args=[shift.pk])
    row = f"Kari Vik, mandag 2. februar: {REST}"
    page = client.get(reverse("staff:leader"))
    assert row in words(page)
    assert f'href="{url}"' in page.content.decode()
    assert f"Kari Vik: {REST}." in words(client.get(url))
    shown = {"shown": hidden(client.get(url), "shown")}
    assert client.post(url, shown | {"reason": " "}).status_code == 200
    assert client.post(url, {"reason": WHY}).status_code == 200
    assert client.post(url, shown | {"reason": WHY}).status_code == 302
    page = client.get(reverse("staff:leader"))
    assert f"{row} Leder Vik: {WHY}" in words(page)
    assert f'href="{url}"' not in page.content.decode()


def test_the_room_says_the_limits_and_the_leader_changes_them(signed_in, team, tired, leader):
    room = reverse("staff:working_time_limits") + f"?team={team.slug}"
    change = reverse("staff:working_time_edit") + f"?team={team.slug}"
    page = signed_in(tired).get(room)
    assert "Hvile mellom dager: 11 timer Minst 11 timer fri" in words(page)
    assert "https://lovdata.no/lov/2005-06-17-62/%C2%A710-8" in page.content.decode()
    assert change not in page.content.decode()
    client = signed_in(leader)
    whole = {
        "daily_rest": "8,5", "weekly_rest": "35", "longest_day": "9", "full_week": "",
        "contract_counts": "on", "version": hidden(client.get(change), "version"),
    }  # fmt: skip
    assert "Skriv hvilken avtale det bygger på." in words(client.post(change, whole))
    for name, wrong in (("daily_rest", "25"), ("longest_day", "0"), ("weekly_rest", "x")):
        assert client.post(change, {**whole, name: wrong}).status_code == 200
    whole["working_time_agreement"] = "Avtale 2026"
    assert client.post(change, whole).status_code == 302
    team.refresh_from_db()
    held = (team.daily_rest, team.weekly_rest, team.longest_day, team.full_week)
    assert held == (510, 2100, 540, None)
    page = words(client.get(room))
    assert "Hvile mellom dager: 8,5 timer (Avtale 2026)" in page
    assert "Lengste uke: sier ikke fra (Avtale 2026)" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_leaders_page_asks_as_often_for_one_as_for_three(
    count, signed_in, team, leader, django_assert_num_queries
):
    for number in range(count):
        user = colleague(team, f"K{number}")
        ShiftFactory(session=at(14, team), staff=user)
        ShiftFactory(session=at(24, team), staff=user)
    client = signed_in(leader)
    client.get(reverse("staff:leader"))
    with django_assert_num_queries(14):
        page = client.get(reverse("staff:leader"))
    [group] = [one for one in page.context["groups"] if one.key == "timer"]
    assert [row.words.split(": ", 1)[1] for row in group.rows] == [REST] * count


def test_the_form_of_a_session_asks_when_its_times_change(signed_in, team, tired, leader):
    day = at(34, team, min_staff=1)
    ShiftFactory(session=day, staff=tired)
    client, url = signed_in(leader), reverse("staff:session_edit", args=[day.pk])
    whole = _shown(client, url)
    assert "limit_reason" not in whole
    early = whole | {"starts": "07:00", "ends": "09:00"}
    assert f"Kari Vik: {REST}. Skriv hvorfor" in words(client.post(url, early))
    assert client.post(url, early | {"limit_reason": WHY}).status_code == 302
    assert kept() == [("daily_rest", WHY)]
    whole = _shown(client, url)
    assert client.post(url, whole | {"title": "Turen"}).status_code == 302  # nothing to ask


def _shown(client, url):
    """Return the form of a session as a browser would send it back."""
    forms = forms_of(client.get(url).content.decode())
    return next(values for _form, values in forms if "starts" in values)
