"""The staff's endpoints: planning, the people of a session and its attendance sheet."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEvent, AccessSubject
from activities.models import Attendance, Session
from activities.taking_part import signups
from payouts.models import Reservation
from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory, with_staff
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory

pytestmark = pytest.mark.django_db
JSON = "application/json"
ADDRESS = "/api/v1/sessions/"


def plan(client: Any, **changes: Any) -> dict[str, Any]:
    """Return what makes a session of the client's team."""
    starts_at = timezone.now() + timedelta(days=2)
    return {
        "team": client.team.slug,
        "activity": ActivityFactory(teams=[client.team]).slug,
        "place": PlaceFactory(min_staff=3).pk,
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + timedelta(hours=2)).isoformat(),
        "note": "Ta på gode sko.",
    } | changes


def test_a_draft_is_made_and_follows_its_place(staff_client: Any) -> None:
    client = staff_client()
    answer = client.post(ADDRESS, plan(client), JSON)
    assert answer.status_code == 201, answer.json()
    made = Session.objects.get()
    assert (made.state, made.min_staff, made.places, made.team) == ("draft", 3, None, client.team)
    assert answer.json()["id"] == made.pk
    assert answer.json()["coming_count"] == 0


def test_an_old_version_changes_nothing(staff_client: Any) -> None:
    client = staff_client()
    session = SessionFactory(team=client.team, places=4)
    address = f"/api/v1/sessions/{session.pk}/"
    seen = client.get(address).headers["ETag"]
    first = client.patch(address, {"places": 8}, JSON, headers={"If-Match": seen})
    second = client.patch(address, {"places": 4}, JSON, headers={"If-Match": seen})
    session.refresh_from_db()
    assert (first.status_code, second.status_code, session.places) == (200, 412, 8)
    assert second.json()["code"] == "changed_meanwhile"
    newest = {"If-Match": first.headers["ETag"]}
    assert first.headers["ETag"] == client.get(address).headers["ETag"] != seen
    assert client.patch(address, {"places": 5}, JSON, headers=newest).status_code == 200
    assert client.post(f"{address}publish/", headers={"If-Match": seen}).status_code == 412
    assert client.patch(address, {"places": 6}, JSON, headers={"If-Match": "*"}).status_code == 200


def test_a_key_again_with_other_words_is_told(staff_client: Any) -> None:
    client = staff_client()
    body = plan(client, key="min-2")
    assert client.post("/api/v1/sessions/", body, JSON).status_code == 201
    assert client.post("/api/v1/sessions/", body, JSON).status_code == 200
    other = client.post("/api/v1/sessions/", body | {"places": 9, "note": "Annet"}, JSON)
    assert (other.status_code, other.json()["code"]) == (409, "key_taken")


def test_a_parameter_that_means_nothing_is_named(staff_client: Any) -> None:
    for address in ("/api/v1/sessions/?teem=x", "/api/v1/works/?page_size=2&teem=x"):
        answer = staff_client().get(address)
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["teem"])
    assert staff_client().get("/api/v1/sessions/own/?page=1&format=json").status_code == 200


def test_not_signed_in_is_401_and_says_how(client: Any) -> None:
    answer = client.get("/api/v1/sessions/own/")
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"]


def test_the_same_key_makes_one_session(staff_client: Any) -> None:
    client = staff_client()
    body = plan(client, key="min-1")
    first, second = client.post(ADDRESS, body, JSON), client.post(ADDRESS, body, JSON)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert Session.objects.count() == 1


def test_an_edit_changes_what_is_sent_and_nothing_else(staff_client: Any) -> None:
    client = staff_client()
    session = SessionFactory(team=client.team, note="Som før", places=4)
    answer = client.patch(f"{ADDRESS}{session.pk}/", {"places": 5}, JSON)
    assert answer.status_code == 200
    session.refresh_from_db()
    assert (session.places, session.note) == (5, "Som før")


def test_places_without_money_answer_409_and_stay(staff_client: Any) -> None:
    client = staff_client()
    session = with_staff(SessionFactory(team=client.team, places=2))
    RateFactory(activity=session.activity)
    BudgetFactory(team=client.team, amount_ore=30_000)
    client.post(f"{ADDRESS}{session.pk}/publish/")
    answer = client.patch(f"{ADDRESS}{session.pk}/", {"places": 3}, JSON)
    assert answer.status_code == 409
    assert "Det mangler 150\u00a0kr." in answer.json()["message"]
    session.refresh_from_db()
    assert session.places == 2


def test_publishing_reserves_and_a_repeat_changes_nothing(staff_client: Any) -> None:
    client = staff_client()
    session = with_staff(SessionFactory(team=client.team, places=2))
    RateFactory(activity=session.activity)
    BudgetFactory(team=client.team)
    for _repeat in range(2):
        answer = client.post(f"{ADDRESS}{session.pk}/publish/")
        assert (answer.status_code, answer.json()["state"]) == (200, "published")
    reserved = Reservation.objects.get()
    assert (reserved.rate_ore, reserved.count) == (15_000, 2)


