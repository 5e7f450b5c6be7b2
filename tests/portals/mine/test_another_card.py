"""A tablet is several people's: what one was shown is not the next one's to send."""

import pytest
from django.test import Client

from activities.models import SignUp
from tests.portals.mine.scene import session_for, visit
from tests.portals.shown_form import shown

pytestmark = pytest.mark.django_db
PHONE = "/min/om-meg/endre/telefon/"


@pytest.fixture
def tablet():
    """Return (the tablet, the first's open page for a number, the first, the next)."""
    first, second = visit(), visit()
    session_for(first)
    client = Client(enforce_csrf_checks=True)
    client.get(f"/k/{first.token}")
    page = shown(client.get(PHONE)) | {"phone": ["400 00 001"]}
    page["csrfmiddlewaretoken"] = client.cookies["csrftoken"].value
    return client, page, first, second


@pytest.mark.parametrize("says_goodbye", [True, False])
def test_an_open_page_of_the_one_before_writes_nothing_into_the_next(tablet, says_goodbye):
    client, page, _first, second = tablet
    if says_goodbye:
        client.post("/min/ferdig/", {"csrfmiddlewaretoken": page["csrfmiddlewaretoken"]})
    client.get(f"/k/{second.token}")
    client.get("/min/")
    told = client.post(PHONE, page)
    second.participant.refresh_from_db()
    assert (told.status_code, second.participant.phone) == (403, "")
    assert "400 00 001" not in told.content.decode()
    session = session_for(second)
    answer = client.post(f"/min/okt/{session.pk}/jeg-kommer/", page)
    assert (answer.status_code, SignUp.objects.exists()) == (403, False)


def test_the_same_card_again_loses_nothing_that_was_written(tablet):
    client, page, first, _second = tablet
    client.get(f"/k/{first.token}")
    client.get("/min/")
    asked = client.post(PHONE, page)
    again = shown(asked) | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert (asked.status_code, again["phone"]) == (403, ["400 00 001"])
    assert client.post(PHONE, again).status_code == 303
    first.participant.refresh_from_db()
    assert first.participant.phone.as_e164 == "+4740000001"
