"""«Angre» after one press that changed many sessions, on the pages one lands on."""

from datetime import time, timedelta

import pytest
import time_machine
from django.urls import reverse

from activities.models import PlanChange, Session
from activities.planning import series, sessions, week_templates
from activities.staffing import shift_notices, shifts, suggestions
from activities.taking_part import signups
from payouts.budgets import replanning
from payouts.earnings import publishing
from tests.activities.staffing.test_shift_notices import MONDAY, Here
from tests.factories.participants import ParticipantFactory
from tests.portals.shown_form import press
from tests.portals.staff.planning.board.scene import words
from tests.portals.staff.planning.board.test_acts import said

pytestmark = pytest.mark.django_db
WEEK = "/staff/uke/?uke=2026-W07"
BOARD = "/staff/uke/folk/?uke=2026-W06"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def here():
    return Here()


def undo_address():
    return reverse("staff:plan_undo", args=[PlanChange.objects.order_by("pk").last().pk])


def test_copies_to_three_days_land_on_a_week_that_takes_them_all_back(signed_in, here):
    session = here.session(here.kari)
    client = signed_in(here.leader)
    copy = reverse("staff:session_copy", args=[session.pk])
    answer = press(
        client, copy, {"days": ["2026-02-10", "2026-02-11", "2026-02-12"], "starts": "12:00"}
    )
    assert answer.url.startswith("/staff/uke/")
    page = words(client.get(answer.url))
    assert "Du laget 3 utkast. Du kan angre til 10.10. Angre 3 utkast" in page
    draft = Session.objects.filter(state="draft").first()
    assert "Angre 3 utkast" in words(client.get(f"/staff/okt/{draft.pk}/"))
    assert "Angre" not in words(client.get(f"/staff/okt/{session.pk}/"))
    back = press(client, undo_address(), on=answer.url)
    assert [said(back)[-1], back.url] == ["Angret. Alt er som før.", answer.url]
    assert list(Session.objects.all()) == [session]


def test_a_week_that_was_drawn_back_already_is_not_said_to_be_as_before(signed_in, here):
    rows = [here.session(here.kari, state="draft", days=days) for days in (3, 4)]
    client, published = signed_in(here.leader), "/staff/uke/publiser/?uke=2026-W06"
    press(client, published)
    sessions.cancel(rows[0], reason="Vi er syke", by=here.per)
    answers = [client.post(undo_address(), {"next": BOARD}) for _time in range(2)]
    assert said(answers[0])[-2:] == [
        "1 økt er utkast igjen. 1 kollega som har fått beskjed, får vite det.",
        "Fuglekassa torsdag 5. februar 12.00 er avlyst nå.",
    ]
    assert said(answers[1])[-1] == "Det er angret alt. Se hvordan uka er nå."


def test_from_the_sheet_of_a_draft_that_goes_one_lands_on_the_week(signed_in, here):
    replanning.copy_to(
        here.session(here.kari), days=[MONDAY.date() + timedelta(days=days) for days in (8, 9)],
        clock=time(12), by=here.leader,
    )  # fmt: skip
    draft = Session.objects.filter(state="draft").first()
    client = signed_in(here.leader)
    answer = press(client, undo_address(), on=f"/staff/okt/{draft.pk}/")
    assert answer.url == reverse("staff:week_people")


def test_a_series_that_was_moved_by_form_is_put_back_from_the_board(signed_in, here):
    row = series.make(
        here.activity, team=here.team, place=here.place, starts_on=MONDAY.date(), starts=time(12),
        minutes=60, rule="FREQ=WEEKLY;COUNT=8", by=here.leader, min_staff=1,
    ).series  # fmt: skip
    before = list(row.sessions.values_list("occurrence_on", "starts_at"))
    session, client = row.sessions.first(), signed_in(here.leader)
    move = reverse("staff:session_move", args=[session.pk])
    press(client, move, {"day": "2026-02-03", "which": "all", "anyway": "on"})
    page = words(client.get(BOARD))
    assert "Du flyttet 8 treff av Fuglekassa." in page
    assert "Angre flytting av 8 treff" in page
    press(client, undo_address(), on=BOARD)
    assert list(row.sessions.values_list("occurrence_on", "starts_at")) == before


