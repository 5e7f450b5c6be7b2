"""«Publiser uka» and «Angre» as a leader meets them."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from activities.models import PlanChange, Session
from activities.planning import sessions
from activities.staffing import cover, plan_changes, shifts
from notices.models import Message
from tests.activities.staffing.test_shift_notices import MONDAY, Here
from tests.factories.activities import ActivityFactory
from tests.factories.payouts import BudgetFactory, RateFactory
from tests.portals.shown_form import press, shown
from tests.portals.staff.planning.board.scene import words
from tests.portals.staff.planning.board.test_acts import said

pytestmark = pytest.mark.django_db
URL = "/staff/uke/publiser/?uke=2026-W06"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def here():
    return Here()


def test_the_page_says_what_changes_for_whom_and_one_press_does_it(signed_in, here):
    RateFactory(activity=here.activity, ore=10_000)
    BudgetFactory(team=here.team)
    here.session(here.kari, here.per, state="draft", places=4)
    moved = here.session(here.tuva, days=3)
    sessions.edit(moved, by=here.per, starts_at=moved.starts_at - timedelta(hours=1))
    client = signed_in(here.leader)

    page = words(client.get(URL))
    for sentence in (
        "Publiser uke 6",
        "1 utkast blir åpnet. 3 kolleger får én melding hver.",
        "Fuglekassa fredag 6. februar 12.00–14.00, Parken",
        "400 kr blir holdt av til honorarer. 10 000 kr er ledig nå.",
        "Kari Ny vakt: Fuglekassa fredag 6. februar 12.00–14.00.",
        "Tuva Flyttet: Fuglekassa fra torsdag 5. februar 12.00–14.00"
        " til torsdag 5. februar 11.00–14.00.",
    ):
        assert sentence in page
    answer = press(client, URL)
    assert said(answer) == ["1 økt er åpnet. 3 kolleger har fått beskjed."]
    assert answer.url == f"/staff/uke/?team={here.team.slug}&uke=2026-W06"
    assert Message.objects.filter(channel="email").count() == 3
    again = press(client, URL)
    assert said(again)[-1] == "Det er ingenting å publisere denne uka."
    assert Message.objects.filter(channel="email").count() == 3


def test_what_cannot_be_opened_is_named_with_a_link_that_mends_it(signed_in, here):
    lacking = here.session(state="draft", days=2)
    out = here.session(here.kari, state="draft", days=4, off_site=True)
    poor = here.session(here.kari, state="draft", days=5)
    poor.activity = ActivityFactory(teams=[here.team])
    poor.save()
    RateFactory(activity=poor.activity)
    client = signed_in(here.leader)
    page = client.get(URL)

    shown = [(one.session.pk, one.mend) for one in page.context["kept"]]
    assert shown == [
        (lacking.pk, f"/staff/okt/{lacking.pk}/mangler/?fra=dag"),
        (out.pk, f"/staff/telefonliste/?team={here.team.slug}"),
        (poor.pk, "/staff/budsjett/"),
    ]
    assert "Blir stående som utkast" in words(page)
    for _pk, link in shown:
        assert client.get(link).status_code == 200


def test_an_old_tab_sees_what_it_is_now_and_nothing_is_opened(signed_in, here):
    here.session(here.kari, state="draft", days=2)
    client = signed_in(here.leader)
    page = client.get(URL)
    here.session(here.per, state="draft", days=3)
    answer = client.post(URL, shown(page))
    assert "Noe er endret siden siden ble vist." in words(answer)
    assert "2 utkast blir åpnet." in words(answer)
    assert Session.objects.filter(state="published").count() == 0


def test_with_only_news_the_button_sends_it(signed_in, here):
    shifts.assign(here.session(), staff=here.kari, by=here.per)
    client = signed_in(here.leader)
    assert "Send beskjed" in words(client.get(URL))
    assert said(press(client, URL)) == ["1 kollega har fått beskjed."]


def test_the_board_and_the_plan_lead_there(signed_in, here):
    here.session(here.kari)
    client = signed_in(here.leader)
    address = f'{reverse("staff:week_publish")}?team={here.team.slug}&amp;uke=2026-W06"'
    for name in ("week", "week_people", "week_places", "plan_week"):
        page = client.get(reverse(f"staff:{name}") + "?uke=2026-W06").content.decode()
        assert address in page


# --- Undo ------------------------------------------------------------------------------
BOARD = "/staff/uke/folk/?uke=2026-W06"


def test_the_next_page_says_what_was_done_until_when_and_one_press_takes_it_back(
    signed_in, here, clock
):
    session = here.session(here.kari)
    cover.take_over(session.shifts.get(), staff=here.tuva, by=here.leader)
    client, address = signed_in(here.leader), f"/staff/angre/{PlanChange.objects.get().pk}/"
    for page in (BOARD, "/staff/uke/", "/staff/uke/sted/", f"/staff/okt/{session.pk}/"):
        text = words(client.get(page))
        assert "Du byttet ut Kari med Tuva på Fuglekassa fredag 6. februar 12.00–14.00." in text
        assert "Du kan angre til 10.10." in text
    answer = press(client, address, on=BOARD)
    assert [said(answer), answer.url] == [["Angret. Alt er som før."], BOARD]
    assert [one.staff for one in session.shifts.all()] == [here.kari]
    assert "Du kan angre" not in words(client.get(BOARD))
    client.post(address)
    assert [one.staff for one in session.shifts.all()] == [here.kari]


def test_a_move_says_from_where_to_where_and_others_do_not_see_it(signed_in, here):
    session = here.session(here.kari)
    client = signed_in(here.leader)
    move = reverse("staff:session_move", args=[session.pk])
    press(client, move, {"day": "2026-02-05", "anyway": "on"})
    assert (
        "Du flyttet Fuglekassa fra fredag 6. februar 12.00–14.00 til torsdag 5. februar"
        " 12.00–14.00." in words(client.get(BOARD))
    )
    assert "Du flyttet" not in words(signed_in(here.per).get(BOARD))


def test_a_change_of_somebody_else_or_of_a_team_that_was_left_is_not_there(signed_in, here):
    session = here.session(here.kari)
    cover.take_off(session.shifts.get(), by=here.leader)
    address = f"/staff/angre/{PlanChange.objects.get().pk}/"
    other = here.colleague("Mia", Role.LEADER)
    assert signed_in(other).post(address).status_code == 404
    assert signed_in(here.leader).get(address).status_code == 405
    assert session.shifts.count() == 0


def test_a_draft_is_undone_from_its_sheet_and_a_second_press_is_a_sentence(signed_in, here):
    session = here.session(state="draft")
    plan_changes.note_made(session, by=here.leader)
    client, address = signed_in(here.leader), f"/staff/angre/{PlanChange.objects.get().pk}/"
    sheet = f"/staff/okt/{session.pk}/"
    answers = [client.post(address, {"next": sheet}) for _time in range(2)]
    assert [one.url for one in answers] == [reverse("staff:week_people")] * 2
    assert said(answers[1])[-1] == "Det er angret alt, eller for lenge siden. Slik er uka nå."
    assert not Session.objects.filter(pk=session.pk).exists()


def test_another_part_afterwards_is_not_undone(signed_in, here):
    session = here.session(here.kari)
    taken = cover.take_over(session.shifts.get(), staff=here.tuva, by=here.leader)
    shifts.assign(session, staff=here.tuva, part="lead" if taken.part != "lead" else "second")
    answer = signed_in(here.leader).post(f"/staff/angre/{PlanChange.objects.get().pk}/")
    assert said(answer)[0].startswith("Økta er endret etterpå.")
    assert [one.staff for one in session.shifts.all()] == [here.tuva]


def test_what_cannot_be_undone_says_why_and_where_to_look(signed_in, here, clock):
    session = here.session(here.kari)
    cover.take_off(session.shifts.get(), by=here.leader)
    sessions.edit(session, by=here.per, title="Turen")
    client, address = signed_in(here.leader), f"/staff/angre/{PlanChange.objects.get().pk}/"
    answer = client.post(address, {"next": BOARD})
    assert said(answer)[0].startswith("Økta er endret etterpå.")
    assert f"/staff/okt/{session.pk}/" in said(answer)[0]
    clock.shift(timedelta(minutes=11))
    assert said(client.post(address))[-1] == (
        "Det er mer enn ti minutter siden. Endre økta på vanlig måte."
    )


def test_drafts_are_said_in_words_in_every_view(signed_in, here):
    here.session(here.kari, state="draft")
    client = signed_in(here.leader)
    for name, word in (("week", "Utkast"), ("week_people", "utkast"), ("week_places", "utkast"),
                       ("month", "utkast")):  # fmt: skip
        query = "?maned=2026-02" if name == "month" else "?uke=2026-W06"
        assert word in words(client.get(reverse(f"staff:{name}") + query))