def test_without_money_publishing_answers_409_with_a_sentence(staff_client: Any) -> None:
    client = staff_client()
    session = SessionFactory(team=client.team, places=2)
    RateFactory(activity=session.activity)
    answer = client.post(f"{ADDRESS}{session.pk}/publish/")
    assert answer.status_code == 409
    assert answer.json()["code"] == "rule_broken"
    assert " " in answer.json()["message"]
    session.refresh_from_db()
    assert session.state == "draft"


def test_copy_cancel_and_close(staff_client: Any) -> None:
    client = staff_client()
    session = SessionFactory(team=client.team, published=True)
    body = {"starts_at": (timezone.now() + timedelta(days=9)).isoformat()}
    copies = [client.post(f"{ADDRESS}{session.pk}/copy/", body, JSON).json() for _repeat in "ab"]
    assert copies[0] == copies[1]
    assert copies[0]["state"] == "draft"
    answer = client.post(f"{ADDRESS}{session.pk}/cancel/", {"reason": "Per er syk."}, JSON)
    assert (answer.json()["state"], answer.json()["cancelled_reason"]) == (
        "cancelled",
        "Per er syk.",
    )
    running = SessionFactory(team=client.team, running=True)
    for _repeat in range(2):
        assert client.post(f"{ADDRESS}{running.pk}/close/").json()["state"] == "closed"


def test_taking_part_is_recorded_once_promised_and_taken_back(staff_client: Any) -> None:
    client = staff_client()
    session = with_staff(SessionFactory(team=client.team, places=2, starts_at=timezone.now()))
    RateFactory(activity=session.activity)
    BudgetFactory(team=client.team)
    client.post(f"{ADDRESS}{session.pk}/publish/")
    person = ParticipantFactory(team=client.team)
    sheet = f"{ADDRESS}{session.pk}/attendance/"
    for _repeat in range(2):
        answer = client.post(sheet, {"participant": person.code.lower()}, JSON)
        assert answer.status_code == 200
        assert (answer.json()["participant"], answer.json()["promised_ore"]) == (
            person.code,
            15_000,
        )
    assert Attendance.objects.count() == 1
    for _repeat in range(2):
        assert client.delete(f"{sheet}{person.code}/").status_code == 204
    assert Attendance.objects.count() == 0


def test_nobody_of_another_team_can_be_recorded(staff_client: Any) -> None:
    client = staff_client()
    session = SessionFactory(team=client.team, running=True)
    stranger = ParticipantFactory()
    sheet = f"{ADDRESS}{session.pk}/attendance/"
    assert client.post(sheet, {"participant": stranger.code}, JSON).status_code == 404
    assert client.delete(f"{sheet}{stranger.code}/").status_code == 404


def test_the_people_of_a_session_are_shown_and_the_look_is_written_down(staff_client: Any) -> None:
    client = staff_client()
    session = SessionFactory(team=client.team, running=True)
    person = ParticipantFactory(team=client.team, chosen_name="Berit")
    signups.join(session, participant=person)
    answer = client.get(f"{ADDRESS}{session.pk}/people/")
    assert answer.json() == [
        {
            "participant": person.code,
            "chosen_name": "Berit",
            "said": "coming",
            "took_part": False,
        }
    ]
    event = AccessEvent.objects.get()
    assert (event.user, event.team, event.what) == (client.user, client.team, "api:session-people")
    assert AccessSubject.objects.get().participant_number == person.pk


def test_own_sessions_hold_drafts_and_no_other_team(staff_client: Any) -> None:
    client = staff_client()
    draft = SessionFactory(team=client.team)
    SessionFactory(published=True)
    found = client.get(f"{ADDRESS}own/").json()["results"]
    assert [row["id"] for row in found] == [draft.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_own_sessions_take_five_queries(
    staff_client: Any, django_assert_num_queries: Any, count: int
) -> None:
    client = staff_client()
    SessionFactory.create_batch(count, team=client.team)
    with django_assert_num_queries(5):
        client.get(f"{ADDRESS}own/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_people_take_a_fixed_number_of_queries(
    staff_client: Any, django_assert_num_queries: Any, count: int
) -> None:
    client = staff_client()
    session = SessionFactory(team=client.team, running=True)
    for person in ParticipantFactory.create_batch(count, team=client.team):
        signups.join(session, participant=person)
    with django_assert_num_queries(10):
        client.get(f"{ADDRESS}{session.pk}/people/")


def test_a_write_without_the_csrf_token_changes_nothing(staff_client: Any) -> None:
    client = staff_client()
    session = SessionFactory(team=client.team)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post(f"{ADDRESS}{session.pk}/publish/")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    session.refresh_from_db()
    assert session.state == "draft"
