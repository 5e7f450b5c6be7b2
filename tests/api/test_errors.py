"""Whatever is sent, the answer is one shape with a sentence in the reader's language."""

from typing import Any

import pytest

from api.errors import SENTENCES
from tests.factories.activities import SessionFactory

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def client_with_session(staff_client: Any) -> Any:
    """Return a worker's client with `session`, a draft of the own team."""
    client = staff_client()
    client.session_made = SessionFactory(team=client.team)
    client.address = f"/api/v1/sessions/{client.session_made.pk}/"
    return client


@pytest.mark.parametrize(
    ("body", "field", "sentence"),
    [
        ({"places": 0}, "places", "min_value"),
        ({"places": -5}, "places", "min_value"),
        ({"places": 10**30}, "places", "max_value"),
        ({"places": "mange"}, "places", "invalid"),
        ({"places": {}}, "places", "invalid"),
        ({"title": "x" * 100_000}, "title", "max_length"),
        ({"title": None}, "title", "null"),
        ({"starts_at": "i går"}, "starts_at", "invalid"),
        ({"starts_at": "0001-01-01T00:00:00Z"}, "starts_at", "min_value"),
        ({"ends_at": "9999-12-31T23:59:59Z"}, "ends_at", "max_value"),
        ({"place": 10**30}, "place", "does_not_exist"),
        ({"place": "her"}, "place", "incorrect_type"),
        ({"activity": "finnes-ikke"}, "activity", "does_not_exist"),
        ({"activity": ["a"]}, "activity", "does_not_exist"),
        ([1], "all", "invalid"),
    ],
)
def test_nonsense_in_a_field_answers_400_beside_the_field(
    client_with_session: Any, body: Any, field: str, sentence: str
) -> None:
    answer = client_with_session.patch(client_with_session.address, body, JSON)
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert answer.json()["fields"] == {field: [str(SENTENCES[sentence])]}


@pytest.mark.parametrize(
    ("sent", "kind", "status", "code"),
    [
        ("{", JSON, 400, "parse_error"),
        (b"\xff\xfe", JSON, 400, "parse_error"),
        ('{"places": NaN}', JSON, 400, "parse_error"),
        ("[" * 100_000, JSON, 400, "parse_error"),
        ("places=3", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        ('{"title": "' + "x" * 3_000_000 + '"}', JSON, 413, "too_large"),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(
    client_with_session: Any, sent: Any, kind: str, status: int, code: str
) -> None:
    answer = client_with_session.patch(client_with_session.address, sent, content_type=kind)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"] == str(SENTENCES[code])


def test_an_end_before_the_start_answers_409(client_with_session: Any) -> None:
    body = {"starts_at": "2030-05-01T12:00:00Z", "ends_at": "2030-05-01T11:00:00Z"}
    answer = client_with_session.patch(client_with_session.address, body, JSON)
    assert answer.status_code == 409
    assert answer.json() == {
        "message": "Økta må slutte etter at den begynner.",
        "code": "rule_broken",
    }


def test_an_activity_of_another_team_is_answered_with_a_sentence(client_with_session: Any) -> None:
    other = SessionFactory().activity
    answer = client_with_session.patch(client_with_session.address, {"activity": other.slug}, JSON)
    assert answer.json()["fields"] == {"activity": ["Teamet er ikke med i denne aktiviteten."]}


@pytest.mark.parametrize(
    "query",
    ["from_date=tull", "to_date=0001-01-01", "to_date=9999-12-31", "from_date=%00", "team=%00"],
)
def test_nonsense_in_a_query_answers_400(client: Any, query: str) -> None:
    answer = client.get(f"/api/v1/sessions/?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["fields"]) == [query.partition("=")[0]]


@pytest.mark.parametrize(
    "address",
    [
        "sessions/99999999999999999999999/",
        "sessions/1/",
        "activities/finnes-ikke/",
        "works/1/?format=html",
        "sessions/?page=99",
        "sessions/?page=x",
    ],
)
def test_what_is_not_there_answers_404(client: Any, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 404
    assert answer.json() == {"message": str(SENTENCES["not_found"]), "code": "not_found"}


def test_who_is_not_signed_in_is_told_so(client: Any) -> None:
    answer = client.post("/api/v1/sessions/", {}, JSON)
    assert answer.status_code == 401
    assert answer.json() == {"message": "Logg inn først.", "code": "not_authenticated"}


def test_the_language_is_the_readers(client: Any) -> None:
    answer = client.get("/api/v1/sessions/?page=99", headers={"Accept-Language": "en"})
    assert answer["Content-Language"] == "en"
    assert answer.json()["code"] == "not_found"


def test_the_hundred_and_twenty_first_question_waits(client: Any) -> None:
    answers = [client.get("/api/v1/works/1/").status_code for _question in range(121)]
    assert answers == [404] * 120 + [429]


@pytest.mark.parametrize("address", ["/api/", "/api/v2/", "/api/sessions/", "/api/v1/finnes/ikke/"])
def test_nothing_below_the_machines_door_is_answered_with_a_page(client: Any, address: str) -> None:
    for method in ("get", "post", "delete"):
        answer = getattr(client, method)(address)
        assert (answer.status_code, answer["Content-Type"]) == (404, JSON)
        assert answer.json()["code"] == "not_found"


def test_an_address_without_its_last_stroke_is_led_on(client: Any) -> None:
    assert client.get("/api/v1/sessions")["Location"] == "/api/v1/sessions/"


def test_a_parameter_that_nobody_reads_is_named(client: Any) -> None:
    answer = client.get("/api/v1/sessions/", {"bydel": "x", "team": "y"})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["bydel"])


@pytest.mark.parametrize(
    "address", ["/api/v1/sessions/own/", "/api/v1/sessions/1/people/", "/staff/okt/1/send/"]
)
def test_who_is_not_signed_in_is_told_how(client: Any, address: str) -> None:
    answer = client.get(address, HTTP_ACCEPT=JSON)
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"]


def test_a_refusal_leads_to_the_session_that_it_names(staff_client):
    client = staff_client()
    session = SessionFactory(team=client.team)
    answer = client.post(f"/api/v1/sessions/{session.pk}/publish/")
    assert (answer.status_code, answer.json()["code"]) == (409, "rule_broken")
    assert answer.json()["about"] == f"http://testserver/api/v1/sessions/{session.pk}/"
