"""A sign that nobody sees, in a row from before words were cleaned, breaks no feed or file."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import icalendar
import pytest
from wagtail.models import Page

from activities.calendar_feeds.ics_writer import calendar_feed
from activities.calendar_feeds.personal_calendar import appointment
from activities.models import Activity, Place, Session, Work
from cms.models import CalendarPage, StoryPage, WorksPage
from payouts.bank import pain001
from payouts.models import BankProfile, Batch
from tests.factories import cms as pages
from tests.factories.activities import PlaceFactory, SessionFactory, WorkFactory

pytestmark = pytest.mark.django_db
ODD = "Kassen\x0bved\x1b \x01elva\ufffe\u202e"
KEPT = "Kassen\nved elva"
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\u202a-\u202e]")


def answer(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    text = response.content.decode()
    assert UNSEEN.search(text) is None
    return text


def an_odd_session() -> Session:
    session = SessionFactory(published=True)
    Session.objects.update(title=ODD)
    Activity.objects.update(name=ODD, summary=ODD)
    Place.objects.update(name=ODD, address=ODD)
    session.refresh_from_db()
    return session


def test_atom(client):
    pages.story(slug="kassen")
    Page.objects.filter(slug="kassen").update(title=ODD)
    StoryPage.objects.update(intro=ODD)
    root = ElementTree.fromstring(answer(client, "/historier.atom"))  # noqa: S314 - our own answer
    assert KEPT in [element.text for element in root.iter()]


def test_the_sitemap(client):
    story = pages.story(slug="kassen")
    Page.objects.filter(pk=story.pk).update(url_path=story.url_path + "a\x0bb\ufffe/")
    root = ElementTree.fromstring(answer(client, "/sitemap.xml"))  # noqa: S314 - our own answer
    assert any("kassen" in (element.text or "") for element in root.iter())


def test_the_calendar(client):
    an_odd_session()
    (event,) = icalendar.Calendar.from_ical(answer(client, "/kalender.ics")).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Kassen ved elva"


def test_a_personal_calendar():
    data = calendar_feed([appointment(an_odd_session(), url=ODD)], name=ODD).decode()
    assert UNSEEN.search(data) is None


def test_json_ld(client):
    pages.index(CalendarPage)
    an_odd_session()
    text = client.get("/kalender/").content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert KEPT in [json.loads(one).get("name") for one in found]
    assert not any(UNSEEN.search(one) or "\\u00" in one for one in found)


def test_geojson(client):
    pages.index(WorksPage)
    WorkFactory(place=PlaceFactory(latitude=59.9, longitude=10.7), is_public=True)
    Work.objects.update(title=ODD)
    features = json.loads(answer(client, "/verk.geojson"))["features"]
    assert UNSEEN.search(json.dumps(features, ensure_ascii=False)) is None


def test_a_bank_file():
    transfer = pain001.Transfer("E1", ODD, "15032080119", 15000, ODD)
    batch = Batch(
        sealed_as="M1",
        sealed_at=datetime(2026, 11, 28, tzinfo=UTC),
        execution_on=date(2026, 11, 30),
    )
    profile = BankProfile(initiating_party=ODD, debtor_account="15032080119")
    text = pain001.document(batch, profile, transfers=[transfer]).decode()
    assert UNSEEN.search(text) is None
    assert ElementTree.fromstring(text) is not None  # noqa: S314 - our own file
    with pytest.raises(ValueError, match="empty"):
        pain001.document(batch, profile, transfers=[replace(transfer, name="\x01\u202e")])