def test_suggested_staff_and_a_normal_week_say_how_much_goes_back(signed_in, here):
    rows = [here.session(days=days, state="draft") for days in (2, 3)]
    client = signed_in(here.leader)
    kept = week_templates.save_week(here.team, name="Vanlig", monday=MONDAY.date())
    week_templates.plan(kept, monday=MONDAY.date() + timedelta(days=7), by=here.leader)
    assert "Angre 2 utkast" in words(client.get(WEEK))
    press(client, undo_address(), on=WEEK)
    wanted = [(one.pk, here.kari.pk, "lead") for one in rows]
    assert suggestions.accept(here.team, wanted=wanted, by=here.leader) == []
    assert "Du satte 2 vakter. Du kan angre til 10.10. Angre 2 vakter" in words(client.get(BOARD))
    press(client, undo_address(), on=BOARD)
    assert [one.shifts.count() for one in rows] == [0, 0]


def test_a_stale_page_says_which_session_was_changed_and_whom_to_ask(signed_in, here, clock):
    replanning.copy_to(
        here.session(here.kari), days=[MONDAY.date() + timedelta(days=days) for days in (8, 9)],
        clock=time(12), by=here.leader,
    )  # fmt: skip
    clock.shift(timedelta(minutes=1))
    sessions.edit(Session.objects.filter(state="draft").first(), by=here.per, title="Turen")
    answer = signed_in(here.leader).post(undo_address(), {"next": WEEK})
    assert said(answer)[0].startswith("Turen 10.02. klokka 12.00 er endret etterpå. Spør Per.")
    assert answer.url == WEEK
    assert Session.objects.filter(state="draft").count() == 2


def test_a_published_week_is_drawn_back_and_what_somebody_answered_is_named(signed_in, here):
    rows = [here.session(state="draft", days=days) for days in (3, 4)]
    for row in rows:
        shifts.assign(row, staff=here.kari, by=here.per)
    client, address = signed_in(here.leader), "/staff/uke/publiser/?uke=2026-W06"
    answer = press(client, address)
    page = words(client.get(answer.url))
    assert "Du publiserte uka: 2 økter ble åpnet. Du kan angre til 10.10." in page
    assert "Angre publisering av uka" in page
    signups.join(rows[0], participant=ParticipantFactory(team=here.team))
    back = press(client, undo_address(), on=answer.url)
    assert said(back)[-2:] == [
        "1 økt er utkast igjen. 1 kollega som har fått beskjed, får vite det.",
        "Fuglekassa torsdag 5. februar 12.00 er åpen fortsatt. Noen har svart på den.",
    ]
    assert [Session.objects.get(pk=one.pk).state for one in rows] == ["published", "draft"]
    assert "Angre" not in words(client.get(answer.url))
    # The draft opens again, and nobody is foretold what they believe already.
    assert "0 kolleger" not in words(client.get(address))


def test_a_colleague_reads_that_the_shift_is_drawn_back(signed_in, here, clock):
    row = here.session(state="draft")
    shifts.assign(row, staff=here.kari, by=here.per)
    publishing.publish(here.team, monday=MONDAY.date(), by=here.leader)
    press(signed_in(here.leader), undo_address(), on=BOARD)
    clock.shift(timedelta(minutes=6))
    shift_notices.tell_due()
    assert (
        "Fuglekassa fredag 6. februar 12.00–14.00 er trukket tilbake, og ikke avgjort ennå."
        in words(signed_in(here.kari).get("/staff/"))
    )


def test_a_cancelled_session_says_before_the_press_that_it_stands(signed_in, here):
    session = here.session(here.kari)
    page = signed_in(here.leader).get(reverse("staff:session_cancel", args=[session.pk]))
    assert "Det kan ikke angres." in words(page)


def test_what_was_drawn_back_is_called_off_from_its_sheet_and_what_never_was_open_goes(
    signed_in, here
):
    row, client = here.session(here.kari, state="draft"), signed_in(here.leader)
    publishing.publish(here.team, monday=MONDAY.date(), by=here.leader)
    press(client, undo_address(), on=BOARD)
    never = here.session(state="draft", days=3)
    sheet = client.get(f"/staff/okt/{row.pk}/")
    assert "Kast utkastet" not in words(sheet)
    cancel = reverse("staff:session_cancel", args=[row.pk])
    assert f'href="{cancel}"' in sheet.content.decode()
    assert (
        "Den er trukket tilbake, så ingen utenfor ser at den blir avlyst. 1 kollega som har hørt om"
        " vakten, får vite det. Det kan ikke angres."
    ) in words(client.get(cancel))
    press(client, cancel, {"reason": "Vi er syke"})
    assert Session.objects.get(pk=row.pk).state == "cancelled"
    assert "Kast utkastet" in words(client.get(f"/staff/okt/{never.pk}/"))
